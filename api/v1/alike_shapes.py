"""What is like a report, as the API answers."""

from datetime import datetime

from api.v1.shape import Shape


class MergedInto(Shape):
    """The report of which a person said that this one is a duplicate."""

    id: str
    external_id: str
    judul: str
    person: str
    merged_at: datetime


class Duplicate(Shape):
    """A report that may tell the same matter; `score` lies in 0..1."""

    id: str
    external_id: str
    judul: str
    reported_at: datetime
    status: str
    score: float
    how: str


class Similar(Shape):
    """A similar report that a person confirmed; `similarity` is a cosine."""

    id: str
    external_id: str
    judul: str
    category: str
    category_name: str
    similarity: float
