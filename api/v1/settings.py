"""Settings: what is promised, how much is audited, how far the machine acts; read, and put in force anew."""

from collections.abc import Iterator
from datetime import datetime
from typing import Annotated, Any

from fastapi import APIRouter, Query, Response
from pydantic import ConfigDict, Field
from pydantic.config import JsonDict

from api.access import Watcher
from api.problems import ApiProblem
from api.reasons import LONGEST, SHORTEST, checked_reason
from api.schemas import Sent, Text
from api.services import Services
from api.settings_change import InForce, checked_changes, in_force, put_in_force
from api.v1.described import answered, refused
from api.v1.permitted import Changer
from api.v1.preconditions import SeenTag, check_tag
from api.v1.shape import Shape, shown_as
from complaints.conduct import Conduct, Consent, conduct_from_dict, conduct_to_dict
from complaints.errors import Problem
from complaints.routing import Automation

ETAG = {"ETag": "The version of the settings, for If-Match"}
CONDUCT: JsonDict = {
    "alpha": 0.02,
    "delta": 0.05,
    "audit_share": 0.05,
    "automation": "shadow",
    "new_models": "ask",
    "alpha_of": {"ministry": 0.01},
    "delta_of": {},
    "branches": {"IMIPAS/imigrasi": {"alpha": 0.015, "audit_share": None, "automation": None}},
}
CHANGED: JsonDict = {
    "version": 3,
    "changed_at": "2026-11-20T02:31:00Z",
    "changed_by": "dewi",
    "why": "Audit bulan ini baik.",
}
Rate = Annotated[float, Field(gt=0, lt=1)]
Share = Annotated[float, Field(gt=0, le=1)]


class BranchSettings(Sent):
    """What differs below a node; null where it is as above it."""

    alpha: Rate | None = None
    audit_share: Share | None = None
    automation: Automation | None = Field(default=None, strict=False)


class ConductIn(Sent):
    """What is promised (alpha, delta), which share is audited, how far the machine acts by itself; rates in 0..1."""

    alpha: Rate
    delta: Rate
    audit_share: Share
    automation: Automation = Field(strict=False)
    new_models: Consent = Field(
        default=Consent.ASK, strict=False, description="Whether a model that won goes live after a yes, or by itself"
    )
    alpha_of: dict[str, Rate] = Field(default_factory=dict, description="By level; only stricter than alpha")
    delta_of: dict[str, Rate] = Field(default_factory=dict, description="By level")
    branches: dict[str, BranchSettings] = Field(
        default_factory=dict, description="By node, its codes split by `/`; alpha only stricter"
    )


class SettingsIn(Sent):
    """The whole of the settings that shall be in force, and why."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"conduct": CONDUCT, "why": "Audit bulan ini baik."}]})

    conduct: ConductIn
    why: Text = Field(min_length=SHORTEST, max_length=LONGEST)


class SettingsVersion(Shape):
    """A version of the settings; 0 is what the server's environment says, and nobody put it in force."""

    version: int
    changed_at: datetime | None
    changed_by: str | None
    why: str | None


class Settings(SettingsVersion):
    """The settings in force."""

    model_config = shown_as({**CHANGED, "conduct": CONDUCT})

    conduct: dict[str, Any]


class SettingsVersions(Shape):
    """The newest versions, the newest first."""

    model_config = shown_as({"items": [{**CHANGED, "conduct": CONDUCT}]})

    items: list[Settings]


def setting_routes(services: Services) -> APIRouter:
    """GET and PUT of /v1/settings, GET of /v1/settings/versions."""
    router = APIRouter(prefix="/v1", tags=["settings"])

    @router.get("/settings", summary="The settings in force", responses=answered(200, ETAG))
    def get_settings(person: Watcher, response: Response) -> Settings:
        return _told(in_force(services, person), response)

    @router.put(
        "/settings",
        summary="Put other settings in force",
        responses=answered(200, ETAG) | refused(409, 412, 413, 415, 428),
    )
    def put_settings(person: Changer, body: SettingsIn, response: Response, if_match: SeenTag = None) -> Settings:
        now = in_force(services, person)
        check_tag(if_match, _tag(now))
        conduct, why = _conduct(body.conduct, now), checked_reason(body.why, field="why")
        put_in_force(services, person, conduct, checked_changes(person, now, conduct), previous=now.previous, why=why)
        return _told(in_force(services, person), response)

    @router.get("/settings/versions", summary="What was in force before, the newest first")
    def list_settings(person: Watcher, limit: Annotated[int, Query(ge=1, le=30)] = 30) -> SettingsVersions:
        versions = in_force(services, person).versions[:limit]
        return SettingsVersions(items=[_shape(one.id, one.content, vars(one)) for one in versions])

    return router


def _tag(now: InForce) -> str:
    return f'"{now.previous}"'


def _told(now: InForce, response: Response) -> Settings:
    response.headers["ETag"] = _tag(now)
    who = vars(now.versions[0]) if now.versions else {"changed_at": None, "changed_by": None, "why": None}
    return _shape(now.previous, conduct_to_dict(now.conduct), who)


def _shape(version: int, conduct: dict[str, Any], who: dict[str, Any]) -> Settings:
    told = {name: who[name] for name in ("changed_at", "changed_by", "why")}
    return Settings(version=version, conduct=conduct, **told)


def _conduct(body: ConductIn, now: InForce) -> Conduct:
    """Raises ApiProblem 422 for a level or node that cannot be set, and for an alpha above that of the whole."""
    problems = list(_problems(body, now))
    if problems:
        raise ApiProblem(422, problems=problems)
    return conduct_from_dict(body.model_dump(mode="json"))


def _problems(body: ConductIn, now: InForce) -> Iterator[Problem]:
    nodes = {"/".join(node) for node in now.nodes}
    places = [
        ("alpha_of", set(body.alpha_of), set(now.levels)),
        ("delta_of", set(body.delta_of), set(now.levels)),
        ("branches", set(body.branches), nodes),
    ]
    for field, given, known in places:
        for name in given - known:
            yield Problem(code="node_unknown", field=f"conduct.{field}", values={"value": name[:100]})
    of_branches = {name: one.alpha for name, one in body.branches.items() if one.alpha is not None}
    for name, alpha in {**body.alpha_of, **of_branches}.items():
        if alpha > body.alpha:
            values: dict[str, str | int] = {"value": f"{alpha * 100:g}", "limit": f"{body.alpha * 100:g}"}
            yield Problem(code="not_stricter", field=f"conduct.alpha {name[:100]}", values=values)
