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
    "not_yours": {"id": "Di luar wilayah Anda", "en": "Outside your scope"},
    "settings_changed": {"id": "Pengaturan sudah berubah", "en": "The settings have changed since"},
    "model_changed": {"id": "Model yang berlaku sudah berganti", "en": "Another model is in force by now"},
    "model_unusable": {"id": "Model ini tidak dapat dipakai", "en": "This model cannot be used"},
    "data_changed": {"id": "Data satuan kerja ini sudah berubah", "en": "The data of this office have changed since"},
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
    "not_mergeable": {
        "id": "Laporan rahasia tidak pernah digabung, dan laporan yang dituju tidak boleh duplikat juga. "
        "Buka laporannya lagi dan pilih laporan yang lain.",
        "en": "A rahasia report is never merged, and the original must not be a duplicate itself. Open the report "
        "again and choose another one.",
    },
    "not_yours": {
        "id": "Ini berlaku juga di luar bagian yang Anda pegang. Mintalah admin yang memegang seluruhnya.",
        "en": "This also concerns what lies outside your part. Ask an admin whose scope holds all of it.",
    },
    "settings_changed": {
        "id": "Orang lain mengubah pengaturan setelah Anda membukanya; perubahan Anda tidak disimpan. "
        "Buka pengaturan lagi.",
        "en": "Someone else changed the settings after you opened them; yours were not stored. Open them again.",
    },
    "model_changed": {
        "id": "Model diganti setelah Anda membuka halamannya; pilihan Anda tidak disimpan. Buka halaman model lagi.",
        "en": "The model was changed after you opened the page; nothing was stored. Open the page again.",
    },
    "model_unusable": {
        "id": "Berkasnya rusak, atau kategorinya tidak ada di direktori yang berlaku. Yang lama tetap dipakai.",
        "en": "Its files are damaged, or the directory in force lacks its categories. The old one stays in force.",
    },
    "data_changed": {
        "id": "Direktori baru dimuat setelah Anda membuka halaman ini. Buka lagi dan periksa data yang terbaru.",
        "en": "A new directory was loaded after you opened this page. Open it again and look at the newest data.",
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
    "name_needed": {
        "id": "Isi nama peninjau (1 sampai 80 huruf).",
        "en": "Give the reviewer's name (1 to 80 characters).",
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
    "reason_needed": {
        "id": "Tulis alasannya dalam {least} sampai {limit} huruf.",
        "en": "Give the reason in {least} to {limit} characters.",
    },
    "say_which": {
        "id": "Isian {field}: pilih salah satu yang tersedia.",
        "en": "Field {field}: choose one of those given.",
    },
    "say_what": {
        "id": "Tulis di catatan apa yang keliru, agar dapat diperbaiki.",
        "en": "Say in the note what is wrong, so that it can be mended.",
    },
    "no_day": {
        "id": "Isian {field} bukan tanggal. Tulis seperti 2026-01-31.",
        "en": "Field {field} is no day. Write it as 2026-01-31.",
    },
    "absent_value": {"id": "Isi nilai {field}.", "en": "Give a value for {field}."},
    "no_percentage": {
        "id": "Nilai {field} “{value}” bukan persentase di atas 0 dan di bawah 100. Tulis misalnya 2 atau 2,5.",
        "en": "{field} “{value}” is no percentage above 0 and below 100. Write for example 2 or 2.5.",
    },
    "no_mode": {
        "id": "Otomatisasi “{value}” ({field}) tidak dikenal. Pilih bayangan, sementara, atau berjanji.",
        "en": "Automation “{value}” ({field}) is not known. Choose shadow, provisional or promised.",
    },
    "not_stricter": {
        "id": "Nilai {field} ({value}%) lebih longgar daripada janji umum ({limit}%). Isi paling banyak {limit}%.",
        "en": "{field} ({value}%) is looser than the promise for all ({limit}%). Give at most {limit}%.",
    },
    "nothing_changed": {
        "id": "Tidak ada yang berubah. Ubah sebuah nilai dulu.",
        "en": "Nothing changed. Change a value first.",
    },
    "none_chosen": {
        "id": "Pilih dulu baris yang akan diproses ulang.",
        "en": "Choose the rows to try again first.",
    },
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
