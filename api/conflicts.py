"""What is refused because somebody else came first, or because the report's state does not allow it (409)."""

from collections.abc import Mapping

from complaints.errors import (
    AlreadyReviewed,
    ComplaintError,
    HeldByAnother,
    JudgedBlind,
    NothingToCopy,
    NothingToReopen,
    NotMergeable,
    NotSplittable,
    NotUndoable,
    NotYourTurn,
    PartsDecided,
)

CONFLICTS: Mapping[type[ComplaintError], str] = {
    AlreadyReviewed: "already_reviewed",
    HeldByAnother: "held",
    JudgedBlind: "judged_blind",
    NotMergeable: "not_mergeable",
    NotSplittable: "not_splittable",
    NotUndoable: "not_undoable",
    NotYourTurn: "not_your_turn",
    PartsDecided: "parts_decided",
    NothingToCopy: "nothing_to_copy",
    NothingToReopen: "nothing_to_reopen",
}
