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
    "not_mergeable": {"id": "Tidak dapat ditandai duplikat", "en": "This cannot be closed as a duplicate"},
    "key_reused": {"id": "Idempotency-Key sudah dipakai", "en": "The Idempotency-Key was used before"},
    "stale": {"id": "Laporan ini sudah berubah sejak Anda lihat", "en": "This report is another than you saw"},
    "unconditional": {"id": "If-Match diperlukan", "en": "If-Match is needed"},
    "too_many_requests": {"id": "Terlalu banyak permintaan", "en": "Too many requests"},
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
    "stale": {
        "id": "Putusan atau isinya bukan lagi yang Anda lihat. Tidak ada yang disimpan; ambil laporannya lagi, lalu "
        "putuskan dengan ETag yang baru.",
        "en": "Its decision or its text is not the one that you saw. Nothing was stored; get the report again and "
        "decide with its new ETag.",
    },
    "unconditional": {
        "id": "Kirim header If-Match berisi ETag dari GET laporan ini, agar putusan tidak menimpa yang belum dilihat.",
        "en": "Send If-Match with the ETag of GET of this report, so that no verdict overrides what was not seen.",
    },
    "too_many_requests": {
        "id": "Tunggu selama detik yang disebut Retry-After, lalu ulangi.",
        "en": "Wait for the seconds that Retry-After says, then send it again.",
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
    "name_needed": {
        "id": "Isi nama peninjau (1 sampai 80 huruf).",
        "en": "Give the reviewer's name (1 to 80 characters).",
    },
    "category_needed": {
        "id": "Pilih satu kategori dari daftar.",
        "en": "Choose a category from the list.",
    },
    "not_confirmed": {
        "id": "Kategori ini bukan yang diusulkan, atau usulannya disembunyikan. Kirim verdict “correct”.",
        "en": "This category is not the suggested one, or the suggestion is hidden. Send the verdict “correct”.",
    },
    "category_outside": {
        "id": "Kategori ini milik instansi lain. Kirim verdict “bukan-kewenangan”.",
        "en": "This category belongs to somebody else. Send the verdict “bukan-kewenangan”.",
    },
    "category_inside": {
        "id": "Kategori ini milik kita sendiri. Pilih alamat yang benar di luar instansi.",
        "en": "This category is ours. Choose the right addressee outside.",
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
