"""What several machines need is prepared once."""

from pathlib import Path

from pydantic import SecretStr

from classifier.registry import current_version
from tepat.setting_up import SHIPPED_MODELS, bring_model, set_up
from tepat.settings import Settings


def test_the_first_time_makes_an_admin_and_the_second_nothing(empty_database: str, tmp_path: Path) -> None:
    settings = Settings(home=tmp_path, models=tmp_path / "models", _env_file=None)
    settings = settings.model_copy(update={"database_url": SecretStr(empty_database)})
    assert list(set_up(settings)) == ["admin"]
    assert set_up(settings) == {}
    assert current_version(tmp_path / "models") == current_version(SHIPPED_MODELS)


def test_a_current_model_is_left_as_it_is(tmp_path: Path) -> None:
    (tmp_path / "own").mkdir()
    (tmp_path / "current").write_text("own\n")
    bring_model(tmp_path)
    assert current_version(tmp_path) == "own"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["current", "own"]
