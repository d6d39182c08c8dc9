"""The steps of a delivery. Each transaction is short: none is open while a receiver is asked."""

import logging
import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import uuid4

from psycopg import Connection
from psycopg_pool import ConnectionPool

from complaints.delivery import Delivered, Failed, Outcome, Parcel, next_attempt
from complaints.receivers import Receiver, ReceiverKind, choose_receiver, first_due, fit_for
from connectors.receivers.carrier import Carried, Carrier
from database import delivering, receivers
from database.delivering import Lease

HELD_FOR = timedelta(minutes=5)
# The longest that one attempt takes: what could outlast the lease is not begun.
LONGEST_ATTEMPT = timedelta(minutes=2)
AT_ONCE = 20
TOGETHER = 500
"""How many go into one file or one round of letters."""
logger = logging.getLogger(__name__)


@dataclass(frozen=True, kw_only=True)
class Sending:
    """What sending needs: the database, a clock that knows its zone, and chance from 0 to 1."""

    pool: ConnectionPool[Connection]
    now: Callable[[], datetime]
    jitter: Callable[[], float] = field(default=random.random)


def assign_receivers(sending: Sending) -> int:
    """Find the receiver of what has none yet; returns how many found one. The rest waits and is shown."""
    with sending.pool.connection() as connection:
        known = receivers.list_receivers(connection)
        going = delivering.homeless(connection) if known else []
    found = 0
    for one in going:
        receiver = choose_receiver(one, known)
        if receiver is not None:
            with sending.pool.connection() as connection:
                found += delivering.assign(connection, one, receiver, first_due(receiver, sending.now()))
    return found


def sendable_receivers(sending: Sending) -> list[Receiver]:
    """Those to whom something may be sent just now; a program that fetches what is its own is none of them."""
    with sending.pool.connection() as connection:
        known = receivers.list_receivers(connection)
    now = sending.now()
    return [
        one for one in known if one.kind is not ReceiverKind.API and not one.is_paused and not one.breaker.is_open(now)
    ]


def send_all(sending: Sending, receiver: Receiver, carrier: Carrier) -> int:
    """Send what is due for this receiver until nothing is, or it fails too often; returns how many arrived."""
    arrived = 0
    while True:
        lease = Lease(name=uuid4(), until=sending.now() + HELD_FOR)
        parcels = hold_due(sending, receiver, lease)
        if not parcels:
            return arrived
        arrived += send_held(sending, receiver, carrier, parcels, lease)


def hold_due(sending: Sending, receiver: Receiver, lease: Lease) -> list[Parcel]:
    """Hold what may be sent now, fit for the eyes of this receiver."""
    together = receiver.kind in {ReceiverKind.EMAIL, ReceiverKind.XLSX, ReceiverKind.CSV}
    now = sending.now()
    with sending.pool.connection() as connection:
        most = receivers.take_turn(connection, receiver.name, TOGETHER if together else AT_ONCE, now)
        parcels = delivering.claim_due(connection, receiver, most, lease, now) if most else []
    return [fit_for(parcel, receiver) for parcel in parcels]


def send_held(sending: Sending, receiver: Receiver, carrier: Carrier, parcels: Sequence[Parcel], lease: Lease) -> int:
    """Send what is held, one try after the other, until the receiver must rest or the lease nears its end."""
    left = {parcel.id: parcel for parcel in parcels}
    tries = _tries(carrier, parcels)
    arrived = 0
    while sending.now() < lease.until - LONGEST_ATTEMPT:
        tried = next(tries, None)
        if tried is None:
            break
        for parcel in tried[0]:
            del left[parcel.id]
        arrived += len(tried[0]) if isinstance(tried[1], Delivered) else 0
        if settle(sending, receiver, *tried, lease):
            break
    with sending.pool.connection() as connection:
        delivering.give_back(connection, list(left.values()), lease)
    return arrived


def _tries(carrier: Carrier, parcels: Sequence[Parcel]) -> Iterator[Carried]:
    """What the carrier says; where it breaks down, what it left is failed, so that it does not come first for ever."""
    left = {parcel.id: parcel for parcel in parcels}
    try:
        for together, outcome in carrier.carry(parcels):
            for parcel in together:
                del left[parcel.id]
            yield together, outcome
    except Exception as error:
        name = type(error).__name__
        logger.error("the way to a receiver broke down (%s)", name)
        yield list(left.values()), Failed(code="carrier_broke", detail=name, may_have_arrived=True)


def settle(sending: Sending, receiver: Receiver, together: Sequence[Parcel], outcome: Outcome, lease: Lease) -> bool:
    """Store what became of them, in one transaction; whether the receiver must be left alone now."""
    now = sending.now()
    with sending.pool.connection() as connection:
        delivering.trust_the_key(connection)
        breaker = receivers.note_outcome(connection, receiver.name, outcome, now, sending.jitter())
        for parcel in together:
            if isinstance(outcome, Delivered):
                delivering.mark_sent(connection, parcel.id, outcome.receipt, receiver.name, actor=delivering.ACTOR)
            else:
                again_at = next_attempt(parcel.attempts, outcome, now, sending.jitter())
                delivering.settle_failed(connection, parcel, outcome, lease, again_at=again_at, now=now)
    return breaker.is_open(now)
