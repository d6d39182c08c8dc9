"""Which tables and charts of Monev go where: on paper, in a workbook, on a page."""

from complaints.monev import Measured, value_of
from complaints.monev_document import (
    by_level,
    categories_by_level,
    definitions,
    mix,
    mix_by_level,
    promise_table,
    summary,
)
from complaints.monev_indicators import INDICATORS
from complaints.monev_shapes import Chart, Level, Names, Table, groups_of

CHARTED = 10
PRINTED = frozenset(
    [
        *("masuk", "otomatis", "dikoreksi", "dikembalikan", "diantar", "tindak_lanjut", "tepat_follow_up"),
        *("tepat_total", "lewat", "duplikat", "anonim"),
    ]
)
"""Indicators that stand in a row on paper."""


def printed(measured: Measured, names: Names, *, is_public: bool) -> list[Table]:
    """The tables that fit on paper."""
    chosen = [indicator for indicator in INDICATORS if indicator.code in PRINTED]
    return [
        summary(measured, is_public=is_public),
        *(by_level(measured, level, names, is_public=is_public, chosen=chosen) for level in Level),
        *mixes(measured, names, is_public=is_public),
        promise_table(measured, names),
        definitions(),
    ]


def everything(measured: Measured, names: Names, *, is_public: bool) -> list[Table]:
    """Every table."""
    return [
        summary(measured, is_public=is_public),
        *(by_level(measured, level, names, is_public=is_public) for level in Level),
        *mixes(measured, names, is_public=is_public),
        *(mix_by_level(measured, level, names, is_public=is_public) for level in Level),
        *(categories_by_level(measured, level, names, is_public=is_public) for level in Level),
        promise_table(measured, names),
        definitions(),
    ]


def mixes(measured: Measured, names: Names, *, is_public: bool) -> list[Table]:
    """What came by klasifikasi and by category."""
    return [
        mix(measured, "kind", "Klasifikasi", names.kind, is_public=is_public),
        mix(measured, "category", "Kategori", names.category, is_public=is_public),
    ]


def charts_of(measured: Measured, names: Names) -> list[Chart]:
    """What came, now and before, and how much of it was in time, for the largest units."""
    units = [group for group in groups_of(measured, Level.UNIT, names) if group[1]["in"] or group[2]["in"]][:CHARTED]
    labels = [name for name, _, _ in units]
    came = [
        (measured.span.before.code, [before["in"] for _, _, before in units]),
        (measured.span.code, [now["in"] for _, now, _ in units]),
    ]
    steps = [one for one in INDICATORS if one.code in {"tepat_verification", "tepat_follow_up", "tepat_total"}]
    kept = [
        (one.name.removeprefix("Tepat waktu: "), [round(100 * (value_of(one, now).number or 0)) for _, now, _ in units])
        for one in steps
    ]
    return [
        Chart(key="masuk", title="Laporan masuk per unit", labels=labels, series=came),
        Chart(key="tepat", title="Tepat waktu per unit (%)", labels=labels, series=kept, most=100),
    ]
