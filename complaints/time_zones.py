"""In which of the three time zones a province lies (complaints/time_zones.csv)."""

import csv
import re
from collections.abc import Mapping
from datetime import timezone
from functools import cache, lru_cache
from pathlib import Path

from complaints.timestamps import WIB, ZONES

TABLE = Path(__file__).parent / "time_zones.csv"
PREFIX = re.compile(r"^(provinsi|propinsi|prov)\b\.?")


@lru_cache(maxsize=1000)
def zone_of(province: str) -> timezone:
    """WIB, WITA or WIT; WIB, as everywhere else, where the province is unknown or not said."""
    return _zones().get(_key(province), WIB)


@cache
def _zones() -> Mapping[str, timezone]:
    with TABLE.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    named = ((name, row["zone"]) for row in rows for name in (row["province"], *row["aliases"].split(";")) if name)
    return {_key(name): ZONES[zone.lower()] for name, zone in named}


def _key(province: str) -> str:
    return re.sub(r"[^a-z]", "", PREFIX.sub("", province.strip().casefold()))
