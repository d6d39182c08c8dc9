"""Monev as a workbook: a sheet per table, numbers as numbers, and the charts."""

from collections.abc import Sequence
from io import BytesIO

from openpyxl import Workbook
from openpyxl.chart import BarChart, Reference
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from complaints.monev import Kind
from complaints.monev_shapes import Chart, Table

FORMATS = {Kind.SHARE: "0.0%", Kind.DAYS: "0.00", Kind.SCORE: "0.00", Kind.COUNT: "#,##0"}
LONGEST_TITLE = 31
WIDTHS = (34, 13)
CHART_ROWS = 18


def write_workbook(title: str, notes: Sequence[str], tables: Sequence[Table], charts: Sequence[Chart]) -> bytes:
    """The workbook: what it is and the charts on the first sheet, then a sheet for each table."""
    book = Workbook()
    front = book.worksheets[0]
    front.title = "Monev"
    for number, text in enumerate([title, *notes], start=1):
        front.cell(number, 1, text).font = Font(bold=number == 1, size=14 if number == 1 else 11)
    for table in tables:
        _write_table(book.create_sheet(table.title[:LONGEST_TITLE]), table)
    if charts:
        _draw(front, book.create_sheet("Data grafik"), charts, first_row=len(notes) + 3)
    target = BytesIO()
    book.save(target)
    return target.getvalue()


def _write_table(sheet: Worksheet, table: Table) -> None:
    for column, heading in enumerate(table.columns, start=1):
        cell = sheet.cell(1, column, heading.name)
        cell.font, cell.alignment = Font(bold=True), Alignment(wrap_text=True, vertical="top")
        sheet.column_dimensions[get_column_letter(column)].width = WIDTHS[column > 1]
    for row, cells in enumerate(table.rows):
        for column, value in enumerate(cells):
            cell = sheet.cell(row + 2, column + 1, value)
            kind = table.kind_of(row, column)
            if isinstance(value, str):
                # A name is never a formula.
                cell.data_type = "s"
            elif kind is not None:
                cell.number_format = FORMATS[kind]
    sheet.freeze_panes = "B2"


def _draw(front: Worksheet, data: Worksheet, charts: Sequence[Chart], *, first_row: int) -> None:
    top = 1
    for number, chart in enumerate(charts):
        data.append([chart.title, *(name for name, _ in chart.series)])
        for index, label in enumerate(chart.labels):
            data.append([label, *(values[index] for _, values in chart.series)])
        bottom = top + len(chart.labels)
        drawn = BarChart()
        drawn.type, drawn.title, drawn.height, drawn.width = "bar", chart.title, 9, 24
        drawn.x_axis.delete = drawn.y_axis.delete = False
        drawn.add_data(
            Reference(data, min_col=2, max_col=1 + len(chart.series), min_row=top, max_row=bottom),
            titles_from_data=True,
        )
        drawn.set_categories(Reference(data, min_col=1, min_row=top + 1, max_row=bottom))
        front.add_chart(drawn, f"A{first_row + number * CHART_ROWS}")
        top = bottom + 1
