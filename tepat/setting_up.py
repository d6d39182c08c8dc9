"""What must be there before several processes start: schema, directory, model, first admin. Again, it does nothing."""

import shutil
from pathlib import Path

from classifier.errors import NoModel
from classifier.registry import current_version, set_current
from tepat.admitting import first_passwords
from tepat.services import open_database
from tepat.settings import ROOT, Settings

SHIPPED_MODELS = ROOT / "models"


def set_up(settings: Settings) -> dict[str, str]:
    """Prepare database and models; the first admin's one-time password by name, nothing where there are accounts."""
    bring_model(settings.models)
    with open_database(settings) as (url, _):
        return first_passwords(url, demo=False)


def bring_model(folder: Path) -> None:
    """Put the model that comes along into this folder, unless it holds a current one. Raises ModelDamaged."""
    try:
        current_version(folder)
    except NoModel:
        version = current_version(SHIPPED_MODELS)
        shutil.copytree(SHIPPED_MODELS / version, folder / version, dirs_exist_ok=True)
        set_current(folder, version)
