"""What is to be sent on: handed over once for each address, cancelled where it was replaced before it was sent."""

from collections.abc import Sequence

from psycopg import Connection

from complaints.review import Shipment, arrives_at


def hand_over(connection: Connection, report_id: int, decision_id: int, wanted: Shipment) -> None:
    """Send this on, unless it is on its way there already; what was to go elsewhere and was not sent is cancelled."""
    under_way = _under_way(connection, report_id)
    if under_way is not None and arrives_at(under_way, wanted):
        return
    cancel_unsent(connection, [report_id], replaced_by=decision_id)
    insert_shipment(connection, report_id, decision_id, wanted)


def insert_shipment(
    connection: Connection, report_id: int, decision_id: int, wanted: Shipment, *, message: str = ""
) -> None:
    """A row of the outbox, whatever else there is."""
    connection.execute(
        """
        INSERT INTO public.outbox (report_id, decision_id, kind, target, office_id, addressee, message)
        VALUES (%(report_id)s, %(decision_id)s, %(kind)s, %(target)s, %(office_id)s, %(addressee)s, %(message)s)
        """,
        {
            "report_id": report_id,
            "decision_id": decision_id,
            "kind": wanted.kind,
            "target": list(wanted.target),
            "office_id": wanted.office_id,
            "addressee": wanted.addressee,
            "message": message,
        },
    )


def _under_way(connection: Connection, report_id: int) -> Shipment | None:
    """What was sent last about the report as it reads now, or waits to be; not what came back."""
    row = connection.execute(
        """
        SELECT o.kind, o.target, o.office_id, o.addressee
        FROM public.outbox o JOIN decisions d ON d.id = o.decision_id JOIN reports r ON r.id = o.report_id
        WHERE o.report_id = %(report_id)s AND o.cancelled_at IS NULL AND d.report_version = r.version
          AND NOT goes_beside(o.kind)
          AND NOT EXISTS (SELECT FROM reopenings x
                          WHERE x.report_id = o.report_id AND x.kind = 'return' AND x.decision_id >= o.decision_id)
        ORDER BY o.id DESC LIMIT 1
        """,
        {"report_id": report_id},
    ).fetchone()
    return Shipment(kind=row[0], target=tuple(row[1]), office_id=row[2], addressee=row[3]) if row else None


def cancel_unsent(connection: Connection, report_ids: Sequence[int], *, replaced_by: int | None = None) -> None:
    """Never send what waits to be sent about these reports; what arrives all the same counts as sent.

    That a copy was withdrawn is told whatever happens to its report.
    """
    connection.execute(
        """
        UPDATE outbox SET cancelled_at = now(), replaced_by = %(replaced_by)s
        -- Read through a SELECT, the ids tell the planner nothing: it plans this once, not at every press.
        WHERE report_id = ANY((SELECT %(ids)s::bigint[])::bigint[]) AND sent_at IS NULL AND cancelled_at IS NULL
          AND kind <> 'tembusan-dicabut'
        """,
        {"ids": list(report_ids), "replaced_by": replaced_by},
    )


def cancel_of(connection: Connection, decision_id: int) -> bool:
    """Never send what this decision handed over; False where it was sent, is on its way, or may have arrived."""
    connection.execute(
        """
        UPDATE outbox SET cancelled_at = now()
        WHERE decision_id = %(id)s AND sent_at IS NULL AND cancelled_at IS NULL AND lease IS NULL
          AND NOT may_have_arrived AND kind <> 'tembusan-dicabut'
        """,
        {"id": decision_id},
    )
    sent = connection.execute(
        """
        SELECT 1 FROM outbox
        WHERE decision_id = %(id)s AND NOT goes_beside(kind)
          AND (sent_at IS NOT NULL OR lease IS NOT NULL OR may_have_arrived)
        """,
        {"id": decision_id},
    ).fetchone()
    return sent is None


def send_again(connection: Connection, replaced_by: int, decision_id: int) -> None:
    """Send under this decision what another cancelled before it was sent: that other was undone."""
    connection.execute(
        """
        INSERT INTO public.outbox (report_id, decision_id, kind, target, office_id, addressee, message)
        SELECT report_id, %(decision_id)s, kind, target, office_since(report_id, office_id), addressee, message
        FROM public.outbox WHERE replaced_by = %(replaced_by)s AND NOT goes_beside(kind) ORDER BY id DESC LIMIT 1
        """,
        {"replaced_by": replaced_by, "decision_id": decision_id},
    )
