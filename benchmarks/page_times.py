"""How long each page takes, and by which indexes its statements read the large tables."""

import re
import statistics
import time
from datetime import datetime
from typing import Any

import httpx
import psycopg

from benchmarks.review_pages import serving, share, sign_in
from complaints.figures import period_of
from database.figures import read_durations, read_queue_age, read_work
from database.listing import Kind, ListFilter, list_reports
from database.searching import search_all, search_waiting
from database.waiting import QueueFilter, count_values, count_waiting, list_queue

WARM_UP = 5
LARGE = ("reports", "decisions", "review_queue", "report_words", "likenesses", "labels", "audits")
PAGES = {
    "antrean": ["/", "/?bidang=imigrasi", "/?unit=PAS&provinsi=Provinsi+3", "/?klasifikasi=informasi&umur=3"],
    "antrean_search": ["/?cari=paspor", "/?cari=antre+jadwal", "/?cari=remisi&bidang=pemasyarakatan"],
    "laporan": [],
    "daftar": ["/laporan", "/laporan?daftar=terkirim&cabang=imigrasi", "/laporan?daftar=ditinjau&cabang=KUM-AHU"],
    "daftar_search": ["/laporan?cari=paspor", "/laporan?cari=apostille+jadwal", "/laporan?cari=B4711"],
    "dasbor_7": ["/dasbor?hari=7", "/dasbor?hari=7&cabang=imigrasi"],
    "dasbor_30": ["/dasbor?hari=30", "/dasbor?hari=30&cabang=imigrasi"],
    "daftar_tembusan": ["/laporan?daftar=tembusan", "/laporan?daftar=pecahan"],
    "simpul": ["/simpul?hari=7", "/simpul?hari=30"],
}


def time_pages(url: str, requests: int) -> dict[str, float]:
    """Milliseconds of each page, one request after the other, after a few that warm up."""
    with psycopg.connect(url) as connection:
        ids = connection.execute(
            """
            SELECT r.public_id FROM review_queue q JOIN reports r ON r.id = q.report_id
            WHERE q.done_at IS NULL AND NOT r.rahasia ORDER BY q.priority DESC, q.report_id LIMIT 40
            """
        ).fetchall()
    pages = {**PAGES, "laporan": [f"/laporan/{id_}" for (id_,) in ids]}
    figures: dict[str, float] = {}
    with serving(url) as address, httpx.Client(base_url=address, timeout=120, follow_redirects=True) as client:
        sign_in(client, url, "bench")
        for name, addresses in pages.items():
            times = [_time(client, addresses[number % len(addresses)]) for number in range(WARM_UP + requests)]
            figures[f"{name}_p50_ms"] = statistics.median(times[WARM_UP:]) * 1000
            figures[f"{name}_p99_ms"] = share(times[WARM_UP:], 0.99)
    return figures


def _time(client: httpx.Client, address: str) -> float:
    started = time.perf_counter()
    client.get(address, headers={"Accept": "text/html"}).raise_for_status()
    return time.perf_counter() - started


class Explaining(psycopg.Cursor[Any]):
    """A cursor that asks for the plan of each statement before it runs it."""

    plans: list[str] = []  # noqa: RUF012 - one collection for the whole run

    def execute(self, query: Any, params: Any = None, **how: Any) -> "Explaining":  # noqa: ANN401 - psycopg's own
        plain = psycopg.Cursor(self.connection)
        found = plain.execute(f"EXPLAIN {query}", params, prepare=False).fetchall()
        self.plans.append("\n".join(row[0] for row in found))
        super().execute(query, params, **how)
        return self


def plans_of(url: str) -> dict[str, str]:
    """How each statement behind the pages reads the large tables: the indexes, or "Seq Scan on ..."."""
    now = datetime.now().astimezone()
    period = period_of(now, days=30, step=1)
    since = {"since": period.since, "upto": period.upto}
    asked = {
        "list_queue": lambda c: list_queue(c, QueueFilter(bidang="imigrasi"), limit=26),
        "count_values": lambda c: count_values(c, QueueFilter(), branch_depth=2, ages=[now], dues=(now, now)),
        "search_waiting": lambda c: search_waiting(c, "paspor"),
        "search_all": lambda c: search_all(c, "paspor"),
        "list_reports": lambda c: list_reports(c, ListFilter(), limit=26),
        "list_reports sent": lambda c: list_reports(c, ListFilter(kind=Kind.SENT, **since), limit=26),
        "list_reports misrouted": lambda c: list_reports(c, ListFilter(kind=Kind.MISROUTED, **since), limit=26),
        "read_work": lambda c: read_work(c, period),
        "read_durations": lambda c: read_durations(c, period),
        "read_queue_age": read_queue_age,
        "count_waiting": count_waiting,
    }
    found = {}
    with psycopg.connect(url, cursor_factory=Explaining) as connection:
        for name, ask in asked.items():
            Explaining.plans.clear()
            ask(connection)
            found[name] = _reads("\n".join(Explaining.plans))
    return found


def _reads(plan: str) -> str:
    indexes = re.findall(r"(?:Index (?:Only )?Scan(?: Backward)? using|Bitmap Index Scan on) (\w+)", plan)
    whole = [table for table in re.findall(r"Seq Scan on (\w+)", plan) if table in LARGE]
    return ", ".join(dict.fromkeys([*indexes, *(f"Seq Scan on {table}" for table in whole)]))
