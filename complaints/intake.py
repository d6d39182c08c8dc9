"""The one gate for every report, wherever it comes from: cleaned and checked, or refused with all the reasons."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from itertools import pairwise

from complaints.cleaning import clean_text
from complaints.errors import InvalidReport, Problem
from complaints.report import IncomingReport, Klasifikasi, Place, Report, Reporter
from complaints.timestamps import UnreadableDate, UnreadableTime, read_timestamp

__all__ = ["MAX_TEXT", "RawReport", "accept", "clean_text", "shorten"]

MAX_TEXT = 100_000
MAX_SHORT = 1_000
MAX_ID = 200
# Markup may be longer than the text in it; beyond this it is not worth the time to find out.
MAX_RAW = 3 * MAX_TEXT
MAX_FUTURE = timedelta(days=1)
KLASIFIKASI_NAMES = {
    "aspirasi": Klasifikasi.ASPIRASI,
    "pengaduan berkadar pengawasan": Klasifikasi.BERKADAR,
    "pengaduan tidak berkadar pengawasan": Klasifikasi.TIDAK_BERKADAR,
    "permintaan informasi": Klasifikasi.INFORMASI,
    **{kind.value: kind for kind in Klasifikasi},
}
LIMITS = {"external_id": MAX_ID, "isi": MAX_TEXT}
PLACE_FIELDS = ("provinsi", "kota", "kecamatan", "kelurahan")
TEXT_FIELDS = ("external_id", "judul", "isi", "klasifikasi", "channel", "category_hint", *PLACE_FIELDS)


@dataclass(frozen=True, kw_only=True)
class RawReport:
    """A report as its source wrote it, all of it text, before anything is checked.

    `reported_time` is for sources that keep the time of day apart. `labels` maps these field names to what people call
    them there (the column of an export), so that a problem names what they can find.
    """

    source: str
    external_id: str = ""
    judul: str = ""
    isi: str = ""
    reported_at: str = ""
    reported_time: str = ""
    klasifikasi: str = ""
    channel: str = ""
    category_hint: str = ""
    provinsi: str = ""
    kota: str = ""
    kecamatan: str = ""
    kelurahan: str = ""
    anonim: bool = False
    rahasia: bool = False
    reporter: Reporter | None = None
    labels: Mapping[str, str] = field(default_factory=dict)

    def label(self, name: str) -> str:
        return self.labels.get(name, name)


def accept(raw: RawReport, *, now: datetime) -> IncomingReport:
    """The report, cleaned and checked, with its reporter (None where anonim or unknown).

    `now` is aware of its time zone; a report may be dated one day later at most. Raises InvalidReport, which holds
    every problem at once.
    """
    problems: list[Problem] = []
    texts = {name: _read_text(raw, name, problems) for name in TEXT_FIELDS}
    _check_identifier(raw, texts["external_id"], problems)
    _check_words(raw, texts["isi"], problems)
    reported_at = _read_moment(raw, now, problems)
    klasifikasi = _read_klasifikasi(raw, texts["klasifikasi"], problems)
    reporter = _read_reporter(raw, problems)
    if problems or reported_at is None:
        raise InvalidReport(problems)
    report = _report_of(raw, texts, reported_at=reported_at, klasifikasi=klasifikasi)
    return IncomingReport(report=report, reporter=reporter)


def _report_of(
    raw: RawReport, texts: Mapping[str, str], *, reported_at: datetime, klasifikasi: Klasifikasi | None
) -> Report:
    return Report(
        source=raw.source,
        external_id=texts["external_id"],
        judul=texts["judul"],
        isi=texts["isi"],
        reported_at=reported_at,
        klasifikasi=klasifikasi,
        channel=texts["channel"],
        category_hint=texts["category_hint"],
        place=Place(**{part: texts[part] for part in PLACE_FIELDS}),
        anonim=raw.anonim,
        rahasia=raw.rahasia,
    )


def _read_text(raw: RawReport, name: str, problems: list[Problem]) -> str:
    """The cleaned text of one field, on one line but for isi; empty, with a problem noted, where it is too long."""
    text = _clean_within(getattr(raw, name), LIMITS.get(name, MAX_SHORT), raw.label(name), problems)
    return text if name == "isi" else " ".join(text.split())


def _clean_within(written: str, limit: int, label: str, problems: list[Problem]) -> str:
    text = clean_text(written) if len(written) <= MAX_RAW else written
    if len(text) <= limit:
        return text
    problems.append(Problem(code="too_long", field=label, values={"length": len(text), "limit": limit}))
    return ""


def _check_identifier(raw: RawReport, text: str, problems: list[Problem]) -> None:
    label = raw.label("external_id")
    if not text and not _noted(problems, label):
        problems.append(Problem(code="missing", field=label))


def _check_words(raw: RawReport, isi: str, problems: list[Problem]) -> None:
    label = raw.label("isi")
    if _noted(problems, label):
        return
    if not isi:
        problems.append(Problem(code="missing", field=label))
    elif not _has_word(isi):
        problems.append(Problem(code="no_words", field=label, values={"value": shorten(isi)}))


def _noted(problems: list[Problem], label: str) -> bool:
    return any(problem.field == label for problem in problems)


def _has_word(text: str) -> bool:
    """Whether two letters stand side by side somewhere: emoji, digits and signs alone say nothing."""
    return any(first.isalpha() and second.isalpha() for first, second in pairwise(text))


def _read_moment(raw: RawReport, now: datetime, problems: list[Problem]) -> datetime | None:
    date, clock = clean_text(raw.reported_at[:MAX_SHORT]), clean_text(raw.reported_time[:MAX_SHORT])
    label = raw.label("reported_at")
    if not date:
        problems.append(Problem(code="missing", field=label))
        return None
    try:
        moment = read_timestamp(date, clock)
    except UnreadableDate:
        problems.append(Problem(code="date_unreadable", field=label, values={"value": shorten(date)}))
        return None
    except UnreadableTime as error:
        where = raw.label("reported_time" if clock else "reported_at")
        problems.append(Problem(code="time_unreadable", field=where, values={"value": shorten(str(error))}))
        return None
    if moment > now + MAX_FUTURE:
        today = now.date().isoformat()
        problems.append(Problem(code="date_in_future", field=label, values={"value": shorten(date), "today": today}))
    return moment


def _read_klasifikasi(raw: RawReport, text: str, problems: list[Problem]) -> Klasifikasi | None:
    if not text:
        return None
    kind = KLASIFIKASI_NAMES.get(text.casefold())
    if kind is None:
        label = raw.label("klasifikasi")
        problems.append(Problem(code="klasifikasi_unknown", field=label, values={"value": shorten(text)}))
    return kind


def _read_reporter(raw: RawReport, problems: list[Problem]) -> Reporter | None:
    """The identity, cleaned; dropped where the report is anonim, whatever the source still says."""
    if raw.anonim or raw.reporter is None:
        return None
    name = _clean_within(raw.reporter.name, MAX_SHORT, raw.label("reporter"), problems)
    contact = _clean_within(raw.reporter.contact, MAX_SHORT, raw.label("contact"), problems)
    return replace(raw.reporter, name=name, contact=contact) if name or contact else None


def shorten(text: str, length: int = 60) -> str:
    """The start of a value, fit to be quoted in a message: one line, at most `length` characters."""
    line = " ".join(clean_text(text[: 10 * length]).split())
    return line if len(line) <= length else line[: length - 1] + "…"
