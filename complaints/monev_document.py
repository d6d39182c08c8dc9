"""Monev as people read it: tables of plain cells and charts, the same for a page, a workbook and paper.

What leaves the system is made with `is_public`: there, counts that could point to a reporter (Indicator.is_personal)
are shown as "<5" where they are below five and rounded to fives elsewhere, so that what is hidden cannot be told from
the sums around it; and of places with fewer than five reports only that is told.
"""

from collections.abc import Callable, Mapping, Sequence

from complaints.monev import SMALL, Indicator, Kind, Measured, part_of, summed, value_of
from complaints.monev_indicators import INDICATORS
from complaints.monev_shapes import LEVELS, PER_LEVEL, Column, Level, Names, Table, Text, groups_of
from complaints.numerals import numeral

HIDDEN = f"<{SMALL}"


def summary(measured: Measured, *, is_public: bool) -> Table:
    """Every indicator over all: now, before, and how it changed."""
    now, before = summed(measured.cells), summed(measured.before)
    rows: list[list[Text]] = []
    for indicator in INDICATORS:
        one, other = (figure(indicator, counts, is_public=is_public) for counts in (now, before))
        rows.append(
            [
                indicator.name,
                one,
                other,
                _change(one, other, indicator.kind),
                *_parts(indicator, now, is_public=is_public),
            ]
        )
    columns = [
        Column(name="Indikator"),
        Column(name=measured.span.code),
        Column(name=measured.span.before.code),
        Column(name="Perubahan"),
        Column(name="Pembilang", kind=Kind.COUNT),
        Column(name="Penyebut", kind=Kind.COUNT),
    ]
    kinds = [indicator.kind for indicator in INDICATORS]
    return Table(key="ringkasan", title="Ringkasan", columns=columns, rows=rows, kinds=kinds)


def by_level(
    measured: Measured, level: Level, names: Names, *, is_public: bool, chosen: Sequence[Indicator] = INDICATORS
) -> Table:
    """A row for each place of the level with the chosen indicators, the one with most reports first."""
    columns = [
        Column(name=LEVELS[level]),
        *(Column(name=indicator.name, kind=indicator.kind) for indicator in chosen),
        Column(name=f"Laporan masuk {measured.span.before.code}", kind=Kind.COUNT),
    ]
    rows: list[list[Text]] = []
    for name, now, before in groups_of(measured, level, names):
        if is_public and level in {Level.KANWIL, Level.OFFICE} and now["in"] < SMALL:
            rows.append([name, HIDDEN, *[None] * len(chosen)])
        else:
            figures = [figure(indicator, now, is_public=is_public) for indicator in chosen]
            rows.append([name, *figures, _public(before["in"], is_public)])
    return Table(key=level, title=f"P{PER_LEVEL[level][1:]}", columns=columns, rows=rows)


def figure(indicator: Indicator, counts: Mapping[str, int], *, is_public: bool) -> Text:
    """The figure as a cell; see the rules above for what is public."""
    value = value_of(indicator, counts)
    if not (is_public and indicator.is_personal):
        return value.number
    if value.top < SMALL:
        return HIDDEN
    return rounded(value.top) / value.bottom if value.bottom else None


def rounded(count: int) -> int:
    """To the nearest five."""
    return (count + SMALL // 2) // SMALL * SMALL


def _parts(indicator: Indicator, counts: Mapping[str, int], *, is_public: bool) -> tuple[Text, Text]:
    value = value_of(indicator, counts)
    top: Text = value.top if indicator.kind is Kind.SHARE else None
    bottom = value.bottom if indicator.kind is not Kind.COUNT else None
    if is_public and indicator.is_personal:
        top = HIDDEN if value.top < SMALL else rounded(value.top)
    return top, bottom


def _change(now: Text, before: Text, kind: Kind) -> Text:
    """By how much it changed, shares in points of percent."""
    if isinstance(now, str) or isinstance(before, str) or now is None or before is None:
        return None
    difference = (now - before) * (100 if kind is Kind.SHARE else 1)
    number = numeral(difference, "+,.0f" if kind is Kind.COUNT else "+.2f")
    return f"{number} poin" if kind is Kind.SHARE else number


def mix(measured: Measured, prefix: str, title: str, name_of: Callable[[str], str], *, is_public: bool) -> Table:
    """What came by klasifikasi (`kind`) or category: how many now and before, and the share of all."""
    now, before = (part_of(summed(cells), prefix) for cells in (measured.cells, measured.before))
    total = sum(now.values())
    rows = [
        [name_of(code), _public(now.get(code, 0), is_public), _public(before.get(code, 0), is_public),
         None if is_public and now.get(code, 0) < SMALL else now.get(code, 0) / total if total else None]
        for code in sorted(now.keys() | before.keys(), key=lambda code: (-now.get(code, 0), name_of(code)))
    ]  # fmt: skip
    columns = [
        Column(name=title),
        Column(name=measured.span.code, kind=Kind.COUNT),
        Column(name=measured.span.before.code, kind=Kind.COUNT),
        Column(name="Bagian", kind=Kind.SHARE),
    ]
    return Table(key=prefix, title=title, columns=columns, rows=rows)


def _public(count: int, is_public: bool) -> Text:
    return HIDDEN if is_public and count < SMALL else count


def mix_by_level(measured: Measured, level: Level, names: Names, *, is_public: bool) -> Table:
    """What came by klasifikasi for each place of the level."""
    columns = [Column(name=LEVELS[level]), *(Column(name=name, kind=Kind.COUNT) for name in names.kinds.values())]
    rows = [
        [name, *(_public(now[f"kind:{code}"], is_public) for code in names.kinds)]
        for name, now, _ in groups_of(measured, level, names)
    ]
    return Table(key=f"kind-{level}", title=f"Klasifikasi {PER_LEVEL[level]}", columns=columns, rows=rows)


def categories_by_level(measured: Measured, level: Level, names: Names, *, is_public: bool) -> Table:
    """What came by category for each place of the level: a row for each place and category."""
    columns = [Column(name=LEVELS[level]), Column(name="Kategori"), Column(name="Laporan masuk", kind=Kind.COUNT)]
    rows = [
        [name, names.category(code), _public(count, is_public)]
        for name, now, _ in groups_of(measured, level, names)
        for code, count in sorted(part_of(now, "category").items(), key=lambda item: (-item[1], item[0]))
    ]
    return Table(key=f"category-{level}", title=f"Kategori {PER_LEVEL[level]}", columns=columns, rows=rows)


def promise_table(measured: Measured, names: Names) -> Table:
    """How each promise stood at the end of the span."""
    columns = [
        Column(name="Cabang"),
        Column(name="Keadaan"),
        Column(name="Janji", kind=Kind.SHARE),
        Column(name="Audit", kind=Kind.COUNT),
        Column(name="Salah", kind=Kind.COUNT),
        Column(name="Batas bawah", kind=Kind.SHARE),
        Column(name="Batas atas", kind=Kind.SHARE),
    ]
    rows = [
        [names.node(one.path) if one.path else "Semua cabang", names.standings.get(one.standing, one.standing),
         one.alpha, one.audited, one.errors, one.lower if one.audited else None, one.upper if one.audited else None]
        for one in measured.promises
    ]  # fmt: skip
    return Table(key="janji", title="Janji ketepatan", columns=columns, rows=rows)


def definitions() -> Table:
    """What each indicator means, and where it comes from."""
    columns = [Column(name=name) for name in ("Indikator", "Pembilang", "Penyebut", "Sumber")]
    rows = [[one.name, one.numerator, one.denominator, one.source] for one in INDICATORS]
    return Table(key="definisi", title="Definisi", columns=columns, rows=rows)
