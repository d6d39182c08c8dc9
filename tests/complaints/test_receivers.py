"""Who receives what, and what they may see of it."""

from dataclasses import replace
from datetime import UTC, datetime
from uuid import UUID

import pytest

from complaints.delivery import Parcel
from complaints.errors import Problem
from complaints.messages import say
from complaints.receivers import (
    BadReceiver,
    Going,
    Receiver,
    ReceiverKind,
    check_receiver,
    choose_receiver,
    first_due,
    fit_for,
    is_safe_url,
)

EVERYTHING = Receiver(name="semua", kind=ReceiverKind.XLSX, address="/srv/kiriman")
IMIGRASI = replace(EVERYTHING, name="imigrasi", path=("IMIPAS", "imigrasi"))
BOGOR = replace(EVERYTHING, name="bogor", offices=("KANIM-BGR",))
LAPOR = Receiver(name="lapor", kind=ReceiverKind.LAPOR, shipments=("bukan-kewenangan", "minta-informasi"))
KNOWN = [EVERYTHING, IMIGRASI, BOGOR, LAPOR]
GOING = Going(kind="disposisi", target=("IMIPAS", "imigrasi", "IMI"), office_id=None, source="lapor", rahasia=False)


@pytest.mark.parametrize(
    ("going", "name"),
    [
        (GOING, "imigrasi"),
        (replace(GOING, office_id="KANIM-BGR"), "bogor"),
        (replace(GOING, target=("KUM",)), "semua"),
        (replace(GOING, kind="bukan-kewenangan", target=("LUAR", "luar")), "lapor"),
        (replace(GOING, kind="bukan-kewenangan", target=("LUAR",), source="open311"), "semua"),
        (replace(GOING, kind="peringatan-tenggat"), "imigrasi"),
    ],
)
def test_the_nearest_receiver_is_chosen(going: Going, name: str) -> None:
    found = choose_receiver(going, KNOWN)
    assert found is not None
    assert found.name == name


def test_a_rahasia_report_goes_only_to_a_receiver_that_is_marked_for_it() -> None:
    secret = replace(GOING, rahasia=True)
    assert choose_receiver(secret, KNOWN) is None
    marked = replace(EVERYTHING, name="khusus", takes_rahasia=True)
    assert choose_receiver(secret, [*KNOWN, marked]) == marked


def test_letters_wait_for_the_full_hour_and_all_else_goes_at_once() -> None:
    now = datetime(2026, 11, 22, 3, 59, 59, tzinfo=UTC)
    assert first_due(EVERYTHING, now) == now
    assert first_due(replace(EVERYTHING, kind=ReceiverKind.EMAIL), now) == datetime(2026, 11, 22, 4, tzinfo=UTC)


def parcel(**fields: object) -> Parcel:
    values = {"id": 1, "key": UUID(int=1), "report_id": 1, "public_id": UUID(int=2), "source": "lapor", "attempts": 1}
    values |= {"external_id": "1", "kind": "disposisi", "target": (), "office_id": None, "addressee": "", "message": ""}
    now = datetime(2026, 11, 22, tzinfo=UTC)
    values |= {"decided_at": now, "reported_at": now, "klasifikasi": "", "may_have_arrived": False}
    return Parcel(**(values | {"anonim": False, "rahasia": False, "judul": "Judul", "isi": "hp 081234567890"} | fields))


@pytest.mark.parametrize(
    ("kind", "marked", "fields", "isi"),
    [
        ("webhook", False, {}, "hp 081234567890"),
        ("webhook", False, {"anonim": True}, "hp [TELEPON]"),
        ("webhook", False, {"rahasia": True}, ""),
        ("webhook", True, {"rahasia": True}, "hp 081234567890"),
        ("webhook", True, {"rahasia": True, "anonim": True}, "hp [TELEPON]"),
        ("email", False, {}, "hp [TELEPON]"),
        ("email", True, {"rahasia": True}, ""),
        ("xlsx", True, {"anonim": True}, "hp [TELEPON]"),
        ("lapor", False, {"rahasia": True}, ""),
        ("lapor", False, {"anonim": True}, "hp 081234567890"),
    ],
)
def test_each_way_shows_what_it_may(kind: str, marked: bool, fields: dict[str, object], isi: str) -> None:
    receiver = Receiver(name="satu", kind=ReceiverKind(kind), takes_rahasia=marked)
    assert fit_for(parcel(**fields), receiver).isi == isi


@pytest.mark.parametrize(
    ("url", "safe"),
    [
        ("https://kanim.go.id/tepat", True),
        ("http://127.0.0.1:8000/x", True),
        ("http://localhost/x", True),
        ("http://kanim.go.id/tepat", False),
        ("http://127.0.0.1.jahat.id/", False),
        ("http://localhost@jahat.id/", False),
        ("https://nama:sandi@kanim.go.id/", False),
        ("https://kanim.go.id:x/", False),
        ("file:///etc/passwd", False),
        ("gopher://localhost/", False),
        ("https://", False),
        ("", False),
    ],
)
def test_only_https_or_this_machine_is_a_safe_address(url: str, safe: bool) -> None:
    assert is_safe_url(url) is safe


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"name": "Huruf Besar"}, "receiver_name"),
        ({"kind": ReceiverKind.LAPOR}, "lapor_undocumented"),
        ({"kind": ReceiverKind.LAPOR, "shipments": ("disposisi",)}, "lapor_undocumented"),
        ({"kind": ReceiverKind.WEBHOOK, "address": "http://luar.id"}, "receiver_url"),
        ({"kind": ReceiverKind.WEBHOOK, "address": "https://luar.id"}, "receiver_secret"),
        ({"kind": ReceiverKind.WEBHOOK, "address": "https://luar.id", "secret_env": "DATABASE_URL"}, "receiver_secret"),
        ({"kind": ReceiverKind.EMAIL, "address": "a@b\nBcc: c@d.id"}, "receiver_mailbox"),
        ({"kind": ReceiverKind.CSV, "address": "kiriman"}, "receiver_folder"),
        ({"shipments": ("Disposisi!",)}, "receiver_shipment"),
    ],
)
def test_a_receiver_to_whom_nothing_could_be_sent_is_refused_with_the_remedy(
    fields: dict[str, object], code: str
) -> None:
    with pytest.raises(BadReceiver) as refused:
        check_receiver(replace(EVERYTHING, **fields))
    problem: Problem = refused.value.problem
    assert problem.code == code
    assert say(problem, "id") != say(problem, "en")


def test_good_receivers_pass() -> None:
    webhook = Receiver(name="w", kind=ReceiverKind.WEBHOOK, address="https://a.id", secret_env="TEPAT_SECRET_A")
    for one in (*KNOWN, replace(webhook, name="ww"), Receiver(name="api-bogor", kind=ReceiverKind.API)):
        check_receiver(one)
