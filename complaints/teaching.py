"""In which order people see what waits: urgent first, then what a unit gave back, then the nearest deadline, and within
a day what teaches most.

The order is one whole number, stored with the row, so that a page of the queue is a stretch of an index.
"""

import math
from collections.abc import Sequence
from datetime import date
from enum import IntEnum

from complaints.urgency import UrgencyLevel

COUNTED = 100
"""Labels of a leaf that are counted at most: one that has as many is no longer rare."""
MOST = 999
BLIND = 500
"""What an audit is taken to teach: a place that told how sure the machine is would tell of its suggestion."""
DAYS = 499_999
STEP = (DAYS + 1) * (MOST + 1)
DAY_ZERO = date(1900, 1, 1).toordinal()


class Tier(IntEnum):
    """What comes before everything of a lower tier, however late."""

    REST = 0
    RETURNED = 1
    SOON = 2
    DANGER = 3


def tier_of(level: UrgencyLevel, *, returned: bool = False) -> Tier:
    """The tier of a report of this urgency; `returned` says that a unit answered "not ours"."""
    match level:
        case UrgencyLevel.DANGER:
            return Tier.DANGER
        case UrgencyLevel.SOON:
            return Tier.SOON
        case UrgencyLevel.NONE:
            return Tier.RETURNED if returned else Tier.REST


def teaches(path_p: Sequence[float], labels: int) -> int:
    """How much a label teaches the model, 0..999: the uncertainty of the suggestion times the rarity of its leaf.

    `path_p` holds the probabilities of the suggested path from the top down (none where nothing could be suggested),
    `labels` how many labels of its leaf there are. Uncertainty is what the likeliest leaf leaves over (least
    confidence: Lewis and Gale 1994, "A sequential algorithm for training text classifiers", SIGIR); rarity is
    1 / sqrt(1 + labels), as the error of an estimate falls with the number of its samples.
    """
    uncertainty = 1 - path_p[-1] if path_p else 1.0
    rarity = 1 / math.sqrt(1 + min(labels, COUNTED))
    return round(MOST * min(1.0, max(0.0, uncertainty)) * rarity)


def place(tier: Tier, due_on: date, taught: int) -> int:
    """The place in the queue, 0..2**31 - 1, the highest first.

    It is made of the tier; the last day of the next deadline (see complaints/deadlines.py), the earliest first; and
    what a label teaches (0..999), or, of what is urgent, how sure it is that it is.
    """
    left = DAYS - min(DAYS, max(0, due_on.toordinal() - DAY_ZERO))
    return tier * STEP + left * (MOST + 1) + min(MOST, max(0, taught))
