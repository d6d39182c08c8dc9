"""LAPOR! as a receiver: what is not ours is given back with the right institution, questions go to the reporter."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from complaints.delivery import Delivered, Failed, Outcome, Parcel
from complaints.review import NOT_OURS, QUESTION
from connectors.lapor_api import LaporApi, LaporRefused
from connectors.receivers.carrier import Carried

REASON = "Bukan kewenangan instansi kami; sesuai kewenangan {name}."


@dataclass(frozen=True, kw_only=True)
class Lapor:
    """Does what LAPOR! v3 documents, and refuses all else. `names` gives the name of a path for people.

    LAPOR! knows no keys: before anything is tried again that may have arrived, its log and its follow-ups are read.
    """

    api: LaporApi
    names: Callable[[Sequence[str]], str]

    def carry(self, parcels: Sequence[Parcel]) -> Iterator[Carried]:
        known: Mapping[str, str] = {}
        for parcel in parcels:
            try:
                if parcel.kind == NOT_OURS and not known:
                    known = self.api.institutions()
                yield (parcel,), self._bring(parcel, known)
            except LaporRefused as refused:
                yield (parcel,), refused.failed

    def probe(self) -> Outcome:
        try:
            return Delivered(receipt=f"{len(self.api.institutions())} instansi")
        except LaporRefused as refused:
            return refused.failed

    def _bring(self, parcel: Parcel, institutions: Mapping[str, str]) -> Outcome:
        if parcel.kind == NOT_OURS:
            return self._reject(parcel, institutions)
        if parcel.kind == QUESTION:
            return self._ask(parcel)
        return Failed(code="lapor_undocumented", detail=f"{NOT_OURS}, {QUESTION}", is_final=True)

    def _reject(self, parcel: Parcel, institutions: Mapping[str, str]) -> Outcome:
        wanted = parcel.addressee or self.names(parcel.target)
        ids = find_institution(wanted, institutions)
        if len(ids) != 1:
            return Failed(code="institution_unknown" if not ids else "institution_unclear", is_final=True)
        name = institutions[ids[0]]
        ours = institutions.get(self.api.account.institution, "")
        if parcel.may_have_arrived and self._was_sent(parcel.external_id, ours, name):
            return Delivered(receipt=name)
        self.api.reject(parcel.external_id, ids[0], parcel.message or REASON.format(name=name))
        return Delivered(receipt=name)

    def _was_sent(self, complaint_id: str, ours: str, name: str) -> bool:
        """Whether we sent it there before; others may have, too."""
        log = self.api.standing(complaint_id).log
        return any(_same(line.from_name, ours) and _same(line.to_name, name) for line in log)

    def _ask(self, parcel: Parcel) -> Outcome:
        if not parcel.message:
            return Failed(code="nothing_to_say", is_final=True)
        if parcel.may_have_arrived:
            written = {" ".join(one.content.split()) for one in self.api.follow_ups(parcel.external_id)}
            if " ".join(parcel.message.split()) in written:
                return Delivered()
        self.api.add_follow_up(parcel.external_id, parcel.message, is_secret=parcel.rahasia)
        return Delivered()


def find_institution(wanted: str, institutions: Mapping[str, str]) -> list[str]:
    """The ids of the institutions of this name, or the id itself where it was written; case and space do not count."""
    written = wanted.strip()
    if written in institutions:
        return [written]
    return [id_ for id_, name in institutions.items() if written and _same(name, written)]


def _same(one: str, other: str) -> bool:
    return "".join(one.casefold().split()) == "".join(other.casefold().split())
