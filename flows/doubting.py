"""Look once a night for labels that are probably wrong, so that two others can judge these reports again."""

from prefect import flow

from classifier.errors import InvalidRows, TooFewRows
from classifier.rows import LabelledRow, read_rows
from complaints.directory.snapshot import open_snapshot
from complaints.taxonomy import Taxonomy
from database import facts
from database.doubts import LabelDoubt, LabelledReport, keep_doubts, read_labelled
from flows.workplace import NotSetUp, Workplace, open_workplace
from tepat.settings import Settings

LEAST = 50
"""Labels below which nothing is doubted."""
MOST = 500


@flow(name="doubts", description=__doc__)
def doubting() -> int:
    """One night's look; returns how many labels are doubted."""
    with open_workplace(Settings()) as work:
        return look_for_doubts(work)


def look_for_doubts(work: Workplace) -> int:
    """Judge every label by models that never saw it, with the texts that come along, and keep the strongest doubts."""
    with work.pool.connection() as connection:
        found = facts.current_directory(connection)
        labelled = read_labelled(connection)
    if found is None:
        raise NotSetUp
    _, taxonomy = open_snapshot(found[1])
    doubts = doubts_among(labelled, rows_beside(work.settings, taxonomy), taxonomy)[:MOST]
    with work.pool.connection() as connection:
        keep_doubts(connection, doubts)
    return len(doubts)


def rows_beside(settings: Settings, taxonomy: Taxonomy) -> list[LabelledRow]:
    """The texts that come along, where the taxonomy still knows all their leaves: without them a few labels teach
    too little."""
    try:
        return [row for row in read_rows(settings.training_data, taxonomy) if row.split != "holdout"]
    except (OSError, InvalidRows):
        return []


def doubts_among(
    labelled: list[LabelledReport], beside: list[LabelledRow], taxonomy: Taxonomy, *, jobs: int = 2
) -> list[LabelDoubt]:
    """The doubted ones among these labels, the strongest doubt first; none where there are too few to tell."""
    # Heavy, and needed by this flow alone: the other flows start without scikit-learn.
    from classifier.doubts import doubt_rows

    known = [one for one in labelled if len(taxonomy.resolve(one.category)) == 1]
    if len(known) < LEAST:
        return []
    leaves = [taxonomy.resolve(one.category)[0] for one in known]
    rows = [
        LabelledRow(id=str(one.label_id), message=one.message, category=leaf)
        for one, leaf in zip(known, leaves, strict=True)
    ]
    try:
        doubts = doubt_rows([*rows, *beside], taxonomy, jobs=jobs)
    except TooFewRows:
        return []
    return [
        LabelDoubt(
            label_id=known[doubt.row].label_id,
            report_id=known[doubt.row].report_id,
            instead=doubt.instead,
            label_p=doubt.label_p,
            instead_p=doubt.instead_p,
            strength=doubt.strength,
        )
        for doubt in doubts
        if doubt.row < len(known)
    ]
