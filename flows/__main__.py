"""Run as a child process: `triage`, `deliver`, `retrain` or `reroute` once, `serve` on schedule.

Each imports what it needs when it runs: a process starts for every run, and pays only for itself.
"""

import sys
from uuid import UUID

USAGE = "triage RUN_ID | deliver | retrain TRAINING_ID | reroute ID compare|apply WORKERS | serve"


def main(arguments: list[str]) -> None:
    match arguments:
        case ["triage", run_id]:
            from flows.triage import triage

            triage(run_id=run_id)
        case ["deliver"]:
            from flows.deliver import deliver

            deliver()
        case ["retrain", training_id]:
            from flows.retrain import retrain

            retrain(training_id=training_id)
        case ["reroute", reroute_id, ("compare" | "apply") as phase, workers]:
            from flows.reroute import run_reroute

            run_reroute(UUID(reroute_id), phase, int(workers))
        case ["serve"]:
            from flows.serving import serve_flows
            from tepat.settings import Settings

            serve_flows(Settings().triage_every)
        case _:
            sys.exit(f"usage: python -m flows {USAGE}")


if __name__ == "__main__":
    main(sys.argv[1:])
