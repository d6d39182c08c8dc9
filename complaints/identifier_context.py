"""The words before a number that say what it is: "NIK", "no rek", "kode billing". The nearest one counts."""

import re

from complaints.identifiers import IdentifierKind

REACH = 40
"""Characters that may stand between such a word and its number."""
LONGEST = 20
"""Characters of the longest telling word, more or less."""
BANKS = (
    r"bank|bca|bri|bni|mandiri|bsi|btn|cimb|niaga|danamon|permata|bukopin|muamalat|jago|seabank|bjb|btpn|jenius|ocbc"
    r"|panin|maybank|brimo"
)
WORDS_OF = {
    IdentifierKind.NIK: r"nik(?:nya)?|e-?ktp|ktp(?:-el)?|identitas|induk kependudukan|nomor kependudukan",
    IdentifierKind.KK: r"kk(?:nya)?|kartu keluarga",
    IdentifierKind.NPWP: r"npwp(?:nya)?|pokok wajib pajak",
    IdentifierKind.PHONE: (
        r"hp(?:nya|ku)?|wa|whatsapp|whatsap|wasap|telp|telpon|telepon|telfon|tlp|tlpn|telf|hub|hubungi|kontak|call"
        r"|calling|sms|ponsel|handphone|telegram|seluler|gopay|ovo|shopeepay|akun dana|nope|nmr|faks|fax"
    ),
    IdentifierKind.ACCOUNT: (
        rf"rekening(?:nya|ku)?|rek|norek|no-rek|{BANKS}|va|virtual account|a/c|kartu debit|kartu atm|kartu kredit"
    ),
    IdentifierKind.PASSPORT: r"paspor(?:nya|ku)?|passport|pasport|paspornya|pspr",
    IdentifierKind.PLATE: (
        r"plat|pelat|nopol|nomor polisi|no polisi|mobil|motor|kendaraan|truk|avanza|innova|xenia|brio|fortuner|bus"
        r"|angkot|pickup|minibus"
    ),
}
SOMETHING_ELSE = (
    r"billing|kode bayar|kode pembayaran|resi|permohonan|pendaftaran|registrasi|laporan|tiket|perkara|surat|invoice"
    r"|order|pesanan|booking|voucher|transaksi|ntpn|ntb|stan|ref|referensi|tracking|lacak|antrean|antrian|sertifikat"
    r"|akta|sk|nip|nrp|berkas|pengaduan|aduan|rp|idr|putusan|nib|ahu|visa|indeks|index|voa|e-visa|evisa|kitas|kitap"
    r"|pengiriman|paket|nisn|bpjs|sim|imei|kode|blok|kamar|sel|pasal|uu|penerbangan|flight|virus"
)
WORD = re.compile(
    "|".join(rf"(?P<{kind.name}>(?<![a-z0-9\[])(?:{words})(?=[\d\W_]))" for kind, words in WORDS_OF.items())
    + rf"|(?P<OTHER>(?<![a-z0-9\[])(?:{SOMETHING_ELSE})(?=[\d\W_]))",
    re.IGNORECASE,
)


def word_before(text: str, start: int) -> tuple[str, int]:
    """The name of the kind (or OTHER) of the nearest telling word before, "" for none, and the characters between."""
    found = list(WORD.finditer(text, max(0, start - REACH - LONGEST), start + 1))
    if not found or start - found[-1].end() > REACH or _breaks(text[found[-1].end() : start]):
        return "", REACH
    nearest = found[-1]
    return nearest.lastgroup or "", start - nearest.end()


def _breaks(between: str) -> bool:
    """Whether a sentence ends between the word and the number ("no. 5" does not end one)."""
    return any(mark in between for mark in "\n!?;") or bool(re.search(r"[a-z]{4}\. ", between))
