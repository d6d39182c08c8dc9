"""What the pages say of reasons, states, people and times, in plain Indonesian."""

from collections.abc import Mapping
from datetime import datetime, timedelta, timezone
from typing import Any

from complaints.duplicates import Likeness
from complaints.report import Klasifikasi, Status
from complaints.routing import Automation, Reason
from complaints.urgency import UrgencyKind, UrgencyLevel

WIB = timezone(timedelta(hours=7), "WIB")
BULAN = ("Jan", "Feb", "Mar", "Apr", "Mei", "Jun", "Jul", "Agu", "Sep", "Okt", "Nov", "Des")

REASONS: Mapping[str, str] = {
    Reason.SURE: "Model cukup yakin",
    Reason.UNSURE: "Belum cukup yakin untuk dikirim otomatis",
    Reason.OUTSIDE: "Mungkin bukan kewenangan kita",
    Reason.NO_THRESHOLD: "Belum ada ambang yang terbukti aman untuk cabang ini",
    Reason.SHADOW: "Model yakin, tetapi mode bayangan: semua ditinjau",
    Reason.FAILED: "Tidak terbaca oleh model",
    Reason.CHANGED: "Isinya berubah setelah diputus",
    Reason.BRAKED: "Cabang ini direm: janjinya terbukti tidak tertepati",
    Reason.UNPROMISED: "Janji cabang ini belum terbukti oleh audit sendiri",
    "audit": "Audit acak: dinilai tanpa melihat usulan",
    Reason.URGENT: "Mendesak: sudah diantar otomatis, mohon tetap dilihat",
}
STATUSES: Mapping[str, str] = {
    Status.RECEIVED: "Baru masuk",
    Status.ROUTED: "Terkirim otomatis",
    Status.IN_REVIEW: "Menunggu peninjau",
    Status.REVIEWED: "Selesai ditinjau",
}
URGENCY_LEVELS: Mapping[str, str] = {
    UrgencyLevel.DANGER: "MENDESAK",
    UrgencyLevel.SOON: "TENGGAT DEKAT",
}
URGENCY_KINDS: Mapping[str, str] = {
    UrgencyKind.LIFE: "Nyawa atau keselamatan terancam",
    UrgencyKind.CUSTODY_VIOLENCE: "Kekerasan di tempat tahanan",
    UrgencyKind.TRAFFICKING: "Dugaan perdagangan orang",
    UrgencyKind.CHILD: "Anak dalam bahaya",
    UrgencyKind.SUICIDE: "Ancaman bunuh diri",
    UrgencyKind.DEADLINE: "Tenggat dalam hitungan hari",
    UrgencyKind.MODEL: "Dinilai mendesak oleh model",
}
SAME: Mapping[str, str] = {
    Likeness.SAME_TEXT: "teksnya sama",
    Likeness.SAME_MATTER: "tampaknya soal yang sama",
}
KLASIFIKASI: Mapping[str, str] = {
    Klasifikasi.BERKADAR: "Pengaduan berkadar pengawasan",
    Klasifikasi.TIDAK_BERKADAR: "Pengaduan tidak berkadar pengawasan",
    Klasifikasi.ASPIRASI: "Aspirasi",
    Klasifikasi.INFORMASI: "Permintaan informasi",
}
ACTIONS: Mapping[str, str] = {
    "report.received": "Laporan diterima",
    "report.changed": "Isi laporan berubah di sumbernya",
    "report.decided": "Diperiksa mesin",
    "report.reviewed": "Diputus peninjau",
    "report.audited": "Diaudit: kiriman otomatis sudah tepat",
    "report.merged": "Ditandai duplikat",
    "report.unmerged": "Tanda duplikat dibatalkan",
}
MODES: Mapping[str, str] = {
    Automation.SHADOW: "Mode bayangan: mesin hanya menyarankan, setiap laporan menunggu putusan orang.",
    Automation.PROVISIONAL: "Otomatisasi sementara (provisional): ambang dihitung dari teks buatan, "
    "belum dari laporan instansi ini.",
    Automation.PROMISED: "Otomatisasi berjanji: hanya cabang yang janjinya terbukti oleh audit instansi ini.",
}


def in_words(moment: datetime) -> str:
    """The moment as people in western Indonesia write it."""
    local = moment.astimezone(WIB)
    return f"{local.day} {BULAN[local.month - 1]} {local.year} {local:%H.%M} WIB"


def percent(p: float | None) -> str:
    """A probability for people; never 100 % unless it is."""
    if p is None:
        return "–"
    if p < 0.01:
        return "<1%"
    return f"{int(p * 100 + 1e-9)}%"


def actor_in_words(actor: str) -> str:
    """Who acted, without the prefixes of the log."""
    kind, _, name = actor.partition(":")
    match kind:
        case "person":
            return name
        case "policy":
            return "mesin"
        case _:
            return actor


def klasifikasi_choices() -> list[tuple[str, str]]:
    return [(str(code), name) for code, name in KLASIFIKASI.items()]


def filters() -> dict[str, Any]:
    """The filters that the pages use."""
    return {
        "waktu": in_words,
        "persen": percent,
        "pelaku": actor_in_words,
        "alasan": lambda code: REASONS.get(code, code),
        "keadaan": lambda code: STATUSES.get(code, code),
        "jenis": lambda code: KLASIFIKASI.get(code, code or "–"),
        "bagian": lambda share: f"{share * 100:.1f}%".replace(".", ","),
        "mendesak": lambda code: URGENCY_LEVELS.get(code, code),
        "sebab": lambda code: URGENCY_KINDS.get(code, code),
        "kesamaan": lambda code: SAME.get(code, code),
        "tindakan": lambda code: ACTIONS.get(code, code),
    }
