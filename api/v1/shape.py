"""What every answer is made of."""

from pydantic import BaseModel, ConfigDict
from pydantic.config import JsonDict


class Shape(BaseModel):
    """A part of an answer. What the pages show beside it is left out."""

    model_config = ConfigDict(extra="ignore", json_schema_serialization_defaults_required=True)


def shown_as(example: JsonDict) -> ConfigDict:
    """The configuration of a shape with this example in the description."""
    return ConfigDict(json_schema_extra={"examples": [example]})


class Change(Shape):
    """What an answer to a verdict has in common: which report, and where it stands now."""

    id: str
    status: str
