"""A stand-in for LAPOR! v3, over a real connection: access, pages, 429 with Retry-After, 500, slow answers, duplicates.

`python -m tests.lapor_server` runs it and prints the settings that reach it.
"""

import io
import json
import re
import sys
import threading
import time
from collections.abc import Callable
from email.parser import BytesParser
from email.policy import HTTP
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

BEARER, TOKEN, USER, OURS = "bearer-uji", "token-uji", "77", "10"
INSTITUTIONS = {
    "10": "Kementerian Imigrasi dan Pemasyarakatan",
    "11": "Kementerian Hukum",
    "12": "Direktorat Jenderal Imigrasi",
    "13": "Kejaksaan Agung",
    "14": "Pemerintah Kota Bogor",
}
PER_PAGE = 2
Fault = Callable[[BaseHTTPRequestHandler, Callable[[], None]], None]


class LaporServer:
    """Reports by their id, and the faults that the next requests meet; `asked` keeps method and path of each."""

    def __init__(self, port: int = 0) -> None:
        self.reports: dict[str, dict[str, object]] = {}
        self.follow_ups: dict[str, list[dict[str, str]]] = {}
        self.faults: list[Fault] = []
        self.asked: list[tuple[str, str]] = []
        self.lock = threading.Lock()
        self.http = ThreadingHTTPServer(("127.0.0.1", port), self._handler())
        self.http.daemon_threads = True
        threading.Thread(target=self.http.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.http.server_port}/lapor/3.0.0"

    def close(self) -> None:
        self.http.shutdown()
        self.http.server_close()

    def add_report(self, id_: str, *log: dict[str, object], status: str = "Terdisposisi Belum Ditindaklanjuti") -> None:
        self.reports[id_] = {"status_code": 1, "status_name": status, "disposition_name": OURS, "log": list(log)}
        self.follow_ups.setdefault(id_, [])

    def log(self, id_: str, line: dict[str, object], *, status: str = "") -> None:
        """Add a line to the log of a report, and give it this status."""
        self.reports[id_]["log"].append(line)  # type: ignore[attr-defined]
        if status:
            self.reports[id_]["status_name"] = status

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        server = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self) -> None:
                self._serve()

            def do_POST(self) -> None:
                self._serve()

            def _serve(self) -> None:
                self.body = self.rfile.read(int(self.headers.get("Content-Length", "0")))
                server.asked.append((self.command, self.path))
                if self.headers.get("auth") != f"Bearer {BEARER}" or self.headers.get("token") != f"{{{TOKEN}}}":
                    return reply(self, {"message": "Unauthorized"}, 401)
                with server.lock:
                    fault = server.faults.pop(0) if server.faults else None
                if fault:
                    return fault(self, lambda: server.answer(self))
                return server.answer(self)

            def log_message(self, *_: object) -> None:
                pass

        return Handler

    def answer(self, request: BaseHTTPRequestHandler) -> None:
        """What the documented calls answer; 404 for all others."""
        parts = urlsplit(request.path)
        path = parts.path.removeprefix("/lapor/3.0.0")
        if (request.command, path) == ("GET", "/masters/institutions/external"):
            rows = [{"id": int(id_), "name": name} for id_, name in INSTITUTIONS.items()]
            return reply(request, {"results": {"data": rows}})
        if (request.command, path) == ("POST", "/complaints/followup/add"):
            return self._add_follow_up(request)
        found = re.fullmatch(r"/complaints/(?:process/)?([\w-]+)/(complaint|followups|reject)", path)
        if found is None or found[1] not in self.reports:
            return reply(request, {"message": "Not Found"}, 404)
        match (request.command, found[2]):
            case ("GET", "complaint"):
                return self._show(request, found[1])
            case ("GET", "followups"):
                return self._page(request, found[1], int(parse_qs(parts.query).get("page", ["1"])[0]))
            case ("POST", "reject"):
                return self._reject(request, found[1])
        return reply(request, {"message": "Method Not Allowed"}, 405)

    def _show(self, request: BaseHTTPRequestHandler, id_: str) -> None:
        report = {name: value for name, value in self.reports[id_].items() if name != "log"}
        return reply(request, {"results": {"data": report, "data_logs": self.reports[id_]["log"]}})

    def _page(self, request: BaseHTTPRequestHandler, id_: str, page: int) -> None:
        rows = self.follow_ups[id_]
        more = len(rows) > page * PER_PAGE
        following = f"https://lapor.invalid/{id_}?page={page + 1}" if more else None
        shown = rows[(page - 1) * PER_PAGE : page * PER_PAGE]
        return reply(request, {"results": {"data": shown, "next_page_url": following}})

    def _reject(self, request: BaseHTTPRequestHandler, id_: str) -> None:
        content = json.loads(request.body)  # type: ignore[attr-defined]
        wanted = INSTITUTIONS.get(str(content.get("reason")))
        if (content.get("is_request"), content.get("not_authority")) != (1, 1) or wanted is None:
            return reply(request, {"message": "Unprocessable"}, 422)
        said = content["reason_description"]
        status = str(self.reports[id_]["status_name"])
        self.log(id_, line(said, INSTITUTIONS[OURS], wanted, status, "Bukan Wewenang"), status="Bukan Wewenang")
        return reply(request, {"message": "success"})

    def _add_follow_up(self, request: BaseHTTPRequestHandler) -> None:
        head = f"Content-Type: {request.headers['Content-Type']}\r\n\r\n".encode()
        parts = BytesParser(policy=HTTP).parsebytes(head + request.body).iter_parts()  # type: ignore[attr-defined]
        fields = {part.get_param("name", header="content-disposition"): part.get_content() for part in parts}
        if fields.get("complaint_id") not in self.reports or fields.get("user_id") != USER:
            return reply(request, {"message": "Unprocessable"}, 422)
        self.follow_ups[fields["complaint_id"]].append(
            {
                "content": fields["content"],
                "created_at": "22-11-2026 09:00:00",
                "institution_from_name": INSTITUTIONS[fields["institution_from_id"]],
                "is_secret": fields["is_secret"],
            }
        )
        return reply(request, {"message": "success"})


def line(content: str, from_name: str, to_name: str, old: str, new: str) -> dict[str, object]:
    """A line of a log, its data as the JSON text that the server sends."""
    data = json.dumps({"status_old": {"name": old}, "status_new": {"name": new}})
    return {"content": content, "institution_from_name": from_name, "institution_to_name": to_name, "data": data}


def reply(request: BaseHTTPRequestHandler, content: object, status: int = 200, **headers: str) -> None:
    body = json.dumps(content).encode()
    request.send_response(status)
    for name, value in {"Content-Length": str(len(body)), "Content-Type": "application/json", **headers}.items():
        request.send_header(name.replace("_", "-"), value)
    request.end_headers()
    request.wfile.write(body)


def busy(request: BaseHTTPRequestHandler, _: Callable[[], None]) -> None:
    reply(request, {"message": "Too Many Requests"}, 429, Retry_After="120")


def broken(request: BaseHTTPRequestHandler, _: Callable[[], None]) -> None:
    reply(request, {"message": "Server Error"}, 500)


def silent(request: BaseHTTPRequestHandler, act: Callable[[], None]) -> None:
    """Does what was asked and hangs up before it answers."""
    real, request.wfile = request.wfile, io.BytesIO()
    act()
    request.wfile = real
    request.close_connection = True


def slow(request: BaseHTTPRequestHandler, act: Callable[[], None]) -> None:
    time.sleep(1.0)
    act()


def main() -> None:
    """Run until Ctrl-C."""
    server = LaporServer(8473)
    for number in range(9_000_000, 9_000_300):
        server.add_report(str(number))
    settings = {"URL": server.url, "BEARER": BEARER, "TOKEN": TOKEN, "USER": USER, "INSTITUTION": OURS}
    lines = [f"export TEPAT_LAPOR_{name}={value}\n" for name, value in settings.items()]
    sys.stdout.writelines(lines)
    sys.stdout.flush()
    try:
        threading.Event().wait()
    except KeyboardInterrupt:
        server.close()


if __name__ == "__main__":
    main()
