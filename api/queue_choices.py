"""The values by which the queue can be narrowed, each with its name and how many reports it leaves."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from psycopg import Connection

from api.queue_query import AGES, OVERDUE, TODAY, QueueQuery
from api.wording import KLASIFIKASI, REASONS
from complaints.directory import Office
from complaints.figures import ends_of_today
from complaints.kanwil import kanwil_by_office
from complaints.taxonomy import Taxonomy
from database.waiting import QueueFilter
from database.waiting_counts import COUNTED, count_values

BRANCH_DEPTH = 2
MOST_CHOICES = 100
"""A longer list helps nobody: it is offered once another field has narrowed it down."""
NARROWED_BY: Mapping[str, str] = {"kantor": "Kanwil", "kota": "provinsi"}
KINDS: Mapping[str, str] = {
    "review": "Tinjauan biasa",
    "audit": "Audit acak",
    "opinion": "Pendapat kedua",
}


DUES: Mapping[str, str] = {OVERDUE: "Lewat tenggat", TODAY: "Hari ini"}


@dataclass(frozen=True, kw_only=True)
class Choice:
    """A value of a field, what people read, and how many reports it leaves."""

    value: str
    name: str
    count: int
    chosen: bool


@dataclass(frozen=True, kw_only=True)
class Field:
    """A field of the form with what can be chosen; the chosen value stands in it even where it leaves nothing.

    Where there is too much to choose from, `everything` says what to choose before.
    """

    key: str
    name: str
    everything: str
    choices: Sequence[Choice]


@dataclass(frozen=True, kw_only=True)
class Choices:
    """The fields that divide what waits, how many reports are kept, and whether there were too many to count."""

    fields: Sequence[Field]
    kept: int
    is_more: bool


def choices_of(
    connection: Connection,
    wanted: QueueFilter,
    query: QueueQuery,
    *,
    taxonomy: Taxonomy,
    offices: Sequence[Office],
    now: datetime,
) -> Choices:
    """Count the waiting reports by every value of every field."""
    depth = branch_depth(taxonomy)
    ages = [now - timedelta(days=days) for days in AGES]
    counts: dict[str, Counter[str]] = {}
    for row in count_values(connection, wanted, branch_depth=depth, ages=ages, dues=ends_of_today(now)):
        counts.setdefault(row.field, Counter())[row.value] += row.count
    kept = counts.get("all", Counter())[""]
    return Choices(fields=_fields(counts, query, taxonomy, offices), kept=kept, is_more=kept >= COUNTED)


def branch_depth(taxonomy: Taxonomy) -> int:
    """The level that people call bidang: the second one, or the only one."""
    return min(BRANCH_DEPTH, len(taxonomy.levels))


def names_of(taxonomy: Taxonomy) -> dict[str, str]:
    """What people read for each code; where one code stands at several levels, the name of the highest.

    Names that several nodes of a level share, such as Inspektorat Jenderal, say whose they are.
    """
    first: dict[str, tuple[str, ...]] = {}
    for path in sorted(taxonomy.nodes, key=len):
        first.setdefault(path[-1], path)
    shared = Counter((len(path), taxonomy.label(path)) for path in first.values())
    return {
        code: taxonomy.label(path)
        if shared[len(path), taxonomy.label(path)] == 1
        else f"{taxonomy.label(path)} ({taxonomy.label(path[:1])})"
        for code, path in first.items()
    }


def _fields(
    counts: Mapping[str, Counter[str]], query: QueueQuery, taxonomy: Taxonomy, offices: Sequence[Office]
) -> list[Field]:
    empty: Counter[str] = Counter()
    nodes, named = names_of(taxonomy), {office.id: office.name for office in offices}
    office = counts.get("office", empty)
    kanwil = _by_kanwil(office, offices)
    rows: list[tuple[str, str, str, str, Counter[str], Mapping[str, str]]] = [
        ("bidang", "Bidang", "Semua bidang", query.bidang, counts.get("bidang", empty), nodes),
        ("unit", "Unit", "Semua unit", query.unit, counts.get("unit", empty), nodes),
        ("kanwil", "Kanwil", "Semua Kanwil", query.kanwil, kanwil, named),
        ("kantor", "Satuan kerja", "Semua satuan kerja", query.kantor, office, named),
        ("alasan", "Alasan ditinjau", "Semua alasan", query.alasan, counts.get("reason", empty), REASONS),
        ("jenis", "Jenis tugas", "Semua jenis", query.jenis, counts.get("kind", empty), KINDS),
        ("umur", "Umur laporan", "Semua umur", str(query.umur or ""), _by_age(counts.get("age", empty)), _ages()),
        ("tenggat", "Tenggat", "Semua tenggat", query.tenggat, _by_due(counts.get("due", empty)), DUES),
        ("klasifikasi", "Klasifikasi", "Semua klasifikasi", query.klasifikasi, counts.get("klasifikasi", empty),
         KLASIFIKASI),
        ("provinsi", "Provinsi", "Semua provinsi", query.provinsi, counts.get("provinsi", empty), {}),
        ("kota", "Kabupaten/kota", "Semua kabupaten/kota", query.kota, counts.get("kota", empty), {}),
    ]  # fmt: skip
    return [
        _field(key, name, everything, chosen=chosen, counts=found, names=names)
        for key, name, everything, chosen, found, names in rows
        if chosen or any(found)
    ]


def _field(
    key: str, name: str, everything: str, *, chosen: str, counts: Counter[str], names: Mapping[str, str]
) -> Field:
    values = {value: count for value, count in counts.items() if value} | ({chosen: counts[chosen]} if chosen else {})
    if len(values) > MOST_CHOICES and key in NARROWED_BY and not chosen:
        return Field(key=key, name=name, everything=f"{everything} (pilih {NARROWED_BY[key]} dahulu)", choices=())
    choices = [
        Choice(value=value, name=names.get(value, value), count=count, chosen=value == chosen)
        for value, count in values.items()
    ]
    in_order = (lambda one: int(one.value)) if key == "umur" else (lambda one: one.name.casefold())
    return Field(key=key, name=name, everything=everything, choices=sorted(choices, key=in_order))


def _by_kanwil(counts: Counter[str], offices: Sequence[Office]) -> Counter[str]:
    top = kanwil_by_office(offices)
    totals: Counter[str] = Counter()
    for office, count in counts.items():
        if office in top:
            totals[top[office]] += count
    return totals


def _by_due(counts: Counter[str]) -> Counter[str]:
    """By how many of now and the end of today the deadline has reached."""
    return Counter({value: counts[reached] for reached, value in (("0", OVERDUE), ("1", TODAY)) if counts[reached]})


def _by_age(counts: Counter[str]) -> Counter[str]:
    """How many are older than each age, from how many moments lie before each report, the oldest age first."""
    return Counter(
        {
            str(days): older
            for number, days in enumerate(reversed(AGES))
            if (older := sum(count for value, count in counts.items() if int(value) <= number))
        }
    )


def _ages() -> dict[str, str]:
    return {str(days): f"Lebih dari {days} hari" for days in AGES}
