"""Second opinions: ask two others, take that back, see whose turn it is, and answer."""

from collections.abc import Mapping
from uuid import UUID

from fastapi import APIRouter, Response
from psycopg import Connection

from api.access import Reader, Reviewer, acting
from api.services import Services
from api.v1.described import WRITING, refused
from api.v1.judging import Judged, Suggested, judge
from api.v1.panel_shapes import GivenAnswer, OpinionGiven, OpinionIn, PanelChanged, PanelIn, PanelShape
from api.v1.permitted import refuse_programs
from api.v1.preconditions import IfMatch, check_match, decide_unless_stale
from api.v1.repeating import Key, answer_once, fingerprint_of, give
from api.v1.verdict_shapes import VerdictIn
from complaints.access import Person
from complaints.directory import Office
from complaints.errors import NotFound
from complaints.intake import clean_text
from complaints.review import Turn
from complaints.taxonomy import Taxonomy
from database.arrivals import State, state_of
from database.idempotency import Answered
from database.panels import Panel, ask_panel, give_opinion, open_panel_of, withdraw_panel
from database.reports import find_report
from database.review import Verdict


def panel_routes(services: Services) -> APIRouter:
    """GET, POST and DELETE of /v1/complaints/{public_id}/panel, POST of /opinion."""
    router = APIRouter(prefix="/v1/complaints/{public_id:uuid}", tags=["review"])

    @router.get("/panel", summary="A second opinion that is open, and whose turn it is", responses=refused(404))
    def get_panel(person: Reader, public_id: UUID) -> PanelShape:
        with acting(services, person) as connection:
            panel = open_panel_of(connection, find_report(connection, public_id).id)
        if panel is None:
            raise NotFound(f"panel about {public_id}")
        return _shown(public_id, panel, person)

    @router.post("/panel", summary="Ask two others to judge a report blind", responses=refused(404, 412, 428, *WRITING))
    def post_panel(
        *,
        person: Reviewer,
        public_id: UUID,
        body: PanelIn,
        response: Response,
        if_match: IfMatch = None,
        key: Key = None,
    ) -> PanelChanged:
        fingerprint = fingerprint_of(f"POST /v1/complaints/{public_id}/panel", body.model_dump_json())

        def act() -> Answered:
            state = state_of(connection, public_id)
            check_match(if_match, state)
            shown, note = state.decision_id or 0, clean_text(body.note)
            decide_unless_stale(
                connection, state, public_id, lambda: ask_panel(connection, public_id, shown, person.name, note)
            )
            given = PanelChanged(id=str(public_id), status=state_of(connection, public_id).status)
            return Answered(fingerprint=fingerprint, status=200, headers={}, body=given.model_dump())

        with acting(services, person) as connection:
            return give(response, answer_once(connection, person, key, fingerprint, act), PanelChanged)

    @router.delete("/panel", summary="Take one's own request back", responses=refused(404, 409))
    def delete_panel(person: Reviewer, public_id: UUID) -> PanelChanged:
        with acting(services, person) as connection:
            withdraw_panel(connection, public_id, person.name)
            return PanelChanged(id=str(public_id), status=state_of(connection, public_id).status)

    _add_answering(router, services)
    return router


def _add_answering(router: APIRouter, services: Services) -> None:
    @router.post("/opinion", summary="Answer, blind or to settle", responses=refused(404, 412, 428, *WRITING))
    def post_opinion(
        *,
        person: Reviewer,
        public_id: UUID,
        body: OpinionIn,
        response: Response,
        if_match: IfMatch = None,
        key: Key = None,
    ) -> OpinionGiven:
        fingerprint = fingerprint_of(f"POST /v1/complaints/{public_id}/opinion", body.model_dump_json())
        judged = judge(_as_verdict(body, services.taxonomy()), Suggested(), *_places(services))

        def act() -> Answered:
            state = state_of(connection, public_id)
            check_match(if_match, state)
            refuse_programs(connection, person, state.report_id)
            given = _answer(connection, person, public_id, state, judged)
            return Answered(fingerprint=fingerprint, status=200, headers={}, body=given.model_dump())

        with acting(services, person) as connection:
            return give(response, answer_once(connection, person, key, fingerprint, act), OpinionGiven)


def _places(services: Services) -> tuple[Taxonomy, Mapping[str, Office]]:
    return services.taxonomy(), services.directory().open_by_id


def _as_verdict(body: OpinionIn, taxonomy: Taxonomy) -> VerdictIn:
    """An opinion says where, not whether that is ours: the taxonomy knows."""
    path = taxonomy.path_of_leaf.get(body.category)
    is_outside = path is not None and taxonomy.is_outside(path)
    return VerdictIn(**body.model_dump(), verdict="bukan-kewenangan" if is_outside else "correct")


def _answer(connection: Connection, person: Person, public_id: UUID, state: State, judged: Judged) -> OpinionGiven:
    verdict = Verdict(
        public_id=public_id,
        shown=state.decision_id or 0,
        path=judged.path,
        outside=judged.outside,
        klasifikasi=judged.klasifikasi,
        office_id=judged.office_id,
        person=person.name,
        note=judged.note,
        addressee=judged.addressee,
    )
    is_settled = decide_unless_stale(connection, state, public_id, lambda: give_opinion(connection, verdict))
    return OpinionGiven(id=str(public_id), status=state_of(connection, public_id).status, is_settled=is_settled)


def _shown(public_id: UUID, panel: Panel, person: Person) -> PanelShape:
    turn = panel.turn_of(person.name)
    answers = panel.answers if turn is Turn.SETTLE else ()
    return PanelShape(
        id=str(public_id),
        asked_by=panel.asked_by,
        note="" if turn is Turn.BLIND else panel.note,
        turn=turn,
        answered=len(panel.answers),
        answers=[
            GivenAnswer(
                path=list(one.path), office_id=one.office_id, klasifikasi=one.klasifikasi, addressee=one.addressee
            )
            for one in answers
        ],
    )
