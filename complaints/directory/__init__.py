"""Units, offices, regions and the taxonomy, read from the CSV files of this folder or of another one like it."""

from functools import cache
from pathlib import Path

from complaints.directory.facts import Directory, Office, OfficeWord, Region, Unit, WordUse
from complaints.directory.reading import read_directory
from complaints.taxonomy import Taxonomy, read_taxonomy

SHIPPED_FOLDER = Path(__file__).parent

__all__ = [
    "SHIPPED_FOLDER",
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
    return read_directory(SHIPPED_FOLDER)


@cache
def shipped_taxonomy() -> Taxonomy:
    """The taxonomy that comes with this package. Raises InvalidTaxonomy."""
    return read_taxonomy(SHIPPED_FOLDER / "taxonomy.csv")
