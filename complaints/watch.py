"""The watch over what is routed: which reports are audited blind, and when a branch is taken off automation."""

import hashlib
import math
from collections import Counter
from collections.abc import Sequence

from complaints.betting import wealth_above

MORE_WHILE_NEW = 4
TIMES_NEEDED = 4
"""Where half of what is promised goes wrong, it takes four times as many audits as without an error. And the thresholds
of the next model rest on audits too: with fewer of them each model would send on less than the one before."""
SPREAD = 2**64


def audit_share(base: float, audited: int, needed: int) -> float:
    """The share of a branch's automatic routes to audit: more until a new model has TIMES_NEEDED as many audits as its
    promise `needed` if none of them were wrong.

    `base` and the result lie in 0..1. The share follows from counts alone, so it tells nothing about errors.
    """
    return base if audited >= TIMES_NEEDED * needed else min(1.0, base * MORE_WHILE_NEW)


def is_drawn(report_id: int, version: int, policy: str, share: float) -> bool:
    """Whether this report is audited: with probability `share`, and always the same answer for the same decision."""
    digest = hashlib.sha256(f"{report_id}:{version}:{policy}".encode()).digest()
    return int.from_bytes(digest[:8]) < share * SPREAD


def is_broken(wrong: Sequence[bool], *, alpha: float, delta: float) -> bool:
    """Whether audits, in the order of their verdicts, ever showed that more than alpha go wrong.

    The lower bound of complaints/betting.py passed alpha at some moment: under a promise that is kept this happens in
    at most delta of all streams, however long they run and however often one looks. The bound is on the mean rate of
    what was audited; the chance to be drawn does not depend on the report, so no weights are needed.
    """
    outcomes: Counter[bool] = Counter()
    for one in wrong:
        outcomes[one] += 1
        # Only a wrong one adds to the evidence.
        if one and wealth_above(outcomes, alpha) >= -math.log(delta):
            return True
    return False
