"""The shapes of promises and of thresholds that are raised."""

from datetime import datetime

from pydantic import Field
from pydantic.config import JsonValue

from api.v1.shape import Shape, shown_as
from complaints.promises import Standing

BRANCH: list[JsonValue] = ["IMIPAS", "imigrasi"]


class Promise(Shape):
    """The promise of a branch: its misroute rate (0..1) lies below upper with confidence 1 - delta, and above lower."""

    branch: list[str] = Field(description="Codes from the top down; empty for all branches together")
    standing: Standing
    alpha: float
    delta: float
    audited: int
    errors: int
    waiting: int = Field(description="Audits that wait for their verdict")
    lower: float
    upper: float
    missing: int = Field(description="So many audits without a misroute until the promise holds")


class RaisedThreshold(Shape):
    """A threshold that recent labels raised: of what passed it as it was, `rate` (0..1) is expected to go wrong."""

    branch: list[str]
    level: str
    value: float | None = Field(description="Where it lies for now; null where nothing may pass")
    rate: float
    error: float = Field(description="The standard error of the rate")
    labels: int = Field(description="Decisions of people near the threshold that the rate was taken from")
    since: datetime


class Promises(Shape):
    """The promise of each branch under the policy in force, and the thresholds that lie higher for now."""

    model_config = shown_as(
        {
            "policy": "p-7c1d",
            "automation": "provisional",
            "items": [
                {
                    "branch": BRANCH,
                    "standing": "labels_missing",
                    "alpha": 0.02,
                    "delta": 0.0125,
                    "audited": 120,
                    "errors": 1,
                    "waiting": 4,
                    "lower": 0.0001,
                    "upper": 0.049,
                    "missing": 210,
                }
            ],
            "raised": [
                {
                    "branch": BRANCH,
                    "level": "unit",
                    "value": 0.987,
                    "rate": 0.034,
                    "error": 0.006,
                    "labels": 412,
                    "since": "2026-11-20T07:10:00Z",
                }
            ],
        }
    )

    policy: str
    automation: str
    items: list[Promise]
    raised: list[RaisedThreshold]
