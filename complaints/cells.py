"""Cells that are safe to open in a spreadsheet."""

# What a spreadsheet would take for a formula.
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


def plain_cell(text: str) -> str:
    """The text, kept from being a formula by a quote before it."""
    return f"'{text}" if text.startswith(FORMULA_STARTS) else text
