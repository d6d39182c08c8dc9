"""The queue as people see it: filters, search, counts and kept views, without any script."""

from collections.abc import Callable
from html.parser import HTMLParser
from itertools import product
from urllib.parse import quote

import pytest
from starlette.testclient import TestClient

from complaints.access import Role
from complaints.report import Place
from complaints.routing import Automation

Waiting = Callable[..., str]
ClientAs = Callable[..., TestClient]
FIELDS = ("bidang", "unit", "kanwil", "kantor", "alasan", "jenis", "klasifikasi", "provinsi", "kota", "umur", "cari")
HOSTILE = [
    "' OR 1=1 --",
    "'; DROP TABLE reports; --",
    "%(x)s %s",
    '"><script>alert(1)</script>',
    "\x00",
    "a&b|!c",
    "🙂",
]
WEST_JAVA = Place(provinsi="Jawa Barat", kota="Cianjur")


class Options(HTMLParser):
    """The options of each select, by its name: value to text; and the values that are selected."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.of: dict[str, dict[str, str]] = {}
        self.chosen: dict[str, str] = {}
        self._select, self._value = "", None
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        if tag == "select":
            self._select = values["name"] or ""
            self.of[self._select] = {}
        elif tag == "option":
            self._value = values["value"] or ""
            if "selected" in values:
                self.chosen[self._select] = self._value

    def handle_data(self, data: str) -> None:
        if self._value is not None:
            self.of[self._select][self._value] = data.strip()
            self._value = None


@pytest.fixture
def three(waiting: Waiting) -> dict[str, str]:
    """A report about a passport in West Java, one about a pavement, and one that is rahasia."""
    return {
        "paspor": waiting(judul="Antrean paspor", place=WEST_JAVA),
        "trotoar": waiting(judul="Trotoar", isi="trotoar rusak di depan pasar"),
        "rahasia": waiting(judul="Tertutup", isi="paspor istimewa", rahasia=True, place=WEST_JAVA),
    }


def shown(client: TestClient, address: str, reports: dict[str, str]) -> set[str]:
    page = client.get(address).text
    return {name for name, id_ in reports.items() if f"/laporan/{id_}" in page}


SHOWN = {
    "/?bidang=imigrasi": {"paspor", "rahasia"},
    "/?unit=LUAR": {"trotoar"},
    "/?kantor=KANIM-CJR": {"paspor"},
    "/?kanwil=IMI-KW-32": {"paspor"},
    "/?kanwil=LP-SRG": set(),
    "/?kanwil=IMI-KW-32&kantor=LP-SRG": set(),
    "/?alasan=outside": {"trotoar"},
    "/?jenis=audit": set(),
    "/?klasifikasi=tidak-berkadar": {"paspor", "trotoar", "rahasia"},
    "/?provinsi=Jawa+Barat": {"paspor"},
    "/?kota=Cianjur&bidang=imigrasi": {"paspor"},
    "/?umur=1": set(),
    "/?cari=&bidang=luar&umur=&tenggat=": {"trotoar"},
    "/?cari=tro+pasar": {"trotoar"},
    "/?cari=istimewa": set(),
    "/?cari=paspor&bidang=luar": set(),
}


def test_a_filter_shows_what_it_keeps(client: TestClient, three: dict[str, str]) -> None:
    assert {address: shown(client, address, three) for address in SHOWN} == SHOWN


def test_every_choice_says_how_many_it_leaves(client: TestClient, three: dict[str, str]) -> None:
    options = Options(client.get("/?bidang=luar").text)
    assert options.of["bidang"] == {"": "Semua bidang", "imigrasi": "imigrasi (2)", "luar": "luar (1)"}
    assert options.chosen["bidang"] == "luar"
    assert options.of["unit"] == {"": "Semua unit", "LUAR": "LUAR (1)"}
    assert "kota" not in options.of
    assert Options(client.get("/").text).of["kanwil"]["IMI-KW-32"] == "Kanwil Imigrasi Jawa Barat (1)"


def test_a_chosen_value_that_leaves_nothing_still_stands_in_the_form(client: TestClient, three: dict[str, str]) -> None:
    page = client.get("/?kota=Langsa").text
    assert Options(page).of["kota"]["Langsa"] == "Langsa (0)"
    assert "Longgarkan saringannya" in page


def test_an_audited_report_is_not_found_by_its_suggestion(
    client: TestClient, audited: Callable[[Automation], str]
) -> None:
    reports = {"audit": audited(Automation.SHADOW)}
    assert shown(client, "/?jenis=audit", reports) == {"audit"}
    assert shown(client, "/?cari=jadwal", reports) == {"audit"}
    for told in ("bidang=imigrasi", "unit=IMI", "kantor=KANIM-CJR", "kanwil=IMI-KW-32", "alasan=shadow"):
        assert shown(client, f"/?{told}", reports) == set()
    options = Options(client.get("/").text).of
    assert "bidang" not in options
    assert "kantor" not in options
    assert "alasan" not in options


def test_whatever_stands_in_a_field_is_only_looked_for(client: TestClient, three: dict[str, str]) -> None:
    for page, field, written in product(("/", "/laporan", "/dasbor"), FIELDS, HOSTILE):
        answer = client.get(f"{page}?{field}={quote(written)}", headers={"Accept": "text/html"})
        assert answer.status_code in {200, 422}
        assert "<script>" not in answer.text
    assert shown(client, "/", three) == set(three)


def test_the_next_page_keeps_the_filter(client: TestClient, waiting: Waiting) -> None:
    made = {str(number): waiting(judul=f"Nomor {number}") for number in range(27)}
    waiting(judul="Trotoar", isi="rusak")
    first = client.get("/?bidang=imigrasi").text
    following = next(part.split('"')[0] for part in first.split('href="') if "cursor=" in part)
    assert following.startswith("/?bidang=imigrasi&amp;cursor=")
    second = client.get(following.replace("&amp;", "&")).text
    pages = [{name for name, id_ in made.items() if f"/laporan/{id_}?" in page} for page in (first, second)]
    assert [len(page) for page in pages] == [25, 2]
    assert pages[0] | pages[1] == set(made)


def test_a_view_is_kept_for_its_person_and_dropped(client_as: ClientAs, three: dict[str, str]) -> None:
    sari, budi = client_as("sari"), client_as("budi")
    kept = {"nama_tampilan": "Paspor Jabar", "saringan": "provinsi=Jawa+Barat&bidang=imigrasi&asing=1"}
    answer = sari.post("/antrean/tampilan", data=kept, follow_redirects=False)
    assert (answer.status_code, answer.headers["location"]) == (303, "/?bidang=imigrasi&provinsi=Jawa+Barat")
    page = sari.get("/").text
    assert ">Paspor Jabar</a>" in page
    assert "Paspor Jabar" not in budi.get("/").text
    number = page.split('name="tampilan" value="')[1].split('"')[0]
    assert budi.post("/antrean/tampilan/hapus", data={"tampilan": number}).status_code == 404
    sari.post("/antrean/tampilan/hapus", data={"tampilan": number})
    assert "Paspor Jabar" not in sari.get("/").text


@pytest.mark.parametrize(
    "form",
    [
        {"nama_tampilan": "", "saringan": "bidang=luar"},
        {"nama_tampilan": "x" * 61, "saringan": "bidang=luar"},
        {"nama_tampilan": "Kosong", "saringan": ""},
        {"nama_tampilan": "Asing", "saringan": "bidang=%27%3B--&entah=1"},
    ],
)
def test_a_view_needs_a_name_and_a_filter(client: TestClient, form: dict[str, str]) -> None:
    answer = client.post("/antrean/tampilan", data=form)
    assert answer.status_code == 422
    assert '<nav class="filters"' not in client.get("/").text


def test_who_may_only_read_is_not_offered_to_confirm(client_as: ClientAs, waiting: Waiting) -> None:
    waiting()
    assert "Setujui bersama" in client_as("sari", Role.REVIEWER).get("/").text
    assert "Setujui bersama" not in client_as("ana", Role.AUDITOR).get("/").text
