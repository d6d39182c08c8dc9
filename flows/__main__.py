"""Run as a child process: `triage`, `deliver`, `retrain` or `reroute` once, `serve` on schedule."""

import sys
from uuid import UUID

from flows.deliver import deliver
from flows.reroute import run_reroute
from flows.retrain import retrain
from flows.serving import serve_flows
from flows.triage import triage
from tepat.settings import Settings

USAGE = "triage RUN_ID | deliver | retrain TRAINING_ID | reroute ID compare|apply WORKERS | serve"


def main(arguments: list[str]) -> None:
    match arguments:
        case ["triage", run_id]:
            triage(run_id=run_id)
        case ["deliver"]:
            deliver()
        case ["retrain", training_id]:
            retrain(training_id=training_id)
        case ["reroute", reroute_id, ("compare" | "apply") as phase, workers]:
            run_reroute(UUID(reroute_id), phase, int(workers))
        case ["serve"]:
            serve_flows(Settings().triage_every)
        case _:
            sys.exit(f"usage: python -m flows {USAGE}")


if __name__ == "__main__":
    main(sys.argv[1:])
