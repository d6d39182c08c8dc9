"""Measure the quarter that is over, and the one before it where that was not measured yet."""

from datetime import timedelta

from prefect import flow
from psycopg import Connection

from classifier.policies import policy_from_dict
from complaints.monev import PromiseKept, Span, span_holding
from complaints.promises import judge_all
from complaints.timestamps import WIB
from database.figures import fold_figures
from database.monev import braked_at, measure, measured_spans, policy_at
from database.watch import count_audits
from flows.workplace import now, open_workplace
from tepat.settings import Settings

ACTOR = "flow:monev"


@flow(name="monev", description=__doc__)
def monev() -> str:
    """One run; returns the code of the quarter."""
    span = last_quarter()
    with open_workplace(Settings()) as work, work.pool.connection() as connection:
        fold_figures(connection, now())
        measure_with_before(connection, span, actor=ACTOR)
    return span.code


def last_quarter() -> Span:
    """The quarter before the one that runs."""
    today = now().astimezone(WIB).date()
    return span_holding(span_holding(today).first - timedelta(days=1))


def measure_with_before(connection: Connection, span: Span, *, actor: str) -> None:
    """Measure the span anew, and the one before it where it never was."""
    known = measured_spans(connection)
    wanted = [span] if span.before.code in known else [span.before, span]
    for one in wanted:
        measure(connection, one, promises_at_end_of(connection, one), actor=actor)


def promises_at_end_of(connection: Connection, span: Span) -> list[PromiseKept]:
    """How each branch of the policy that was in force then stood, by the audits that were judged until then."""
    upto = span.period.upto
    content = policy_at(connection, upto)
    if content is None:
        return []
    policy = policy_from_dict(content)
    audits, braked = count_audits(connection, policy.version, upto), braked_at(connection, policy.version, upto)
    return [
        PromiseKept(
            path=branch,
            standing=promise.standing,
            alpha=promise.alpha,
            audited=promise.n,
            errors=promise.errors,
            lower=promise.lower,
            upper=promise.upper,
        )
        for branch, promise in judge_all(policy, audits, braked).items()
    ]
