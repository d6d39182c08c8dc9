"""What changed between two versions of the directory, and whether people still stand by the data of an office."""

import hashlib
import json
from dataclasses import asdict, dataclass, fields
from datetime import datetime, timedelta
from enum import StrEnum

from complaints.directory.facts import Directory, Office

STALE_AFTER = timedelta(days=365)


class DataStanding(StrEnum):
    """What people say of the data of an office."""

    UNCONFIRMED = "belum"
    STALE = "usang"
    DISPUTED = "keliru"
    CONFIRMED = "benar"


@dataclass(frozen=True, kw_only=True)
class ChangedOffice:
    """An office before and after, with the names of the fields that differ."""

    before: Office
    after: Office
    differing: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Changes:
    """What differs: offices by id. A renamed office stands under `renamed` only, a closed one under `closed` only."""

    added: tuple[Office, ...]
    closed: tuple[Office, ...]
    renamed: tuple[ChangedOffice, ...]
    changed: tuple[ChangedOffice, ...]


def changes_between(before: Directory, after: Directory) -> Changes:
    """The offices that are new, closed (gone, or given a last day), renamed, or changed in anything else."""
    old, new = before.office_by_id, after.office_by_id
    pairs = [_compare(old[id_], new[id_]) for id_ in new if id_ in old]
    ended = [pair.after for pair in pairs if "valid_to" in pair.differing and pair.after.valid_to is not None]
    ended_ids = {office.id for office in ended}
    open_pairs = [pair for pair in pairs if pair.differing and pair.after.id not in ended_ids]
    return Changes(
        added=tuple(office for id_, office in new.items() if id_ not in old),
        closed=(*ended, *(office for id_, office in old.items() if id_ not in new)),
        renamed=tuple(pair for pair in open_pairs if "name" in pair.differing),
        changed=tuple(pair for pair in open_pairs if "name" not in pair.differing),
    )


def _compare(before: Office, after: Office) -> ChangedOffice:
    names = (one.name for one in fields(Office))
    differing = tuple(name for name in names if getattr(before, name) != getattr(after, name))
    return ChangedOffice(before=before, after=after, differing=differing)


def fingerprint_of(office: Office) -> str:
    """The first 16 hex digits of the SHA-256 over all that is known of this office."""
    known = asdict(office)
    # As it was written when an office had one successor at most: what people confirmed then stays confirmed.
    known["successor"] = ";".join(known.pop("successors"))
    return hashlib.sha256(json.dumps(known, sort_keys=True, default=str).encode()).hexdigest()[:16]


def standing_of(office: Office, *, seen: str, is_right: bool, said_at: datetime, now: datetime) -> DataStanding:
    """What the newest word of a person about this office is worth: `seen` is the fingerprint of what they saw.

    A word about data that changed since is stale, and so is a confirmation after a year.
    """
    if seen != fingerprint_of(office):
        return DataStanding.STALE
    if not is_right:
        return DataStanding.DISPUTED
    return DataStanding.STALE if now - said_at > STALE_AFTER else DataStanding.CONFIRMED
