"""What the pages say of deadlines, in plain Indonesian."""

from collections.abc import Mapping
from typing import Any

STEP_NAMES: Mapping[str, str] = {
    "verification": "Verifikasi",
    "follow_up": "Tindak lanjut pertama",
    "closing": "Tutup sendiri tanpa balasan",
    "total": "Selesai seluruhnya",
}
STEP_MEANINGS: Mapping[str, str] = {
    "verification": "3 hari kerja sejak laporan masuk, atau sejak dikembalikan atau dibuka kembali",
    "follow_up": "5 hari kerja sejak diantar ke unit yang menangani sekarang",
    "closing": "10 hari kerja sejak tindak lanjut terakhir yang tidak dibalas pelapor",
    "total": "5, 14, atau 60 hari kerja sejak laporan masuk, menurut klasifikasinya",
}
STANDING_NAMES: Mapping[str, str] = {
    "met": "Terpenuhi",
    "met_late": "Terpenuhi, terlambat",
    "running": "Berjalan",
    "today": "Berakhir hari ini",
    "overdue": "Lewat tenggat",
}
MILESTONE_NAMES: Mapping[str, str] = {
    "follow_up": "Unit menindaklanjuti",
    "reply": "Pelapor membalas",
    "closed": "Laporan ditutup",
}
LEVEL_NAMES: Mapping[str, str] = {
    "office": "satuan kerja",
    "kanwil": "Kanwil",
    "unit": "unit Eselon I",
    "instansi": "admin instansi",
}


def deadline_filters() -> dict[str, Any]:
    """The filters of what was done with a report, and who was told."""
    return {
        "tonggak": lambda code: MILESTONE_NAMES.get(code, code),
        "jenjang": lambda code: LEVEL_NAMES.get(code, code),
        "langkah": lambda code: STEP_NAMES.get(code, code).lower(),
    }
