"""Run as a child process: `triage`, `deliver`, `retrain` or `reroute` once, `serve` on schedule.

Each imports what it needs when it runs: a process starts for every run, and pays only for itself.
"""

import sys
from collections.abc import Callable
from functools import partial
from uuid import UUID

from complaints.messages import say
from database.connection import NoDatabase, require_database
from tepat.settings import Settings

USAGE = "triage RUN_ID | deliver | retrain TRAINING_ID | reroute ID compare|apply WORKERS | serve"


def main(arguments: list[str]) -> None:
    """Run what is named. A database that is missing is told with its remedy, and ends it with exit code 1."""
    settings = Settings()
    run = named(arguments, settings)
    try:
        require_database(settings.database_url.get_secret_value())
    except NoDatabase as error:
        sys.exit("\n".join(say(problem, settings.lang) for problem in error.problems))
    run()


def named(arguments: list[str], settings: Settings) -> Callable[[], object]:
    """What these arguments name, about to run."""
    match arguments:
        case ["triage", run_id]:
            from flows.triage import triage

            return partial(triage, run_id=run_id)
        case ["deliver"]:
            from flows.deliver import deliver

            return deliver
        case ["retrain", training_id]:
            from flows.retrain import retrain

            return partial(retrain, training_id=training_id)
        case ["reroute", reroute_id, ("compare" | "apply") as phase, workers]:
            from flows.reroute import run_reroute

            return partial(run_reroute, UUID(reroute_id), phase, int(workers))
        case ["serve"]:
            from flows.serving import serve_flows

            return partial(serve_flows, settings.triage_every)
        case _:
            sys.exit(f"usage: python -m flows {USAGE}")


if __name__ == "__main__":
    main(sys.argv[1:])
