"""Tables that can be read at any width: folded where that is enough, else a line for each cell; whole in a file."""

from collections.abc import Iterable

from rich.cells import cell_len
from rich.console import Console
from rich.measure import Measurement
from rich.table import Column, Table

PROSE = 16
"""A column of words is readable down to this width."""
BETWEEN = 3
"""What a column takes beside its text: its border and a blank on each side."""
ENDLESS = 10_000


def show_table(console: Console, table: Table) -> None:
    """Print it. Columns marked `no_wrap` (ids, moments, numbers) are never broken, others are folded.

    Where the terminal is too narrow even so, each row becomes a block with a line for each cell. A file or a pipe has
    no width: there every row stays on its line.
    """
    if not console.is_terminal:
        console.width = max(console.width, _natural_width(console, table))
    for column in table.columns:
        column.overflow = "fold"
        if column.no_wrap:
            column.no_wrap, column.width = False, _width_of(console, column)
    least = sum(column.width or min(PROSE, _width_of(console, column)) for column in table.columns)
    fits = not table.show_header or least + BETWEEN * len(table.columns) + 1 <= console.width
    console.print(table if fits else _blocks(table))


def _natural_width(console: Console, table: Table) -> int:
    return Measurement.get(console, console.options.update(max_width=ENDLESS), table).maximum


def _width_of(console: Console, column: Column) -> int:
    """Of the longest line among its cells and of the longest word of its header, which may be folded."""
    return max((cell_len(text) for text in (*str(column.header).split(), *_lines(console, column.cells))), default=1)


def _lines(console: Console, cells: Iterable[object]) -> list[str]:
    return [line for cell in cells for line in console.render_str(str(cell)).plain.split("\n")]


def _blocks(table: Table) -> Table:
    """The same with a row for each cell that says something, its header on the left."""
    blocks = Table(title=table.title, title_justify=table.title_justify, show_header=False)
    blocks.add_column(no_wrap=True, style="bold")
    blocks.add_column(overflow="fold")
    for row in zip(*(column.cells for column in table.columns), strict=True):
        for column, cell in zip(table.columns, row, strict=True):
            if cell:
                blocks.add_row(column.header, cell)
        blocks.add_section()
    return blocks
