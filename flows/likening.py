"""What makes reports alike, kept beside them as they are routed."""

from collections.abc import Sequence

from psycopg import Connection

from classifier.likeness import LIKENESS, likeness_vectors
from complaints.duplicates import text_hash
from complaints.privacy import mask_message
from database.claiming import Claimed
from database.similar import Likeness, keep_likenesses


def keep_alike(connection: Connection, claimed: Sequence[Claimed]) -> None:
    """Vector (masked) and hash of each report that has words; the database leaves out what is rahasia."""
    vectors = likeness_vectors([mask_message(item.message) for item in claimed])
    rows = [
        Likeness(report_id=item.id, text_hash=text_hash(item.message), vector=vector)
        for item, vector in zip(claimed, vectors.tolist(), strict=True)
        if any(vector)
    ]
    keep_likenesses(connection, rows, LIKENESS)
