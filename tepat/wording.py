"""What the command line tells people, in Indonesian and in English."""

from collections.abc import Mapping
from typing import Literal

Language = Literal["id", "en"]
LANGUAGES: tuple[Language, ...] = ("id", "en")

WORDING: Mapping[str, tuple[str, str]] = {
    "app": (
        "Tepat Alamat: mengantar setiap laporan SP4N-LAPOR! ke alamat yang tepat.",
        "Tepat Alamat: sends each SP4N-LAPOR! report to the right address.",
    ),
    "up": (
        "Jalankan semuanya di satu mesin: basis data, Prefect, alur terjadwal, API, dan halaman. Contoh: tepat up",
        "Run everything on one machine: database, Prefect, scheduled flows, API and pages. Example: tepat up",
    ),
    "up.demo": (
        "Taruh ekspor LAPOR! contoh di kotak masuk dan nyalakan otomatisasi sementara.",
        "Put an example LAPOR! export into the inbox and turn provisional automation on.",
    ),
    "setup": (
        "Siapkan basis data, direktori, model, dan admin pertama, untuk beberapa mesin. Contoh: tepat setup",
        "Prepare database, directory, model and first admin, for several machines. Example: tepat setup",
    ),
    "setup.done": ("Siap.", "Ready."),
    "triage": (
        "Baca laporan sekali, antar yang yakin, antrekan sisanya. Contoh: tepat triage ekspor.xlsx",
        "Read reports once, route the sure ones, queue the rest. Example: tepat triage export.xlsx",
    ),
    "triage.files": (
        "Berkas ekspor LAPOR! (xlsx atau csv); tanpa berkas, kotak masuk dan sumber lain yang diatur.",
        "LAPOR! export files (xlsx or csv); without any, the inbox and the other sources that are set.",
    ),
    "predict": (
        "Tebak tujuan satu laporan, atau banyak (JSON per baris di stdin). Contoh: tepat predict 'paspor saya ditolak'",
        "Predict where one report belongs, or many (JSON lines on stdin). Example: tepat predict 'paspor saya ditolak'",
    ),
    "predict.text": ("Isi laporan; tanpa ini, JSON per baris dari stdin.", "The report; without it, JSON lines."),
    "predict.explain": (
        "Tampilkan satu teks dengan kata yang mendukung dan menentang, kantor, dan alasan kebijakan.",
        "Show one text with the words for and against, the office, and the policy's reason.",
    ),
    "predict.explain_one": (
        "--explain perlu satu teks. Contoh: tepat predict --explain 'paspor saya ditolak'",
        "--explain needs one text. Example: tepat predict --explain 'paspor saya ditolak'",
    ),
    "explain.suggested": ("Usulan: {path} ({p})", "Suggested: {path} ({p})"),
    "explain.rival": ("Saingan terdekat: {name} ({p})", "Runner-up: {name} ({p})"),
    "explain.words": ("Sumbangan kata terhadap saingan: {words}", "Words against the runner-up: {words}"),
    "explain.beyond": (
        "Sumbangan enkoder, yang membaca teks sebagai keseluruhan: {weight}",
        "The encoder, which reads the text as a whole: {weight}",
    ),
    "explain.office": ("Satuan kerja: {offices}", "Office: {offices}"),
    "explain.offices": ("Satuan kerja belum pasti: {offices}", "Office left open: {offices}"),
    "explain.others": ("Disebut juga: {offices}", "Named beside it: {offices}"),
    "explain.no_office": ("Satuan kerja: tidak disebut.", "Office: none is named."),
    "explain.auto": (
        "Kebijakan: boleh diantar otomatis sampai {level} ({name}, {p}).",
        "Policy: may be routed automatically to the {level} ({name}, {p}).",
    ),
    "explain.review": ("Kebijakan: menunggu peninjau. {reason}", "Policy: waits for a person. {reason}"),
    "explain.urgent": ("Mendesak: {kind} ({spans})", "Urgent: {kind} ({spans})"),
    "explain.for": ("mendukung", "for"),
    "explain.against": ("menentang", "against"),
    "explain.named": ("satuan kerja", "office"),
    "explain.alarming": ("mendesak", "urgent"),
    "reason.unsure": (
        "Tidak ada tingkat yang peluangnya mencapai ambang.",
        "No level is likely enough to reach its threshold.",
    ),
    "reason.outside": ("Mungkin bukan kewenangan kita.", "It may belong to somebody else."),
    "reason.no_threshold": (
        "Belum ada ambang yang terbukti aman untuk cabang ini.",
        "No threshold is proven safe for this branch yet.",
    ),
    "urgency.life": ("nyawa atau keselamatan terancam", "danger to life"),
    "urgency.custody_violence": ("kekerasan di tempat tahanan", "violence in custody"),
    "urgency.trafficking": ("dugaan perdagangan orang", "suspected trafficking"),
    "urgency.child": ("anak dalam bahaya", "a child in danger"),
    "urgency.suicide": ("ancaman bunuh diri", "threat of suicide"),
    "urgency.deadline": ("tenggat dalam hitungan hari", "a deadline within days"),
    "urgency.model": ("menurut model, peluang {p}", "by the model, probability {p}"),
    "predict.bad_line": (
        'baris {line}: {reason}. Setiap baris harus seperti {{"id": "1", "judul": "", "isi": "..."}}',
        'line {line}: {reason}. Each line must look like {{"id": "1", "judul": "", "isi": "..."}}',
    ),
    "evaluate": (
        "Ukur model pada berkas berlabel. Contoh: tepat evaluate laporan.jsonl --json",
        "Measure the model on a labelled file. Example: tepat evaluate reports.jsonl --json",
    ),
    "evaluate.file": (
        "Berkas JSONL dengan kolom seperti di training_data.",
        "A JSONL file with rows as in training_data.",
    ),
    "evaluate.json": ("Cetak JSON, bukan tabel.", "Print JSON, not a table."),
    "evaluate.split": ("Hanya baris dengan split ini, misalnya holdout.", "Only rows of this split, such as holdout."),
    "evaluate.title": ("Model {model} pada {rows} baris", "Model {model} on {rows} rows"),
    "evaluate.level": ("Tingkat", "Level"),
    "evaluate.accuracy": ("Akurasi", "Accuracy"),
    "evaluate.macro_f1": ("Macro-F1", "Macro-F1"),
    "evaluate.ece": ("ECE", "ECE"),
    "evaluate.routed": ("Terkirim", "Routed"),
    "evaluate.misrouted": ("Salah kirim", "Misrouted"),
    "evaluate.automated": (
        "Otomatis {automated}; salah kirim {misroutes} ({misrouted}); disarankan ke luar {outside}.",
        "Automated {automated}; misrouted {misroutes} ({misrouted}); suggested to outside {outside}.",
    ),
    "evaluate.klasifikasi": ("Klasifikasi: akurasi {accuracy}.", "Klasifikasi: accuracy {accuracy}."),
    "evaluate.office": (
        "Kantor: presisi {precision} dari {decided} yang diputuskan, cakupan {recall}.",
        "Office: precision {precision} of {decided} decided, recall {recall}.",
    ),
    "train": (
        "Latih model dari training_data, atau dari data berlabel instansi mana pun (label apa pun, satu tingkat atau "
        "lebih). Contoh: tepat train, atau tepat train --data laporan.csv --text-column keluhan --label-column unit",
        "Train a model from training_data, or from labelled rows of any instansi (any labels, one level or more). "
        "Example: tepat train, or tepat train --data reports.csv --text-column keluhan --label-column unit",
    ),
    "train.data": ("Berkas berlabel: JSONL, CSV, atau XLSX.", "Labelled file: JSONL, CSV or XLSX."),
    "train.taxonomy": (
        "CSV taksonomi, satu kolom per tingkat; tanpa ini label dicari di direktori, atau menjadi satu tingkat.",
        "Taxonomy CSV, a column per level; without it, labels are those of the directory, or form one level.",
    ),
    "train.text": ("Kolom teks laporan.", "Column of the text."),
    "train.label": ("Kolom label, yaitu daun taksonomi.", "Column of the label, a leaf of the taxonomy."),
    "train.time": (
        "Kolom waktu; bila diisi, model diuji pada kurun waktu yang disisihkan.",
        "Column of the time; with it, the model is checked on times left out.",
    ),
    "train.not_current": (
        "Model disimpan di {folder} dan belum berlaku. Untuk label sendiri, simpan di folder lain (--out), arahkan "
        "TEPAT_MODELS ke sana, lalu impor direktori dengan taksonomi itu (tepat directory import).",
        "The model is stored in {folder} and is not the current one. For labels of your own, store it in another "
        "folder (--out), point TEPAT_MODELS there, and import a directory with that taxonomy (tepat directory import).",
    ),
    "train.encoder": (
        "Folder atau nama model sentence-transformers; vektornya dipakai di samping kata. Perlu: pip install "
        "'tepat\\[encoder]' ('tepat\\[static]' untuk folder StaticEmbedding).",
        "Folder or name of a sentence-transformers model, whose vectors stand beside the words. Needs: pip install "
        "'tepat\\[encoder]' ('tepat\\[static]' for a folder with a StaticEmbedding).",
    ),
    "train.tuning": (
        "Setel enkoder (dari --encoder, atau yang baru) dengan label; dipakai hanya bila terbukti lebih baik pada teks "
        "yang disisihkan. Perlu: pip install 'tepat\\[encoder]'.",
        "Tune the encoder (of --encoder, or a new one) on the labels; used only where it is proven better on texts "
        "left out. Needs: pip install 'tepat\\[encoder]'.",
    ),
    "train.tune": ("Menyetel enkoder", "Tuning the encoder"),
    "train.contest.words": (
        "Kategori benar pada {texts} teks yang disisihkan: {tuned} dengan enkoder yang disetel, {without} "
        "dengan kata saja; selisih {low} sampai {high} (95 %).",
        "Right category on {texts} texts left out: {tuned} with the tuned encoder, {without} with words alone; "
        "difference {low} to {high} (95 %).",
    ),
    "train.contest.untuned": (
        "Kategori benar pada {texts} teks yang disisihkan: {tuned} dengan enkoder yang disetel, {without} "
        "sebelum disetel; selisih {low} sampai {high} (95 %).",
        "Right category on {texts} texts left out: {tuned} with the tuned encoder, {without} before tuning; "
        "difference {low} to {high} (95 %).",
    ),
    "train.tuned": ("Enkoder yang disetel dipakai.", "The tuned encoder is used."),
    "train.not_tuned": (
        "Enkoder yang disetel tidak dipakai: tidak terbukti lebih baik.",
        "The tuned encoder is not used: it is not proven better.",
    ),
    "train_encoder": (
        "Latih StaticEmbedding sendiri dari teks (tanpa labelnya) untuk tepat train --encoder. "
        "Contoh: tepat train-encoder --out enkoder",
        "Train a StaticEmbedding of your own from texts (without their labels) for tepat train --encoder. "
        "Example: tepat train-encoder --out encoder",
    ),
    "train_encoder.out": ("Folder tempat enkoder disimpan.", "Folder to store the encoder in."),
    "train_encoder.done": (
        "Dilatih dari {pairs} pasang teks. Pakai: tepat train --encoder {folder}",
        "Trained on {pairs} pairs of texts. Use it: tepat train --encoder {folder}",
    ),
    "train.out": ("Folder model; bawaan: models/.", "Folder of the models; default: models/."),
    "train.keep": ("Jangan jadikan model ini yang berlaku.", "Do not make this model the current one."),
    "train.done": (
        "Model {version} siap dalam {seconds} detik.",
        "Model {version} is ready after {seconds} s.",
    ),
    "train.folds": ("Menguji dengan teks yang disisihkan", "Testing on texts left out"),
    "train.write": ("Menyimpan", "Writing"),
    "models.version": ("Model", "Model"),
    "models.rows": ("Teks", "Texts"),
    "models.leaves": ("Kategori", "Categories"),
    "models.accuracy": ("Akurasi (penulis disisihkan)", "Accuracy (writers left out)"),
    "models.automated": ("Otomatis", "Automated"),
    "models": (
        "Daftar model dan yang berlaku. Contoh: tepat models",
        "List models and the current one. Example: tepat models",
    ),
    "audit": ("Catatan audit.", "The audit log."),
    "audit.verify": (
        "Periksa seluruh rantai catatan audit. Contoh: tepat audit verify",
        "Check the whole chain of the audit log. Example: tepat audit verify",
    ),
    "audit.expect": (
        "Hash terakhir yang pernah dicatat di tempat lain; harus masih ada di rantai.",
        "A head hash that was written down elsewhere; it must still be in the chain.",
    ),
    "audit.good": (
        "Rantai utuh: {rows} baris. Hash terakhir: {head}",
        "The chain holds: {rows} rows. Head hash: {head}",
    ),
    "audit.broken": (
        "Rantai putus pada baris {row}: baris itu atau yang sebelumnya diubah atau dihapus.",
        "The chain breaks at row {row}: that row or the one before was changed or removed.",
    ),
    "audit.missing": (
        "Hash {head} tidak ada di rantai: akhir catatan terpotong atau ditulis ulang.",
        "Hash {head} is not in the chain: the end was cut off or rewritten.",
    ),
    "directory": ("Direktori unit dan kantor.", "The directory of units and offices."),
    "directory.check": (
        "Periksa berkas direktori tanpa memuatnya. Contoh: tepat directory check folder/",
        "Check directory files without loading them. Example: tepat directory check folder/",
    ),
    "directory.import": (
        "Periksa, tunjukkan apa yang berubah, tanya, lalu berlakukan direktori dari folder, atau dari satu offices.csv "
        "saja. moves.csv (from,to,kind: rename, merge, split) menyebut apa yang menggantikan kategori yang hilang. "
        "Contoh: tepat directory import baru.csv",
        "Check, show what changes, ask, then put in force the directory of a folder, or with a new offices.csv alone. "
        "moves.csv (from,to,kind: rename, merge, split) says what is in place of leaves that are gone. "
        "Example: tepat directory import new.csv",
    ),
    "directory.given": (
        "Folder berisi taxonomy.csv, units.csv, offices.csv, regions.csv, office_kinds.csv; atau satu offices.csv, "
        "maka berkas lain tetap yang berlaku.",
        "Folder with taxonomy.csv, units.csv, offices.csv, regions.csv, office_kinds.csv; or one offices.csv, then the "
        "other files stay those in force.",
    ),
    "directory.yes": ("Berlakukan tanpa bertanya.", "Put it in force without asking."),
    "directory.all": (
        "Tampilkan semua perubahan, bukan beberapa yang pertama.",
        "Show all changes, not the first few.",
    ),
    "directory.to": ("Tulis semua perubahan ke berkas CSV ini.", "Write all changes to this CSV file."),
    "directory.written": ("{count} perubahan ditulis ke {path}.", "{count} changes written to {path}."),
    "directory.ask": ("Berlakukan direktori {version}?", "Put directory {version} in force?"),
    "directory.left": ("Tidak ada yang diubah.", "Nothing was changed."),
    "directory.history": (
        "Versi direktori yang pernah berlaku, sejak kapan, oleh siapa. Contoh: tepat directory history",
        "The versions of the directory that were in force, since when, by whom. Example: tepat directory history",
    ),
    "directory.period": ("{version}  berlaku sejak {at}  oleh {by}", "{version}  in force since {at}  by {by}"),
    "directory.rollback": (
        "Berlakukan lagi versi direktori yang lama; laporan yang ikut pindah dan belum disentuh kembali. "
        "Contoh: tepat directory rollback 3f2a9c81d0e4",
        "Put an earlier version of the directory in force again; reports that followed and are untouched go back. "
        "Example: tepat directory rollback 3f2a9c81d0e4",
    ),
    "directory.version": ("Versi dari tepat directory history.", "A version of tepat directory history."),
    "offices.new": ("baru", "new"),
    "offices.renamed": ("berganti nama", "renamed"),
    "offices.merged": ("digabung", "merged"),
    "offices.split": ("dipecah", "split"),
    "offices.moved": ("pindah", "moved"),
    "offices.closed": ("ditutup", "closed"),
    "offices.changed": ("data lain berubah", "other data changed"),
    "offices.was": ("dulu {name}", "was {name}"),
    "offices.until": ("sampai {day}", "until {day}"),
    "offices.since": ("sejak {day}", "since {day}"),
    "offices.nobody": ("tanpa penerus", "no successor"),
    "offices.more": ("… dan {count} lagi (--all menampilkan semua)", "… and {count} more (--all shows them)"),
    "offices.none": ("Tidak ada satuan kerja yang berubah.", "No office changes."),
    "offices.followed": (
        "Laporan yang belum selesai: {moved} ikut ke penerus, {people} ke peninjau untuk ditentukan kantornya; "
        "{letters} kiriman dialihkan, {notices} pemberitahuan untuk penerus.",
        "Unfinished reports: {moved} follow to a successor, {people} wait for a person to say which office; {letters} "
        "messages go elsewhere, {notices} notices for successors.",
    ),
    "offices.copies": (
        "Tembusan ke kantor yang tutup: {moved} ikut ke penerus, {ended} berakhir karena tidak jelas satu penerusnya.",
        "Copies to offices that close: {moved} follow to a successor, {ended} end, since no single successor is clear.",
    ),
    "offices.returned": (
        "{count} laporan kembali ke kantor yang berlaku lagi.",
        "{count} reports go back to offices that are in force again.",
    ),
    "directory.folder": (
        "Folder berisi taxonomy.csv, units.csv, offices.csv, regions.csv.",
        "Folder with taxonomy.csv, units.csv, offices.csv, regions.csv.",
    ),
    "directory.plan": (
        "Hanya tampilkan apa yang akan terjadi, tanpa mengubah apa pun.",
        "Only show what would happen, and change nothing.",
    ),
    "moves.added": (
        "Kategori baru: {leaves}. Peninjau dapat memilihnya sekarang; mesin tidak mengusulkannya sebelum dilatih lagi.",
        "New leaves: {leaves}. Reviewers can choose them now; the machine does not suggest them before it is trained.",
    ),
    "moves.gone": (
        "{leaf} menjadi {targets}: {labels} label ikut.",
        "{leaf} becomes {targets}: {labels} labels follow.",
    ),
    "moves.split": (
        "{leaf} dipecah menjadi {targets}: {labels} label tidak lagi cukup jelas, dan tidak dipelajari sebelum dinilai "
        "lagi.",
        "{leaf} is split into {targets}: {labels} labels say too little now and teach nothing until judged anew.",
    ),
    "moves.moved": (
        "{leaf} pindah dari {before} ke {after}: {labels} label ikut.",
        "{leaf} moves from {before} to {after}: {labels} labels follow.",
    ),
    "moves.again": (
        "{count} laporan yang menunggu diputus lagi oleh mesin pada putaran berikutnya.",
        "{count} reports that wait are decided anew by the machine in the next run.",
    ),
    "moves.unproven": (
        "Tanpa ambang, jadi tidak diotomatiskan sebelum model dilatih lagi: {branches}.",
        "Without thresholds, and so not automated before the model is trained again: {branches}.",
    ),
    "moves.cut_off": (
        "Jangkauannya menunjuk cabang yang tidak ada lagi, atau kantor yang tutup tanpa satu penerus yang jelas: "
        "{names}. Atur lagi dengan tepat account reach (penerima: tepat receiver).",
        "Their reach names a branch that is gone, or an office that closed without one clear successor: {names}. Set "
        "it again by tepat account reach (receivers: tepat receiver).",
    ),
    "directory.good": (
        "Direktori {version}: {units} unit, {offices} kantor, {regions} wilayah, {leaves} kategori. Tidak ada masalah.",
        "Directory {version}: {units} units, {offices} offices, {regions} regions, {leaves} categories. Nothing wrong.",
    ),
    "directory.loaded": ("Direktori {version} kini berlaku.", "Directory {version} is in force now."),
    "directory.same": ("Direktori {version} sudah berlaku.", "Directory {version} was in force already."),
    "quarantine": ("Baris yang belum dapat dibaca.", "Rows that could not be read yet."),
    "quarantine.list": (
        "Daftar baris di karantina, alasannya, dan cara memperbaiki. Contoh: tepat quarantine list",
        "List rows in quarantine with reason and remedy. Example: tepat quarantine list",
    ),
    "quarantine.replay": (
        "Proses ulang baris, bila perlu diperbaiki. Contoh: tepat quarantine replay 7 --set 'Isi Laporan Awal=...'",
        "Replay a row, mended where needed. Example: tepat quarantine replay 7 --set 'Isi Laporan Awal=...'",
    ),
    "quarantine.ids": ("Nomor baris; tanpa ini, semua.", "Numbers of rows; without any, all."),
    "quarantine.set": (
        "Kolom=nilai baru; boleh berulang, hanya untuk satu baris.",
        "Column=new value; repeatable, for one row only.",
    ),
    "quarantine.id": ("No.", "No."),
    "quarantine.origin": ("Berkas", "File"),
    "quarantine.row": ("Baris", "Row"),
    "quarantine.reason": ("Alasan dan cara memperbaiki", "Reason and remedy"),
    "quarantine.empty": ("Karantina kosong.", "The quarantine is empty."),
    "quarantine.replayed": ("Baris {id}: diterima.", "Row {id}: accepted."),
    "quarantine.still": ("Baris {id}: masih salah. {reason}", "Row {id}: still wrong. {reason}"),
    "quarantine.one": ("--set hanya untuk satu nomor baris.", "--set goes with exactly one row number."),
    "quarantine.pair": ("--set perlu bentuk Kolom=nilai, bukan {text!r}.", "--set takes Column=value, not {text!r}."),
    "doctor": (
        "Periksa apa yang kurang dan cara memperbaikinya. Contoh: tepat doctor",
        "Check what is missing and how to mend it. Example: tepat doctor",
    ),
    "starting.database": ("Menyalakan basis data", "Starting the database"),
    "starting.prefect": ("Menyalakan server Prefect", "Starting the Prefect server"),
    "starting.api": ("Menyalakan API dan halaman", "Starting API and pages"),
    "progress.pull": ("Membaca laporan", "Reading reports"),
    "progress.route": ("Mengantar laporan", "Routing reports"),
    "progress.reroute.compare": ("Membandingkan", "Comparing"),
    "progress.reroute.apply": ("Memutus ulang", "Deciding anew"),
    "rights": ("Hak seseorang atas datanya sendiri (UU 27/2022)", "A person's rights to their own data (UU 27/2022)"),
    "rights.find": (
        "Cari laporan milik nomor telepon atau alamat ini. Contoh: tepat rights find 0812... --reference S-12/2026",
        "Find the reports of this number or address. Example: tepat rights find 0812... --reference S-12/2026",
    ),
    "rights.contact": ("Nomor telepon atau alamat, seperti tertulis", "Telephone number or address, as it was written"),
    "rights.reference": (
        "Nomor surat permintaan; tersimpan di catatan audit, jadi jangan tulis nama orang.",
        "Number of the request; kept in the audit log, so never a person's name.",
    ),
    "rights.export": (
        "Tulis semua yang tersimpan tentang satu laporan ke JSON",
        "Write all that is held about a report as JSON",
    ),
    "rights.report": (
        "Nomor laporan (seperti di alamat halamannya)",
        "Id of the report (as in the address of its page)",
    ),
    "rights.out": ("Berkas JSON yang ditulis", "The JSON file to write"),
    "rights.exported": (
        "Ditulis ke {out}; serahkan hanya kepada pelapor.",
        "Written to {out}; for the reporter's eyes only.",
    ),
    "rights.erase": (
        "Hapus identitas, atau identitas dan teks; keputusan dan catatan audit tetap. "
        "Contoh: tepat rights erase identity NOMOR --reference S-12/2026",
        "Erase the identity, or identity and text; decisions and audit log stay. "
        "Example: tepat rights erase identity ID --reference S-12/2026",
    ),
    "rights.what": (
        "identity: siapa pelapornya; text: juga semua yang tertulis",
        "identity: who; text: also what was written",
    ),
    "rights.none": ("Tidak ada laporan dari nomor atau alamat ini.", "No report is from this number or address."),
    "rights.erased": ("Dihapus dari {count} laporan.", "Erased from {count} reports."),
    "backup": (
        "Salin semua data dan model ke satu berkas, juga selagi berjalan. Contoh: tepat backup tepat.tar",
        "Copy all data and the model into one file, even while it runs. Example: tepat backup tepat.tar",
    ),
    "backup.file": ("Berkas cadangan", "The backup file"),
    "backup.done": (
        "Tersimpan di {file}. Isinya rahasia: simpan terenkripsi. Ujung catatan audit: {head}",
        "Kept in {file}. It holds identities: store it encrypted. Head of the audit log: {head}",
    ),
    "restore": (
        "Pulihkan cadangan ke tempat kosong, lalu periksa isinya. Contoh: TEPAT_HOME=baru tepat restore tepat.tar",
        "Bring a backup back into an empty place, then verify the log. Example: TEPAT_HOME=new tepat restore tepat.tar",
    ),
    "restore.done": (
        "{reports} laporan pulih; catatan audit utuh sampai {head}.",
        "{reports} reports restored; the audit log is whole up to {head}.",
    ),
    "reroute": (
        "Bandingkan semua yang sudah diputus dengan keputusan sekarang; tidak ada yang berubah sebelum --apply. "
        "Contoh: tepat reroute --workers 2",
        "Compare everything that was decided with what would be decided now; nothing changes before --apply. "
        "Example: tepat reroute --workers 2",
    ),
    "reroute.model": (
        "Model lain dari folder models/, misalnya penantang; tanpa ini, model yang berlaku.",
        "Another model of models/, such as a challenger; without it, the one in force.",
    ),
    "reroute.workers": (
        "Jumlah proses pada mesin ini; lebih dari satu memerlukan Dask (TEPAT_DASK: alamat penjadwal).",
        "Processes on this machine; more than one needs Dask (TEPAT_DASK: address of a scheduler).",
    ),
    "reroute.apply": (
        "Laksanakan temuan perbandingan ini; yang diputus orang tidak disentuh.",
        "Carry out what this comparison found; what people decided is not touched.",
    ),
    "reroute.title": ("Yang berbeda", "What differs"),
    "reroute.moves": ("Perpindahan terbanyak", "The commonest moves"),
    "reroute.difference": ("Perbedaan", "Difference"),
    "reroute.by_machine": ("Diputus mesin", "By machine"),
    "reroute.by_person": ("Diputus orang", "By people"),
    "reroute.nothing": ("Dibiarkan", "Left"),
    "reroute.anew": ("Diputus ulang", "Decided anew"),
    "reroute.look": ("Ditinjau orang", "To a person"),
    "reroute.same": ("Sama", "The same"),
    "reroute.elsewhere": ("Yakin ke tempat lain", "Sure of another place"),
    "reroute.sent": ("Kini cukup yakin", "Sure enough now"),
    "reroute.held": ("Tidak cukup yakin lagi", "Not sure enough any more"),
    "reroute.depth": ("Cabang sama, kedalaman lain", "The same branch, another depth"),
    "reroute.suggestion": ("Usulan kategori lain", "Another category suggested"),
    "reroute.office": ("Kantor lain", "Another office"),
    "reroute.before": ("Dari", "From"),
    "reroute.after": ("Ke", "To"),
    "reroute.next": (
        "Belum ada yang diubah. Laksanakan dengan: tepat reroute --apply {id}",
        "Nothing was changed. To carry it out: tepat reroute --apply {id}",
    ),
    "reroute.done": (
        "{done} laporan diputus ulang; {skipped} dibiarkan karena sudah berubah atau sedang dipegang orang.",
        "{done} reports decided anew; {skipped} left, since they changed after the comparison or somebody is at them.",
    ),
    "table.title": ("Hasil triase", "What the triage did"),
    "table.standing": ("Sampai sekarang", "So far"),
    "table.nothing": ("Tidak ada laporan baru.", "Nothing new."),
    "table.routed": ("Terkirim otomatis", "Routed automatically"),
    "table.waiting": ("Menunggu peninjau", "Waiting for review"),
    "table.outside": ("Di luar kewenangan (menunggu peninjau)", "Outside (waiting for review)"),
    "table.quarantined": ("Karantina", "Quarantined"),
    "table.known": ("Sudah dikenal sebelumnya", "Known before"),
    "table.bidang": ("Bidang", "Bidang"),
    "table.unit": ("Unit", "Unit"),
    "table.count": ("Jumlah", "Count"),
    "table.seconds": ("Waktu", "Time"),
    "table.second": ("detik", "s"),
    "table.total": ("Jumlah seluruhnya", "Total"),
    "table.level_only": ("(sampai {level} saja)", "(to the {level} only)"),
    "brake": ("Rem: cabang yang dihentikan otomatisasinya.", "Brakes: branches that are off automation."),
    "monev": (
        "Hitung monev satu triwulan dan tulis xlsx dan PDF. Contoh: tepat monev 2026-Q3",
        "Measure a quarter and write xlsx and PDF. Example: tepat monev 2026-Q3",
    ),
    "monev.code": (
        "2026-Q3 (triwulan), 2026-S1 (semester), 2026 (tahun); tanpa ini, triwulan terakhir yang selesai.",
        "2026-Q3 (quarter), 2026-S1 (half), 2026 (year); without it, the last whole quarter.",
    ),
    "monev.folder": (
        "Folder tujuan; tanpa ini, monev/ di folder data.",
        "Where to; without it, monev/ below the data folder.",
    ),
    "monev.made": ("Ditulis: {path}", "Written: {path}"),
    "error.PeriodAhead": (
        "Jangka waktu {error} belum mulai. Tulis yang sedang berjalan atau sudah lewat.",
        "The period {error} has not begun. Write one that runs or is over.",
    ),
    "error.UnknownPeriod": (
        "Jangka waktu {error} tidak dikenal. Tulis seperti 2026-Q3, 2026-S1, atau 2026.",
        "There is no period {error}. Write it like 2026-Q3, 2026-S1 or 2026.",
    ),
    "brake.list": ("Tampilkan rem. Contoh: tepat brake list", "List the brakes. Example: tepat brake list"),
    "brake.release": (
        "Lepas rem. Contoh: tepat brake release IMIPAS/imigrasi --by Siti --why 'kategori diperbaiki'",
        "Release a brake. Example: tepat brake release IMIPAS/imigrasi --by Siti --why 'categories mended'",
    ),
    "brake.branch": ("Cabang", "Branch"),
    "brake.by": ("Nama yang melepas", "Who releases it"),
    "brake.why": ("Alasannya", "Why"),
    "brake.reasons": ("--by dan --why tidak boleh kosong.", "--by and --why must not be empty."),
    "brake.released": (
        "Rem {branch} dilepas; auditnya dihitung dari awal.",
        "The brake of {branch} is released; its audits count anew.",
    ),
    "brake.empty": ("Tidak ada rem.", "No brake is pulled."),
    "brake.seen": ("Audit salah", "Audits wrong"),
    "brake.promised": ("Janji", "Promised"),
    "brake.since": ("Sejak", "Since"),
    "guides": (
        "Tampilkan kategori yang sering tertukar dan kata yang membedakannya. Contoh: tepat guides",
        "List leaves that are taken for each other, and the words that tell them apart. Example: tepat guides",
    ),
    "guides.empty": ("Belum ada pasangan yang tertukar.", "No pair has been confused yet."),
    "guides.pair": ("Pasangan", "Pair"),
    "guides.corrected": ("Usulan dibetulkan", "Suggestions corrected"),
    "guides.disagreed": ("Dua orang berbeda", "Two people differed"),
    "guides.kappa": ("Kappa", "Kappa"),
    "guides.advice": ("Saran", "Advice"),
    "guides.words": ("Kata yang membedakan", "Words that tell them apart"),
    "guides.merge": ("gabungkan", "merge"),
    "guides.describe": ("perjelas uraiannya", "describe them better"),
    "level.ministry": ("kementerian", "ministry"),
    "level.bidang": ("bidang", "bidang"),
    "level.unit": ("unit", "unit"),
    "level.category": ("kategori", "category"),
    "mode.shadow": (
        "Mode bayangan: sistem hanya menyarankan, tidak ada yang dikirim sendiri. "
        "Setel TEPAT_AUTOMATION=provisional untuk otomatisasi sementara.",
        "Shadow mode: suggestions only, nothing is sent on by itself. "
        "Set TEPAT_AUTOMATION=provisional for provisional automation.",
    ),
    "mode.provisional": (
        "Otomatisasi sementara: ambang dihitung dari teks buatan proyek ini, belum dari laporan instansi ini.",
        "Provisional automation: thresholds come from texts written for this project, not from your own reports yet.",
    ),
    "mode.promised": (
        "Otomatisasi berjanji: hanya cabang yang janjinya terbukti oleh audit instansi ini.",
        "Promised automation: only branches whose promise this instansi's own audits prove.",
    ),
    "click": (
        "Buka {url} (halaman antrean). Alur Prefect: {prefect}",
        "Open {url} (the queue). Prefect flows: {prefect}",
    ),
    "inbox": (
        "Taruh ekspor LAPOR! di {inbox}; dibaca setiap {seconds} detik. Ctrl-C untuk berhenti.",
        "Put LAPOR! exports into {inbox}; read every {seconds} seconds. Ctrl-C stops.",
    ),
    "account": ("Kelola siapa yang dapat masuk.", "Manage who can sign in."),
    "account.first": (
        "Masuk sebagai {name} dengan kata sandi sekali pakai {password} (hanya ditampilkan sekarang).",
        "Sign in as {name} with the one-time password {password} (shown only now).",
    ),
    "account.add": (
        "Buat akun dan cetak kata sandi sekali pakainya. Contoh: tepat account add sari peninjau 'Sari Dewi' "
        "--reach IMIPAS/imigrasi",
        "Make an account and print its one-time password. Example: tepat account add sari peninjau 'Sari Dewi' "
        "--reach IMIPAS/imigrasi",
    ),
    "account.name": ("Nama masuk; tidak dapat diubah kemudian.", "Sign-in name; it cannot be changed later."),
    "account.role": ("Peran: admin, peninjau, data, atau auditor.", "Role: admin, peninjau, data or auditor."),
    "account.shown_as": ("Nama lengkap.", "Full name."),
    "account.reach": (
        "Cabang direktori (kode dipisah /) yang terlihat; tanpa ini semuanya.",
        "Branch of the directory (codes split by /) that is seen; everything without it.",
    ),
    "account.office": (
        "Hanya satuan kerja ini dan yang di bawahnya (dapat diulang).",
        "Only this office and those below it (may be repeated).",
    ),
    "account.email": ("Surel, untuk masuk lewat akun kantor.", "E-mail address, to sign in through the office."),
    "account.list": (
        "Tampilkan semua akun. Contoh: tepat account list",
        "Show all accounts. Example: tepat account list",
    ),
    "account.close": (
        "Tutup akun; sesinya berakhir saat itu juga. Contoh: tepat account close sari",
        "Close an account; its sessions end at once. Example: tepat account close sari",
    ),
    "account.reset": (
        "Cetak kata sandi sekali pakai yang baru, dan buka akunnya bila ditutup. Contoh: tepat account reset admin",
        "Print a new one-time password, and open the account where it was closed. Example: tepat account reset admin",
    ),
    "account.set_reach": (
        "Ubah jangkauan akun. Contoh: tepat account reach sari --reach IMIPAS/pemasyarakatan --office PAS-KW-33",
        "Change the reach of an account. Example: tepat account reach sari --reach IMIPAS/pemasyarakatan "
        "--office PAS-KW-33",
    ),
    "account.closed": ("Akun {name} ditutup.", "Account {name} is closed."),
    "account.reached": ("Jangkauan {name} diubah.", "The reach of {name} is changed."),
    "account.columns": (
        "Nama masuk;Nama lengkap;Peran;Jangkauan;Keadaan",
        "Sign-in name;Full name;Role;Reach;State",
    ),
    "account.everything": ("semuanya", "everything"),
    "account.offices": ("{count} satuan kerja", "{count} offices"),
    "token": ("Kelola token program.", "Manage the tokens of programs."),
    "token.add": (
        "Buat token untuk satu program dan cetak sekali. Contoh: tepat token add jembatan-lapor --days 90",
        "Make a token for a program and print it once. Example: tepat token add jembatan-lapor --days 90",
    ),
    "token.name": ("Nama program di catatan.", "The program's name in records."),
    "token.role": (
        "mesin, atau peran orang yang diwakili program: peninjau, data, auditor.",
        "mesin, or the role of whom the program acts for: peninjau, data, auditor.",
    ),
    "token.no_role": (
        "Token tidak dapat berperan admin. Pilih mesin, peninjau, data, atau auditor.",
        "A token cannot have the role admin. Choose mesin, peninjau, data or auditor.",
    ),
    "token.days": ("Berlaku berapa hari (1 sampai 366).", "For how many days it is good (1 to 366)."),
    "token.list": ("Tampilkan semua token. Contoh: tepat token list", "Show all tokens. Example: tepat token list"),
    "token.revoke": (
        "Cabut token dengan id ini. Contoh: tepat token revoke 7b0c9c1e-8a44-4b7e-9f0d-2f6f3f8f4f11",
        "Revoke the token with this id. Example: tepat token revoke 7b0c9c1e-8a44-4b7e-9f0d-2f6f3f8f4f11",
    ),
    "token.id": ("Id token, dari tepat token list.", "Id of the token, from tepat token list."),
    "token.revoked": ("Token {id} dicabut.", "Token {id} is revoked."),
    "token.columns": (
        "Id;Program;Peran;Jangkauan;Berlaku sampai;Terakhir dipakai;Dicabut",
        "Id;Program;Role;Reach;Good until;Last used;Revoked",
    ),
    "stopping": ("Menghentikan semua layanan ...", "Stopping all services ..."),
    "stopped": ("Berhenti. Data tersimpan di {home}.", "Stopped. The data stay in {home}."),
    "receiver": (
        "Penerima kiriman: siapa mendapat apa, dan lewat jalan mana. Contoh: tepat receiver list",
        "Receivers: who gets what, and by which way. Example: tepat receiver list",
    ),
    "receiver.add": (
        "Tambah penerima. Contoh: tepat receiver add kanim-bogor webhook https://kanim.go.id/tepat "
        "--secret-env TEPAT_SECRET_KANIM --office 'Kantor Imigrasi Bogor'",
        "Add a receiver. Example: tepat receiver add kanim-bogor webhook https://kanim.go.id/tepat "
        "--secret-env TEPAT_SECRET_KANIM --office 'Kantor Imigrasi Bogor'",
    ),
    "receiver.list": ("Daftar penerima dan keadaannya.", "List receivers and how they are."),
    "receiver.pause": ("Jangan kirim apa pun ke penerima ini.", "Send nothing to this receiver."),
    "receiver.resume": ("Kirim lagi, mulai dari yang menunggu.", "Send again, beginning with what waits."),
    "receiver.test": (
        "Periksa apakah penerima dapat dihubungi; ia tidak menerima laporan apa pun.",
        "Check whether the receiver can be reached; it gets no report.",
    ),
    "receiver.name": ("Nama penerima; bagi api, sama dengan nama tokennya.", "Its name; for api, that of its token."),
    "receiver.kind": (
        "Jalannya: lapor, webhook, email, xlsx, csv, atau api (program yang mengambil sendiri).",
        "Its way: lapor, webhook, email, xlsx, csv, or api (a program that fetches).",
    ),
    "receiver.address": (
        "URL (webhook), alamat surel (email), atau folder (xlsx, csv); kosong bagi lapor dan api.",
        "URL (webhook), mailbox (email) or folder (xlsx, csv); none for lapor and api.",
    ),
    "receiver.shipment": (
        "Hanya jenis kiriman ini, misalnya disposisi; boleh berkali-kali. Tanpa ini: semua.",
        "Only this kind of shipment, such as disposisi; may be given again. Without: all.",
    ),
    "receiver.secret_env": (
        "Nama variabel lingkungan yang memegang rahasia webhook (TEPAT_SECRET_...).",
        "Name of the variable that holds the webhook's secret (TEPAT_SECRET_...).",
    ),
    "receiver.rahasia": ("Boleh menerima laporan rahasia.", "May have rahasia reports."),
    "receiver.added": ("Penerima {name} ditambahkan.", "Receiver {name} was added."),
    "receiver.paused": ("Penerima {name} dihentikan sementara.", "Receiver {name} is paused."),
    "receiver.resumed": ("Penerima {name} dikirimi lagi.", "Receiver {name} is sent to again."),
    "receiver.well": ("Penerima {name} dapat dihubungi. {receipt}", "Receiver {name} can be reached. {receipt}"),
    "receiver.unwell": (
        "Penerima {name} tidak dapat dikirimi. {why}",
        "Nothing can be sent to receiver {name}. {why}",
    ),
    "receiver.empty": (
        "Belum ada penerima; keputusan menunggu. Tambahkan dengan tepat receiver add.",
        "There is no receiver; decisions wait. Add one with tepat receiver add.",
    ),
    "receiver.called": ("nama", "name"),
    "receiver.reach": ("wilayah", "reach"),
    "receiver.way": ("jalan", "way"),
    "receiver.state": ("keadaan", "state"),
    "receiver.waits": ("menunggu", "waits"),
    "receiver.dead": ("gagal", "failed"),
    "receiver.state.active": ("aktif", "active"),
    "receiver.state.paused": ("dihentikan", "paused"),
    "receiver.state.resting": ("diistirahatkan", "resting"),
    "child.died": (
        "Layanan {name} berhenti sendiri; dinyalakan lagi. Catatannya: {log}",
        "Service {name} ended by itself; starting it again. Its log: {log}",
    ),
    "error": ("Gagal: {error}", "Failed: {error}"),
    "models.use": (
        "Pakai model ini mulai sekarang, atau kembali ke model lama. Contoh: tepat models use tfidf-1234 --why 'ragu'",
        "Use this model from now on, or go back to an earlier one. Example: tepat models use tfidf-1234 --why 'doubts'",
    ),
    "models.which": ("Nama model, seperti di `tepat models`.", "The model's name, as in `tepat models`."),
    "models.why": ("Alasannya; tercatat di catatan audit.", "The reason; the audit log keeps it."),
    "models.reason": ("Sebutkan alasannya dengan --why.", "Give the reason with --why."),
    "models.used": (
        "{version} berlaku; layanan yang berjalan memakainya dalam beberapa detik.",
        "{version} is live; running services take it up within seconds.",
    ),
    "retrain": (
        "Latih model penantang dari label baru, bandingkan dengan yang berlaku. Contoh: tepat retrain",
        "Train a challenger on new labels and judge it against the live model. Example: tepat retrain",
    ),
    "retrain.snapshot": ("Mengumpulkan label", "Gathering labels"),
    "retrain.train": ("Bersiap melatih", "About to train"),
    "retrain.folds": ("Melatih", "Training"),
    "retrain.write": ("Menulis model", "Writing the model"),
    "retrain.compare": ("Membandingkan", "Comparing"),
    "retrain.settle": ("Memutuskan", "Settling"),
    "retrain.branch": ("Cabang", "Branch"),
    "retrain.measure": ("Ukuran", "Measure"),
    "retrain.champion": ("Yang berlaku", "Live"),
    "retrain.challenger": ("Penantang", "Challenger"),
    "retrain.interval": ("Beda, poin (95 %)", "Difference, points (95 %)"),
    "retrain.finding": ("Temuan", "Finding"),
    "retrain.misrouted": ("salah kirim", "misrouted"),
    "retrain.automated": ("otomatis", "automated"),
    "retrain.suggested": ("usulan tepat", "right suggestions"),
    "retrain.worse": ("lebih buruk", "worse"),
    "retrain.better": ("lebih baik", "better"),
    "retrain.alike": ("setara", "alike"),
    "retrain.labels": (
        "Dinilai dari {labels} laporan berlabel yang belum dipelajari, setara {worth} yang diambil acak; {unseen} arus "
        "tidak terwakili label.",
        "Judged on {labels} labelled reports that were not learnt from, worth {worth} drawn at random; no label tells "
        "of {unseen} of the stream.",
    ),
    "retrain.state.refused": ("Tidak dijalankan. {why}", "Not run. {why}"),
    "retrain.state.nothing": ("Tidak ada yang dilatih. {why}", "Nothing was trained. {why}"),
    "retrain.state.kept": ("Selesai. {why}", "Done. {why}"),
    "retrain.everything": ("semua laporan", "all reports"),
    "retrain.rest": ("cabang lain bersama", "other branches together"),
    "retrain.state.waiting": (
        "{challenger} menunggu persetujuan di halaman Model (atau tepat models use {challenger}). {why}",
        "{challenger} waits for a yes on the page Model (or tepat models use {challenger}). {why}",
    ),
    "retrain.state.promoted": ("{challenger} kini berlaku. {why}", "{challenger} is live now. {why}"),
    "labels": ("Label dari orang: ekspor, impor, dan snapshot.", "Labels from people: export, import and snapshots."),
    "labels.export": (
        "Tulis semua label yang berlaku; data pribadi disamarkan, rahasia tidak ikut. Contoh: tepat labels export "
        "l.csv --format csv",
        "Write every label of record, masked and without rahasia. Example: tepat labels export l.csv --format csv",
    ),
    "labels.out": ("Berkas yang ditulis.", "The file to write."),
    "labels.format": ("Bentuk berkas.", "The form of the file."),
    "labels.exported": ("{count} label ditulis ke {path}.", "{count} labels written to {path}."),
    "labels.none": (
        "Belum ada label yang dapat diekspor; {path} ditulis tanpa isi.",
        "There are no labels to export yet; {path} was written without any.",
    ),
    "labels.import": (
        "Baca label dari JSON lines, CSV, Excel, atau JSON Label Studio; semua atau tidak sama sekali. Contoh: tepat "
        "labels import l.csv",
        "Take labels in from JSON lines, CSV, Excel or Label Studio JSON; all or nothing. Example: tepat labels import "
        "l.csv",
    ),
    "labels.in": ("Berkas dengan id dan category.", "A file with id and category."),
    "labels.imported": (
        "{new} label baru; {unchanged} sama dengan yang berlaku.",
        "{new} new labels; {unchanged} say what holds already.",
    ),
    "labels.snapshots": (
        "Daftar snapshot data latih. Contoh: tepat labels snapshots",
        "List the snapshots of training data. Example: tepat labels snapshots",
    ),
    "labels.diff": (
        "Bandingkan dua snapshot. Contoh: tepat labels diff 3f2a 9c01",
        "Compare two snapshots. Example: tepat labels diff 3f2a 9c01",
    ),
    "labels.snapshot": ("Nama snapshot, atau awalnya yang unik.", "A snapshot's name, or its unique beginning."),
    "labels.rebuild": (
        "Susun ulang isi snapshot (JSON lines) dan cocokkan namanya. Contoh: tepat labels rebuild 3f2a latih.jsonl",
        "Build a snapshot again (JSON lines) and check its name. Example: tepat labels rebuild 3f2a train.jsonl",
    ),
    "labels.rebuilt": ("{path} sama dengan snapshot {name}.", "{path} is snapshot {name}."),
    "snapshots.name": ("Snapshot", "Snapshot"),
    "snapshots.made": ("Dibuat", "Made"),
    "snapshots.until": ("Laporan sampai", "Reports until"),
    "snapshots.base": ("Teks proyek", "Texts of the project"),
    "snapshots.own": ("Laporan sendiri", "Own reports"),
    "diff.counts": (
        "Laporan bertambah {added}, hilang {removed}, berganti isi {rewritten}. Label yang pindah:",
        "Reports added {added}, gone {removed}, with another text {rewritten}. Labels that moved:",
    ),
    "diff.base": ("Teks proyeknya berbeda.", "The texts of the project differ."),
    "error.AlreadyRunning": (
        "`tepat up` sudah berjalan pada folder data ini. Hentikan dulu, atau pakai TEPAT_HOME lain.",
        "`tepat up` runs already on this data folder. Stop it first, or use another TEPAT_HOME.",
    ),
    "error.PortTaken": (
        "Porta {port} dipakai program lain. Setel TEPAT_API_PORT ke porta lain.",
        "Port {port} is taken by another program. Set TEPAT_API_PORT to another port.",
    ),
    "error.NotReady": (
        "{name} tidak siap dalam {seconds} detik. Lihat {log}, lalu jalankan tepat doctor.",
        "{name} was not ready within {seconds} seconds. See {log}, then run tepat doctor.",
    ),
    "error.OpenToAll": (
        "TEPAT_API_HOST {host} dapat dijangkau dari luar mesin ini, dan kata sandi tidak boleh lewat tanpa https: "
        "taruh proksi TLS di depannya dan setel TEPAT_PUBLIC_URL=https://nama-yang-dipakai-orang.",
        "TEPAT_API_HOST {host} can be reached from outside this machine, and passwords must not travel without https: "
        "put a TLS proxy before it and set TEPAT_PUBLIC_URL=https://the-name-that-people-use.",
    ),
    "error.BadReach": (
        "Bagian atau satuan kerja {error} tidak ada di direktori. Kodenya ada di halaman Direktori.",
        "There is no branch or office {error} in the directory. The page Direktori shows the codes.",
    ),
    "error.BadName": (
        "Nama masuk terdiri atas 2 sampai 40 huruf kecil, angka, titik, garis bawah, atau tanda hubung: {error}",
        "A sign-in name has 2 to 40 small letters, digits, dots, underscores or hyphens: {error}",
    ),
    "error.DirectoryChanged": (
        "Sementara itu direktori lain diberlakukan orang lain. Lihat lagi apa yang berubah, lalu ulangi.",
        "Somebody else put another directory in force meanwhile. Look at the plan again.",
    ),
    "error.TreeDiffers": (
        "Kategorinya berbeda dari versi itu, dan label sudah menyebut kategori yang baru. Impor berkas versi itu "
        "dengan moves.csv yang menyebut pengganti kategori sekarang.",
        "The categories differ from those of that version, and labels name what came since: import its files with a "
        "moves.csv that says what is in place of the categories of today.",
    ),
    "error.NameTaken": ("Nama {error} sudah dipakai. Pilih nama lain.", "The name {error} is taken. Choose another."),
    "error.TriageStopped": (
        "Triase terhenti; yang sudah disimpan aman dan dilanjutkan pada jalan berikutnya. Lihat {log}.",
        "The triage stopped; what is stored is safe, the next run carries on. See {log}.",
    ),
    "error.TrainingStopped": (
        "Pelatihan terputus sebelum selesai; model yang berlaku tetap seperti semula. Sebabnya ada di {error}",
        "The training ended before it was over; the live model is as it was. The cause is in {error}",
    ),
    "error.TrainingKilled": (
        "Proses pelatihan diakhiri dari luar ({error}) sebelum menulis sebabnya, biasanya karena memori habis; model "
        "yang berlaku tetap seperti semula. Jalankan lagi: tepat retrain.",
        "The process of the training was ended from outside ({error}) before it said why, mostly for want of memory; "
        "the live model is as it was. Run it again: tepat retrain.",
    ),
    "error.SnapshotDiffers": (
        "Snapshot tidak lagi sama dengan yang dulu dipelajari. {error}",
        "The snapshot is no longer what was learnt from. {error}",
    ),
    "error.TermsContradict": (
        "Janji di pengaturan saling bertentangan: TEPAT_ALPHA, TEPAT_DELTA, TEPAT_ALPHA_OF, dan TEPAT_DELTA_OF di "
        "antara 0 dan 1, dan alpha satu tingkat tidak di atas TEPAT_ALPHA.",
        "The promise in the settings contradicts itself: TEPAT_ALPHA, TEPAT_DELTA, TEPAT_ALPHA_OF and TEPAT_DELTA_OF "
        "lie between 0 and 1, and the alpha of a level is not above TEPAT_ALPHA.",
    ),
    "error.file": ("Berkas {path} tidak ada.", "There is no file {path}."),
    "error.PrefectUnreachable": (
        "Server Prefect {prefect} tidak menjawab. Periksa PREFECT_API_URL, atau hapus agar server sendiri dinyalakan.",
        "The Prefect server {prefect} does not answer. Check PREFECT_API_URL, or unset it to start one of our own.",
    ),
    "error.settings": (
        "Pengaturan {name} tidak sah: {reason}. Perbaiki variabel lingkungannya, atau hapus.",
        "Setting {name} is invalid: {reason}. Correct the environment variable, or unset it.",
    ),
    "error.NotFound": (
        "Tidak ditemukan: {error}. Periksa penulisannya; yang ada dapat dilihat pada daftarnya atau di halaman.",
        "Not found: {error}. Check how it is written; the lists and pages show what there is.",
    ),
    "help.help": ("Tampilkan bantuan ini.", "Show this help."),
    "help.arguments": ("Isian", "Arguments"),
    "help.options": ("Opsi", "Options"),
    "help.commands": ("Perintah", "Commands"),
    "help.required": ("[wajib]", "[required]"),
    "help.default": ("[bawaan: {{}}]", "[default: {{}}]"),
    "usage.aborted": ("Dibatalkan; tidak ada yang berubah.", "Aborted; nothing was changed."),
    "usage.help": ("Lihat: {command} --help", "See: {command} --help"),
    "usage.known": ("Yang dapat dipakai: {known}.", "Possible: {known}."),
    "usage.MissingParameter": ("{name} belum diisi.", "{name} is missing."),
    "usage.BadParameter": ("Nilai {written} tidak sah untuk {name}.", "The value {written} is not valid for {name}."),
    "usage.at_most": ("Paling besar {limit}.", "It is {limit} at most."),
    "usage.at_least": ("Paling kecil {limit}.", "It is {limit} at least."),
    "usage.integer": ("Tulis bilangan bulat.", "Write a whole number."),
    "usage.uuid": ("Tulis id yang lengkap, seperti pada daftarnya.", "Write the whole id, as the list shows it."),
    "usage.unreadable": ("Pengguna ini tidak boleh membacanya.", "This user may not read it."),
    "usage.path": ("Berkas atau folder itu tidak ada.", "There is no such file or folder."),
    "usage.NoSuchOption": ("Tidak ada opsi {name}.", "There is no option {name}."),
    "usage.BadOptionUsage": ("Opsi {name} ditulis tidak lengkap.", "Option {name} is not complete."),
    "usage.BadArgumentUsage": ("Isian ini tidak dapat dibaca: {written}.", "This cannot be read: {written}."),
    "usage.UsageError": ("Tidak dikenal: {written}.", "Unknown: {written}."),
    "usage.NoArgsIsHelpError": ("Perintahnya belum disebut.", "No command is given."),
    "error.os": (
        "{path} tidak dapat dipakai: {cause}. Periksa nama, jenis, dan hak aksesnya, lalu ulangi.",
        "{path} cannot be used: {cause}. Check its name, kind and permissions, and run this again.",
    ),
    "os.ENOENT": ("tidak ada", "there is no such file or folder"),
    "os.EACCES": ("tidak boleh dibuka atau ditulis oleh pengguna ini", "this user may not open or write it"),
    "os.EPERM": ("tidak boleh dibuka atau ditulis oleh pengguna ini", "this user may not open or write it"),
    "os.EROFS": ("hanya dapat dibaca", "it can only be read"),
    "os.EEXIST": ("sudah ada, dan bukan folder", "it is there already, and no folder"),
    "os.EISDIR": ("itu folder, bukan berkas", "it is a folder, not a file"),
    "os.ENOTDIR": ("itu berkas, bukan folder", "it is a file, not a folder"),
    "os.ENOSPC": ("disknya penuh", "the disk is full"),
    "error.encoding": (
        "Berkas bukan teks UTF-8 (bita {byte}). Simpan sebagai UTF-8, lalu ulangi.",
        "The file is no text in UTF-8 (byte {byte}). Save it as UTF-8 and run this again.",
    ),
    "error.InvalidProgrammes": (
        "Tabel yang dikirim bersama program diubah: {error}. Perbaiki, atau pulihkan dari repositori.",
        "A table that comes with the program was changed: {error}. Correct it or restore it from the repository.",
    ),
    "error.InvalidDeadlineRules": (
        "Tabel tenggat yang dikirim bersama program diubah: {error}. Perbaiki, atau pulihkan dari repositori.",
        "The table of time limits that comes with the program was changed: {error}. Correct it or restore it from the "
        "repository.",
    ),
    "error.BadRetention": (
        'TEPAT_RETENTION ditulis seperti {{"identity": 730, "text": 1825}}: 30 hari atau lebih, dan identitas tidak '
        "lebih lama daripada teks.",
        'TEPAT_RETENTION is like {{"identity": 730, "text": 1825}}: 30 days or more, and the identity no longer than '
        "the text.",
    ),
    "error.DumpFailed": (
        "Salinan gagal: {error}. Periksa ruang disk dan versi PostgreSQL (tepat doctor), lalu ulangi.",
        "The copy failed: {error}. Check disk space and the version of PostgreSQL (tepat doctor), and run this again.",
    ),
    "error.NotEmpty": (
        "Cadangan dipulihkan ke basis data kosong: pakai TEPAT_HOME lain, atau basis data kosong di DATABASE_URL.",
        "A backup is restored into an empty database: choose another TEPAT_HOME, or an empty one in DATABASE_URL.",
    ),
    "error.NoBackup": (
        "{error} bukan cadangan dari `tepat backup`, atau rusak. Pakai berkas cadangan yang lain.",
        "{error} is no backup of `tepat backup`, or it is damaged. Use another backup.",
    ),
    "error.BrokenChain": (
        "Log audit cadangan ini tidak berakhir seperti kata manifesnya: berkasnya diubah orang. Pakai cadangan lain.",
        "The audit log of this backup does not end as its manifest says: somebody changed the file. Use another one.",
    ),
    "error.NothingStored": (
        "Belum ada laporan yang diputuskan, jadi tidak ada yang dibandingkan. Jalankan tepat triage dulu.",
        "No report was decided yet, so there is nothing to compare. Run tepat triage first.",
    ),
    "error.StillWaiting": (
        "Laporan {error} masih menunggu putusan. Putuskan dulu, lalu hapus teksnya.",
        "Report {error} waits for a decision: decide it first, then erase its text.",
    ),
    "error.NotSetUp": (
        "Basis data belum memuat direktori. Jalankan `tepat up` atau `tepat directory import` sekali.",
        "The database holds no directory yet. Run `tepat up` or `tepat directory import` once.",
    ),
    "error.DecidersChanged": (
        "Model, kebijakan, atau direktori yang berlaku bukan lagi yang dibandingkan. Bandingkan lagi: tepat reroute.",
        "Another model, policy or directory is in force than the one that was compared. Compare again: tepat reroute.",
    ),
    "error.ClusterMissing": (
        "Lebih dari satu pekerja memerlukan Dask: pip install -c constraints.txt -e '.[cluster]'",
        "More than one worker needs Dask: pip install -c constraints.txt -e '.[cluster]'",
    ),
    "error.PartsLeft": (
        "Sebagian belum selesai. Jalankan perintah yang sama lagi; ia melanjutkan dari sana.",
        "Some parts were not done. Run the same command again, it goes on from there.",
    ),
    "error.RerouteStopped": (
        "Perbandingan terhenti sebelum selesai; yang sudah ada disimpan. Jalankan perintah yang sama lagi.",
        "The comparison stopped before its end; what was done is kept. Run the same command again to go on.",
    ),
    "error.NotCompared": (
        "Perbandingan ini belum utuh. Jalankan `tepat reroute` sampai selesai.",
        "This comparison is not whole yet. Run `tepat reroute` until it is.",
    ),
    "thing.account": ("akun", "account"),
    "thing.directory": ("direktori", "directory"),
    "thing.live": ("yang berlaku:", "in force:"),
    "thing.office": ("satuan kerja", "office"),
    "thing.brake": ("rem", "brake"),
    "thing.model": ("model", "model"),
    "thing.row": ("baris karantina", "row of the quarantine"),
    "thing.receiver": ("penerima", "receiver"),
    "thing.report": ("laporan", "report"),
    "thing.reroute": ("perbandingan", "comparison"),
    "thing.snapshot": ("snapshot", "snapshot"),
    "thing.token": ("token", "token"),
    "thing.training": ("pelatihan", "training"),
    "error.left": ("{count} laporan belum diputuskan.", "{count} reports are not decided yet."),
}


def say(language: Language, key: str, **values: object) -> str:
    """The text of this key in this language, its placeholders filled."""
    return WORDING[key][0 if language == "id" else 1].format(**values)
