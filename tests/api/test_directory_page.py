"""The directory as people see it, and their word on the data of an office."""

import re
from collections.abc import Callable
from dataclasses import replace

import pytest
from starlette.testclient import TestClient

from api.services import Services
from complaints.access import Reach, Role
from complaints.directory import SHIPPED_FOLDER, shipped_directory
from complaints.directory.snapshot import read_files, version_of
from database import audit, facts
from database.confirming import latest_confirmations

OFFICE = "/direktori/kantor/KANIM-CJR"


@pytest.fixture(autouse=True)
def loaded(services: Services) -> None:
    with services.pool.connection() as connection:
        facts.load_directory(connection, "d1", {}, actor="test")


def seen_on(page: str) -> str:
    found = re.search(r'name="seen" value="(\w+)"', page)
    assert found
    return found[1]


def say(client: TestClient, benar: str = "ya", catatan: str = "", seen: str = "") -> int:
    values = {"seen": seen or seen_on(client.get(OFFICE).text), "benar": benar, "catatan": catatan}
    return client.post(f"{OFFICE}/konfirmasi", data=values, follow_redirects=False).status_code


def test_offices_are_found_and_filtered(client: TestClient) -> None:
    for query, found in (
        ("cari=kanim+cianjur", ["KANIM-CJR"]),
        ("jenis=Lapas", ["LP-SRG"]),
        ("kanwil=IMI-KW-32", ["KANIM-CJR"]),
        ("provinsi=Jawa+Barat", ["KANIM-CJR"]),
        ("cari=tidak-ada", []),
        ("", ["IMI-KW-32", "KANIM-CJR", "KW-JTG", "LP-SRG"]),
    ):
        page = client.get(f"/direktori?{query}").text
        assert sorted(set(re.findall(r"/direktori/kantor/([\w-]+)", page))) == found, query


def test_the_whole_directory_comes_in_pages_without_gap_or_repeat(
    services: Services, client_as: Callable[..., TestClient]
) -> None:
    client = client_as("dewi", Role.DATA, over=replace(services, directory=shipped_directory))
    ids: list[str] = []
    address = "/direktori?jenis=Lapas"
    while address:
        page = client.get(address).text
        ids += re.findall(r"<h2><a href=\"/direktori/kantor/([\w.-]+)", page)
        following = re.search(r'href="(/direktori\?[^"]*setelah=[^"]*)"', page)
        address = following[1].replace("&amp;", "&") if following else ""
    assert len(ids) == len(set(ids)) == sum(office.kind == "Lapas" for office in shipped_directory().offices)


def test_a_page_of_an_office_tells_all_that_is_known(client: TestClient) -> None:
    page = client.get(OFFICE).text
    for text in (
        "Kantor Imigrasi Cianjur",
        "Kanim Cianjur",
        "Kabupaten Cianjur",
        "Kanwil Imigrasi Jawa Barat",
        "Belum ada yang",
    ):
        assert text in page
    assert client.get("/direktori/kantor/TIDAK-ADA").status_code == 404


def test_a_person_confirms_the_data_and_is_named(client_as: Callable[..., TestClient], services: Services) -> None:
    client = client_as("sari", Role.REVIEWER)
    assert say(client, catatan="Lewat telepon") == 303
    page = client.get(OFFICE).text
    for text in ("Sudah dikonfirmasi", "sari", "Lewat telepon", "direktori d1"):
        assert text in page
    assert "/direktori/kantor/KANIM-CJR" in client.get("/direktori?keadaan=benar").text
    assert "/direktori/kantor/KANIM-CJR" not in client.get("/direktori?keadaan=belum").text
    with services.pool.connection() as connection:
        (entry,) = audit.history(connection, "office:KANIM-CJR")
    assert (entry["actor"], entry["details"]) == ("person:sari", {"right": True, "directory": "d1"})


def test_who_says_that_something_is_wrong_says_what(client: TestClient, services: Services) -> None:
    assert say(client, benar="tidak") == 422
    assert say(client, benar="entah") == 422
    assert say(client, catatan="x" * 1001) == 422
    assert say(client, benar="tidak", catatan="Sudah pindah") == 303
    with services.pool.connection() as connection:
        assert [one.note for one in latest_confirmations(connection).values()] == ["Sudah pindah"]
    assert "Dilaporkan keliru" in client.get(OFFICE).text


def test_data_that_changed_since_are_not_confirmed(client: TestClient) -> None:
    assert say(client, seen="0" * 16) == 409


@pytest.mark.parametrize(
    ("role", "reach", "status"),
    [
        (Role.REVIEWER, Reach(path=("IMIPAS", "imigrasi")), 303),
        (Role.DATA, Reach(offices=("KANIM-CJR",)), 303),
        (Role.REVIEWER, Reach(path=("KUM",)), 403),
        (Role.REVIEWER, Reach(offices=("LP-SRG",)), 403),
        (Role.AUDITOR, Reach(), 403),
        (Role.MACHINE, Reach(), 403),
    ],
)
def test_only_who_works_there_confirms(
    client_as: Callable[..., TestClient], role: Role, reach: Reach, status: int
) -> None:
    seen = seen_on(client_as("admin", Role.ADMIN).get(OFFICE).text)
    client = client_as("sari", role, reach)
    assert say(client, seen=seen) == status
    assert ('name="benar"' in client.get(OFFICE).text) == (status == 303)


def test_changes_between_versions_are_listed(client: TestClient, services: Services) -> None:
    assert "Baru ada satu versi" in client.get("/direktori/perubahan").text
    old = read_files(SHIPPED_FOLDER)
    new = {
        **old,
        "offices.csv": old["offices.csv"].replace("Kantor Wilayah Kementerian Hukum Aceh", "Kanwil <b>Baru</b>", 1),
    }
    with services.pool.connection() as connection:
        for files in (old, new):
            facts.load_directory(connection, version_of(files), files, actor="test")
    page = client.get(f"/direktori/perubahan?dari={version_of(old)}&ke={version_of(new)}").text
    assert "Kantor Wilayah Kementerian Hukum Aceh → " in page
    assert "Kanwil &lt;b&gt;Baru&lt;/b&gt;" in page
    assert "Berganti nama (1)" in page
    assert client.get("/direktori/perubahan?dari=d9&ke=d8").status_code == 404
