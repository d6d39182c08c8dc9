"""Monev on its page, within reach, and as files for the public."""

from collections.abc import Callable
from datetime import UTC, datetime
from io import BytesIO

import pytest
from openpyxl import load_workbook
from starlette.testclient import TestClient

from api.services import Services
from complaints.access import Reach, Role
from complaints.monev import span_holding
from database.monev import measure

ClientAs = Callable[..., TestClient]
CODE = span_holding(datetime.now(UTC).date()).code


@pytest.fixture
def quarter(services: Services, waiting: Callable[..., str]) -> None:
    """A measured quarter: two reports about passports, one of them anonim, and one for somebody else."""
    waiting(klasifikasi="informasi")
    waiting(klasifikasi="informasi", anonim=True)
    waiting(judul="Trotoar", isi="trotoar rusak")
    with services.pool.connection() as connection:
        measure(connection, span_holding(datetime.now(UTC).date()), [], actor="test")


def row(page: str, name: str) -> str:
    return page.split(f'<th scope="row">{name}</th>')[1].split("</tr>", maxsplit=1)[0]


def test_before_anything_is_measured_the_page_says_how(client: TestClient) -> None:
    assert "tepat monev 2026-Q3" in client.get("/monev").text


@pytest.mark.usefixtures("quarter")
def test_the_page_tells_the_newest_quarter_whole(client: TestClient) -> None:
    page = client.get("/monev").text
    assert f"triwulan {CODE[-1]} tahun {CODE[:4]}" in page
    assert row(page, "Laporan masuk").startswith('<td class="number">3</td>')
    assert '<td class="number">33,3%</td>' in row(page, "Anonim")
    assert row(page.split("<h2>Per unit</h2>")[1], "IMI").startswith('<td class="number">2</td>')
    assert page.count('role="img"') == 2
    assert "Kantor Imigrasi Cianjur" in client.get(f"/monev?periode={CODE}&tingkat=kantor").text


@pytest.mark.usefixtures("quarter")
def test_who_reaches_a_part_sees_the_figures_of_that_part(client_as: ClientAs) -> None:
    sari = client_as("sari", Role.REVIEWER, Reach(path=("IMIPAS", "imigrasi")))
    page = sari.get("/monev").text
    assert row(page, "Laporan masuk").startswith('<td class="number">2</td>')
    assert "LUAR" not in page


@pytest.mark.usefixtures("quarter")
def test_files_are_fit_for_the_public(client: TestClient) -> None:
    answer = client.get(f"/monev/{CODE}/monev.xlsx")
    assert answer.headers["content-disposition"] == f'attachment; filename="monev-{CODE}.xlsx"'
    rows = {cells[0]: cells for cells in load_workbook(BytesIO(answer.content))["Ringkasan"].values}
    assert (rows["Laporan masuk"][1], rows["Anonim"][1], rows["Anonim"][4]) == (3, "<5", "<5")
    paper = client.get(f"/monev/{CODE}/monev.pdf")
    assert paper.headers["content-type"] == "application/pdf"
    assert paper.content.startswith(b"%PDF-")


@pytest.mark.usefixtures("quarter")
@pytest.mark.parametrize("code", ["2019-Q1", "besok"])
def test_what_was_not_measured_is_not_found(client: TestClient, code: str) -> None:
    for address in (f"/monev?periode={code}", f"/monev/{code}/monev.xlsx", f"/monev/{code}/monev.pdf"):
        assert client.get(address).status_code == 404


def test_a_program_reads_no_figures(client_as: ClientAs) -> None:
    assert client_as("unit-a", Role.MACHINE).get("/monev").status_code == 403
