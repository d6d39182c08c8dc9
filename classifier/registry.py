"""Which models there are, and which one is current."""

import os
import shutil
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from classifier.errors import ModelDamaged, NoModel
from classifier.model import MANIFEST, Model, load_card, load_model
from complaints.errors import Problem

CURRENT = "current"


@dataclass(frozen=True, kw_only=True)
class ModelSummary:
    """A model in a list. `accuracy` is by level, on texts of voices left out; `problem` says why it cannot be used."""

    version: str
    rows: int = 0
    leaves: int = 0
    policy: str = ""
    accuracy: Mapping[str, float] = field(default_factory=dict)
    automated: float = 0.0
    problem: str = ""


def list_models(folder: Path) -> list[ModelSummary]:
    """Every model in this folder by name, damaged ones too."""
    return [_summarise(path.parent) for path in sorted(folder.glob(f"*/{MANIFEST}")) if path.parent.name[0] != "."]


def _summarise(folder: Path) -> ModelSummary:
    try:
        card = load_card(folder)
    except ModelDamaged as error:
        return ModelSummary(version=folder.name, problem=str(error))
    held_out = card["held_out"]
    return ModelSummary(
        version=card["version"],
        rows=card["data"]["rows"],
        leaves=len(card["paths"]),
        policy=card["policy"],
        accuracy={level["level"]: level["accuracy"] for level in held_out["levels"]},
        automated=held_out["automated"],
    )


def current_version(folder: Path) -> str:
    """The name of the current model. Raises NoModel where there is none."""
    try:
        version = (folder / CURRENT).read_text(encoding="utf-8").strip()
    except OSError as error:
        raise NoModel(Problem(code="model_none", field=str(folder))) from error
    if not version or Path(version).name != version or not (folder / version).is_dir():
        raise NoModel(Problem(code="model_lost", field=str(folder / CURRENT), values={"value": version}))
    return version


def set_current(folder: Path, version: str) -> None:
    """Make this model the current one, at once or not at all. Raises ModelDamaged where it cannot be loaded."""
    load_model(folder / version)
    partial = folder / f".{CURRENT}.{os.getpid()}"
    partial.write_text(f"{version}\n", encoding="utf-8")
    partial.replace(folder / CURRENT)


def load_current(folder: Path) -> Model:
    """The current model. Raises NoModel or ModelDamaged."""
    return load_model(folder / current_version(folder))


def remove_model(folder: Path, version: str) -> bool:
    """Remove the files of a model that is not current; False where there are none. Killed half way it is not listed.

    Called again, it goes on where it was killed. Raises NoModel where none is current.
    """
    leaving = folder / f".{version}.leaving"
    if version != current_version(folder) and (folder / version).is_dir():
        (folder / version).replace(leaving)
    if not leaving.is_dir():
        return False
    shutil.rmtree(leaving)
    return True
