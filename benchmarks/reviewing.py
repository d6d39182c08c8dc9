"""Fifty reviewers on one queue: through the pages, and as queues do it that we would not build."""

import random
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field

import httpx
import psycopg

from benchmarks.review_pages import VerdictForm, serving, share, sign_in
from complaints.access import Reach, Role
from complaints.errors import AlreadyReviewed
from database.connection import connect
from database.review import Verdict, record_verdict

FRIENDLY = {409, 404}
WARM_UP = 15.0
"""Seconds in which the processes have just started and all sign in at once: what is pressed then is not timed."""
REACHES = (Reach(), Reach(path=("IMIPAS", "imigrasi")), Reach(path=("KUM", "hukum")), Reach(path=("LUAR",)))
"""What the reviewers reach, one after the other: a quarter of them sees everything."""


@dataclass(kw_only=True)
class Shift:
    """What one reviewer did: seconds of each timed confirmation, the reports, and how often another came first."""

    times: list[float] = field(default_factory=list)
    confirmed: list[str] = field(default_factory=list)
    conflicts: int = 0
    timed_from: float = 0.0


def review_through_pages(
    url: str, how: str, *, reviewers: int, processes: int, seconds: float, think: float
) -> dict[str, float]:
    """Each reviewer starts at another report of the queue, and goes on with what each press brings.

    They think for `think` seconds in the mean before each press: with 0 they measure how much can be done at all.
    """
    with serving(url, processes) as address:
        return _shifts(url, how, reviewers, lambda number: _work(address, url, number, seconds, think))


def _work(address: str, url: str, number: int, seconds: float, think: float) -> Shift:
    began, shift, chance = time.monotonic(), Shift(), random.Random(number)
    shift.timed_from, until = began + WARM_UP, began + WARM_UP + seconds
    # As a browser, it does not use a connection again that the server is about to close (uvicorn: after 5 s).
    limits = httpx.Limits(keepalive_expiry=2)
    headers = {"Accept": "text/html"}
    reach = REACHES[number % len(REACHES)]
    with httpx.Client(base_url=address, timeout=120, headers=headers, limits=limits) as client:
        sign_in(client, url, f"bench{number}", reach, Role.REVIEWER)
        # Nobody begins in the same second as all others.
        time.sleep(chance.uniform(0, think))
        page = _open_somewhere(client, url, reach, chance)
        while time.monotonic() < until and page is not None:
            time.sleep(chance.expovariate(1 / think) if think else 0)
            page = _press(client, page, f"bench{number}", shift) or _open_somewhere(client, url, reach, chance)
    return shift


def _open_somewhere(client: httpx.Client, url: str, reach: Reach, chance: random.Random) -> httpx.Response | None:
    """Some report among those that wait within reach, as people open them who do not all start at the top."""
    with psycopg.connect(url) as connection:
        row = connection.execute(
            """
            SELECT r.public_id FROM review_queue q JOIN reports r ON r.id = q.report_id
            WHERE q.done_at IS NULL AND q.kind = 'review' AND q.report_id >= %(from)s
              AND r.current_path[1:cardinality(%(path)s::text[])] = %(path)s::text[]
            ORDER BY q.report_id LIMIT 1
            """,
            {"from": chance.randrange(_first(connection), _last(connection) + 1), "path": list(reach.path)},
        ).fetchone()
    return client.get(f"/laporan/{row[0]}") if row else None


def _first(connection: psycopg.Connection) -> int:
    row = connection.execute("SELECT min(report_id) FROM review_queue WHERE done_at IS NULL").fetchone()
    return row[0] if row else 0


def _last(connection: psycopg.Connection) -> int:
    row = connection.execute("SELECT max(report_id) FROM review_queue WHERE done_at IS NULL").fetchone()
    return row[0] if row else 0


def _press(client: httpx.Client, page: httpx.Response, reviewer: str, shift: Shift) -> httpx.Response | None:
    """Confirm, and show the next; None where another came first, or the page offers nothing to press."""
    form = VerdictForm(page.text)
    if form.pressed is None:
        shift.conflicts += 1
        return None
    started = time.perf_counter()
    answer = client.post(form.address, data=form.confirm(reviewer))
    if answer.status_code in FRIENDLY:
        shift.conflicts += 1
        return None
    assert answer.status_code == 303, (answer.status_code, answer.text[:500])
    following = client.get(answer.headers["location"])
    if time.monotonic() > shift.timed_from:
        shift.times.append(time.perf_counter() - started)
    shift.confirmed.append(form.address)
    return following if following.is_success and "/laporan/" in str(following.url) else None


def naive_review(url: str, *, reviewers: int, seconds: float) -> dict[str, float]:
    """The same verdicts without SKIP LOCKED, and with pages by OFFSET, straight at the database, without thinking."""
    figures = {}
    # Those before left their last reports held; the baselines know no holding.
    with psycopg.connect(url) as connection:
        connection.execute("DELETE FROM review_claims")
    for how, pick in (("for_update", _pick_first), ("offset", _pick_by_offset)):

        def work(number: int, pick: Callable[[psycopg.Connection, int], tuple[object, ...] | None] = pick) -> Shift:
            return _confirm_directly(url, number, seconds, pick)

        figures |= _shifts(url, how, reviewers, work)
    return figures


def _pick_first(connection: psycopg.Connection, _: int) -> tuple[object, ...] | None:
    return connection.execute(
        """
        SELECT r.public_id, d.id, d.path, d.klasifikasi FROM review_queue q JOIN reports r ON r.id = q.report_id
        JOIN decisions d ON d.id = q.decision_id
        WHERE q.done_at IS NULL ORDER BY q.priority DESC, q.report_id LIMIT 1 FOR UPDATE OF q
        """
    ).fetchone()


def _pick_by_offset(connection: psycopg.Connection, number: int) -> tuple[object, ...] | None:
    return connection.execute(
        """
        SELECT r.public_id, d.id, d.path, d.klasifikasi FROM review_queue q JOIN reports r ON r.id = q.report_id
        JOIN decisions d ON d.id = q.decision_id
        WHERE q.done_at IS NULL ORDER BY q.priority DESC, q.report_id OFFSET %(offset)s LIMIT 1
        """,
        {"offset": number * 25},
    ).fetchone()


def _confirm_directly(
    url: str, number: int, seconds: float, pick: Callable[[psycopg.Connection, int], tuple[object, ...] | None]
) -> Shift:
    shift, until = Shift(), time.monotonic() + seconds
    with connect(url) as connection:
        while time.monotonic() < until:
            started = time.perf_counter()
            try:
                with connection.transaction():
                    row = pick(connection, number)
                    if row is not None:
                        record_verdict(connection, _verdict(row, f"bench{number}"))
                        shift.confirmed.append(str(row[0]))
                shift.times.append(time.perf_counter() - started)
            except AlreadyReviewed:
                shift.conflicts += 1
    return shift


def _verdict(row: tuple[object, ...], person: str) -> Verdict:
    public_id, shown, path, klasifikasi = row
    return Verdict(
        public_id=public_id,  # type: ignore[arg-type]
        shown=shown,  # type: ignore[arg-type]
        path=path,  # type: ignore[arg-type]
        outside=False,
        klasifikasi=str(klasifikasi),
        office_id=None,
        person=person,
    )


def _shifts(url: str, how: str, reviewers: int, work: Callable[[int], Shift]) -> dict[str, float]:
    """All shifts at once, and what the database says of them afterwards."""
    before, together, started = _state(url), threading.Barrier(reviewers), time.monotonic()

    def begin(number: int) -> Shift:
        together.wait()
        return work(number)

    with ThreadPoolExecutor(reviewers) as pool:
        shifts = list(pool.map(begin, range(reviewers)))
    took, after = time.monotonic() - started, _state(url)
    times = [one for shift in shifts for one in shift.times]
    confirmed = [one for shift in shifts for one in shift.confirmed]
    return {
        f"{how}_decisions": len(confirmed),
        f"{how}_per_second": len(confirmed) / took,
        f"{how}_p50_ms": share(times, 0.5),
        f"{how}_p99_ms": share(times, 0.99),
        f"{how}_conflicts": sum(shift.conflicts for shift in shifts),
        f"{how}_twice": after[2] - before[2] + len(confirmed) - len(set(confirmed)),
        f"{how}_lost": abs(before[0] - len(confirmed) - after[0]) + abs(after[1] - before[1] - len(confirmed)),
    }


def _state(url: str) -> tuple[int, int, int]:
    """How many wait, how many decisions people made, and how many reports have more than one of those."""
    with psycopg.connect(url) as connection:
        row = connection.execute(
            """
            SELECT (SELECT count(*) FROM review_queue WHERE done_at IS NULL),
                   (SELECT count(*) FROM decisions WHERE outcome = 'person'),
                   (SELECT count(*) FROM (SELECT FROM decisions WHERE outcome = 'person'
                                          GROUP BY report_id HAVING count(*) > 1) AS again)
            """
        ).fetchone()
    assert row is not None
    return row[0], row[1], row[2]
