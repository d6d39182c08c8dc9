"""Units, offices, regions and the taxonomy, read from the CSV files of this folder or of another one like it."""

from functools import cache
from pathlib import Path

from complaints.directory.facts import Directory, Office, OfficeWord, Region, Unit, WordUse
from complaints.directory.reading import read_directory
from complaints.taxonomy import Taxonomy, read_taxonomy

__all__ = [
    "Directory",
    "Office",
    "OfficeWord",
    "Region",
    "Unit",
    "WordUse",
    "read_directory",
    "shipped_directory",
    "shipped_taxonomy",
]


@cache
def shipped_directory() -> Directory:
    """The directory that comes with this package. Raises InvalidDirectory."""
    return read_directory(Path(__file__).parent)


@cache
def shipped_taxonomy() -> Taxonomy:
    """The taxonomy that comes with this package. Raises InvalidTaxonomy."""
    return read_taxonomy(Path(__file__).parent / "taxonomy.csv")
