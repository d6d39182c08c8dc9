"""Which office a report speaks of: by its name, by kind and town, or by the town that only one such office serves."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType

from complaints.directory import Directory
from complaints.office_choice import choose_office, lying_in
from complaints.office_mentions import Mention, Text, kinds_in, named_offices, split_words
from complaints.office_names import build_index
from complaints.office_places import offices_at, places, popular_names, served_places
from complaints.office_words import words_of
from complaints.prediction import OfficeMatch
from complaints.report import Message

SHOWN_AT_MOST = 8


@dataclass(frozen=True, kw_only=True)
class FoundOffices:
    """One office where the text determines it, several where it leaves it open, none where it is silent; and the
    `others` that the text names beside them."""

    offices: tuple[OfficeMatch, ...] = ()
    others: tuple[OfficeMatch, ...] = ()


class OfficeMatcher:
    """Finds the office of a report in a directory. Building takes a moment: build it once."""

    def __init__(self, directory: Directory, precision: Mapping[str, float] = MappingProxyType({})) -> None:
        """`precision` is the measured share of right answers of each `how`, which every match carries as its p."""
        self._index = build_index(directory)
        self._precision = precision

    def match(self, message: Message, office_types: frozenset[str] = frozenset()) -> tuple[OfficeMatch, ...]:
        """The offices of `find` without the others."""
        return self.find(message, office_types).offices

    def find(self, message: Message, office_types: frozenset[str] = frozenset()) -> FoundOffices:
        """The office that the report is about, and those that it names beside it.

        `office_types` are the kinds that handle the category of the report, empty where that is not known.
        """
        text = split_words(message.text)
        named = named_offices(text, self._index)
        for mentions in self._evidence(text, message, office_types, named):
            chosen = choose_office(text, mentions)
            if chosen:
                offices = tuple(self._matches(text, lying_in(message.place, chosen)))
                return FoundOffices(offices=offices, others=self._others(text, [*named, *mentions], offices))
        return FoundOffices(others=self._others(text, named, ()))

    def _others(
        self, text: Text, mentions: Sequence[Mention], offices: Sequence[OfficeMatch]
    ) -> tuple[OfficeMatch, ...]:
        """The offices that these mentions name for certain, without those that were found."""
        known = {office.id for office in offices}
        certain = [mention for mention in mentions if len(mention.offices) == 1]
        return tuple(match for match in self._matches(text, certain) if match.id not in known)

    def _evidence(
        self, text: Text, message: Message, office_types: frozenset[str], named: Sequence[Mention]
    ) -> Iterable[Sequence[Mention]]:
        """From the strongest evidence to the weakest; the first that says anything counts."""
        index = self._index
        yield _of_kinds(named, office_types)
        found = tuple(places(text, index))
        spoken = office_types or kinds_in(text, index.contexts)
        yield popular_names(found, index, spoken)
        said = kinds_in(text, index.kind_words)
        kinds = (said & office_types) or office_types or said
        yield served_places(found, index, kinds, "kind_town" if said & kinds else "area")
        area = "".join(words_of(message.place.kota or message.place.provinsi))
        offices = offices_at(area, index, kinds) if area else ()
        yield [Mention(offices=offices, how="place", first=0, last=0)] if offices else []

    def _matches(self, text: Text, mentions: Sequence[Mention]) -> Iterable[OfficeMatch]:
        seen: set[str] = set()
        for mention in mentions:
            for office in mention.offices:
                if office.id not in seen and len(seen) < SHOWN_AT_MOST:
                    seen.add(office.id)
                    yield OfficeMatch(
                        id=office.id,
                        name=office.name,
                        how=mention.how,
                        span=text.stretch(mention.first, mention.last) if mention.how != "place" else "",
                        p=self._precision.get(mention.how, 0.0),
                    )


def _of_kinds(mentions: Sequence[Mention], kinds: frozenset[str]) -> list[Mention]:
    """The mentions with only their offices of these kinds; all as they are where no kinds are known."""
    if not kinds:
        return list(mentions)
    narrowed = (
        replace(mention, offices=tuple(office for office in mention.offices if office.kind in kinds))
        for mention in mentions
    )
    return [mention for mention in narrowed if mention.offices]
