"""Run as a child process: `triage RUN_ID`, `deliver` or `reroute ID PHASE WORKERS` once, `serve` on schedule."""

import sys
from uuid import UUID

from flows.deliver import deliver
from flows.reroute import run_reroute
from flows.serving import serve_flows
from flows.triage import triage
from tepat.settings import Settings


def main(arguments: list[str]) -> None:
    match arguments:
        case ["triage", run_id]:
            triage(run_id=run_id)
        case ["deliver"]:
            deliver()
        case ["reroute", reroute_id, ("compare" | "apply") as phase, workers]:
            run_reroute(UUID(reroute_id), phase, int(workers))
        case ["serve"]:
            serve_flows(Settings().triage_every)
        case _:
            sys.exit("usage: python -m flows triage RUN_ID | deliver | reroute ID compare|apply WORKERS | serve")


if __name__ == "__main__":
    main(sys.argv[1:])
