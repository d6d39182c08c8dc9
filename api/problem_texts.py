"""What the API says is wrong, and what to do about it, in Indonesian and in English."""

from collections.abc import Mapping

from complaints.errors import Problem
from complaints.messages import MESSAGES, Language, say

TITLES: Mapping[str, Mapping[Language, str]] = {
    "invalid": {"id": "Isian belum benar", "en": "The request is not valid"},
    "unreadable": {"id": "Isi permintaan tidak dapat dibaca", "en": "The body cannot be read"},
    "unauthorized": {"id": "Masuk dahulu", "en": "Sign in first"},
    "password_first": {"id": "Pilih kata sandi dahulu", "en": "Choose a password first"},
    "form_token": {"id": "Formulir ini sudah tidak berlaku", "en": "This form is not valid any more"},
    "too_many_attempts": {"id": "Terlalu banyak percobaan", "en": "Too many attempts"},
    "name_taken": {"id": "Nama itu sudah dipakai", "en": "The name is taken"},
    "beyond_reach": {"id": "Di luar jangkauan Anda", "en": "Beyond your reach"},
    "own_account": {"id": "Akun sendiri tidak dapat diubah begitu", "en": "Not with your own account"},
    "identity_kept": {"id": "Identitas pelapor tidak ditampilkan", "en": "The reporter's identity is not shown"},
    "office_failed": {"id": "Masuk lewat akun kantor gagal", "en": "Signing in through the office failed"},
    "office_unknown_person": {"id": "Belum ada akun untuk Anda", "en": "There is no account for you yet"},
    "id_taken": {"id": "Nomor ini sudah dipakai pengirim lain", "en": "Another sender used this id"},
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
        "id": "Buka /masuk di peramban, atau kirim token program dengan Authorization: Bearer <token>.",
        "en": "Open /masuk in a browser, or send a program's token with Authorization: Bearer <token>.",
    },
    "password_first": {
        "id": "Kata sandi sekali pakai harus diganti di halaman /sandi sebelum yang lain dibuka.",
        "en": "A one-time password is changed at /sandi before anything else opens.",
    },
    "form_token": {
        "id": "Isian tidak disimpan. Muat ulang halamannya, lalu kirim lagi; program mengirim X-CSRF-Token atau token.",
        "en": "Nothing was stored. Load the page again and send it once more; programs send X-CSRF-Token or a token.",
    },
    "too_many_attempts": {
        "id": "Kata sandi salah berkali-kali. Tunggu sebentar sebelum mencoba lagi, atau minta admin mengatur ulang.",
        "en": "The password was wrong many times. Wait before trying again, or ask an admin to reset it.",
    },
    "name_taken": {
        "id": "Orang atau program lain sudah memakai nama atau surel ini. Pilih yang lain.",
        "en": "Another person or program has this name or e-mail address. Choose another one.",
    },
    "beyond_reach": {
        "id": "Anda hanya dapat mengubah yang berada di dalam jangkauan Anda. Mintalah admin yang jangkauannya lebih "
        "luas.",
        "en": "You can change only what lies within your own reach. Ask an admin who reaches further.",
    },
    "own_account": {
        "id": "Tidak seorang pun menutup akunnya sendiri atau mengubah perannya sendiri. Mintalah admin lain.",
        "en": "Nobody closes their own account or changes their own role. Ask another admin.",
    },
    "identity_kept": {
        "id": "Laporan ini anonim, rahasia, atau di luar jangkauan Anda; atau alasannya kurang dari 10 huruf.",
        "en": "The report is anonim, rahasia or beyond your reach; or the reason is shorter than 10 characters.",
    },
    "office_failed": {
        "id": "Jawaban layanan masuk kantor tidak dapat diterima. Mulai lagi dari halaman /masuk.",
        "en": "The answer of the office's sign-in cannot be accepted. Begin again at /masuk.",
    },
    "office_unknown_person": {
        "id": "Mintalah admin instansi Anda membuat akun dengan surel kantor Anda.",
        "en": "Ask the admin of your instansi to make an account with your office's e-mail address.",
    },
    "id_taken": {
        "id": "Pengirim lain sudah mengirim laporan dengan nomor ini. Pakai nomor sendiri, atau tanpa nomor.",
        "en": "Another sender handed over a report with this id. Use an id of your own, or none.",
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
    "name_form": {
        "id": "Nama masuk terdiri atas 2 sampai 40 huruf kecil, angka, titik, garis bawah, atau tanda hubung.",
        "en": "A sign-in name has 2 to 40 small letters, digits, dots, underscores or hyphens.",
    },
    "shown_as_needed": {
        "id": "Isi nama lengkap (1 sampai 80 huruf).",
        "en": "Give the full name (1 to 80 characters).",
    },
    "role_unknown": {"id": "Pilih satu peran dari daftar.", "en": "Choose a role from the list."},
    "reach_unknown": {
        "id": "Bagian “{value}” tidak ada di direktori. Pilih dari daftar.",
        "en": "Part “{value}” is not in the directory. Choose from the list.",
    },
    "lifetime": {"id": "Masa berlaku 1 sampai {limit} hari.", "en": "A token is good for 1 to {limit} days."},
    "password_length": {
        "id": "Kata sandi paling sedikit {least} dan paling banyak {limit} huruf. Beberapa kata mudah diingat.",
        "en": "A password has at least {least} and at most {limit} characters. Several words are easy to remember.",
    },
    "password_simple": {
        "id": "Kata sandi ini terlalu mudah ditebak: jangan memuat nama masuk atau huruf yang berulang saja.",
        "en": "This password is too easy to guess: leave out the sign-in name, and do not repeat a few characters.",
    },
    "password_same": {"id": "Pilih kata sandi yang belum pernah dipakai di sini.", "en": "Choose a new password."},
    "password_differs": {"id": "Kedua kata sandi baru tidak sama.", "en": "The two new passwords differ."},
    "password_wrong": {"id": "Kata sandi yang sekarang tidak cocok.", "en": "The current password does not fit."},
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
