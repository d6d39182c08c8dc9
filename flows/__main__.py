"""Run as a child process: `python -m flows triage RUN_ID` or `retrain TRAINING_ID` once, `serve` on schedule."""

import sys

from flows.retrain import retrain
from flows.serving import serve_flows
from flows.triage import triage
from tepat.settings import Settings


def main(arguments: list[str]) -> None:
    match arguments:
        case ["triage", run_id]:
            triage(run_id=run_id)
        case ["retrain", training_id]:
            retrain(training_id=training_id)
        case ["serve"]:
            serve_flows(Settings().triage_every)
        case _:
            sys.exit("usage: python -m flows triage RUN_ID | retrain TRAINING_ID | serve")


if __name__ == "__main__":
    main(sys.argv[1:])
