"""Labelled rows of any instansi, from JSON lines, CSV or Excel, with the taxonomy that their labels belong to."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import chain
from pathlib import Path

from classifier.errors import InvalidRows
from classifier.groups import LeftOut
from classifier.rows import Columns, LabelledRow, Record, json_records, rows_of
from classifier.train import Origin
from complaints.cleaning import clean_text
from complaints.errors import Position, Problem
from complaints.taxonomy import Taxonomy, flat_taxonomy, read_taxonomy
from connectors.csv_file import csv_tables
from connectors.tables import FileRow, Table
from connectors.xlsx_file import xlsx_tables

EXCEL = frozenset({".xlsx", ".xlsm"})
TABLES = EXCEL | {".csv", ".tsv", ".txt"}


@dataclass(frozen=True, kw_only=True)
class LabelledData:
    """Rows to learn from, the tree of their labels, and what is left out together when the model is checked."""

    rows: Sequence[LabelledRow]
    taxonomy: Taxonomy
    left_out: LeftOut

    @property
    def origin(self) -> Origin:
        return Origin(own=False, left_out=self.left_out)


def read_labelled(path: Path, columns: Columns, known: Taxonomy, taxonomy: Path | None = None) -> LabelledData:
    """The rows of this file but for those of split "holdout".

    Without a taxonomy file the labels are leaves of the `known` one where at least one of them is a leaf there;
    otherwise the labels found are the leaves of a tree of one level. Raises InvalidRows or InvalidTaxonomy, which name
    the row, the field and the remedy, UnreadableFile, or OSError.
    """
    records = list(records_of(path, columns))
    tree = read_taxonomy(taxonomy) if taxonomy else _tree_of(records, columns, known)
    rows = [_clean(row) for row in rows_of(records, tree, columns) if row.split != "holdout"]
    if not rows:
        raise InvalidRows(Problem(code="rows_nothing_to_learn", field=path.name))
    return LabelledData(rows=rows, taxonomy=tree, left_out=_left_out(rows, columns))


def _clean(row: LabelledRow) -> LabelledRow:
    """The row as it would be stored, so that the model learns from what it will be asked."""
    message = replace(row.message, judul=clean_text(row.message.judul), isi=clean_text(row.message.isi))
    return replace(row, message=message)


def _left_out(rows: Iterable[LabelledRow], columns: Columns) -> LeftOut:
    if columns.time:
        return LeftOut.TIME
    return LeftOut.VOICES if any(row.voice for row in rows) else LeftOut.LIKENESS


def _tree_of(records: Sequence[Record], columns: Columns, known: Taxonomy) -> Taxonomy:
    labels = {label.strip() for record in records if isinstance(label := record.cells.get(columns.label), str)} - {""}
    return flat_taxonomy(labels) if labels and not labels & set(known.leaves) else known


def records_of(path: Path, columns: Columns) -> Iterator[Record]:
    """The rows of a file, not yet judged. Raises InvalidRows where no table has the wanted columns."""
    if path.suffix.lower() not in TABLES:
        return json_records(path)
    tables = xlsx_tables(path) if path.suffix.lower() in EXCEL else csv_tables(path)
    return _table_records(path, tables, columns)


def _table_records(path: Path, tables: Iterable[Table], columns: Columns) -> Iterator[Record]:
    """The rows below the header of the first table that has the wanted columns. Raises InvalidRows where none has."""
    wanted = {name for name in (columns.text, columns.label, columns.time) if name}
    best: Sequence[str] = ()
    for table in tables:
        header = [cell.strip() for cell in next(table, FileRow(number=1)).cells]
        if wanted <= set(header):
            return (_record(path, header, row) for row in table if row.problem or any(row.cells))
        best = max(best, header, key=len)
    missing = ", ".join(sorted(wanted - set(best)))
    values = {"missing": missing, "known": ", ".join(best) or "-"}
    raise InvalidRows(Problem(code="rows_columns", field=path.name, values=values))


def _record(path: Path, header: Sequence[str], row: FileRow) -> Record:
    place = Position(file=path.name, unit="row", number=row.number)
    if row.problem:
        return Record(place=place, cells={}, fault=row.problem)
    cells = chain(row.cells, [""] * (len(header) - len(row.cells)))
    return Record(place=place, cells=dict(zip(header, cells, strict=False)))
