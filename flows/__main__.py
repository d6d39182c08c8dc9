"""Run as a child process: `python -m flows triage RUN_ID` or `deliver` once, `serve` on schedule."""

import sys

from flows.deliver import deliver
from flows.serving import serve_flows
from flows.triage import triage
from tepat.settings import Settings


def main(arguments: list[str]) -> None:
    match arguments:
        case ["triage", run_id]:
            triage(run_id=run_id)
        case ["deliver"]:
            deliver()
        case ["serve"]:
            serve_flows(Settings().triage_every)
        case _:
            sys.exit("usage: python -m flows triage RUN_ID | deliver | serve")


if __name__ == "__main__":
    main(sys.argv[1:])
