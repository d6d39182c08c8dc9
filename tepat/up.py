"""`tepat up`: everything on one machine, until somebody stops it."""

import shutil
import signal
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from socket import socket
from types import FrameType

from rich.console import Console

from complaints.directory import shipped_directory
from complaints.errors import ComplaintError
from complaints.retention import check_retention
from database.connection import connect
from flows.conducting import conduct_in_force
from tepat.admitting import first_passwords
from tepat.children import Child, stop_orphans
from tepat.demo import drop_demo_export
from tepat.listening import listen
from tepat.ports import lock_file
from tepat.receiving import add_demo_receiver
from tepat.services import AlreadyRunning, Services, open_services, wait_until_ready
from tepat.settings import Settings
from tepat.triaging import TriageStopped, run_triage
from tepat.wording import Language, say

FIRST = "api"
LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})


class OpenToAll(ComplaintError):
    """The pages would be reachable from other machines, and passwords would travel without https."""


class Stopped(BaseException):
    """Somebody asked the command to stop."""


def run_up(settings: Settings, console: Console, *, demo: bool) -> None:
    """Start everything, triage once, then watch over the children until Ctrl-C or SIGTERM.

    Raises AlreadyRunning, PortTaken or OpenToAll before anything is started, NotReady where a service does not start.
    """
    language: Language = settings.lang
    check_retention(settings.retention)
    if settings.api_host not in LOOPBACK and not settings.public_url.startswith("https://"):
        raise OpenToAll
    lock = lock_file(settings.place / "run" / "up.lock")
    if lock is None:
        raise AlreadyRunning
    stop_orphans(settings.place / "run")
    with lock, listen(settings.api_host, settings.api_port) as pages, suppress(Stopped), _stopping_on_signal():
        _serve(settings, console, language, pages, demo=demo)
    console.print(say(language, "stopped", home=settings.place))


def _serve(settings: Settings, console: Console, language: Language, pages: socket, *, demo: bool) -> None:
    settings.inbox_folder.mkdir(parents=True, exist_ok=True)
    if demo:
        _drop_demo(settings)
    with (
        console.status(say(language, "starting.database")) as status,
        open_services(settings) as services,
    ):
        try:
            if demo:
                add_demo_receiver(services.database_url, settings.place / "kiriman")
            status.update(say(language, "starting.prefect"))
            _start_pages(services, pages)
            wait_until_ready(services, "prefect", f"{services.prefect_url}/health")
            status.update(say(language, "starting.api"))
            wait_until_ready(services, FIRST, f"{_pages(settings)}/healthz")
            status.stop()
            _work(services, console, language, demo=demo)
        except Stopped:
            status.stop()
            console.print(say(language, "stopping"))
            raise


def _start_pages(services: Services, pages: socket) -> None:
    """All processes that answer for the pages. Whichever is free takes the next connection."""
    measures = services.settings.place / "run" / "measures"
    shutil.rmtree(measures, ignore_errors=True)
    measures.mkdir(parents=True)
    descriptor = pages.fileno()
    for number in range(services.settings.api_processes):
        name = f"api-{number + 1}" if number else FIRST
        services.start(name, "tepat.serving", "--socket", str(descriptor), descriptors=(descriptor,))


def _work(services: Services, console: Console, language: Language, *, demo: bool) -> None:
    settings = services.settings
    remember = settings.place / "run" / "prefect.url"
    remember.write_text(services.prefect_url)
    try:
        try:
            run_triage(services, console, language)
        except TriageStopped:
            console.print(say(language, "error.TriageStopped", log=services.log("triage")), style="red")
        services.start("flows", "flows", "serve")
        with connect(services.database_url) as connection:
            automation = conduct_in_force(connection, settings).automation
        console.print(say(language, f"mode.{automation}"), style="yellow")
        console.print(say(language, "click", url=_pages(settings), prefect=services.prefect_url.removesuffix("/api")))
        for name, password in first_passwords(services.database_url, demo=demo).items():
            console.print(say(language, "account.first", name=name, password=password), style="bold", highlight=False)
        console.print(say(language, "inbox", inbox=settings.inbox_folder, seconds=settings.triage_every))
        _watch(services, console, language)
    finally:
        remember.unlink(missing_ok=True)


def _watch(services: Services, console: Console, language: Language) -> None:
    def say_it_died(child: Child) -> None:
        console.print(say(language, "child.died", name=child.name, log=child.log), style="yellow")

    while True:
        services.revive(say_it_died)
        time.sleep(0.5)


def _pages(settings: Settings) -> str:
    host = "127.0.0.1" if settings.api_host in LOOPBACK else settings.api_host
    return f"http://{host}:{settings.api_port}"


def _drop_demo(settings: Settings) -> None:
    places = {office.id: (office.province, office.city) for office in shipped_directory().offices}
    drop_demo_export(settings.training_data, places, settings.inbox_folder, settings.place / "demo" / "ekspor.xlsx")


@contextmanager
def _stopping_on_signal() -> Iterator[None]:
    def stop(number: int, frame: FrameType | None) -> None:
        # A second Ctrl-C must not cut the clean end short.
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        signal.signal(signal.SIGTERM, signal.SIG_IGN)
        raise Stopped

    before = {number: signal.signal(number, stop) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
