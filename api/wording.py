"""What the pages say of reasons, states, people and times, in plain Indonesian."""

from collections.abc import Mapping
from datetime import datetime, timedelta, timezone
from typing import Any

from complaints.access import Role
from complaints.directory.succession import Turn
from complaints.duplicates import Likeness
from complaints.numerals import numeral
from complaints.report import Klasifikasi, Status
from complaints.review import Restored, Weighed
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
    Reason.RAISED: "Model yakin, tetapi belakangan usulan seyakin ini terlalu sering keliru: ambangnya dinaikkan",
    Reason.UNPROMISED: "Janji cabang ini belum terbukti oleh audit sendiri",
    "audit": "Audit acak: dinilai tanpa melihat usulan",
    "opinion": "Pendapat kedua: dinilai tanpa melihat usulan",
    Restored.RETURNED: "Dikembalikan oleh unit: bukan kewenangannya",
    Restored.REOPENED: "Dibuka kembali",
    Weighed.AUDITED: "Penilaian audit",
    Weighed.SETTLED: "Hasil pendapat kedua",
    Weighed.ASKED: "Menunggu kelengkapan dari pelapor",
    Reason.REROUTED: "Sudah diantar otomatis; menurut model atau direktori yang baru, ke tempat lain",
    Reason.RESTRUCTURED: "Kategori ini berubah setelah model dilatih",
    Turn.SUCCEEDED: "Kantornya tutup; penerusnya menangani",
    Turn.SPLIT: "Kantornya dipecah: tentukan penerus yang menangani",
    Turn.CLOSED: "Kantornya tutup tanpa penerus: tentukan kantor yang menangani",
    Turn.RESTORED: "Kantornya berlaku lagi",
    Reason.URGENT: "Mendesak: sudah diantar otomatis, mohon tetap dilihat",
}
STATUSES: Mapping[str, str] = {
    Status.RECEIVED: "Baru masuk",
    Status.ROUTED: "Terkirim otomatis",
    Status.IN_REVIEW: "Menunggu peninjau",
    Status.REVIEWED: "Selesai ditinjau",
    Status.AWAITING_INFO: "Menunggu pelapor",
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
    "alert.closed": "Perubahan ditandai sudah tahu",
    "alert.opened": "Perubahan ditemukan",
    "brake.pulled": "Cabang direm",
    "brake.released": "Rem dilepas",
    "directory.loaded": "Direktori dimuat",
    "label.asked": "Label diragukan, dua pendapat diminta",
    "label.kept": "Label diragukan, tetap dipertahankan",
    "model.live": "Model mulai berlaku",
    "report.office_moved": "Satuan kerjanya berubah",
    "report.decide_again": "Kategorinya berubah: diputus lagi",
    "office.confirmed": "Data satuan kerja dikonfirmasi",
    "checkup.asked": "Diminta memeriksa data satuan kerja",
    "rahasia.read": "Teks rahasia dibaca",
    "report.received": "Laporan diterima",
    "report.changed": "Isi laporan berubah di sumbernya",
    "report.decided": "Diperiksa mesin",
    "report.reviewed": "Diputus peninjau",
    "report.audited": "Diaudit: kiriman otomatis sudah tepat",
    "copy.given": "Tembusan diberikan",
    "copy.withdrawn": "Tembusan dicabut",
    "copy.office_moved": "Tembusan mengikuti perubahan satuan kerja",
    "report.split": "Dipecah menjadi beberapa laporan",
    "report.unsplit": "Pemecahan dibatalkan",
    "report.merged": "Ditandai duplikat",
    "report.unmerged": "Tanda duplikat dibatalkan",
    "identity.read": "Identitas pelapor dilihat",
    "account.added": "Akun dibuat",
    "account.changed": "Akun diubah",
    "account.closed": "Akun ditutup",
    "account.opened": "Akun dibuka lagi",
    "account.password": "Kata sandi diganti",
    "account.signed_in": "Masuk",
    "account.bound": "Akun dikaitkan dengan akun kantor",
    "account.refused": "Kata sandi salah",
    "token.added": "Token dibuat",
    "token.revoked": "Token dicabut",
    "report.closed": "Ditutup di LAPOR!",
    "answer.received": "Kabar dari LAPOR! diterima",
    "delivery.sent": "Kiriman diterima penerimanya",
    "delivery.failed": "Kiriman gagal dan menunggu orang",
    "delivery.again": "Kiriman diulang",
    "delivery.cancelled": "Kiriman dibatalkan",
    "receiver.added": "Penerima ditambahkan",
    "receiver.paused": "Penerima dihentikan sementara",
    "receiver.resumed": "Penerima dikirimi lagi",
    "label.said": "Label dikatakan di luar antrean",
    "labels.exported": "Label diekspor",
    "snapshot.made": "Snapshot data latih dibuat",
    "model.declined": "Model penantang ditolak",
    "report.asked": "Pelapor diminta melengkapi",
    "report.opinion_asked": "Pendapat kedua diminta",
    "report.opinion_withdrawn": "Permintaan pendapat kedua ditarik",
    "report.opinion_given": "Pendapat diberikan",
    "report.undone": "Putusan diurungkan",
    "report.reopened": "Dibuka kembali",
    "report.returned": "Dikembalikan oleh unit",
    "report.milestone": "Tindak lanjut, balasan, atau penutupan dicatat",
    "report.noticed": "Tenggat diberitahukan",
    "file.closed": "Berkas di karantina ditutup",
    "file.opened": "Berkas di karantina dibuka lagi",
    "row.quarantined": "Baris masuk karantina",
    "row.replayed": "Baris karantina diproses ulang",
    "settings.changed": "Pengaturan diubah",
}
ROLES: Mapping[str, str] = {
    Role.ADMIN: "Admin instansi",
    Role.REVIEWER: "Peninjau",
    Role.DATA: "Tim data",
    Role.AUDITOR: "Auditor",
    Role.MACHINE: "Program",
}
TOKEN_ROLES: Mapping[str, str] = {
    Role.MACHINE: "Program: menyerahkan dan membaca laporan",
    Role.REVIEWER: "Peninjau: memutus, kecuali yang dinilai tertutup",
    Role.DATA: "Tim data: memilih model, membaca angka",
    Role.AUDITOR: "Auditor: membaca semuanya",
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
    """What acted where that was no person, without the prefixes of the log."""
    kind, _, name = actor.partition(":")
    match kind:
        case "policy" | "flow":
            return "mesin"
        case "direktori":
            return f"direktori {name}"
        case _:
            return actor


def thousands(value: int | str) -> str:
    """A number with a point for each thousand; what is a sentence already stays one."""
    return numeral(value) if isinstance(value, int) else value


def age_in_words(days: int) -> str:
    """How old a report is."""
    return f"{days} hari lalu" if days > 0 else "hari ini"


def took_in_words(seconds: float | None) -> str:
    """How long something took, in the unit that says it best."""
    if seconds is None:
        return "–"
    seconds = max(0.0, seconds)
    for unit, name in ((86_400, "hari"), (3_600, "jam"), (60, "menit")):
        if seconds >= unit:
            return f"{numeral(seconds / unit, '.1f').removesuffix(',0')} {name}"
    return f"{seconds:.0f} detik"


def klasifikasi_choices() -> list[tuple[str, str]]:
    return [(str(code), name) for code, name in KLASIFIKASI.items()]


def filters() -> dict[str, Any]:
    """The filters that the pages use."""
    return {
        "waktu": in_words,
        "persen": percent,
        "alasan": lambda code: REASONS.get(code, code),
        "keadaan": lambda code: STATUSES.get(code, code),
        "jenis": lambda code: KLASIFIKASI.get(code, code or "–"),
        "bagian": lambda share: numeral(share, ".1%"),
        "ambang": lambda value: numeral(value, ".4f"),
        "ribuan": thousands,
        "lama": took_in_words,
        "mendesak": lambda code: URGENCY_LEVELS.get(code, code),
        "sebab": lambda code: URGENCY_KINDS.get(code, code),
        "kesamaan": lambda code: SAME.get(code, code),
        "peran": lambda code: ROLES.get(code, code),
        "tindakan": lambda code: ACTIONS.get(code, code),
    }
