"""How numbers are written: 1.234,5 in Indonesian, 1,234.5 in English."""

from complaints.messages import Language

MARKS = str.maketrans(".,", ",.")


def numeral(value: float, form: str = ",", language: Language = "id") -> str:
    """The number in this form (as of `format`, such as ".1%"), with the marks of the language."""
    written = format(value, form)
    return written.translate(MARKS) if language == "id" else written
