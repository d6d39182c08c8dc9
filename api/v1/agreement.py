"""How far reviewers agree where two of them judged the same report blind."""

from collections.abc import Sequence

from fastapi import APIRouter

from api.access import Watcher, acting
from api.services import Services
from api.v1.shape import Shape, shown_as
from complaints.agreement import Agreement, agreement_by_branch, agreement_by_person
from database.agreeing import list_two_answers


class AgreementShape(Shape):
    """`agreed` is the share of `pairs` with the same category; `kappa` is Cohen's, null where chance alone agrees."""

    about: list[str]
    pairs: int
    agreed: float
    kappa: float | None


class AgreementsShape(Shape):
    """By sign-in name and by branch (its codes), those with the most pairs first."""

    model_config = shown_as(
        {
            "pairs": 24,
            "by_person": [{"about": ["sari"], "pairs": 24, "agreed": 0.875, "kappa": 0.81}],
            "by_branch": [{"about": ["IMIPAS", "imigrasi"], "pairs": 24, "agreed": 0.875, "kappa": 0.81}],
        }
    )

    pairs: int
    by_person: list[AgreementShape]
    by_branch: list[AgreementShape]


def agreement_resources(services: Services) -> APIRouter:
    """GET /v1/agreement."""
    router = APIRouter(prefix="/v1", tags=["figures"])

    @router.get("/agreement", summary="How far reviewers agree on the same report")
    def get_agreement(person: Watcher) -> AgreementsShape:
        with acting(services, person) as connection:
            answers = list_two_answers(connection)
        return AgreementsShape(
            pairs=len(answers),
            by_person=_told(agreement_by_person(answers)),
            by_branch=_told(agreement_by_branch(answers)),
        )

    return router


def _told(agreements: Sequence[Agreement]) -> list[AgreementShape]:
    return [AgreementShape(**vars(one) | {"about": list(one.about)}) for one in agreements]
