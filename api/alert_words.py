"""What the pages say of an alert."""

from collections.abc import Sequence

from api.branches import branch_name
from api.page_words import LEVELS
from complaints.numerals import numeral
from complaints.taxonomy import Taxonomy
from database.alert_lists import Alert
from database.alerts import AlertKind

WORDS_IN_TITLE = 4


def title_of(alert: Alert, taxonomy: Taxonomy) -> str:
    """What changed, in one line."""
    figures, about = alert.figures, tuple(alert.about)
    match alert.kind:
        case AlertKind.WORDS:
            words = ", ".join(f"“{word}”" for word in about[:WORDS_IN_TITLE])
            return f"Kata yang tiba-tiba sering muncul: {words} ({figures['reports']} laporan)"
        case AlertKind.SHARE:
            before, now = figures["share_before"], figures["share_now"]
            verb = "naik" if now > before else "turun"
            return f"Bagian {branch_name(about, taxonomy)} {verb} dari {_percent(before)} ke {_percent(now)}"
        case AlertKind.ACCURACY:
            level, before, now = LEVELS.get(about[0], about[0]), figures["before"], figures["now"]
            return f"Usulan {level} yang diperkirakan tepat turun dari {_percent(before)} ke {_percent(now)}"
        case AlertKind.BRAKE:
            branch = branch_name(() if about == ("*",) else about, taxonomy)
            return f"{branch} direm: {figures['errors']} dari {figures['audited']} audit salah alamat"
        case AlertKind.RAISED:
            level, branch = LEVELS.get(about[0], about[0]), branch_name(about[1:], taxonomy)
            return f"Ambang {level} untuk {branch} dinaikkan: belakangan kira-kira {_percent(figures['rate'])} keliru"


def counted_in(alert: Alert) -> Sequence[str]:
    """The figures behind it, a sentence each."""
    figures = alert.figures
    match alert.kind:
        case AlertKind.WORDS:
            return [_word(**one) for one in figures["words"]]
        case AlertKind.SHARE:
            psi = numeral(figures["psi"], ".2f")
            return [f"{figures['now']} laporan sehari terakhir. Indeks pergeseran (PSI) seluruh tingkat itu: {psi}."]
        case AlertKind.ACCURACY:
            held_out = _percent(figures["held_out"])
            return [
                f"Diperkirakan dari keyakinan model (ATC) atas {figures['reports']} laporan sehari terakhir, "
                f"bukan dari label; pada teks uji model ini {held_out} tepat."
            ]
        case AlertKind.BRAKE:
            least, promised = _percent(figures["lower_rate"]), _percent(figures["alpha"])
            return [f"Sedikitnya {least} kiriman otomatis salah alamat, padahal janjinya paling banyak {promised}."]
        case AlertKind.RAISED:
            rate, error, promised = (_percent(figures[name]) for name in ("rate", "error", "alpha"))
            return [
                f"Dari yang lolos ambang semula, {rate} (± {error}) keliru; janjinya paling banyak {promised}.",
                f"Dihitung dari {figures['labels']} putusan orang atas laporan yang keyakinannya sekitar ambang itu. "
                "Yang tidak lolos lagi ditinjau orang; ambang turun sendiri begitu putusan yang baru membaik.",
            ]


def _word(*, word: str, now: int, before: int, share_now: float, share_before: float) -> str:
    usual = f"biasanya {_percent(share_before)}" if before else "belum pernah dalam empat minggu sebelumnya"
    return f"“{word}”: {now} laporan ({_percent(share_now)}), {usual}"


def _percent(share: float) -> str:
    return numeral(share, ".1%")
