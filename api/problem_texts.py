"""What the API says is wrong, and what to do about it, in Indonesian and in English."""

from collections.abc import Mapping

from complaints.errors import Problem
from complaints.messages import MESSAGES, Language, say

TITLES: Mapping[str, Mapping[Language, str]] = {
    "invalid": {"id": "Isian belum benar", "en": "The request is not valid"},
    "unreadable": {"id": "Isi permintaan tidak dapat dibaca", "en": "The body cannot be read"},
    "unauthorized": {"id": "Token diperlukan", "en": "A token is needed"},
    "cross_site": {"id": "Permintaan dari situs lain ditolak", "en": "A request from another site is refused"},
    "not_permitted": {"id": "Peran Anda tidak mengizinkan ini", "en": "Your role does not permit this"},
    "not_found": {"id": "Tidak ditemukan", "en": "Not found"},
    "method_not_allowed": {"id": "Metode tidak dikenal di alamat ini", "en": "This address does not know the method"},
    "already_reviewed": {"id": "Laporan ini sudah berubah", "en": "This report has changed since"},
    "held": {"id": "Laporan ini sedang dipegang orang lain", "en": "Someone else holds this report just now"},
    "judged_blind": {"id": "Laporan ini sedang dinilai tertutup", "en": "This report is being judged blind"},
    "not_your_turn": {"id": "Jawaban orang lain yang ditunggu", "en": "Others must answer"},
    "not_undoable": {"id": "Tidak dapat diurungkan lagi", "en": "This cannot be undone any more"},
    "nothing_to_reopen": {"id": "Tidak ada putusan untuk dibuka kembali", "en": "There is no decision to reopen"},
    "not_mergeable": {"id": "Tidak dapat ditandai duplikat", "en": "This cannot be closed as a duplicate"},
    "key_reused": {"id": "Idempotency-Key sudah dipakai", "en": "The Idempotency-Key was used before"},
    "too_large": {"id": "Permintaan terlalu besar", "en": "The request is too large"},
    "unavailable": {"id": "Layanan belum siap", "en": "The service is not ready"},
    "failed": {"id": "Terjadi kesalahan di pihak kami", "en": "Something went wrong on our side"},
    "refused": {"id": "Permintaan ditolak", "en": "The request is refused"},
}
DETAILS: Mapping[str, Mapping[Language, str]] = {
    "invalid": {
        "id": "Perbaiki isian yang disebut di bawah, lalu kirim lagi.",
        "en": "Mend the fields that are named in errors and send it again.",
    },
    "unreadable": {
        "id": "Kirim JSON (UTF-8) yang utuh dengan Content-Type: application/json.",
        "en": "Send well-formed JSON (UTF-8) with Content-Type: application/json.",
    },
    "unauthorized": {
        "id": "Kirim token dengan Authorization: Bearer <token>; di peramban, isi token sebagai kata sandi.",
        "en": "Send the token with Authorization: Bearer <token>; in a browser, give it as the password.",
    },
    "cross_site": {
        "id": "Buka halamannya langsung di peramban, lalu ulangi dari sana.",
        "en": "Open the page itself in the browser and repeat it there.",
    },
    "not_permitted": {
        "id": "Mintalah admin instansi Anda bila pekerjaan Anda memerlukannya.",
        "en": "Ask the admin of your instansi if your work needs it.",
    },
    "not_found": {
        "id": "Tidak ada apa-apa di alamat ini. Periksa nomor laporan atau mulai dari antrean.",
        "en": "Nothing is at this address. Check the id.",
    },
    "method_not_allowed": {
        "id": "Lihat header Allow untuk metode yang dikenal.",
        "en": "See the Allow header for the methods it knows.",
    },
    "already_reviewed": {
        "id": "Orang lain sudah memutus laporan ini, atau isinya berubah setelah Anda membukanya. "
        "Putusan Anda tidak disimpan; buka laporannya lagi untuk melihat keadaan terbaru.",
        "en": "Someone else decided this report, or it changed after you opened it. Your verdict was not stored; "
        "open the report again.",
    },
    "held": {
        "id": "Tidak ada yang disimpan. Lanjutkan dengan laporan lain, atau coba lagi setelah waktunya habis.",
        "en": "Nothing was stored. Go on with another report, or try again when their time is over.",
    },
    "judged_blind": {
        "id": "Laporan ini sedang diaudit atau menunggu pendapat kedua, jadi hanya jawaban tertutup yang diterima. "
        "Tidak ada yang disimpan.",
        "en": "The report is audited or waits for a second opinion, so only a blind answer is taken. Nothing was "
        "stored.",
    },
    "not_your_turn": {
        "id": "Anda yang meminta pendapat ini, atau Anda sudah menjawab. Tidak ada yang disimpan; biarkan orang lain "
        "menjawab.",
        "en": "You asked for this opinion, or gave yours already. Nothing was stored; others must answer.",
    },
    "not_undoable": {
        "id": "Hanya putusan sendiri yang dapat diurungkan, dalam 10 menit dan selama belum terkirim. Penilaian "
        "tertutup tidak dapat diurungkan. Pakai “Buka kembali” dengan alasan.",
        "en": "Only one's own verdict can be undone, within 10 minutes and while it was not sent; a blind one never. "
        "Reopen the report with a reason instead.",
    },
    "nothing_to_reopen": {
        "id": "Laporan ini belum diputus, sudah menunggu peninjau, atau ditutup sebagai duplikat. Buka laporannya "
        "untuk melihat keadaan terbaru.",
        "en": "The report is not decided, waits for a person already, or is closed as a duplicate. Open it to see.",
    },
    "not_mergeable": {
        "id": "Laporan rahasia tidak pernah digabung, dan laporan yang dituju tidak boleh duplikat juga. "
        "Buka laporannya lagi dan pilih laporan yang lain.",
        "en": "A rahasia report is never merged, and the original must not be a duplicate itself. Open the report "
        "again and choose another one.",
    },
    "key_reused": {
        "id": "Kunci ini sudah dipakai untuk isi yang lain. Pakai kunci baru untuk laporan baru.",
        "en": "This key was used for another content. Use a new key for a new report.",
    },
    "too_large": {
        "id": "Satu permintaan paling besar 2 MiB. Bagi menjadi beberapa permintaan.",
        "en": "A request holds at most 2 MiB. Split it.",
    },
    "unavailable": {
        "id": "Coba lagi sebentar lagi. Bila tetap begitu, jalankan `tepat doctor`.",
        "en": "Try again in a moment. If it stays so, run `tepat doctor`.",
    },
    "failed": {
        "id": "Tidak ada yang disimpan. Coba lagi; bila terulang, beri tahu pengelola beserta waktu kejadiannya.",
        "en": "Nothing was stored. Try again; if it happens again, tell the operator when it happened.",
    },
    "refused": {"id": "Permintaan ini tidak dapat dilayani.", "en": "This request cannot be served."},
}
FIELD_TEXTS: Mapping[str, Mapping[Language, str]] = {
    "absent": {
        "id": "Isian {field} tidak ada. Tambahkan isian ini.",
        "en": "Field {field} is absent. Add it.",
    },
    "unknown_field": {
        "id": "Isian {field} tidak dikenal. Periksa ejaannya atau hapus.",
        "en": "Field {field} is not known. Check its spelling or leave it out.",
    },
    "wrong_type": {
        "id": "Isian {field} bukan jenis data yang diminta ({expected}). Lihat /openapi.json.",
        "en": "Field {field} is not of the wanted type ({expected}). See /openapi.json.",
    },
    "forbidden_character": {
        "id": "Isian {field} memuat karakter yang tidak dapat disimpan (null atau surogat). Hapus karakter itu.",
        "en": "Field {field} holds a character that cannot be stored (null or surrogate). Remove it.",
    },
    "too_many": {
        "id": "Isian {field} memuat terlalu banyak butir. Paling banyak {limit}; bagi menjadi beberapa permintaan.",
        "en": "Field {field} holds too many items. At most {limit}; split it.",
    },
    "bad_cursor": {
        "id": "Nilai {field} tidak dikenal. Pakai `next_cursor` dari jawaban sebelumnya, atau mulai tanpa kursor.",
        "en": "The value of {field} is not known. Use `next_cursor` of the answer before, or start without one.",
    },
    "addressee_needed": {
        "id": "Pilih instansi yang berwenang.",
        "en": "Choose whom the report is for.",
    },
    "addressee_too_long": {
        "id": "Nama instansi paling panjang {limit} huruf, dalam satu baris.",
        "en": "The name of an instansi holds at most {limit} characters, on one line.",
    },
    "reason_needed": {
        "id": "Usulan ini dinilai yakin oleh mesin. Tulis alasan mengapa Anda mengubahnya, lalu simpan lagi.",
        "en": "The machine was sure of this suggestion. Say why you change it, and save again.",
    },
    "why_needed": {
        "id": "Tulis alasannya (paling panjang {limit} huruf).",
        "en": "Say why (at most {limit} characters).",
    },
    "question_needed": {
        "id": "Tulis pertanyaan untuk pelapor (paling panjang {limit} huruf).",
        "en": "Write the question to the reporter (at most {limit} characters).",
    },
    "original_unknown": {
        "id": "Laporan nomor “{value}” tidak ditemukan. Periksa nomornya, atau pilih dari daftar.",
        "en": "There is no report with the number “{value}”. Check it, or choose from the list.",
    },
    "category_needed": {
        "id": "Pilih satu kategori dari daftar.",
        "en": "Choose a category from the list.",
    },
    "office_unknown": {
        "id": "Satuan kerja “{value}” tidak ada di direktori. Pilih dari daftar, atau kosongkan.",
        "en": "Office “{value}” is not in the directory. Choose from the list, or leave it empty.",
    },
    "klasifikasi_needed": {"id": "Pilih klasifikasi laporan.", "en": "Choose the kind of report."},
    "note_too_long": {
        "id": "Catatan paling panjang {limit} huruf. Persingkat catatan.",
        "en": "A note holds at most {limit} characters. Shorten it.",
    },
}


def explain(problem: Problem, language: Language) -> str:
    """What is wrong with a field and what to do about it, whether the gate found it or the API."""
    if problem.code in FIELD_TEXTS:
        return FIELD_TEXTS[problem.code][language].format(field=problem.field, **problem.values)
    if problem.code in MESSAGES:
        return say(problem, language)
    return problem.code
