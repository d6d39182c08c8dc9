"""What is said of what is sent on: kinds, failures (in English, too), and what LAPOR! answers."""

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
FAILURES: Mapping[str, tuple[str, str]] = {
    "unreachable": (
        "Penerima tidak dapat dihubungi. Dicoba lagi dengan sendirinya.",
        "The receiver cannot be reached. It is tried again by itself.",
    ),
    "no_answer": (
        "Penerima tidak menjawab; kiriman ini mungkin sudah sampai. Dicoba lagi dengan kunci yang sama.",
        "The receiver does not answer; the shipment may have arrived. It is tried again with the same key.",
    ),
    "bad_answer": (
        "Jawaban penerima tidak terbaca. Tanyakan kepada pengelolanya.",
        "The receiver's answer cannot be read. Ask whoever runs it.",
    ),
    "refused": (
        "Penerima menolak isi kiriman ini. Perbaiki isinya, lalu kirim ulang.",
        "The receiver refuses what the shipment says. Mend it and send it again.",
    ),
    "not_let_in": (
        "Penerima menolak akses kita. Admin memeriksa rahasia atau tokennya di server.",
        "The receiver does not let us in. Check its secret or token on the server.",
    ),
    "busy": (
        "Penerima minta ditunggu. Dicoba lagi dengan sendirinya.",
        "The receiver asks to wait. It is tried again by itself.",
    ),
    "broken": (
        "Penerima sedang rusak. Dicoba lagi dengan sendirinya.",
        "The receiver is out of order. It is tried again by itself.",
    ),
    "not_set": (
        "Akses ke penerima belum diatur di server. Admin mengisi pengaturannya, lalu kirim ulang.",
        "Access to the receiver is not set on the server. Fill in the settings and send again.",
    ),
    "fetches_itself": (
        "Penerima ini mengambil sendiri kirimannya.",
        "This receiver fetches its shipments itself.",
    ),
    "carrier_broke": (
        "Pengiriman terhenti di pihak kita. Dicoba lagi; bila berulang, sampaikan kepada admin.",
        "Sending broke off on our side. It is tried again; tell the admin if it happens again.",
    ),
    "mailbox_refused": (
        "Server surel menolak alamat surel penerima. Admin memeriksa alamatnya di server.",
        "The mail server refuses the receiver's mailbox. Check the address on the server.",
    ),
    "mail_refused": (
        "Server surel menolak suratnya. Dicoba lagi dengan sendirinya.",
        "The mail server refuses the letter. It is tried again by itself.",
    ),
    "no_starttls": (
        "Server surel tidak menawarkan STARTTLS; surat tidak dikirim tanpa itu. Admin memeriksanya.",
        "The mail server does not offer STARTTLS; no letter leaves without it. Check the server.",
    ),
    "folder_unwritable": (
        "Folder penerima tidak ada, tidak dapat ditulisi, atau berkasnya rusak. Admin memeriksa foldernya.",
        "The receiver's folder is missing or cannot be written to, or its file is damaged. Check the folder.",
    ),
    "lapor_undocumented": (
        "LAPOR! tidak menyediakan jalan untuk jenis kiriman ini. Batalkan, atau minta admin menambah "
        "penerima lain, lalu kirim ulang.",
        "LAPOR! has no way for this kind of shipment. Cancel it, or add another receiver and send again.",
    ),
    "no_lapor_id": (
        "Nomor laporan ini bukan nomor LAPOR!. Batalkan kiriman ini dan kerjakan langsung di LAPOR!.",
        "The number of this report is not one of LAPOR!. Cancel the shipment and work on it in LAPOR! itself.",
    ),
    "institution_unknown": (
        "Nama instansi tujuan tidak ada di daftar LAPOR!. Tulis namanya persis seperti di LAPOR! "
        "(atau nomornya), lalu kirim ulang.",
        "LAPOR! does not list this institution. Write its name as LAPOR! does, or its number; send again.",
    ),
    "institution_unclear": (
        "Beberapa instansi di LAPOR! bernama sama. Tulis nomor instansinya, lalu kirim ulang.",
        "Several institutions of LAPOR! have this name. Write the number of one and send again.",
    ),
    "nothing_to_say": (
        "Pertanyaan kepada pelapor kosong. Tulis pertanyaannya, lalu kirim ulang.",
        "The question to the reporter is empty. Write it and send again.",
    ),
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


def failure_in_words(code: str, detail: str, language: str = "id") -> str:
    """What went wrong and what to do, with what the receiver said of it; in plain Indonesian, or English ("en")."""
    said = FAILURES.get(code, (code, code))[language == "en"]
    return f"{said}{f' ({detail})' if detail else ''}" if code else ""
