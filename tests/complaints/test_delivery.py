"""When what is sent on is tried again, given up, and when a receiver is left alone."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from complaints.delivery import (
    FIRST_PAUSE,
    LONGEST_PAUSE,
    LONGEST_REST,
    MOST_ATTEMPTS,
    OPENS_AFTER,
    Breaker,
    Delivered,
    Failed,
    Parcel,
    content_of,
    next_attempt,
    without_identifiers,
    without_text,
)

NOW = datetime(2026, 11, 22, 3, 0, tzinfo=UTC)
DOWN = Failed(code="unreachable", blames_receiver=True)
CHANCE = st.floats(min_value=0, max_value=1)
PARCEL = Parcel(
    id=1,
    key=UUID(int=1),
    report_id=1,
    public_id=UUID(int=2),
    source="lapor",
    external_id="9000001",
    kind="disposisi",
    target=("IMIPAS",),
    office_id=None,
    addressee="",
    attempts=1,
    may_have_arrived=False,
    decided_at=NOW,
    reported_at=NOW,
    klasifikasi="aspirasi",
    anonim=True,
    rahasia=False,
    message="Hubungi 081234567890",
    judul="Paspor",
    isi="NIK saya 3273012345678901, surel budi@contoh.id",
)


@given(st.integers(1, MOST_ATTEMPTS - 1), CHANCE)
def test_a_pause_grows_with_the_attempts_up_to_its_limit_and_chance_takes_at_most_half(n: int, chance: float) -> None:
    again = next_attempt(n, DOWN, NOW, chance)
    assert again is not None
    whole = min(LONGEST_PAUSE, FIRST_PAUSE * 2 ** min(n - 1, 20))
    assert whole / 2 <= again - NOW <= whole


def test_attempts_that_many_workers_make_do_not_come_back_together() -> None:
    moments = {next_attempt(3, DOWN, NOW, chance / 10) for chance in range(10)}
    assert len(moments) == 10


def test_what_the_receiver_refuses_is_given_up_at_once_and_the_rest_after_many_attempts() -> None:
    assert next_attempt(1, Failed(code="refused", is_final=True), NOW, 0) is None
    assert next_attempt(MOST_ATTEMPTS - 1, DOWN, NOW, 0) is not None
    assert next_attempt(MOST_ATTEMPTS, DOWN, NOW, 0) is None


def test_a_receiver_that_asks_to_wait_is_waited_for() -> None:
    asked = Failed(code="busy", blames_receiver=True, wait=timedelta(hours=2))
    assert next_attempt(1, asked, NOW, 1) == NOW + timedelta(hours=2)
    assert Breaker().after(asked, NOW, 1).open_until == NOW + timedelta(hours=2)


def test_a_breaker_opens_after_failures_in_a_row_and_one_attempt_then_decides() -> None:
    breaker = Breaker()
    for _ in range(OPENS_AFTER - 1):
        breaker = breaker.after(DOWN, NOW, 0)
    assert breaker.admits(20, NOW) == 20

    breaker = breaker.after(DOWN, NOW, 0)

    assert breaker.is_open(NOW)
    assert breaker.open_until is not None
    later = breaker.open_until
    assert breaker.admits(20, later) == 1
    again = breaker.after(DOWN, later, 0)
    assert again.open_until is not None
    assert again.open_until - later > later - NOW
    assert breaker.after(Delivered(), later, 0) == Breaker()


@given(st.lists(st.sampled_from([DOWN, Delivered(), Failed(code="refused", is_final=True)]), max_size=40), CHANCE)
def test_a_breaker_is_open_only_after_failures_in_a_row_and_never_for_long(outcomes: list, chance: float) -> None:
    breaker, in_a_row = Breaker(), 0
    for outcome in outcomes:
        breaker = breaker.after(outcome, NOW, chance)
        in_a_row = in_a_row + 1 if outcome is DOWN else 0
        assert breaker.is_open(NOW) == (in_a_row >= OPENS_AFTER)
        assert breaker.failures == in_a_row
        assert breaker.open_until is None or breaker.open_until - NOW <= LONGEST_REST


def test_what_travels_can_lose_its_text_or_what_identifies_a_person() -> None:
    masked = without_identifiers(PARCEL)
    assert (masked.isi, masked.message) == ("NIK saya [NIK], surel [EMAIL]", "Hubungi [TELEPON]")
    bare = content_of(without_text(PARCEL))
    assert (bare["message"], bare["report"]["judul"], bare["report"]["isi"]) == ("", "", "")


def test_a_parcel_in_a_log_shows_no_word_of_the_report() -> None:
    assert "3273" not in repr(PARCEL)
    assert "0812" not in repr(PARCEL)
