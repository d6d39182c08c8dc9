"""What a challenger learns from, and what both models are judged by."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from psycopg import Connection

from classifier.challenge import Judged
from classifier.groups import group_by_time
from classifier.rows import LabelledRow, Record, json_records, mask_rows, rows_of
from complaints.coverage import Coverage, cover
from complaints.directory import Directory
from complaints.directory.succession import About, turn_of
from complaints.guarantee import Terms, labels_needed
from complaints.taxonomy import Taxonomy
from complaints.training_set import TrainingRow, cut_at, name_rows
from complaints.weighting import effective_labels
from database.snapshots import OwnRow
from database.training import LabelledReport, labelled_reports, stream
from tepat.settings import Settings

OWN_JUDGE_FROM = 10
"""How many times what a promise needs one's own labels must be worth before thresholds are fitted to them alone."""


@dataclass(frozen=True, kw_only=True)
class Material:
    """A training set by its name, and the later reports that judge; of the share `unseen` of these no label tells.

    `drawn` weighs one's own rows (see complaints.coverage), None where a label came by nobody's design.
    """

    name: str
    until: datetime
    base: Sequence[LabelledRow] = field(repr=False)
    own: Sequence[OwnRow] = field(repr=False)
    judged: Sequence[Judged] = field(repr=False)
    drawn: Sequence[float | None] = field(repr=False)
    unseen: float

    @property
    def base_name(self) -> str:
        return name_rows(base_rows(self.base))


def gather(
    connection: Connection,
    settings: Settings,
    directory: Directory,
    taxonomy: Taxonomy,
    terms: Terms,
    *,
    touched: datetime | None,
) -> Material | int:
    """The newest labelled reports that no model learnt from (reported since `touched`) judge, the others teach.

    How many labels are missing, where there are too few to judge by.
    """
    labelled = list(of_today(labelled_reports(connection), directory, taxonomy))
    ids = [one.id for one in labelled]
    fresh = cover(stream(connection, ids, touched, None)).sampled
    moments = [one.reported_at for one in labelled if one.id in fresh]
    needed = labels_needed(terms.alpha, terms.delta)
    cut = cut_at(moments, least=needed)
    if cut is None:
        return needed - len(moments)
    later = cover(stream(connection, ids, cut, None))
    earlier = cover(stream(connection, ids, None, cut))
    own = own_rows([one for one in labelled if one.reported_at < cut], earlier)
    base = project_rows(settings, taxonomy)
    return Material(
        name=name_rows([*base_rows(base), *(one.row for one in own)]),
        until=cut,
        base=base,
        own=own,
        judged=_judged(labelled, later),
        drawn=[earlier.drawn.get(one.report_id) for one in own],
        unseen=later.unseen,
    )


def of_today(labelled: Sequence[LabelledReport], directory: Directory, taxonomy: Taxonomy) -> Iterator[LabelledReport]:
    """Each with the leaf and the office in the place of those that were said; where several leaves are, the label says
    too little, where several offices are, it says nothing of them."""
    for one in labelled:
        leaves, event = taxonomy.resolve(one.record.category), one.record.event
        if len(leaves) == 1 and event is not None:
            office = office_of_today(directory, taxonomy, one, leaves[0])
            said = replace(event, category=leaves[0], office_id=office)
            yield replace(one, record=replace(one.record, event=said))


def office_of_today(directory: Directory, taxonomy: Taxonomy, one: LabelledReport, leaf: str) -> str | None:
    """The office that a label says, or whoever has its work now; None where nobody has it for certain."""
    said = one.record.event.office_id if one.record.event else None
    if said is None or said not in directory.office_by_id:
        return said
    place = one.message.place
    about = About(
        path=taxonomy.path_of_leaf[leaf],
        kinds=taxonomy.leaf(leaf).office_types,
        provinsi=place.provinsi,
        kota=place.kota,
    )
    heir = turn_of(directory, said, about)[1]
    return heir.id if heir else None


def own_rows(labelled: Sequence[LabelledReport], coverage: Coverage) -> list[OwnRow]:
    """Each report with its label of record, and with which probability it came to be labelled."""
    return [
        OwnRow(report_id=one.id, version=one.version, row=_training_row(one, coverage.sampled.get(one.id)))
        for one in labelled
    ]


def _training_row(one: LabelledReport, sampled: float | None) -> TrainingRow:
    event = one.record.event
    assert event is not None
    return TrainingRow(
        message=one.message,
        category=event.category,
        klasifikasi=event.klasifikasi,
        office=event.office_id,
        reported_at=one.reported_at,
        sampled=sampled,
    )


def _judged(labelled: Sequence[LabelledReport], coverage: Coverage) -> list[Judged]:
    return [
        Judged(message=one.message, category=one.record.category, sampled=coverage.sampled[one.id])
        for one in labelled
        if one.id in coverage.sampled
    ]


def project_rows(settings: Settings, taxonomy: Taxonomy) -> list[LabelledRow]:
    """The texts that come along, masked, of categories that are known here and not of a holdout."""
    rows = rows_of(_known(json_records(settings.training_data), taxonomy), taxonomy)
    return mask_rows([row for row in rows if row.split != "holdout"])


def _known(records: Iterator[Record], taxonomy: Taxonomy) -> Iterator[Record]:
    return (one for one in records if one.fault or len(taxonomy.resolve(one.cells.get("category", ""))) == 1)


def base_rows(base: Sequence[LabelledRow]) -> list[TrainingRow]:
    """The texts of the project as rows of a training set."""
    return [
        TrainingRow(
            message=one.message,
            category=one.category,
            klasifikasi=one.klasifikasi,
            office=one.office,
            voice=one.voice,
        )
        for one in base
    ]


def rows_to_learn(material: Material) -> list[LabelledRow]:
    """All rows; one's own reports of one time are left out together when the model is checked."""
    blocks = group_by_time([_moment(one.row) for one in material.own])
    own = [
        LabelledRow(
            id=str(one.report_id),
            message=one.row.message,
            category=one.row.category,
            klasifikasi=one.row.klasifikasi,
            office=one.row.office,
            voice=block,
        )
        for one, block in zip(material.own, blocks, strict=True)
    ]
    return [*material.base, *own]


def _moment(row: TrainingRow) -> datetime:
    assert row.reported_at is not None
    return row.reported_at


def drawn_with(material: Material, terms: Terms) -> list[float | None] | None:
    """How likely each row to learn from was to be labelled, where one's own labels suffice to fit
    thresholds to; None where they do not: then all rows judge, and thresholds are those of texts like the project's.
    """
    worth = effective_labels([1 / p for p in material.drawn if p is not None])
    if worth < OWN_JUDGE_FROM * labels_needed(terms.alpha, terms.delta):
        return None
    return [*[None] * len(material.base), *material.drawn]
