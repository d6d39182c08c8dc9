"""A parcel, as small as it can be."""

from collections.abc import Callable
from datetime import UTC, datetime
from uuid import UUID

import pytest

from complaints.delivery import Parcel

NOW = datetime(2026, 11, 22, 3, 0, tzinfo=UTC)


@pytest.fixture
def parcel() -> Callable[..., Parcel]:
    """A parcel with these fields; those of different numbers have different keys."""

    def make(number: int = 1, **fields: object) -> Parcel:
        values: dict[str, object] = {
            "id": number,
            "key": UUID(int=number),
            "report_id": number,
            "public_id": UUID(int=1000 + number),
            "source": "lapor",
            "external_id": f"{9_000_000 + number}",
            "kind": "disposisi",
            "target": ("IMIPAS", "imigrasi"),
            "office_id": None,
            "addressee": "",
            "attempts": 1,
            "may_have_arrived": False,
            "decided_at": NOW,
            "reported_at": NOW,
            "klasifikasi": "aspirasi",
            "anonim": False,
            "rahasia": False,
            "message": "",
            "judul": "Paspor",
            "isi": "Paspor saya belum jadi",
        }
        return Parcel(**(values | fields))

    return make
