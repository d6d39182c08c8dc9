"""Monev on paper: what it is, the charts, and the tables with their headings on every page."""

from collections.abc import Sequence
from io import BytesIO
from xml.sax.saxutils import escape

from reportlab.graphics.charts.barcharts import VerticalBarChart
from reportlab.graphics.charts.legends import Legend
from reportlab.graphics.shapes import Drawing
from reportlab.lib import colors
from reportlab.lib.pagesizes import A4, landscape
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import BaseDocTemplate, Flowable, Frame, KeepTogether, PageTemplate, Paragraph, TableStyle
from reportlab.platypus import Table as DrawnTable

from complaints.monev_shapes import Chart, Table

PAGE = landscape(A4)
MARGIN = 12 * mm
WIDTH = PAGE[0] - 2 * MARGIN
FIRST_SHARE = 0.2
CHART_HEIGHT = 180
# Apart in print without colours, too: dark, light, middle.
FILLS = (colors.HexColor("#9aa7b8"), colors.HexColor("#12507b"), colors.HexColor("#d08a1d"))
TITLE = ParagraphStyle("title", fontName="Helvetica-Bold", fontSize=16, leading=20, spaceAfter=4)
HEADING = ParagraphStyle(
    "heading", fontName="Helvetica-Bold", fontSize=11, leading=14, spaceBefore=10, spaceAfter=4, keepWithNext=1
)
TEXT = ParagraphStyle("text", fontName="Helvetica", fontSize=8, leading=10)
CELL = ParagraphStyle("cell", fontName="Helvetica", fontSize=6.5, leading=8)
HEAD = ParagraphStyle("head", parent=CELL, fontName="Helvetica-Bold")
LOOK = TableStyle(
    [
        ("GRID", (0, 0), (-1, -1), 0.25, colors.HexColor("#b5bcc6")),
        ("BACKGROUND", (0, 0), (-1, 0), colors.HexColor("#e8edf3")),
        ("VALIGN", (0, 0), (-1, -1), "TOP"),
        ("ALIGN", (1, 1), (-1, -1), "RIGHT"),
        ("FONT", (0, 0), (-1, -1), CELL.fontName, CELL.fontSize, CELL.leading),
        *[(f"{side}PADDING", (0, 0), (-1, -1), 2) for side in ("LEFT", "RIGHT", "TOP", "BOTTOM")],
    ]
)


def write_pdf(title: str, notes: Sequence[str], tables: Sequence[Table], charts: Sequence[Chart]) -> bytes:
    """The document as PDF, A4 across; the charts stand behind the first table."""
    target = BytesIO()
    document = BaseDocTemplate(
        target, pagesize=PAGE, title=title, author="Tepat Alamat", subject="Monev", lang="id", invariant=1
    )
    frame = Frame(MARGIN, MARGIN, WIDTH, PAGE[1] - 2 * MARGIN, 0, 0, 0, 0)
    document.addPageTemplates([PageTemplate(id="page", frames=[frame], onPage=_number_page)])
    story: list[Flowable] = [Paragraph(escape(title), TITLE), *(Paragraph(escape(note), TEXT) for note in notes)]
    for number, table in enumerate(tables):
        story += [Paragraph(escape(table.title), HEADING), _table(table)]
        if number == 0:
            for chart in charts:
                story += [KeepTogether([Paragraph(escape(chart.title), HEADING), _bars(chart)])] if chart.labels else []
    document.build(story)
    return target.getvalue()


def _number_page(canvas: Canvas, document: BaseDocTemplate) -> None:
    canvas.setFont("Helvetica", 7)
    canvas.drawRightString(PAGE[0] - MARGIN, MARGIN / 2, f"Halaman {canvas.getPageNumber()}")


def _table(table: Table) -> Flowable:
    heads = [Paragraph(escape(column.name), HEAD) for column in table.columns]
    rows = [
        [
            # A number needs no line breaks, and as a paragraph it takes ten times as long.
            Paragraph(escape(text), CELL) if column == 0 or table.kind_of(row, column) is None else text
            for column, text in enumerate(cells)
        ]
        for row, cells in enumerate(table.written())
    ]
    first = WIDTH * FIRST_SHARE
    others = (WIDTH - first) / max(1, len(heads) - 1)
    if not rows:
        return Paragraph("Belum ada angka.", TEXT)
    return DrawnTable([heads, *rows], colWidths=[first, *[others] * (len(heads) - 1)], repeatRows=1, style=LOOK)


def _bars(chart: Chart) -> Drawing:
    drawing = Drawing(WIDTH, CHART_HEIGHT)
    bars = VerticalBarChart()
    bars.x, bars.y, bars.width, bars.height = 30, 62, int(WIDTH) - 40, CHART_HEIGHT - 90
    bars.data = [list(values) for _, values in chart.series]
    bars.valueAxis.valueMin = 0
    if chart.most:
        bars.valueAxis.valueMax = chart.most
        bars.valueAxis.valueStep = chart.most // 5
    bars.valueAxis.labels.fontSize = bars.categoryAxis.labels.fontSize = 6.5
    bars.categoryAxis.categoryNames = [_folded(label) for label in chart.labels]
    bars.categoryAxis.labels.dy = -4
    bars.categoryAxis.labels.boxAnchor = "n"
    legend = Legend()
    legend.x, legend.y, legend.fontSize, legend.alignment = 30, CHART_HEIGHT - 12, 7, "right"
    legend.columnMaximum, legend.deltax = 1, 110
    legend.colorNamePairs = [(FILLS[index], f"{name}") for index, (name, _) in enumerate(chart.series)]
    for index in range(len(chart.series)):
        bars.bars[index].fillColor = FILLS[index]
        bars.bars[index].strokeColor = None
    drawing.add(bars)
    drawing.add(legend)
    return drawing


def _folded(label: str, width: int = 16) -> str:
    """The label on several short lines."""
    lines = [""]
    for word in label.split():
        if lines[-1] and len(lines[-1]) + len(word) >= width:
            lines.append("")
        lines[-1] = f"{lines[-1]} {word}".strip()
    return "\n".join(lines)
