"""Who may ask for what is no report: the directory, models, the audit log, brakes, settings; and who judges blind."""

from typing import Annotated

from fastapi import Depends
from psycopg import Connection

from api.access import needs
from api.blinding import blindness
from api.problems import ApiProblem
from complaints.access import Permission, Person

DirectoryReader = Annotated[Person, Depends(needs(Permission.SEE_DIRECTORY))]
ModelReader = Annotated[Person, Depends(needs(Permission.SEE_MODELS))]
LogReader = Annotated[Person, Depends(needs(Permission.SEE_AUDIT_LOG))]
ModelChooser = Annotated[Person, Depends(needs(Permission.CHANGE_MODELS))]
Changer = Annotated[Person, Depends(needs(Permission.CHANGE_SETTINGS))]
Releaser = Annotated[Person, Depends(needs(Permission.RELEASE_BRAKES))]


def refuse_programs(connection: Connection, person: Person, report_id: int) -> None:
    """What measures people is judged by people. Raises ApiProblem 403 for a program, where the report is blind."""
    if not person.may(Permission.JUDGE_BLIND) and blindness(connection, report_id):
        raise ApiProblem(403, "people_only")
