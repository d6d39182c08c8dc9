"""What people said of reports, from which models learn: kept as it was said, withdrawn where it was undone."""

from dataclasses import dataclass, field

from psycopg import Connection

from database.similar import confirm_likeness


@dataclass(frozen=True, kw_only=True)
class Label:
    """What a person said. `source` is review, audit, opinion, or return: then the category is the one that was refused.

    `sampling_p` is the probability with which an audited report was drawn.
    """

    report_id: int
    version: int
    category: str
    klasifikasi: str
    office_id: str | None
    source: str
    person: str
    agreed: bool
    note: str = field(default="", repr=False)
    model: str
    sampling_p: float | None = None
    decision_id: int


def keep_label(connection: Connection, label: Label) -> None:
    """Store it, and show the report beside others that are like it where it says where the report belongs."""
    connection.execute(
        """
        INSERT INTO public.labels (report_id, report_version, category, klasifikasi, office_id, source, person, agreed,
                                   note, model, sampling_p, decision_id)
        VALUES (%(report_id)s, %(version)s, %(category)s, %(klasifikasi)s, %(office_id)s, %(source)s, %(person)s,
                %(agreed)s, %(note)s, %(model)s, %(sampling_p)s, %(decision_id)s)
        """,
        vars(label),
    )
    if label.source != "return":
        confirm_likeness(connection, label.report_id)


def withdraw_labels(connection: Connection, report_id: int, decision_id: int) -> None:
    """What was said with this decision teaches nothing any more; others may still hold."""
    connection.execute(
        """
        UPDATE labels SET withdrawn_at = now()
        WHERE report_id = %(report_id)s AND decision_id = %(decision_id)s AND withdrawn_at IS NULL
        """,
        {"report_id": report_id, "decision_id": decision_id},
    )
    connection.execute(
        """
        UPDATE likenesses SET confirmed = false
        WHERE report_id = %(report_id)s
          AND NOT EXISTS (SELECT FROM labels WHERE labels.report_id = %(report_id)s AND withdrawn_at IS NULL
                          AND source <> 'return')
        """,
        {"report_id": report_id},
    )
