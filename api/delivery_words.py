"""What the pages say of what is sent on: kinds, failures, and what LAPOR! answers, in plain Indonesian."""

from collections.abc import Mapping

from complaints.copies import COPY, WITHDRAWN
from complaints.lapor_answers import AnswerKind
from complaints.review import DISPOSISI, NOT_OURS, QUESTION

SHIPMENTS: Mapping[str, str] = {
    DISPOSISI: "Disposisi",
    NOT_OURS: "Bukan kewenangan",
    QUESTION: "Pertanyaan kepada pelapor",
    COPY: "Tembusan",
    WITHDRAWN: "Tembusan dicabut",
    "notice": "Pemberitahuan",
}
FAILURES: Mapping[str, str] = {
    "unreachable": "Penerima tidak dapat dihubungi. Dicoba lagi dengan sendirinya.",
    "no_answer": "Penerima tidak menjawab; kiriman ini mungkin sudah sampai. Dicoba lagi dengan kunci yang sama.",
    "bad_answer": "Jawaban penerima tidak terbaca. Tanyakan kepada pengelolanya.",
    "refused": "Penerima menolak isi kiriman ini. Perbaiki isinya, lalu kirim ulang.",
    "not_let_in": "Penerima menolak akses kita. Admin memeriksa rahasia atau tokennya di server.",
    "busy": "Penerima minta ditunggu. Dicoba lagi dengan sendirinya.",
    "broken": "Penerima sedang rusak. Dicoba lagi dengan sendirinya.",
    "not_set": "Akses ke penerima belum diatur di server. Admin mengisi pengaturannya, lalu kirim ulang.",
    "fetches_itself": "Penerima ini mengambil sendiri kirimannya.",
    "carrier_broke": "Pengiriman terhenti di pihak kita. Dicoba lagi; bila berulang, sampaikan kepada admin.",
    "mailbox_refused": "Server surel menolak alamat surel penerima. Admin memeriksa alamatnya di server.",
    "mail_refused": "Server surel menolak suratnya. Dicoba lagi dengan sendirinya.",
    "no_starttls": "Server surel tidak menawarkan STARTTLS; surat tidak dikirim tanpa itu. Admin memeriksanya.",
    "folder_unwritable": "Folder penerima tidak dapat ditulisi, atau berkasnya rusak. Admin memeriksa foldernya.",
    "lapor_undocumented": "LAPOR! tidak menyediakan jalan untuk jenis kiriman ini. Batalkan, atau minta admin menambah "
    "penerima lain, lalu kirim ulang.",
    "no_lapor_id": "Nomor laporan ini bukan nomor LAPOR!. Batalkan kiriman ini dan kerjakan langsung di LAPOR!.",
    "institution_unknown": "Nama instansi tujuan tidak ada di daftar LAPOR!. Tulis namanya persis seperti di LAPOR! "
    "(atau nomornya), lalu kirim ulang.",
    "institution_unclear": "Beberapa instansi di LAPOR! bernama sama. Tulis nomor instansinya, lalu kirim ulang.",
    "nothing_to_say": "Pertanyaan kepada pelapor kosong. Tulis pertanyaannya, lalu kirim ulang.",
}
ANSWERS: Mapping[str, str] = {
    AnswerKind.STATUS: "Status",
    AnswerKind.DISPOSITION: "Disposisi",
    AnswerKind.NOT_OURS: "Bukan wewenang",
    AnswerKind.CLOSED: "Selesai",
    AnswerKind.FOLLOW_UP: "Tindak lanjut",
}


def shipment_in_words(kind: str) -> str:
    """The kind of a shipment; one that is not known here by its own name."""
    return SHIPMENTS.get(kind, kind.replace("-", " ").capitalize())


def failure_in_words(code: str, detail: str) -> str:
    """What went wrong and what to do, with what the receiver said of it."""
    return f"{FAILURES.get(code, code)}{f' ({detail})' if detail else ''}" if code else ""
