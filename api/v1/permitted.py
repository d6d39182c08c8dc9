"""Who may ask for what is no report: the directory, models, the audit log, brakes."""

from typing import Annotated

from fastapi import Depends

from api.access import needs
from complaints.access import Permission, Person

DirectoryReader = Annotated[Person, Depends(needs(Permission.SEE_DIRECTORY))]
ModelReader = Annotated[Person, Depends(needs(Permission.SEE_MODELS))]
LogReader = Annotated[Person, Depends(needs(Permission.SEE_AUDIT_LOG))]
Releaser = Annotated[Person, Depends(needs(Permission.RELEASE_BRAKES))]
