"""What stands above Monev, in plain Indonesian."""

from collections.abc import Mapping, Sequence
from datetime import date

from complaints.monev import Measured
from complaints.promises import Standing

MONTHS = (
    *("Januari", "Februari", "Maret", "April", "Mei", "Juni"),
    *("Juli", "Agustus", "September", "Oktober", "November", "Desember"),
)
PARTS: Mapping[str, str] = {"Q": "triwulan", "S": "semester"}
STANDINGS: Mapping[str, str] = {
    Standing.HOLDS: "Terbukti",
    Standing.LABELS_MISSING: "Belum cukup audit",
    Standing.NO_THRESHOLD: "Tidak diotomatiskan",
    Standing.BRAKED: "Direm",
}


def title_of(measured: Measured) -> str:
    """The heading."""
    year, part = measured.span.code[:4], measured.span.code[5:]
    name = f"{PARTS[part[0]]} {part[1:]} tahun {year}" if part else f"tahun {year}"
    return f"Monev pengelolaan laporan, {name}"


def notes_of(measured: Measured, *, is_public: bool = True) -> Sequence[str]:
    """What must be known to read the figures."""
    span = measured.span
    notes = [
        f"{_day(span.first)} sampai {_day(span.last)} (WIB), dihitung {measured.made_at}. "
        f"Pembanding: {span.before.code}.",
        "Lama waktu dihitung dari kelompok lama waktu, sehingga dapat meleset paling banyak 5%. "
        "Laporan dihitung pada tujuan yang berlaku saat angka ini dibuat.",
    ]
    if is_public:
        notes.append(
            "Untuk melindungi pelapor, angka di bawah lima yang dapat menunjuk seseorang ditulis “<5”, angka anonim "
            "lainnya dibulatkan ke kelipatan lima, dan tempat dengan kurang dari lima laporan tidak dirinci."
        )
    return notes


def _day(day: date) -> str:
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"
