"""Child processes of one machine: started, watched, started again where they die, and stopped together."""

import json
import os
import signal
import subprocess
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import psutil

STOP_SECONDS = 6.0
LONGEST_PAUSE = 30.0


@dataclass(kw_only=True)
class Child:
    """One child process. Its output goes to `log`; a Ctrl-C in the terminal does not reach it, only we stop it.

    `descriptors` are open files that it inherits.
    """

    name: str
    command: Sequence[str]
    environment: Mapping[str, str]
    log: Path
    once: bool = False
    descriptors: Sequence[int] = ()
    process: subprocess.Popen[bytes] | None = field(default=None, init=False)
    deaths: int = field(default=0, init=False)
    start_at: float = field(default=0.0, init=False)
    silent_at: int = field(default=0, init=False)

    def start(self) -> None:
        self.log.parent.mkdir(parents=True, exist_ok=True)
        with self.log.open("ab") as output:
            self.silent_at = output.tell()
            self.process = subprocess.Popen(
                self.command,
                env={**os.environ, **self.environment},
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                start_new_session=True,
                pass_fds=self.descriptors,
            )

    def is_running(self) -> bool:
        return self.process is not None and self.process.poll() is None

    def has_spoken(self) -> bool:
        """Whether it wrote anything to its log since it was started."""
        return self.log.exists() and self.log.stat().st_size > self.silent_at

    def ending(self) -> str:
        """How it ended: the name of the signal, or its exit code."""
        code = self.process.wait() if self.process else 0
        return signal.Signals(-code).name if code < 0 else str(code)


class Children:
    """All children of one command. Their process ids are kept in a file of `folder`, so that the next start finds them
    where this command is killed.
    """

    def __init__(self, folder: Path) -> None:
        self._register = folder / f"children-{os.getpid()}.json"
        self._children: list[Child] = []

    def start(self, child: Child) -> Child:
        child.start()
        self._children.append(child)
        self._write_register()
        return child

    def has_ended(self, name: str) -> bool:
        """Whether a child of this name was started and runs no more."""
        return any(child.name == name and not child.is_running() for child in self._children)

    def revive(self, on_death: Callable[[Child], None]) -> None:
        """Start dead children again, each after a pause that doubles with every death."""
        for child in self._children:
            if child.once or child.is_running():
                continue
            if child.start_at == 0.0:
                on_death(child)
                child.start_at = time.monotonic() + min(LONGEST_PAUSE, 2.0**child.deaths - 1)
                child.deaths += 1
            elif time.monotonic() >= child.start_at:
                child.start_at = 0.0
                child.start()
                self._write_register()

    def stop(self) -> None:
        """Ask all to end, and kill what does not within six seconds, with everything that it started."""
        processes = [child.process for child in self._children if child.process is not None]
        stop_processes([process.pid for process in processes if process.poll() is None])
        for process in processes:
            process.wait()
        self._children.clear()
        self._register.unlink(missing_ok=True)

    def _write_register(self) -> None:
        alive = [child.process.pid for child in self._children if child.process is not None and child.is_running()]
        known = [[pid, psutil.Process(pid).create_time()] for pid in (os.getpid(), *alive) if psutil.pid_exists(pid)]
        self._register.parent.mkdir(parents=True, exist_ok=True)
        self._register.write_text(json.dumps(known))


def stop_orphans(folder: Path) -> int:
    """Stop what killed commands left running; returns how many. A process id that was given anew is left alone."""
    stopped = 0
    for register in folder.glob("children-*.json"):
        owner, *children = json.loads(register.read_text() or "[[0, 0]]")
        if _is_same(*owner):
            continue
        orphans = [pid for pid, created in children if _is_same(pid, created)]
        stop_processes(orphans)
        register.unlink(missing_ok=True)
        stopped += len(orphans)
    return stopped


def _is_same(pid: int, created: float) -> bool:
    try:
        return abs(psutil.Process(pid).create_time() - created) < 1.0
    except psutil.NoSuchProcess:
        return False


def stop_processes(pids: Sequence[int]) -> None:
    """End these processes and all that they started: politely first, then for good."""
    processes = [process for pid in pids for process in _family(pid)]
    for process in processes:
        _signal(process.terminate)
    _, alive = psutil.wait_procs(processes, timeout=STOP_SECONDS)
    for process in alive:
        _signal(process.kill)
    psutil.wait_procs(alive, timeout=2)


def _family(pid: int) -> list[psutil.Process]:
    try:
        parent = psutil.Process(pid)
        return [parent, *parent.children(recursive=True)]
    except psutil.NoSuchProcess:
        return []


def _signal(send: Callable[[], None]) -> None:
    try:
        send()
    except psutil.NoSuchProcess:
        return
