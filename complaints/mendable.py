"""What people can mend, and what they are told of it in their language."""

from complaints.errors import ComplaintError, Problem
from complaints.messages import say


class Mendable(ComplaintError):
    """Something that people can mend; `problems` say what is wrong, where, and what to do about it."""

    def __init__(self, *problems: Problem) -> None:
        super().__init__(*problems)
        self.problems = problems

    def __str__(self) -> str:
        return "\n".join(say(problem, "en") for problem in self.problems)
