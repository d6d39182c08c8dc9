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

MESSAGES: Mapping[str, Mapping[Language, str]] = {
    **OF_A_DIRECTORY,
    **OF_A_TRAINING,
    **OF_A_REPORT,
    **OF_A_FILE,
    **OF_A_SOURCE,
    **OF_A_BRANCH,
    **OF_A_RECEIVER,
}


def say(problem: Problem, language: Language = "id") -> str:
    """The problem as a sentence or two in this language: what is wrong with which field, and the remedy."""
    return MESSAGES[problem.code][language].format(field=problem.field, **problem.values)
