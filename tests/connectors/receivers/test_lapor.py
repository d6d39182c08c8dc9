"""LAPOR! as a receiver, over a real connection: what is documented happens once, all else is refused."""

from collections.abc import Callable, Iterator

import pytest

from complaints.delivery import Delivered, Failed, Outcome, Parcel
from connectors.lapor_api import LaporAccount, LaporApi, LaporRefused
from connectors.receivers.asking import open_client
from connectors.receivers.lapor import Lapor
from tests.lapor_server import BEARER, INSTITUTIONS, OURS, TOKEN, USER, LaporServer, broken, busy, line, silent

NOT_OURS = {"kind": "bukan-kewenangan", "target": ("LUAR", "luar", "LUAR", "luar-kejaksaan")}
ASKED = {"kind": "minta-informasi", "target": (), "message": "Mohon sebutkan nomor antrean Anda."}


@pytest.fixture
def server() -> Iterator[LaporServer]:
    server = LaporServer()
    server.add_report("9000001")
    yield server
    server.close()


@pytest.fixture
def api(server: LaporServer) -> Iterator[LaporApi]:
    account = LaporAccount(url=server.url, bearer=BEARER, token=TOKEN, user=USER, institution=OURS)
    with open_client() as http:
        yield LaporApi(account=account, http=http)


@pytest.fixture
def bring(api: LaporApi) -> Callable[[Parcel], Outcome]:
    names = {"luar-kejaksaan": "Kejaksaan Agung"}
    lapor = Lapor(api=api, names=lambda path: names.get(path[-1], path[-1]))

    def run(parcel: Parcel) -> Outcome:
        ((_, outcome),) = lapor.carry([parcel])
        return outcome

    return run


@pytest.mark.parametrize("addressee", ["", "kejaksaan  agung", "13"])
def test_what_is_not_ours_goes_back_with_the_right_institution(
    server: LaporServer, bring: Callable[[Parcel], Outcome], parcel: Callable[..., Parcel], addressee: str
) -> None:
    assert bring(parcel(1, **NOT_OURS, addressee=addressee)) == Delivered(receipt="Kejaksaan Agung")
    (entry,) = server.reports["9000001"]["log"]
    assert entry["institution_to_name"] == "Kejaksaan Agung"


def test_an_institution_that_lapor_does_not_know_waits_for_a_person(
    server: LaporServer, bring: Callable[[Parcel], Outcome], parcel: Callable[..., Parcel]
) -> None:
    assert bring(parcel(1, **NOT_OURS, addressee="Dinas Entah")) == Failed(code="institution_unknown", is_final=True)
    assert server.reports["9000001"]["log"] == []


def test_a_question_reaches_the_reporter_with_what_is_documented(
    server: LaporServer, bring: Callable[[Parcel], Outcome], parcel: Callable[..., Parcel]
) -> None:
    assert bring(parcel(1, **ASKED, rahasia=True)) == Delivered()
    (written,) = server.follow_ups["9000001"]
    assert (written["content"], written["is_secret"]) == (ASKED["message"], "1")
    assert written["institution_from_name"] == INSTITUTIONS[OURS]


@pytest.mark.parametrize("fields", [NOT_OURS, ASKED])
def test_what_was_done_without_an_answer_is_not_done_again(
    server: LaporServer,
    bring: Callable[[Parcel], Outcome],
    parcel: Callable[..., Parcel],
    fields: dict[str, object],
) -> None:
    server.follow_ups["9000001"] = [{"content": str(n), "created_at": ""} for n in range(5)]
    # The list of institutions is asked for first.
    server.faults = [silent] if fields is ASKED else [lambda _, act: act(), silent]

    lost = bring(parcel(1, **fields))

    assert isinstance(lost, Failed)
    assert (lost.code, lost.may_have_arrived) == ("no_answer", True)
    assert isinstance(bring(parcel(1, **fields, attempts=2, may_have_arrived=True)), Delivered)
    assert len(server.reports["9000001"]["log"]) + len(server.follow_ups["9000001"]) == 6
    assert [path for method, path in server.asked if method == "POST"].count(server.asked[-1][1]) <= 1


def test_where_others_sent_the_report_is_no_sign_that_we_did(
    server: LaporServer, bring: Callable[[Parcel], Outcome], parcel: Callable[..., Parcel]
) -> None:
    server.log("9000001", line("", "Admin Nasional", "Kejaksaan Agung", "Belum Terverifikasi", "Tertunda"))
    bring(parcel(1, **NOT_OURS, attempts=2, may_have_arrived=True))
    assert [one["institution_from_name"] for one in server.reports["9000001"]["log"]] == [
        "Admin Nasional",
        INSTITUTIONS[OURS],
    ]


@pytest.mark.parametrize("kind", ["disposisi", "peringatan-tenggat"])
def test_what_is_not_documented_is_refused(
    server: LaporServer, bring: Callable[[Parcel], Outcome], parcel: Callable[..., Parcel], kind: str
) -> None:
    refused = bring(parcel(1, kind=kind))
    assert refused == Failed(code="lapor_undocumented", detail="bukan-kewenangan, minta-informasi", is_final=True)
    assert server.asked == []


@pytest.mark.parametrize("external_id", ["../../masters", "9000001?x=1", "a b", ""])
def test_a_number_that_is_none_of_lapor_asks_nothing(
    server: LaporServer, bring: Callable[[Parcel], Outcome], parcel: Callable[..., Parcel], external_id: str
) -> None:
    assert bring(parcel(1, **ASKED, external_id=external_id)) == Failed(code="no_lapor_id", is_final=True)
    assert server.asked == []


def test_busy_broken_and_closed_doors_are_told_apart(
    server: LaporServer, api: LaporApi, bring: Callable[[Parcel], Outcome], parcel: Callable[..., Parcel]
) -> None:
    server.faults = [busy, broken]
    found = [bring(parcel(1, **ASKED)) for _ in range(2)]
    assert [one.code for one in found if isinstance(one, Failed)] == ["busy", "broken"]
    stranger = LaporApi(account=LaporAccount(**{**vars(api.account), "bearer": "salah"}), http=api.http)
    with pytest.raises(LaporRefused) as refused:
        stranger.institutions()
    assert refused.value.failed.code == "not_let_in"


def test_follow_ups_are_read_page_by_page_and_no_address_of_an_answer_is_followed(
    server: LaporServer, api: LaporApi
) -> None:
    server.follow_ups["9000001"] = [{"content": str(n), "created_at": ""} for n in range(5)]
    assert [one.content for one in api.follow_ups("9000001")] == list("01234")
    pages = [path.rpartition("?")[2] for _, path in server.asked]
    assert pages == ["page=1", "page=2", "page=3"]


def test_what_we_hold_is_never_shown(api: LaporApi) -> None:
    shown = repr(api.account)
    assert BEARER not in shown
    assert TOKEN not in shown
