"""What people are told, in Indonesian and in English: what is wrong, and what to do about it."""

from collections.abc import Mapping
from typing import Literal

from complaints.errors import Problem

Language = Literal["id", "en"]

OF_A_REPORT: Mapping[str, Mapping[Language, str]] = {
    "missing": {
        "id": "Kolom {field} kosong. Isi kolom ini, lalu proses ulang.",
        "en": "Field {field} is empty. Fill it in and replay.",
    },
    "no_words": {
        "id": "Kolom {field} tidak memuat kata ({value}). Tulis isi laporan dengan kata-kata, lalu proses ulang.",
        "en": "Field {field} holds no word ({value}). Write the report in words and replay.",
    },
    "too_long": {
        "id": "Kolom {field} berisi {length} karakter, paling banyak {limit}. Ringkas isinya atau jadikan lampiran, "
        "lalu proses ulang.",
        "en": "Field {field} holds {length} characters, at most {limit} are allowed. Shorten it or attach a file, "
        "then replay.",
    },
    "date_unreadable": {
        "id": "Kolom {field}: tanggal {value} tidak terbaca. Tulis seperti 5 Jan 2024, 05/01/2024, atau 2024-01-05.",
        "en": "Field {field}: the date {value} cannot be read. Write it like 5 Jan 2024, 05/01/2024 or 2024-01-05.",
    },
    "time_unreadable": {
        "id": "Kolom {field}: jam {value} tidak terbaca. Tulis seperti 02:13:42, atau kosongkan.",
        "en": "Field {field}: the time {value} cannot be read. Write it like 02:13:42, or leave it empty.",
    },
    "date_in_future": {
        "id": "Kolom {field}: tanggal {value} ada di masa depan (hari ini {today}). Perbaiki tanggalnya, lalu proses "
        "ulang.",
        "en": "Field {field}: the date {value} lies in the future (today is {today}). Correct the date and replay.",
    },
    "klasifikasi_unknown": {
        "id": "Kolom {field}: klasifikasi {value} tidak dikenal. Pakai Aspirasi, Pengaduan Berkadar Pengawasan, "
        "Pengaduan Tidak Berkadar Pengawasan, atau Permintaan Informasi; atau kosongkan.",
        "en": "Field {field}: the klasifikasi {value} is unknown. Use Aspirasi, Pengaduan Berkadar Pengawasan, "
        "Pengaduan Tidak Berkadar Pengawasan or Permintaan Informasi, or leave it empty.",
    },
    "tipe_unknown": {
        "id": "Kolom {field}: tipe {value} tidak dikenal; identitas pelapor tidak disimpan. Pakai Anonim, Rahasia, "
        "Anonim|Rahasia, atau kosongkan.",
        "en": "Field {field}: the type {value} is unknown; the reporter's identity was not kept. Use Anonim, Rahasia, "
        "Anonim|Rahasia, or leave it empty.",
    },
    "id_shortened": {
        "id": "Kolom {field}: nomor {value} sudah disingkat oleh Excel, angka di belakangnya hilang. Ubah format kolom "
        "menjadi Teks, lalu ekspor ulang.",
        "en": "Field {field}: Excel shortened the number to {value}, so its last digits are lost. Format the column as "
        "text and export again.",
    },
    "cell_cut": {
        "id": "Kolom {field} hanya tersimpan sebagian, aslinya {length} karakter. Salin isi lengkapnya dari berkas "
        "asli, lalu proses ulang.",
        "en": "Field {field} was kept in part only, of {length} characters. Copy all of it from the original file and "
        "replay.",
    },
    "row_unreadable": {
        "id": "Baris ini tidak terbaca: ada sel yang lebih panjang dari {limit} karakter. Hapus atau ringkas sel itu, "
        "lalu ekspor ulang.",
        "en": "This row cannot be read: it has a cell of more than {limit} characters. Remove or shorten that cell and "
        "export again.",
    },
    "quote_open": {
        "id": 'Tanda kutip (") yang dibuka di baris ini tidak pernah ditutup, sehingga {lines} baris terbaca sebagai '
        "satu. Tutup tanda kutipnya, lalu unggah ulang berkasnya.",
        "en": 'A quotation mark (") that opens in this row never closes, so {lines} lines were read as one. Close it '
        "and upload the file again.",
    },
    "record_unreadable": {
        "id": "Data {name} dari sumber bukan laporan. Minta pengelola sumber memeriksa keluarannya.",
        "en": "Record {name} of the source is no report. Ask whoever runs the source to check what it sends.",
    },
}

OF_A_FILE: Mapping[str, Mapping[Language, str]] = {
    "file_empty": {
        "id": "Berkas {field} kosong. Ekspor ulang dari LAPOR!, lalu unggah lagi.",
        "en": "File {field} is empty. Export it again from LAPOR! and upload it.",
    },
    "still_being_written": {
        "id": "Berkas {field} masih ditulis. Tunggu sampai selesai disalin; proses berikutnya membacanya.",
        "en": "File {field} is still being written. Wait until it is copied; the next run reads it.",
    },
    "file_type": {
        "id": "Berkas {field} berjenis {kind}, yang tidak didukung. Simpan sebagai .xlsx atau .csv, lalu unggah lagi.",
        "en": "File {field} is of type {kind}, which is not supported. Save it as .xlsx or .csv and upload it again.",
    },
    "file_locked": {
        "id": "Berkas {field} terkunci kata sandi atau berformat Excel lama (.xls). Buka di Excel, hapus kata sandi, "
        "simpan sebagai .xlsx, lalu unggah lagi.",
        "en": "File {field} is locked by a password or in the old Excel format (.xls). Open it in Excel, remove the "
        "password, save it as .xlsx and upload it again.",
    },
    "file_not_xlsx": {
        "id": "Berkas {field} bernama .xlsx tetapi isinya bukan berkas Excel. Ekspor ulang, atau beri nama sesuai "
        "jenis aslinya.",
        "en": "File {field} is named .xlsx but is no Excel file. Export it again, or name it as what it is.",
    },
    "file_too_large": {
        "id": "Berkas {field} berukuran {size} MB, paling besar {limit} MB. Ekspor per bulan, lalu unggah satu-satu.",
        "en": "File {field} is {size} MB large, at most {limit} MB are allowed. Export month by month and upload each.",
    },
    "file_bomb": {
        "id": "Berkas {field} mengembang menjadi {size} MB bila dibuka, tidak wajar untuk ekspor. Berkas tidak dibuka; "
        "ekspor ulang dari LAPOR!.",
        "en": "File {field} swells to {size} MB when it is opened, which no export does. It was not opened; export it "
        "again from LAPOR!.",
    },
    "file_doctype": {
        "id": "Berkas {field} memuat deklarasi DOCTYPE di {part}, yang tidak pernah ada dalam berkas Excel biasa. "
        "Berkas tidak dibuka; ekspor ulang dari LAPOR!.",
        "en": "File {field} declares a DOCTYPE in {part}, which no ordinary Excel file does. It was not opened; export "
        "it again from LAPOR!.",
    },
    "file_broken": {
        "id": "Berkas {field} rusak dan tidak dapat dibuka. Buka di Excel, simpan lagi sebagai .xlsx, lalu unggah.",
        "en": "File {field} is damaged and cannot be opened. Open it in Excel, save it again as .xlsx and upload it.",
    },
    "file_stopped": {
        "id": "Berkas {field} rusak setelah baris {row}: baris sampai di situ sudah masuk, sisanya tidak terbaca. "
        "Ekspor ulang, lalu unggah lagi; laporan yang sudah masuk tidak menjadi ganda.",
        "en": "File {field} is damaged after row {row}: what stands before is stored, the rest cannot be read. Export "
        "it again and upload it; stored reports will not double.",
    },
    "columns_missing": {
        "id": "Berkas {field} tidak memuat kolom {columns}. Ekspor ulang dari LAPOR! dengan semua kolom, atau "
        "tambahkan kolom itu.",
        "en": "File {field} lacks the columns {columns}. Export it again from LAPOR! with all columns, or add them.",
    },
}

OF_A_SOURCE: Mapping[str, Mapping[Language, str]] = {
    "still_being_written": {
        "id": "{field} masih ditulis; proses berikutnya membacanya. Biarkan saja sampai salinannya selesai.",
        "en": "{field} is still being written; the next run reads it. Leave it until the copy is done.",
    },
    "source_unreadable": {
        "id": "{field} tidak dapat dibaca ({cause}). Periksa apakah berkasnya masih ada dan boleh dibaca; proses "
        "berikutnya mencoba lagi.",
        "en": "{field} cannot be read ({cause}). Check that the file is still there and may be read; the next run "
        "tries again.",
    },
    "source_unreachable": {
        "id": "{field} tidak dapat dihubungi setelah {attempts} kali mencoba ({cause}). Periksa alamat dan jaringan; "
        "proses berikutnya melanjutkan.",
        "en": "{field} could not be reached in {attempts} attempts ({cause}). Check the address and the network; the "
        "next run carries on.",
    },
    "source_refused": {
        "id": "{field} menolak permintaan (HTTP {status}). Periksa alamat, kunci API, dan yurisdiksi.",
        "en": "{field} refused the request (HTTP {status}). Check the address, the API key and the jurisdiction.",
    },
    "source_moved": {
        "id": "{field} pindah ke alamat lain (HTTP {status}). Pasang alamat yang baru di pengaturan.",
        "en": "{field} has moved (HTTP {status}). Set the new address in the settings.",
    },
    "source_busy": {
        "id": "{field} sedang sibuk dan meminta menunggu {seconds} detik. Proses berikutnya melanjutkan.",
        "en": "{field} is busy and asks to wait {seconds} seconds. The next run carries on.",
    },
    "source_bad_answer": {
        "id": "{field} menjawab dengan sesuatu yang bukan daftar laporan Open311 (JSON). Periksa alamatnya, atau "
        "hubungi pengelolanya.",
        "en": "{field} answered with something that is no Open311 list of requests (JSON). Check the address, or ask "
        "whoever runs it.",
    },
    "source_answer_too_large": {
        "id": "{field} mengirim jawaban lebih dari {limit} MB. Hubungi pengelolanya; jawaban sebesar itu tidak dibaca.",
        "en": "{field} sent an answer of more than {limit} MB. Ask whoever runs it; such an answer is not read.",
    },
}

OF_A_BRANCH: Mapping[str, Mapping[Language, str]] = {
    "brake_pulled": {
        "id": "Cabang {field} direm: {errors} dari {audited} audit salah kirim, melebihi janji {alpha}. Laporannya "
        "menunggu peninjau sampai rem dilepas: tepat brake release.",
        "en": "Branch {field} is braked: {errors} of {audited} audits were misrouted, more than the promised {alpha}. "
        "Its reports wait for reviewers until the brake is released: tepat brake release.",
    },
}

OF_A_RECEIVER: Mapping[str, Mapping[Language, str]] = {
    "receiver_name": {
        "id": "Nama penerima {field} tidak sah: pakai 2 sampai 40 huruf kecil, angka, titik, garis bawah, atau tanda "
        "hubung.",
        "en": "The name {field} is no name of a receiver: use 2 to 40 small letters, digits, dots, underscores or "
        "hyphens.",
    },
    "receiver_shipment": {
        "id": "Penerima {field}: jenis kiriman {shipments} tidak sah; pakai huruf kecil dan tanda hubung, misalnya "
        "disposisi.",
        "en": "Receiver {field}: {shipments} is no kind of shipment; use small letters and hyphens, such as disposisi.",
    },
    "lapor_undocumented": {
        "id": "Penerima {field}: LAPOR! v3 tidak mendokumentasikan kiriman {shipments}. Sebutkan yang "
        "didokumentasikan dengan --shipment: {known}.",
        "en": "Receiver {field}: LAPOR! v3 documents no call for shipments {shipments}. Name those that it documents "
        "with --shipment: {known}.",
    },
    "receiver_url": {
        "id": "Penerima {field}: alamatnya harus https (http hanya untuk mesin ini sendiri), tanpa nama pengguna, kata "
        "sandi, atau tanda #.",
        "en": "Receiver {field}: its address must be https (http for this machine only), with no user, password or "
        "fragment in it.",
    },
    "receiver_secret": {
        "id": "Penerima {field}: sebutkan dengan --secret-env variabel yang memegang rahasianya, misalnya "
        "TEPAT_SECRET_KANIM; rahasianya sendiri tidak disimpan.",
        "en": "Receiver {field}: name with --secret-env the variable that holds its secret, such as "
        "TEPAT_SECRET_KANIM; the secret itself is not stored.",
    },
    "receiver_mailbox": {
        "id": "Penerima {field}: alamatnya harus satu alamat surel, misalnya pengaduan@kantor.go.id.",
        "en": "Receiver {field}: its address must be one mailbox, such as pengaduan@kantor.go.id.",
    },
    "receiver_folder": {
        "id": "Penerima {field}: alamatnya harus folder yang ditulis utuh, misalnya /srv/kiriman.",
        "en": "Receiver {field}: its address must be a whole path of a folder, such as /srv/kiriman.",
    },
}

OF_A_TRAINING: Mapping[str, Mapping[Language, str]] = {
    "training_running": {
        "id": "Pelatihan lain sedang berjalan ({who}). Tunggu sampai selesai, lalu jalankan lagi.",
        "en": "Another training is running ({who}). Wait until it is over, then run this one again.",
    },
    "labels_too_few": {
        "id": "Belum cukup label untuk menilai model baru: kurang {missing} laporan berlabel yang belum dipelajari "
        "model mana pun.",
        "en": "Too few labels to judge a new model: {missing} more labelled reports are needed that no model learnt "
        "from.",
    },
    "judged_too_little": {
        "id": "Bukti belum cukup: label penilai tidak sama bobotnya, jadi kurang {missing} lagi. Model lama tetap.",
        "en": "Too little evidence: the labels that judge weigh unlike, so {missing} more are needed. The old model "
        "stays.",
    },
    "judged_worse": {
        "id": "Penantang lebih buruk di {branches}, lebih dari sekadar kebetulan. Model lama tetap.",
        "en": "The challenger is worse in {branches}, by more than chance. The old model stays.",
    },
    "judged_not_better": {
        "id": "Penantang tidak terbukti lebih baik di mana pun pada {labels} laporan. Model lama tetap.",
        "en": "The challenger is not shown to be better anywhere on {labels} reports. The old model stays.",
    },
    "judged_better": {
        "id": "Tidak lebih buruk di cabang mana pun dan lebih baik setidaknya di satu.",
        "en": "Worse in no branch and better in at least one.",
    },
    "champion_gone": {
        "id": "Model yang menjadi pembandingnya sudah diganti orang. Latih lagi.",
        "en": "The model that it was judged against was replaced by a person. Train again.",
    },
}

OF_A_DIRECTORY: Mapping[str, Mapping[Language, str]] = {
    "directory_file": {
        "id": "{field} tidak ada. Tambahkan berkasnya, walau hanya berisi baris judul kolom.",
        "en": "{field}: the file is missing; add it, if only with its header.",
    },
    "directory_utf8": {
        "id": "{field}: bukan UTF-8 pada bita {byte}. Simpan sebagai CSV UTF-8.",
        "en": "{field}: no UTF-8 at byte {byte}; save it as CSV UTF-8.",
    },
    "directory_column": {
        "id": "{field}: kolom '{column}' tidak ada. Tambahkan kolomnya.",
        "en": "{field}: column '{column}' is missing; add the column.",
    },
    "directory_use": {
        "id": "{field}, baris {row}: use '{value}' tidak dikenal. Pakai salah satu dari {known}.",
        "en": "{field}, row {row}: use '{value}' is unknown; write one of {known}.",
    },
    "directory_date": {
        "id": "{field}, baris {row}: {column} '{value}' bukan tanggal. Tulis seperti 2026-01-31.",
        "en": "{field}, row {row}: {column} '{value}' is no date; write it as 2026-01-31.",
    },
    "directory_id": {
        "id": "{field}, baris {row}: id '{value}' kosong atau dipakai dua kali. Beri setiap baris id sendiri.",
        "en": "{field}, row {row}: id '{value}' is empty or stands twice; give every row an id of its own.",
    },
    "directory_lost": {
        "id": "{field}, baris {row}: {column} {value} tidak ada. Perbaiki, atau tambahkan baris yang dimaksud.",
        "en": "{field}, row {row}: {column} {value} does not exist; correct it or add the row that it names.",
    },
    "directory_days": {
        "id": "{field}, baris {row}: valid_to mendahului valid_from. Tukar atau perbaiki tanggalnya.",
        "en": "{field}, row {row}: valid_to lies before valid_from; swap or correct the dates.",
    },
    "directory_last_day": {
        "id": "{field}, baris {row}: ada successor tanpa valid_to. Tulis hari terakhir {value}.",
        "en": "{field}, row {row}: a successor without valid_to; write the last day of {value}.",
    },
    "directory_circle": {
        "id": "{field}, baris {row}: {column} dari {value} kembali ke dirinya sendiri. Putuskan lingkarannya.",
        "en": "{field}, row {row}: {column} leads from {value} back to itself; break the circle.",
    },
    "directory_gap": {
        "id": "{field}, baris {row}: penerus {value} baru mulai {day}. Biarkan {office} berakhir sehari sebelumnya.",
        "en": "{field}, row {row}: successor {value} begins on {day} only; let {office} end on the day before.",
    },
    "directory_above": {
        "id": "{field}, baris {row}: parent_id {value} berakhir {day}. Tulis yang di atas {office} sesudah itu.",
        "en": "{field}, row {row}: parent_id {value} ends on {day}; name the office above {office} after that.",
    },
    "directory_kind": {
        "id": "{field}, baris {row}: kind '{value}' tidak ada di office_kinds.csv dan tidak di office_types pada "
        "taxonomy.csv. Perbaiki, atau tambahkan jenisnya di sana.",
        "en": "{field}, row {row}: kind '{value}' is in neither office_kinds.csv nor office_types of taxonomy.csv; "
        "correct it, or add the kind there.",
    },
    "directory_leaf_unit": {
        "id": "{field}, kategori {leaf}: unit {value} tidak ada di units.csv. Perbaiki, atau tambahkan unitnya.",
        "en": "{field}, leaf {leaf}: unit {value} is not in units.csv; correct it or add the unit.",
    },
    "directory_leaf_kind": {
        "id": "{field}, kategori {leaf}: tidak ada satuan kerja berjenis {value}. Perbaiki office_types, atau "
        "tambahkan satuan kerjanya.",
        "en": "{field}, leaf {leaf}: no office is of kind {value}; correct office_types or add the offices.",
    },
}

OF_A_TAXONOMY: Mapping[str, Mapping[Language, str]] = {
    "taxonomy_levels": {
        "id": "{field}: tidak ada kolom tingkat. Tambahkan satu kolom per tingkat, dari atas ke bawah.",
        "en": "{field}: no level column; add one column per level, from the top down.",
    },
    "taxonomy_empty": {
        "id": "{field}, baris {row}: kolom {column} kosong. Beri setiap tingkat dari kategori itu sebuah kode.",
        "en": "{field}, row {row}: column {column} is empty; give every level of the leaf a code.",
    },
    "taxonomy_twice": {
        "id": "{field}, baris {row}: kategori {leaf} ada dua kali. Hapus salah satu barisnya.",
        "en": "{field}, row {row}: leaf {leaf} stands twice; remove one of the rows.",
    },
    "taxonomy_no_rows": {
        "id": "{field}: tidak ada baris. Tambahkan satu baris per kategori.",
        "en": "{field}: no rows; add one row per leaf.",
    },
    "moves_columns": {
        "id": "{field}: kolom {columns} tidak ada. Baris judulnya: from,to,kind.",
        "en": "{field}: column {columns} missing; the header is from,to,kind.",
    },
    "moves_empty": {
        "id": "{field}, baris {row}: kolom {column} kosong. Isi, atau hapus barisnya.",
        "en": "{field}, row {row}: column {column} is empty; fill it in or remove the row.",
    },
    "moves_kind": {
        "id": "{field}, baris {row}: kind '{value}' tidak dikenal. Tulis salah satu dari {known}.",
        "en": "{field}, row {row}: kind '{value}' is unknown; write one of {known}.",
    },
    "moves_still_leaf": {
        "id": "{field}: {leaf} dipindahkan tetapi masih menjadi kategori. Beri kategori yang baru kode lain.",
        "en": "{field}: {leaf} was moved but is a leaf still; give the new leaf another code.",
    },
    "moves_targets": {
        "id": "{field}: {leaf} menuju {targets}. Split menyebut dua kategori atau lebih, yang lain tepat satu.",
        "en": "{field}: {leaf} goes to {targets}; a split names two leaves or more, all else just one.",
    },
    "moves_circle": {
        "id": "{field}: {passed} berputar kembali. Hapus salah satu baris itu.",
        "en": "{field}: {passed} goes in a circle; remove one of these rows.",
    },
    "moves_no_leaf": {
        "id": "{field}: {leaf} bukan kategori taksonomi. Sebut kategori yang ada, atau tambahkan baris yang "
        "meneruskannya.",
        "en": "{field}: {leaf} is no leaf of the taxonomy; name one, or add a row that moves it on.",
    },
    "leaves_lost": {
        "id": "{leaves}: bukan kategori lagi. Sebut penggantinya di {field} (from,to,kind): {known}.",
        "en": "{leaves}: no leaf any more; say in {field} (from,to,kind) what is in its place: {known}.",
    },
    "audits_wait": {
        "id": "{count} audit dari {field} masih menunggu. Selesaikan dulu di halaman Antrean: menurut pohon yang baru "
        "semuanya akan terhitung salah kirim.",
        "en": "{count} audits of {field} wait; have them judged first (page Antrean), since by the new tree every one "
        "of them would count as misrouted.",
    },
}

OF_LABELLED_ROWS: Mapping[str, Mapping[Language, str]] = {
    "rows_more": {"id": "... dan {count} baris lagi.", "en": "... and {count} more lines."},
    "rows_none": {
        "id": "{field}: tidak ada baris. Beri satu objek JSON per baris dengan isi dan category.",
        "en": "{field}: no rows; give one JSON object per line with isi and category.",
    },
    "rows_none_of_split": {
        "id": "{field}: tidak ada baris dengan split {split}. Tulis split itu pada barisnya, atau pilih split lain.",
        "en": "{field}: no rows of split {split}; write that split into its rows, or choose another one.",
    },
    "rows_nothing_to_learn": {
        "id": "{field}: tidak ada baris untuk dipelajari. Beri satu laporan per baris, dengan labelnya.",
        "en": "{field}: no rows to learn from; give one report per row, with its label.",
    },
    "rows_columns": {
        "id": "{field}, baris 1: kolom {missing} tidak ada; yang ada: {known}. Sebut kolom Anda dengan --text-column, "
        "--label-column, dan --time-column.",
        "en": "{field}, row 1: no column {missing}; there are: {known}. Name yours with --text-column, --label-column "
        "and --time-column.",
    },
    "row_no_json": {
        "id": "bukan JSON dalam UTF-8 ({cause}). Tulis satu objek JSON per baris.",
        "en": "is no JSON in UTF-8 ({cause}); write one JSON object per line.",
    },
    "row_no_object": {
        "id": "bukan objek JSON. Tulis satu objek JSON per baris.",
        "en": "is no JSON object; write one JSON object per line.",
    },
    "row_no_text": {
        "id": "kolom {field} bukan teks. Beri tanda kutip.",
        "en": "field {field} is no text; put it in quotes.",
    },
    "row_empty": {
        "id": "kolom {field} kosong. Isi, atau hapus barisnya.",
        "en": "field {field} is empty; fill it in or remove the line.",
    },
    "row_date": {
        "id": "kolom {field}: '{value}' bukan tanggal. Tulis seperti 2024-01-31 atau 31/01/2024.",
        "en": "field {field}: '{value}' is no date; write it as 2024-01-31 or 31/01/2024.",
    },
    "row_split_leaf": {
        "id": "{field} '{value}' sudah dipecah menjadi {leaves}. Sebut yang mana.",
        "en": "{field} '{value}' was split into {leaves}; say which of them it is.",
    },
    "row_no_leaf": {
        "id": "{field} '{value}' tidak ada di taksonomi. Pakai salah satu kategorinya, atau tambahkan di sana.",
        "en": "{field} '{value}' is not in the taxonomy; use one of its leaves, or add it there.",
    },
    "row_klasifikasi": {
        "id": "kolom {field}: klasifikasi '{value}' tidak dikenal. Pakai salah satu dari {known}, atau kosongkan.",
        "en": "field {field}: klasifikasi '{value}' is unknown; use one of {known}, or leave it empty.",
    },
    "row_urgent": {
        "id": "Beri objek JSON dengan {field} (kind salah satu dari {known}).",
        "en": "Give a JSON object with {field} (kind one of {known}).",
    },
    "labels_unstored": {"id": "{field}: tidak ada yang disimpan.", "en": "{field}: nothing was stored."},
    "labels_columns": {
        "id": "{field}, baris 1: kolom {missing} tidak ada; yang ada: {known}. Beri kolom id dan category, seperti "
        "pada ekspornya.",
        "en": "{field}, row 1: no column {missing}; there are: {known}. Give the columns id and category, as exported.",
    },
    "labels_none": {
        "id": "{field}: tidak ada label. Beri baris dengan id dan category.",
        "en": "{field}: no labels; give rows with id and category.",
    },
    "labels_no_studio": {
        "id": "{field}: bukan ekspor JSON dari Label Studio. Beri daftar tugas.",
        "en": "{field}: is no JSON export of Label Studio; give a list of tasks.",
    },
    "labels_unknown": {
        "id": "Nilai {field} yang tidak dikenal: {listed}. Perbaiki, atau tambahkan dulu ke direktori.",
        "en": "Unknown categories: {listed} (field {field}); correct them, or add them to the directory first.",
    },
    "label_not_in_force": {
        "id": "kolom {field}: '{value}' bukan kategori direktori yang berlaku. Perbaiki, atau tambahkan dulu di sana.",
        "en": "field {field}: '{value}' is no leaf of the directory in force; correct it, or add it there first.",
    },
    "label_two": {
        "id": "kolom {field}: ada lebih dari satu kategori. Pilih satu saja.",
        "en": "field {field}: more than one category; choose one.",
    },
    "label_id": {
        "id": "kolom {field}: '{value}' bukan id laporan. Biarkan seperti waktu diekspor.",
        "en": "field {field}: '{value}' is no id of a report; keep the one that was exported.",
    },
    "label_version": {
        "id": "kolom {field}: '{value}' bukan angka. Biarkan seperti waktu diekspor.",
        "en": "field {field}: '{value}' is no number; keep the one that was exported.",
    },
    "label_no_report": {
        "id": "kolom {field}: tidak ada laporan {value}. Masukkan dulu (tepat triage), atau pakai tepat train --data.",
        "en": "field {field}: no report {value}; take it in first (tepat triage), or use tepat train --data.",
    },
    "label_rahasia": {
        "id": "kolom {field}: laporannya rahasia. Beri label di antrean, dan hapus barisnya.",
        "en": "field {field}: the report is rahasia; label it in the queue, remove the row.",
    },
    "label_stale": {
        "id": "kolom {field}: teksnya sudah berubah (sekarang versi {version}). Ekspor lagi, lalu baca sekali lagi.",
        "en": "field {field}: the text changed since (now {version}); export again and look at it anew.",
    },
    "label_blind": {
        "id": "kolom {field}: laporannya sedang dinilai tanpa usulan. Hapus baris ini, atau impor setelah itu selesai.",
        "en": "field {field}: the report is being judged blind; remove the row, or import it after that.",
    },
}

OF_A_DATABASE: Mapping[str, Mapping[Language, str]] = {
    "database_unset": {
        "id": "{field} belum disetel. Setel ke basis data instansi ini, seperti postgresql://nama@host/basisdata; "
        "perintah tepat menyetelnya sendiri.",
        "en": "{field} is not set: point it to the database of this installation, like "
        "postgresql://name@host/database; the command tepat sets it by itself.",
    },
    "database_unreachable": {
        "id": "Basis data tidak dapat dihubungi: {error}. Jalankan tepat doctor.",
        "en": "The database cannot be reached: {error}. Run tepat doctor.",
    },
    "migration_name": {
        "id": "{field}: migrasi diberi nama seperti 0001_yang_dibuatnya.sql. Ganti namanya.",
        "en": "{field}: a migration is named like 0001_what_it_makes.sql; rename it.",
    },
    "migration_gap": {
        "id": "Migrasi {field} tidak ada, atau ada dua kali, sebelum {next}. Pulihkan foldernya dari repositori.",
        "en": "Migration {field} is missing or stands twice before {next}; restore the folder from the repository.",
    },
    "migrations_ahead": {
        "id": "Basis data ({field}) sudah memuat {applied} migrasi, program ini mengenal {known}. Pasang program yang "
        "lebih baru.",
        "en": "The database ({field}) has {applied} migrations, this program knows {known}: install the newer program.",
    },
    "migration_changed": {
        "id": "Migrasi {field} diubah sesudah dijalankan. Pulihkan berkasnya, dan tambahkan migrasi baru.",
        "en": "Migration {field} was changed after it was applied: restore the file, add a new one instead.",
    },
    "migration_pgvector": {
        "id": "Server PostgreSQL di {field} tidak memiliki pgvector. Pasang di sana (di Debian: apt install "
        "postgresql-NN-pgvector), atau hapus {field} agar server bawaan dipakai.",
        "en": "The PostgreSQL server of {field} lacks pgvector: install it there (on Debian: apt install "
        "postgresql-NN-pgvector), or unset {field} to use the embedded server.",
    },
    "migration_rights": {
        "id": "Migrasi {field} memerlukan hak lebih ({cause}). Minta superuser menjalankan sekali `CREATE EXTENSION "
        "vector; CREATE ROLE tepat_service NOLOGIN; CREATE ROLE tepat_person NOLOGIN; GRANT tepat_service, "
        "tepat_person TO <user>;`, atau yang belum ada dari itu.",
        "en": "Migration {field} needs more rights ({cause}): let a superuser run `CREATE EXTENSION vector; CREATE "
        "ROLE tepat_service NOLOGIN; CREATE ROLE tepat_person NOLOGIN; GRANT tepat_service, tepat_person TO <user>;` "
        "once, or what of it is missing.",
    },
    "column_unknown": {
        "id": "Sumber baris ini tidak mempunyai kolom {field}. Pakai salah satu dari: {known}.",
        "en": "The source of this row has no column {field}; use one of: {known}.",
    },
}

OF_A_MODEL: Mapping[str, Mapping[Language, str]] = {
    "text_empty": {
        "id": "{field} kosong, jadi tidak ada yang dapat ditebak. Tulis isi laporannya.",
        "en": "{field} is empty, so there is nothing to predict. Write what the report says.",
    },
    "model_none": {
        "id": "{field}: belum ada model yang berlaku. Latih satu (tepat train), atau pulihkan folder models/ dari "
        "repositori.",
        "en": "{field}: there is no current model; train one (tepat train) or restore the folder models/ from the "
        "repository.",
    },
    "model_lost": {
        "id": "{field} menyebut '{value}', yang tidak ada. Latih model (tepat train), atau pulihkan folder models/ "
        "dari repositori.",
        "en": "{field} names '{value}', which is not there; train a model (tepat train) or restore the folder models/ "
        "from the repository.",
    },
    "model_unreadable": {
        "id": "{field}: tidak dapat dibaca ({cause}). Pulihkan foldernya dari repositori, atau latih lagi (tepat "
        "train).",
        "en": "{field}: cannot be read ({cause}); restore the folder from the repository, or train again (tepat "
        "train).",
    },
    "model_changed": {
        "id": "{field}: diubah sesudah pelatihan, atau tertulis separuh. Pulihkan foldernya dari repositori, atau "
        "latih lagi (tepat train).",
        "en": "{field}: was changed after training, or half written; restore the folder from the repository, or train "
        "again (tepat train).",
    },
    "model_format": {
        "id": "{field}: formatnya lain ({cause}). Pulihkan foldernya dari repositori, atau latih lagi (tepat train).",
        "en": "{field}: is of another format ({cause}); restore the folder from the repository, or train again (tepat "
        "train).",
    },
    "model_does_not_fit": {
        "id": "{field}: model mengenal kategori ini, taksonomi tidak. Latih model untuk taksonomi ini (tepat train).",
        "en": "{field}: the model knows these categories, the taxonomy does not; train a model for this taxonomy "
        "(tepat train).",
    },
    "rows_one_voice": {
        "id": "Kolom {field}: semua dari satu penulis, atau hampir sama. Ambang perlu teks dari setidaknya dua.",
        "en": "Field {field}: all rows are of one voice, or nearly the same text; thresholds need texts of "
        "at least two.",
    },
    "rows_one_category": {
        "id": "Kolom {field}: semua baris (atau empat perlimanya) sama. Model perlu setidaknya dua kategori, dengan "
        "banyak baris.",
        "en": "Field {field}: all rows (or all but a fifth) are of one category; a model needs at least two, "
        "in many rows.",
    },
    "pairs_too_few": {
        "id": "{field}: kurang dari dua pasang teks. Enkoder perlu ribuan.",
        "en": "{field}: fewer than two pairs of texts; an encoder needs thousands.",
    },
    "encoder_missing": {
        "id": "{field}: tidak ada enkoder ini ({cause}). Sebut folder model sentence-transformers, atau namanya di "
        "hub.",
        "en": "{field}: there is no such encoder ({cause}); give the folder of a sentence-transformers model, or its "
        "name on the hub.",
    },
    "encoder_packages": {
        "id": "Enkoder {field} perlu {packages}. Jalankan pip install -c constraints.txt '{extra}'.",
        "en": "Encoder {field} needs {packages}; run pip install -c constraints.txt '{extra}'.",
    },
    "encoder_changed": {
        "id": "{field}: enkodernya bukan yang dipakai waktu melatih. Pulihkan, atau latih lagi (tepat train "
        "--encoder).",
        "en": "{field}: the encoder is another one than in training; restore it, or train again (tepat train "
        "--encoder).",
    },
}

MESSAGES: Mapping[str, Mapping[Language, str]] = {
    **OF_A_TAXONOMY,
    **OF_LABELLED_ROWS,
    **OF_A_MODEL,
    **OF_A_DATABASE,
    **OF_A_DIRECTORY,
    **OF_A_TRAINING,
    **OF_A_REPORT,
    **OF_A_FILE,
    **OF_A_SOURCE,
    **OF_A_BRANCH,
    **OF_A_RECEIVER,
}


UNITS: Mapping[str, Mapping[Language, str]] = {
    "line": {"id": "baris", "en": "line"},
    "row": {"id": "baris", "en": "row"},
    "annotation": {"id": "anotasi", "en": "annotation"},
}


def say(problem: Problem, language: Language = "id") -> str:
    """The problem as a sentence or two in this language: what is wrong with which field, and the remedy."""
    told = MESSAGES[problem.code][language].format(field=problem.field, **problem.values)
    if problem.place is None:
        return told
    unit = UNITS[problem.place.unit][language]
    return f"{problem.place.file}, {unit} {problem.place.number}: {told}"
