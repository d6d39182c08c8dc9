"""What a model learns from, named by its content: the SHA-256 of the sorted, masked rows."""

import hashlib
import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime

from complaints.report import Message


@dataclass(frozen=True, kw_only=True)
class TrainingRow:
    """A masked text with its label.

    `office` is None where nobody said; `voice` is empty but for texts of the project, `reported_at` and `sampled` (with
    which probability it came to be labelled; None: unknown) are those of one's own reports.
    """

    message: Message
    category: str
    klasifikasi: str
    office: str | None
    voice: str = ""
    reported_at: datetime | None = None
    sampled: float | None = None

    @property
    def line(self) -> str:
        """The row as the one line of JSON that its name follows from."""
        moment = self.reported_at.isoformat() if self.reported_at else None
        return json.dumps({**asdict(self), "reported_at": moment}, sort_keys=True, ensure_ascii=False)

    def as_record(self) -> dict[str, object]:
        """The row with the field names of training_data/."""
        place = self.message.place
        return {
            "judul": self.message.judul,
            "isi": self.message.isi,
            "provinsi": place.provinsi,
            "kota": place.kota,
            "category": self.category,
            "klasifikasi": self.klasifikasi,
            "upt_id": self.office or "",
            "voice": self.voice,
            "reported_at": self.reported_at.isoformat() if self.reported_at else "",
            "sampled": self.sampled,
        }


def name_rows(rows: Iterable[TrainingRow]) -> str:
    """The SHA-256 (hex) of these rows, in whatever order they come."""
    return hashlib.sha256("\n".join(sorted(row.line for row in rows)).encode()).hexdigest()


WANTED_TO_JUDGE = 0.3
NIGHT = 2
ENOUGH_BY_NIGHT = 50
ENOUGH_AT_ONCE = 500


def is_due(new_labels: int, hour: int) -> bool:
    """Whether a training is worth its while at this hour (local time): by night where some came, else many."""
    return new_labels >= ENOUGH_AT_ONCE or (hour == NIGHT and new_labels >= ENOUGH_BY_NIGHT)


def cut_at(moments: Sequence[datetime], *, least: int) -> datetime | None:
    """From when on reports are kept for judging: the newest three tenths, `least` of them at the least.

    `moments` are those of labelled reports that no model learnt from. None where fewer than `least` are there: then
    there is nothing to judge by.
    """
    kept = max(least, round(WANTED_TO_JUDGE * len(moments)))
    return sorted(moments)[-kept] if 0 < kept <= len(moments) else None
