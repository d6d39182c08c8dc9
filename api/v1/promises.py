"""GET of promises and brakes, and POST of a brake's release."""

from datetime import datetime
from typing import Any

from fastapi import APIRouter, Response
from pydantic import ConfigDict, Field

from api.access import Watcher, acting
from api.problems import ApiProblem
from api.schemas import Sent, Text
from api.services import Services
from api.v1.described import WRITING, refused
from api.v1.permitted import Releaser
from api.v1.promise_shapes import BRANCH, Promises
from api.v1.repeating import Key, answer_once, fingerprint_of, give
from api.v1.shape import Shape, shown_as
from complaints.promises import NONE_YET, BranchPromise, judge_all
from database.idempotency import Answered
from database.raising import StoredRaised, list_raised
from database.watch import Brake, count_audits, list_brakes, release_brakes


class BrakeShape(Shape):
    """A branch off automation, with what was seen when it was taken off."""

    branch: list[str]
    policy: str
    alpha: float
    audited: int
    errors: int
    lower_rate: float
    pulled_at: datetime


class Brakes(Shape):
    """The brakes that are pulled."""

    model_config = shown_as(
        {
            "items": [
                {
                    "branch": BRANCH,
                    "policy": "p-7c1d",
                    "alpha": 0.02,
                    "audited": 160,
                    "errors": 12,
                    "lower_rate": 0.031,
                    "pulled_at": "2026-11-21T07:10:00Z",
                }
            ]
        }
    )

    items: list[BrakeShape]


class ReleaseIn(Sent):
    """Which branch goes back to automation, and why."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [{"branch": BRANCH, "why": "Kategori paspor sudah dipisah, model baru dilatih."}]
        }
    )

    branch: list[Text] = Field(max_length=10)
    why: Text = Field(min_length=1, max_length=1000)


class Released(Shape):
    """The branch that is automated again."""

    model_config = shown_as({"branch": BRANCH})

    branch: list[str]


def promise_resources(services: Services) -> APIRouter:
    """GET /v1/promises and /v1/brakes, POST /v1/brakes/release."""
    router = APIRouter(prefix="/v1", tags=["promises"])

    @router.get("/promises", summary="How the promise of each branch stands", response_model=Promises)
    def get_promises(person: Watcher) -> dict[str, Any]:
        policy = services.policy()
        with acting(services, person) as connection:
            audits = count_audits(connection, policy.version)
            braked = {tuple(brake.branch) for brake in list_brakes(connection, policy.version)}
            raised = [_raised(one) for one in list_raised(connection, policy.version) if one.value is not None]
        promises = judge_all(policy, audits, braked)
        items = [_promise(promise, audits.get(branch, NONE_YET).waiting) for branch, promise in promises.items()]
        return {"policy": policy.version, "automation": services.automation, "items": items, "raised": raised}

    @router.get("/brakes", summary="Branches that are off automation", response_model=Brakes)
    def get_brakes(person: Watcher) -> dict[str, list[Brake]]:
        with acting(services, person) as connection:
            return {"items": list_brakes(connection)}

    @router.post("/brakes/release", summary="Give a branch back to automation", responses=refused(404, *WRITING))
    def release_brake(person: Releaser, body: ReleaseIn, response: Response, key: Key = None) -> Released:
        if not person.reach.covers(body.branch, None):
            raise ApiProblem(403, "beyond_reach")
        fingerprint = fingerprint_of("POST /v1/brakes/release", body.model_dump_json())

        def act() -> Answered:
            release_brakes(connection, body.branch, by=person.name, why=body.why)
            return Answered(fingerprint=fingerprint, status=200, headers={}, body={"branch": body.branch})

        with acting(services, person) as connection:
            return give(response, answer_once(connection, person, key, fingerprint, act), Released)

    return router


def _raised(one: StoredRaised) -> dict[str, Any]:
    return {**vars(one), "value": one.passed_from}


def _promise(promise: BranchPromise, waiting: int) -> dict[str, Any]:
    return {
        "branch": promise.branch,
        "standing": promise.standing,
        "alpha": promise.alpha,
        "delta": promise.delta,
        "audited": promise.n,
        "errors": promise.errors,
        "waiting": waiting,
        "lower": promise.lower,
        "upper": promise.upper,
        "missing": promise.missing,
    }
