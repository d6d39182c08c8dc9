"""Who may do what, and where: roles, what each permits, and the part of the directory that a person works in."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum


class Role(StrEnum):
    """What a person, or a program, is here for."""

    ADMIN = "admin"
    REVIEWER = "peninjau"
    DATA = "data"
    AUDITOR = "auditor"
    MACHINE = "mesin"


class Permission(StrEnum):
    """One kind of thing that can be done."""

    SEE_REPORTS = "see_reports"
    REVIEW = "review"
    JUDGE_BLIND = "judge_blind"
    RETURN_REPORTS = "return_reports"
    CORRECT_LABELS = "correct_labels"
    SEE_RAHASIA = "see_rahasia"
    SEE_IDENTITY = "see_identity"
    SEND_REPORTS = "send_reports"
    MEND_QUARANTINE = "mend_quarantine"
    SEE_FIGURES = "see_figures"
    SEE_HUB = "see_hub"
    SEE_MODELS = "see_models"
    CHANGE_MODELS = "change_models"
    SEE_AUDIT_LOG = "see_audit_log"
    SEE_DIRECTORY = "see_directory"
    CONFIRM_OFFICES = "confirm_offices"
    CHANGE_SETTINGS = "change_settings"
    MANAGE_PEOPLE = "manage_people"
    RELEASE_BRAKES = "release_brakes"
    CLOSE_ALERTS = "close_alerts"
    TEND_DELIVERIES = "tend_deliveries"
    FETCH_DELIVERIES = "fetch_deliveries"


_SEEING = frozenset({Permission.SEE_REPORTS, Permission.SEE_FIGURES, Permission.SEE_MODELS, Permission.SEE_DIRECTORY})
_TENDING = frozenset({Permission.MEND_QUARANTINE, Permission.CONFIRM_OFFICES, Permission.CLOSE_ALERTS})
PERMITTED: Mapping[Role, frozenset[Permission]] = {
    Role.ADMIN: frozenset(Permission) - {Permission.SEE_RAHASIA},
    Role.REVIEWER: _SEEING
    | _TENDING
    | {
        Permission.REVIEW,
        Permission.JUDGE_BLIND,
        Permission.CORRECT_LABELS,
        Permission.RETURN_REPORTS,
        Permission.SEE_RAHASIA,
        Permission.SEE_IDENTITY,
        Permission.TEND_DELIVERIES,
    },
    Role.DATA: _SEEING | _TENDING | {Permission.CHANGE_MODELS, Permission.CORRECT_LABELS},
    Role.AUDITOR: _SEEING | {Permission.SEE_HUB, Permission.SEE_RAHASIA, Permission.SEE_AUDIT_LOG},
    Role.MACHINE: frozenset(
        {Permission.SEE_REPORTS, Permission.SEND_REPORTS, Permission.RETURN_REPORTS, Permission.SEE_DIRECTORY}
        | {Permission.FETCH_DELIVERIES}
    ),
}
"""What each role permits. An auditor reads all and changes nothing; who sets up people reads no rahasia report."""
FOR_PEOPLE = frozenset({Permission.JUDGE_BLIND, Permission.SEE_IDENTITY})
"""What no program may, whatever its role: what measures people is judged by people, and who wrote a report is told to
nobody but them."""
LENT = (Role.MACHINE, Role.REVIEWER, Role.DATA, Role.AUDITOR)
"""The roles that a token may have: that of a program by itself, or of one that acts for a person."""


@dataclass(frozen=True, kw_only=True)
class Reach:
    """The part of the directory that somebody sees: below this path of the taxonomy (all where it is empty), and only
    these offices (all where there are none), as for a Kanwil with the UPT below it."""

    path: tuple[str, ...] = ()
    offices: tuple[str, ...] = ()

    def covers(self, path: Sequence[str], office_id: str | None) -> bool:
        """Whether a report that is, or may be, for this path and office lies inside."""
        return tuple(path[: len(self.path)]) == self.path and (not self.offices or office_id in self.offices)

    def holds(self, other: "Reach") -> bool:
        """Whether nothing lies inside the other reach that does not lie inside this one."""
        inside = not self.offices or (bool(other.offices) and set(other.offices) <= set(self.offices))
        return inside and other.path[: len(self.path)] == self.path


EVERYTHING = Reach()


@dataclass(frozen=True, kw_only=True)
class Person:
    """Somebody, or a program, who is signed in. `name` is what they sign in with and never changes; records keep it.

    A program holds a token; its role may be one of people (see LENT).
    """

    name: str
    shown_as: str
    role: Role
    reach: Reach = EVERYTHING
    is_program: bool = False

    @property
    def permissions(self) -> frozenset[Permission]:
        """All that they may; where is another question (see Reach)."""
        return PERMITTED[self.role] - FOR_PEOPLE if self.is_program else PERMITTED[self.role]

    def may(self, permission: Permission) -> bool:
        """Whether they may do it."""
        return permission in self.permissions
