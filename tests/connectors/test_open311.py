"""An Open311 server as it may behave, over a real connection on this machine."""

import json
import logging
import socket
import threading
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

import pytest

from complaints.errors import InvalidReport
from complaints.messages import say
from complaints.report import Place, Reporter
from connectors.open311 import Open311
from connectors.open311_http import ATTEMPTS
from connectors.open311_record import read_address
from connectors.replaying import read_kept_row
from connectors.source import Batch, SourceUnavailable

NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
START = NOW - timedelta(days=3)
KEY = "kunci-rahasia"


def record(number: int, *, hours: float = 24, **changes: object) -> dict[str, object]:
    """A service request that was made `hours` before NOW."""
    made = (NOW - timedelta(hours=hours)).isoformat()
    base = {"service_request_id": str(number), "description": "Paspor belum jadi", "requested_datetime": made}
    return {**base, **changes}


class Server:
    """A GeoReport server. It understands dates and pages; `answers`, while there are any, come first."""

    def __init__(self) -> None:
        self.records: list[object] = []
        self.answers: list[Callable[[BaseHTTPRequestHandler], None]] = []
        self.asked: list[dict[str, str]] = []
        self.pages = True
        self.cut_at = 1000
        self.page_limit = 1000
        self.http = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self.http.daemon_threads = True

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.http.server_port}/open311/v2"

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        server = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                server.asked.append({name: values[0] for name, values in parse_qs(urlsplit(self.path).query).items()})
                if server.answers:
                    server.answers.pop(0)(self)
                else:
                    reply(self, server.found(server.asked[-1]))

            def log_message(self, *_: object) -> None:
                pass

        return Handler

    def found(self, asked: dict[str, str]) -> list[object]:
        start, end = (datetime.fromisoformat(asked[name]) for name in ("start_date", "end_date"))
        fitting = [entry for entry in self.records if start <= made(entry, default=start) <= end]
        if not self.pages:
            return fitting[: self.cut_at]
        size = min(int(asked["page_size"]), self.page_limit)
        first = (int(asked["page"]) - 1) * size
        return fitting[first : first + size]


def made(entry: object, *, default: datetime) -> datetime:
    try:
        return datetime.fromisoformat(entry["requested_datetime"])
    except (TypeError, KeyError, ValueError):
        return default


def reply(handler: BaseHTTPRequestHandler, content: object, status: int = 200, **headers: str) -> None:
    body = content if isinstance(content, bytes) else json.dumps(content).encode()
    handler.send_response(status)
    for name, value in {"Content-Length": str(len(body)), **headers}.items():
        handler.send_header(name.replace("_", "-"), value)
    handler.end_headers()
    handler.wfile.write(body)


def status(code: int, **headers: str) -> Callable[[BaseHTTPRequestHandler], None]:
    return lambda handler: reply(handler, b"", code, **headers)


@pytest.fixture
def server() -> Iterator[Server]:
    running = Server()
    thread = threading.Thread(target=running.http.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    yield running
    running.http.shutdown()
    running.http.server_close()
    thread.join()


def source(server: Server, **changes) -> Open311:
    return Open311(server.url, **{"now": lambda: NOW, "start": START, "sleep": lambda _: None, **changes})


def read_all(origin: Open311, cursor: str | None = None, size: int = 1000) -> tuple[list[str], list, str | None]:
    """Identifiers of reports, rejected rows and the last cursor."""
    batches: list[Batch] = list(origin.batches(cursor, size))
    reports = [incoming.report.external_id for batch in batches for incoming in batch.reports]
    return reports, [row for batch in batches for row in batch.rejected], batches[-1].cursor if batches else cursor


def test_a_request_becomes_a_report_with_its_reporter_apart(server):
    address = "Jl. Contoh 1, Sukamaju, Coblong, Kota Bandung, Jawa Barat 40135, Indonesia"
    server.records = [
        record(
            7,
            service_name="Paspor",
            address=address,
            first_name="Sari",
            last_name="Contoh",
            email="s@contoh.id",
            media_url="x",
        )
    ]

    (batch,) = source(server).batches(None, 10)

    (incoming,) = batch.reports
    assert incoming.report.source == f"open311:127.0.0.1:{server.http.server_port}" == source(server).key
    assert (incoming.report.external_id, incoming.report.judul) == ("7", "Paspor")
    assert incoming.report.reported_at == NOW - timedelta(hours=24)
    assert incoming.report.place == Place(
        provinsi="Jawa Barat", kota="Kota Bandung", kecamatan="Coblong", kelurahan="Sukamaju"
    )
    assert incoming.reporter == Reporter(name="Sari Contoh", contact="s@contoh.id")
    assert "Sari" not in str(incoming.report)


@pytest.mark.parametrize("address", ["", "Jl. Sudirman 1", "Jl. Sudirman 1, Jakarta"])
def test_an_address_that_may_mean_anything_names_no_place(address):
    assert read_address(address) == Place()


@pytest.mark.parametrize("page_limit", [100, 30])
def test_all_pages_are_read_whatever_their_size(server, page_limit):
    server.records = [record(number, hours=number / 10) for number in range(1, 251)]
    server.page_limit = page_limit

    reports, _, _ = read_all(source(server))

    assert sorted(map(int, reports)) == list(range(1, 251))


def test_a_server_that_ignores_pages_is_read_once(server):
    server.records, server.pages = [record(1), record(2)], False

    reports, _, _ = read_all(source(server))

    assert (reports, len(server.asked)) == (["1", "2"], 2)


def test_an_answer_that_was_cut_off_is_asked_for_in_shorter_windows(server):
    server.records, server.pages = [record(number, hours=number / 40) for number in range(1, 2501)], False

    reports, _, _ = read_all(source(server))

    assert sorted(map(int, reports)) == list(range(1, 2501))


def test_an_entry_that_stands_on_two_pages_comes_once(server):
    first, second = [record(1), record(2)], [record(2), record(3)]
    server.answers = [lambda handler: reply(handler, first), lambda handler: reply(handler, second)]

    assert read_all(source(server))[0] == ["1", "2", "3"]


def test_batches_are_of_the_wanted_size_and_the_cursor_moves_at_the_end(server):
    server.records = [record(number, hours=number) for number in range(1, 6)]

    batches = list(source(server).batches(None, 2))

    assert [len(batch.reports) for batch in batches] == [2, 2, 1]
    assert batches[0].cursor == batches[1].cursor != batches[2].cursor
    assert sorted(read_all(source(server), batches[1].cursor)[0]) == ["1", "2", "3", "4", "5"]


def test_the_next_run_reads_only_what_is_new_even_at_the_same_moment(server):
    server.records = [record(1, hours=5), record(2, hours=5)]
    _, _, cursor = read_all(source(server))
    server.records += [record(3, hours=5), record(4, hours=5.5), record(5, hours=1)]

    reports, _, later = read_all(source(server), cursor)

    assert sorted(reports) == ["3", "4", "5"]
    assert read_all(source(server), later) == ([], [], later)


def test_a_long_time_is_asked_for_window_by_window(server):
    server.records = [record(1, hours=24 * 20), record(2, hours=24 * 2)]

    reports, _, cursor = read_all(source(server, start=NOW - timedelta(days=30)))

    assert reports == ["1", "2"]
    spans = {datetime.fromisoformat(a["end_date"]) - datetime.fromisoformat(a["start_date"]) for a in server.asked}
    assert max(spans) <= timedelta(days=7, hours=1)
    assert read_all(source(server), cursor)[0] == []


def test_a_request_from_the_future_is_rejected_and_does_not_move_the_cursor_there(server):
    server.answers = [lambda handler: reply(handler, [record(1, hours=-48), record(2)])]

    reports, rejected, cursor = read_all(source(server))

    assert (reports, [row.problems[0].code for row in rejected]) == (["2"], ["date_in_future"])
    assert datetime.fromisoformat(json.loads(cursor)["since"]) <= NOW


def test_broken_records_are_rejected_and_the_rest_goes_on(server):
    server.records = [
        record(1),
        record(2, description=None, first_name="Sari", phone="1"),
        "halo",
        record(4, requested_datetime="x"),
    ]
    server.records += [
        record(5, description="\ud800\x00"),
        {"description": "tanpa nomor"},
        record(7, description="a" * 200_000),
    ]

    reports, rejected, _ = read_all(source(server))

    assert reports == ["1"]
    codes = [[problem.code for problem in row.problems] for row in rejected]
    assert codes == [
        ["missing"],
        ["record_unreadable"],
        ["date_unreadable"],
        ["missing"],
        ["missing", "missing"],
        ["too_long"],
    ]
    assert all(say(problem) for row in rejected for problem in row.problems)
    assert rejected[0].reporter == Reporter(name="Sari", contact="1")
    assert "Sari" not in str(rejected[0].raw)
    json.dumps([row.raw for row in rejected], ensure_ascii=False).encode("utf-8")
    assert "\x00" not in "".join(value for row in rejected for value in row.raw.values())


def test_a_broken_record_has_the_same_number_each_time(server):
    server.records = [record(1, description=""), record(2, description="")]

    first, second = read_all(source(server))[1], read_all(source(server))[1]

    assert [row.row for row in first] == [row.row for row in second]
    assert first[0].row != first[1].row
    assert 0 < min(row.row for row in first) <= max(row.row for row in first) < 2**31


def test_a_mended_record_is_accepted_when_it_is_replayed(server):
    server.records = [record(1, description="123")]
    (refused,) = read_all(source(server))[1]

    with pytest.raises(InvalidReport):
        read_kept_row(source(server).key, refused.raw, {}, now=NOW)
    incoming = read_kept_row(source(server).key, refused.raw, {"description": "Paspor hilang"}, now=NOW)

    assert (incoming.report.source, incoming.report.external_id) == (source(server).key, "1")


def test_a_busy_server_is_given_the_time_that_it_asks_for(server):
    server.records = [record(1)]
    in_20_seconds = (NOW + timedelta(seconds=20)).strftime("%a, %d %b %Y %H:%M:%S GMT")
    server.answers = [status(429, Retry_After="7"), status(503, Retry_After=in_20_seconds)]
    pauses: list[float] = []

    assert read_all(source(server, sleep=pauses.append))[0] == ["1"]
    assert pauses == [7, 20]


def test_a_server_that_asks_for_very_long_is_left_to_the_next_run(server):
    server.answers = [status(429, Retry_After="3600")]

    with pytest.raises(SourceUnavailable) as refused:
        read_all(source(server))

    assert (refused.value.problem.code, refused.value.problem.values) == ("source_busy", {"seconds": 3600})


def test_pauses_grow_while_a_server_fails(server):
    server.records = [record(1)]
    server.answers = [status(500), status(502), status(504)]
    pauses: list[float] = []

    assert read_all(source(server, sleep=pauses.append))[0] == ["1"]
    assert 0.5 <= pauses[0] <= 0.75 < 1 <= pauses[1] <= 1.5 < 2 <= pauses[2] <= 3


def test_a_server_that_keeps_failing_is_unavailable(server):
    server.answers = [status(500)] * ATTEMPTS

    with pytest.raises(SourceUnavailable) as refused:
        read_all(source(server))

    assert refused.value.problem.values == {"attempts": ATTEMPTS, "cause": "HTTP 500"}
    assert len(server.asked) == ATTEMPTS


def test_a_server_that_is_too_slow_is_asked_again(server):
    server.records = [record(1)]
    server.answers = [lambda _: time.sleep(0.5)]

    assert read_all(source(server, timeout_seconds=0.1))[0] == ["1"]


def test_an_answer_that_breaks_off_is_asked_for_again(server):
    server.records = [record(1)]
    server.answers = [lambda handler: reply(handler, b"[", 200, Content_Length="100")]

    assert read_all(source(server))[0] == ["1"]


def test_a_server_that_is_not_there_is_unavailable():
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        gone = Open311(f"http://127.0.0.1:{unused.getsockname()[1]}", now=lambda: NOW, sleep=lambda _: None)

        with pytest.raises(SourceUnavailable) as refused:
            read_all(gone)

    assert refused.value.problem.values == {"attempts": ATTEMPTS, "cause": "ConnectError"}


@pytest.mark.parametrize(
    ("answer", "code"),
    [
        (status(401), "source_refused"),
        (status(404), "source_refused"),
        (status(301, Location="http://127.0.0.1/"), "source_moved"),
        (lambda handler: reply(handler, b"<html>"), "source_bad_answer"),
        (lambda handler: reply(handler, b"[" * 100_000), "source_bad_answer"),
        (lambda handler: reply(handler, b"\xff"), "source_bad_answer"),
        (lambda handler: reply(handler, {"error": "no"}), "source_bad_answer"),
    ],
)
def test_a_server_that_does_not_serve_requests_is_named_at_once(server, answer, code):
    server.answers = [answer]

    with pytest.raises(SourceUnavailable) as refused:
        read_all(source(server))

    assert (refused.value.problem.code, len(server.asked)) == (code, 1)


def test_an_answer_without_end_is_not_read(server, monkeypatch):
    monkeypatch.setattr("connectors.open311_http.MAX_ANSWER_MB", 0)

    with pytest.raises(SourceUnavailable) as refused:
        read_all(source(server))

    assert refused.value.problem.code == "source_answer_too_large"


def test_what_was_read_before_a_failure_is_kept_and_read_on_from(server):
    server.records = [record(1, hours=24 * 20), record(2)]
    server.answers = [lambda handler: reply(handler, server.found(server.asked[-1]))] * 3 + [status(403)]
    origin = source(server, start=NOW - timedelta(days=21))
    kept: list[Batch] = []

    with pytest.raises(SourceUnavailable):
        for batch in origin.batches(None, 10):
            kept.append(batch)

    assert [incoming.report.external_id for batch in kept for incoming in batch.reports] == ["1"]
    assert read_all(origin, kept[-1].cursor)[0] == ["2"]


def test_the_api_key_is_sent_and_never_told(server, caplog):
    caplog.set_level(logging.DEBUG)
    server.answers = [status(500), status(403)]
    origin = source(server, api_key=KEY, jurisdiction="contoh.id")

    with pytest.raises(SourceUnavailable) as refused:
        read_all(origin)

    assert (server.asked[0]["api_key"], server.asked[0]["jurisdiction_id"]) == (KEY, "contoh.id")
    assert KEY not in f"{refused.value!r} {refused.value.__context__!r} {origin!r} {origin.key}"
    assert caplog.records
    assert KEY not in caplog.text
