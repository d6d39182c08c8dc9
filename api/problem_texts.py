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
    "held": {"id": "Laporan ini sedang dipegang orang lain", "en": "Someone else holds this report just now"},
    "kept_back": {"id": "Laporan ini rahasia", "en": "This report is rahasia"},
    "people_only": {"id": "Ini dinilai oleh orang", "en": "This is judged by people"},
    "judged_blind": {"id": "Laporan ini sedang dinilai tertutup", "en": "This report is being judged blind"},
    "not_your_turn": {"id": "Jawaban orang lain yang ditunggu", "en": "Others must answer"},
    "not_undoable": {"id": "Tidak dapat diurungkan lagi", "en": "This cannot be undone any more"},
    "nothing_to_reopen": {"id": "Tidak ada putusan untuk dibuka kembali", "en": "There is no decision to reopen"},
    "nothing_to_copy": {"id": "Tembusan tidak dapat diubah", "en": "The copies cannot be changed"},
    "not_splittable": {"id": "Laporan ini sudah pecahan", "en": "This report is a part already"},
    "parts_decided": {"id": "Pecahannya sudah diputus", "en": "A part was decided"},
    "not_mergeable": {"id": "Tidak dapat ditandai duplikat", "en": "This cannot be closed as a duplicate"},
    "not_yours": {"id": "Di luar wilayah Anda", "en": "Outside your scope"},
    "settings_changed": {"id": "Pengaturan sudah berubah", "en": "The settings have changed since"},
    "model_changed": {"id": "Model yang berlaku sudah berganti", "en": "Another model is in force by now"},
    "model_unusable": {"id": "Model ini tidak dapat dipakai", "en": "This model cannot be used"},
    "data_changed": {"id": "Data satuan kerja ini sudah berubah", "en": "The data of this office have changed since"},
    "key_reused": {"id": "Idempotency-Key sudah dipakai", "en": "The Idempotency-Key was used before"},
    "stale": {"id": "Laporan ini sudah berubah sejak Anda lihat", "en": "This report is another than you saw"},
    "changed_since": {"id": "Sudah berubah sejak Anda lihat", "en": "It has changed since you saw it"},
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
    "held": {
        "id": "Tidak ada yang disimpan. Lanjutkan dengan laporan lain, atau coba lagi setelah waktunya habis.",
        "en": "Nothing was stored. Go on with another report, or try again when their time is over.",
    },
    "kept_back": {
        "id": "Isinya tidak untuk peran Anda, jadi putusannya juga tidak. Serahkan kepada peninjau bagiannya.",
        "en": "Its text is not for your role, so neither is its decision. Leave it to the reviewers of its part.",
    },
    "people_only": {
        "id": "Audit acak dan pendapat kedua mengukur orang; program tidak ikut menilai.",
        "en": "Audits and second opinions measure people: a program gives no blind verdict.",
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
    "nothing_to_copy": {
        "id": "Hanya putusan yang berlaku dan sudah diteruskan yang dapat ditembuskan. Putuskan laporannya dahulu.",
        "en": "Only a decision that is in force and was sent on has copies. Decide the report first.",
    },
    "not_splittable": {
        "id": "Pecahan tidak dipecah lagi. Gabungkan kembali laporan aslinya, lalu pecah menjadi lebih banyak bagian.",
        "en": "A part is not split again. Put the original together and split it into more parts.",
    },
    "parts_decided": {
        "id": "Paling sedikit satu pecahan sudah diputus, diteruskan, atau sedang dinilai tertutup, jadi laporan ini "
        "tetap terpecah. Buka pecahannya satu per satu.",
        "en": "At least one part was decided, sent on, or is judged blind, so the report stays split. Open its parts.",
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
    "stale": {
        "id": "Putusan atau isinya bukan lagi yang Anda lihat. Tidak ada yang disimpan; ambil laporannya lagi, lalu "
        "putuskan dengan ETag yang baru.",
        "en": "Its decision or its text is not the one that you saw. Nothing was stored; get the report again and "
        "decide with its new ETag.",
    },
    "changed_since": {
        "id": "Tidak ada yang disimpan. Ambil lagi (GET) keadaan terbaru, lalu ulangi dengan ETag yang baru.",
        "en": "Nothing was stored. Get it again, then repeat the change with the new ETag.",
    },
    "unconditional": {
        "id": "Kirim header If-Match berisi ETag dari GET-nya, agar tidak menimpa yang belum dilihat.",
        "en": "Send If-Match with the ETag that GET answered with, so that nothing overrides what was not seen.",
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
    "office_unfit": {
        "id": "Apakah kantornya sudah benar? “{category}” ditangani {kinds}, sedangkan {office} berjenis {kind}. Pilih "
        "kantor lain, kosongkan, atau kirim `keep_office`: true.",
        "en": "Is this the right office? “{category}” is handled by {kinds}; {office} is a {kind}. Choose another one, "
        "leave it out, or send `keep_office`: true.",
    },
    "office_unfit_here": {
        "id": "Apakah kantornya sudah benar? “{category}” ditangani {kinds}, sedangkan {office} berjenis {kind}. Pilih "
        "kantor lain, kosongkan, atau tekan “Tetap kirim ke kantor ini”.",
        "en": "Is this the right office? “{category}” is handled by {kinds}; {office} is a {kind}. Choose another one, "
        "leave it out, or say that it is meant.",
    },
    "why_needed": {
        "id": "Tulis alasannya (paling panjang {limit} huruf).",
        "en": "Say why (at most {limit} characters).",
    },
    "milestone_kind": {
        "id": "Pilih apa yang terjadi: tindak lanjut, balasan pelapor, atau penutupan.",
        "en": "Choose what was done: follow_up, reply or closed.",
    },
    "milestone_time": {
        "id": "Tulis kapan itu terjadi: tidak sebelum laporan masuk, dan tidak di masa depan.",
        "en": "Say when it was done: not before the report came, nor in the future.",
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
    "parts_count": {
        "id": "Pecah menjadi {least} sampai {limit} bagian.",
        "en": "Split it into {least} to {limit} parts.",
    },
    "parts_same": {
        "id": "Dua bagian sama persis. Pilih teks yang berbeda, atau beri nama soal yang berbeda.",
        "en": "Two parts are the same. Choose other text, or name another matter.",
    },
    "part_not_quoted": {
        "id": "Bagian {number}: “{value}” tidak ada dalam laporan. Salin teksnya persis dari laporan.",
        "en": "Part {number}: “{value}” does not stand in the report. Copy the text as it stands there.",
    },
    "part_empty": {
        "id": "Bagian {number} kosong. Salin teksnya dari laporan, atau sebut soalnya.",
        "en": "Part {number} is empty. Copy its text from the report, or name its matter.",
    },
    "part_matter": {
        "id": "Bagian {number}: soal ditulis dalam satu baris, paling panjang {limit} karakter.",
        "en": "Part {number}: the matter is one line of at most {limit} characters.",
    },
    "copy_unknown": {
        "id": "Penerima tembusan “{value}” tidak dikenal. Pilih instansi, bidang, atau unit dari daftar.",
        "en": "“{value}” cannot get a copy. Name a ministry, bidang or unit of the directory, or a leaf outside.",
    },
    "copy_unclear": {
        "id": "Sebut untuk setiap tembusan `path` atau `office_id`, salah satu saja.",
        "en": "Name `path` or `office_id` for each copy, one of both.",
    },
    "copy_needed": {
        "id": "Pilih dahulu siapa yang mendapat tembusan: centang instansi atau unit, atau tulis satuan kerjanya.",
        "en": "Say who gets the copy: a node of the tree or an office.",
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
    "view_needed": {
        "id": "Saring antrean dahulu, lalu beri tampilan itu nama (1 sampai 60 huruf).",
        "en": "Narrow the queue down first, then name that view (1 to 60 characters).",
    },
    "too_many_views": {
        "id": "Anda sudah menyimpan 30 tampilan. Hapus salah satu dahulu.",
        "en": "You have 30 views already. Remove one first.",
    },
    "none_chosen": {
        "id": "Pilih sedikitnya satu laporan, paling banyak {limit}.",
        "en": "Choose at least one report, {limit} at most.",
    },
    "klasifikasi_needed": {"id": "Pilih klasifikasi laporan.", "en": "Choose the kind of report."},
    "reason_length": {
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
    "no_consent": {
        "id": "Pilihan model baru “{value}” ({field}) tidak dikenal. Pilih dengan atau tanpa persetujuan.",
        "en": "“{value}” ({field}) is no way to take a new model up. Choose ask or auto.",
    },
    "not_stricter": {
        "id": "Nilai {field} ({value}%) lebih longgar daripada janji umum ({limit}%). Isi paling banyak {limit}%.",
        "en": "{field} ({value}%) is looser than the promise for all ({limit}%). Give at most {limit}%.",
    },
    "node_unknown": {
        "id": "“{value}” di {field} bukan tingkat atau cabang yang dapat diatur. Lihat /v1/taxonomy.",
        "en": "“{value}” in {field} is no level or branch that can be set. See /v1/taxonomy.",
    },
    "nothing_changed": {
        "id": "Tidak ada yang berubah. Ubah sebuah nilai dulu.",
        "en": "Nothing changed. Change a value first.",
    },
    "rows_needed": {
        "id": "Pilih dulu baris yang akan diproses ulang.",
        "en": "Choose the rows to try again first.",
    },
    "note_too_long": {
        "id": "Catatan paling panjang {limit} huruf. Persingkat catatan.",
        "en": "A note holds at most {limit} characters. Shorten it.",
    },
}

ADDED: Mapping[str, Mapping[Language, str]] = {
    "meant": {"id": "Mungkin maksudnya {}.", "en": "Perhaps {} was meant."},
    "known": {"id": "Yang dikenal: {}.", "en": "Known: {}."},
}
"""Said after the text where a problem has such a value."""


def explain(problem: Problem, language: Language) -> str:
    """What is wrong with a field and what to do about it, whether the gate found it or the API."""
    if problem.code in FIELD_TEXTS:
        told = FIELD_TEXTS[problem.code][language].format(field=problem.field, **problem.values)
        added = [ADDED[name][language].format(value) for name, value in problem.values.items() if name in ADDED]
        return " ".join((told, *added))
    if problem.code in MESSAGES:
        return say(problem, language)
    return problem.code
