"""How long each page takes, and by which indexes its statements read the large tables."""

import re
import statistics
import time
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

import httpx
import psycopg

from api.office_tree import offices_below
from benchmarks.review_pages import serving, share, sign_in
from complaints.access import Reach
from complaints.directory import shipped_directory
from complaints.figures import period_of
from database.due import read_due
from database.figures import read_durations, read_queue_age, read_work
from database.listing import Kind, ListFilter, list_reports
from database.searching import search_all, search_waiting
from database.waiting import QueueFilter, list_queue
from database.waiting_counts import count_values, count_waiting

WARM_UP = 20
KANWIL = "PAS-KW-33"
"""The one with the most offices."""
LARGE = ("reports", "decisions", "review_queue", "report_words", "likenesses", "labels", "audits", "deadlines")
PAGES = {
    "antrean": ["/", "/?bidang=imigrasi", "/?unit=PAS&provinsi=Provinsi+3", "/?klasifikasi=informasi&umur=3"],
    "antrean_search": ["/?cari=paspor", "/?cari=antre+jadwal", "/?cari=remisi&bidang=pemasyarakatan"],
    "laporan": [],
    "daftar": ["/laporan", "/laporan?daftar=terkirim&cabang=imigrasi", "/laporan?daftar=ditinjau&cabang=KUM-AHU"],
    "daftar_search": ["/laporan?cari=paspor", "/laporan?cari=apostille+jadwal", "/laporan?cari=B4711"],
    "dasbor_7": ["/dasbor?hari=7", "/dasbor?hari=7&cabang=imigrasi"],
    "dasbor_30": ["/dasbor?hari=30", "/dasbor?hari=30&cabang=imigrasi"],
    "dasbor_kanwil": [f"/dasbor?hari=30&kanwil={KANWIL}", "/dasbor?hari=30&cabang=KUM-AHU"],
    "daftar_tembusan": ["/laporan?daftar=tembusan", "/laporan?daftar=pecahan"],
    "daftar_lewat": ["/laporan?daftar=lewat-tenggat", "/laporan?daftar=lewat-tenggat&cabang=imigrasi"],
    "daftar_kanwil": [f"/laporan?kanwil={KANWIL}", f"/laporan?daftar=lewat-tenggat&kanwil={KANWIL}"],
    "daftar_audit": ["/laporan?daftar=diaudit", f"/laporan?daftar=salah&kanwil={KANWIL}"],
    "simpul": ["/simpul?hari=7", "/simpul?hari=30"],
    "kiriman": ["/kiriman", "/kiriman?keadaan=menunggu", "/kiriman?keadaan=terkirim"],
    "mutu": ["/janji", "/kesepakatan", "/label/diragukan", "/perubahan", "/model"],
    "direktori": ["/direktori", "/direktori?cari=cianjur", "/direktori/perubahan"],
    "lainnya": ["/karantina", "/audit", "/pengguna", "/monev", "/pengaturan"],
    "angka": ["/v1/figures", "/metrics"],
    "open311": ["/open311/v2/requests.json?page_size=100", "/open311/v2/requests.json?page_size=100&page=100"],
}
"""What the admin of everything opens."""
NEAR = (
    "/",
    "/?cari=paspor",
    "/laporan",
    "/laporan?cari=paspor",
    "/dasbor?hari=30",
    "/kiriman",
    "/janji",
    "/v1/figures",
)
NAMES = (*PAGES, "bidang", "bidang_lewat", "kanwil", "kanwil_lewat")


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
        figures |= _time_all(client, pages, requests)
        # Whoever sees a part only: row level security makes other plans of the same pages.
        offices = tuple(offices_below(KANWIL, shipped_directory().offices))
        for kind, reach in (("bidang", Reach(path=("IMIPAS", "imigrasi"))), ("kanwil", Reach(offices=offices))):
            client.cookies.clear()
            sign_in(client, url, f"bench-{kind}", reach)
            near = {kind: NEAR, f"{kind}_lewat": ["/laporan?daftar=lewat-tenggat"]}
            figures |= _time_all(client, near, requests)
    return figures


def _time_all(client: httpx.Client, pages: Mapping[str, Sequence[str]], requests: int) -> dict[str, float]:
    figures: dict[str, float] = {}
    for name, addresses in pages.items():
        # Each address once at least while it warms up.
        warm = max(WARM_UP, len(addresses))
        times = [_time(client, addresses[number % len(addresses)]) for number in range(warm + requests)][warm:]
        figures[f"{name}_p50_ms"] = statistics.median(times) * 1000
        figures[f"{name}_p99_ms"] = share(times, 0.99)
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
        "list_reports late": lambda c: list_reports(c, ListFilter(kind=Kind.OVERDUE), limit=26),
        "read_due": read_due,
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
