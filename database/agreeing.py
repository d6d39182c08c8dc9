"""What two people said of the same report, blind."""

from psycopg import Connection

from complaints.agreement import TwoAnswers
from complaints.routing import branch_of


def list_two_answers(connection: Connection) -> list[TwoAnswers]:
    """Both blind answers of every panel that is settled, in the order in which they were given."""
    rows = connection.execute(
        """
        SELECT d.path, array_agg(o.person ORDER BY o.id), array_agg(o.path[cardinality(o.path)] ORDER BY o.id)
        FROM panels p JOIN opinions o ON o.panel_id = p.id AND o.is_blind JOIN decisions d ON d.id = p.decision_id
        GROUP BY p.id, d.path HAVING count(*) = 2 ORDER BY p.id
        """
    ).fetchall()
    return [
        TwoAnswers(branch=branch_of(row[0]), people=(row[1][0], row[1][1]), categories=(row[2][0], row[2][1]))
        for row in rows
    ]
