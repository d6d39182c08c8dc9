"""What cannot wait is seen; what is denied, long past or only taught about is not."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from complaints.report import Message
from complaints.urgency import Urgency, UrgencyKind, UrgencyLevel, urgency_of


def read(text: str) -> Urgency:
    return urgency_of(Message(judul="", isi=text))


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Kakak saya DIPUKULIN sipir sampai lebam", UrgencyKind.CUSTODY_VIOLENCE),
        ("tetangga mengancam akan membunuh saya", UrgencyKind.LIFE),
        ("napi itu sesak napas dan tidak pernah dirujuk", UrgencyKind.LIFE),
        ("udh cape bgt hidup, mending gw mati", UrgencyKind.SUICIDE),
        ("paspor kami ditahan bos di Kamboja, dipaksa menipu", UrgencyKind.TRAFFICKING),
        ("ponakan saya umur 9 tahun diculik", UrgencyKind.CHILD),
        ("bsk pagi terbang, paspor blm jadi", UrgencyKind.DEADLINE),
    ],
)
def test_each_kind_of_urgency_is_named(text: str, kind: UrgencyKind) -> None:
    assert kind in {reason.kind for reason in read(text).reasons}


@pytest.mark.parametrize(
    "text",
    [
        "Antrean paspor penuh terus",
        "Di lapas ini tidak ada kekerasan",
        "Kakak saya tidak pernah sekalipun dipukul di rutan",
        "Sepuluh tahun lalu saya dipukul di tahanan",
        "Mohon sosialisasi pencegahan perdagangan orang",
        "Besok kantor imigrasi buka tidak?",
        "",
    ],
)
def test_what_is_calm_denied_past_or_taught_is_not_urgent(text: str) -> None:
    assert read(text) == Urgency()


def test_what_began_long_ago_and_goes_on_is_urgent() -> None:
    assert read("Sejak tahun lalu saya dipukul di tahanan, sampai sekarang").level is UrgencyLevel.DANGER


def test_danger_comes_before_a_deadline_and_a_deadline_before_nothing() -> None:
    danger, soon, none = read("saya mau bunuh diri"), read("besok saya terbang"), read("halo")
    assert danger.precedence > soon.precedence > none.precedence == 0


def test_the_reason_names_the_words_as_they_stand_in_the_text() -> None:
    (reason,) = read("Ada yang MENCOBA Gantung   Diri").reasons
    assert reason.spans == ("Gantung   Diri",)


@given(st.text(max_size=200))
def test_whatever_is_put_before_a_threat_of_suicide_does_not_hide_it(before: str) -> None:
    assert UrgencyKind.SUICIDE in {reason.kind for reason in read(f"{before} . saya mau bunuh diri").reasons}


@given(st.text())
def test_every_span_is_a_stretch_of_the_text(text: str) -> None:
    assert all(span in text for reason in read(text).reasons for span in reason.spans)
