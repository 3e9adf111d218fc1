"""agent.settings: every variable, read once."""

from __future__ import annotations

from pathlib import Path

import pytest

from agent.errors import SettingsError
from agent.settings import Settings, Source, read_settings, sources, unknown_variables, variable
from knowledge.database import open_engine


def test_no_variable_means_no_model() -> None:
    """Without a key, an address or a model, answers are quotations."""
    assert read_settings().model_spec == "none"


@pytest.mark.parametrize(
    ("variables", "spec"),
    [
        ({"OPENAI_API_KEY": "sk-1"}, "openai:"),
        ({"OPENAI_BASE_URL": "http://127.0.0.1:1/v1"}, "openai:"),
        ({"OPENAI_API_KEY": "sk-1", "MENTOR_MODEL": "none"}, "none"),
        ({"MENTOR_MODEL": "gpt-5-mini"}, "openai:gpt-5-mini"),
        ({"MENTOR_MODEL": "local:qwen2.5-coder-1.5b"}, "local:qwen2.5-coder-1.5b"),
        ({"MENTOR_MODEL": "anthropic:claude"}, "anthropic:claude"),
    ],
)
def test_model_spec_follows_the_variables(
    monkeypatch: pytest.MonkeyPatch, variables: dict[str, str], spec: str
) -> None:
    """A named model wins; a key or an address alone stands for what the endpoint serves."""
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    assert read_settings().model_spec == spec


@pytest.mark.parametrize(
    ("name", "value", "says"),
    [
        ("MENTOR_PASSAGES", "0", "MENTOR_PASSAGES is not usable.*greater than or equal to 1; got '0'"),
        ("MENTOR_ANSWER_S", "soon", "MENTOR_ANSWER_S is not usable.*valid number.*'soon'"),
        ("OPENAI_BASE_URL", "localhost:8000", "OPENAI_BASE_URL is not usable.*must begin with http"),
        ("MENTOR_CHROMA_URL", "ftp://x", "MENTOR_CHROMA_URL is not usable.*must begin with http"),
    ],
)
def test_a_wrong_value_names_its_variable(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str, says: str
) -> None:
    """A value of the wrong form is refused with the variable, the rule and the value."""
    monkeypatch.setenv(name, value)
    with pytest.raises(SettingsError, match=says):
        read_settings()


def test_an_empty_variable_counts_as_unset(monkeypatch: pytest.MonkeyPatch) -> None:
    """`MENTOR_MODEL=` in a shell profile changes nothing."""
    monkeypatch.setenv("MENTOR_MODEL", "")
    assert read_settings().model is None


def test_the_environment_wins_over_the_file(monkeypatch: pytest.MonkeyPatch) -> None:
    """A variable of the environment wins over the same one in `.env`, and each says where it came from."""
    Path(".env").write_text("MENTOR_PASSAGES=3\nMENTOR_MODEL=none\n", encoding="utf-8")
    monkeypatch.setenv("MENTOR_PASSAGES", "5")
    told, came_from = read_settings(), sources()
    assert (told.passages, told.model) == (5, "none")
    assert (came_from["passages"], came_from["model"]) == (Source.ENVIRONMENT, Source.ENV_FILE)
    assert came_from["answer_s"] is Source.DEFAULT


def test_home_is_a_whole_path(monkeypatch: pytest.MonkeyPatch) -> None:
    """A home is expanded and made absolute, whatever the working folder is later."""
    monkeypatch.setenv("MENTOR_HOME", "~/mentor")
    assert read_settings().home == Path.home() / "mentor"
    monkeypatch.setenv("MENTOR_HOME", "here")
    assert read_settings().home == Path.cwd() / "here"


def test_the_database_lies_in_the_home_by_default(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without a URL the database is SQLite in the home; with one it is that."""
    assert read_settings().database == f"sqlite:///{read_settings().home / 'mentor.sqlite3'}"
    monkeypatch.setenv("MENTOR_DATABASE_URL", "postgresql+psycopg://db/mentor")
    assert read_settings().database == "postgresql+psycopg://db/mentor"


@pytest.mark.parametrize("name", ["what?", "50%20", "a#b", "x@y:z"])
def test_the_database_lies_in_a_home_of_any_name(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    """A folder whose name holds what means something in an address is the one that is used."""
    home = Path(name).absolute()
    home.mkdir()
    monkeypatch.setenv("MENTOR_HOME", str(home))
    open_engine(read_settings().database).dispose()
    assert (home / "mentor.sqlite3").is_file()


def test_a_file_of_settings_in_another_encoding_is_named() -> None:
    """A `.env` that is not UTF-8 is an error of ours that names the file."""
    Path(".env").write_bytes("MENTOR_MODEL=größe".encode("latin-1"))
    with pytest.raises(SettingsError, match=r"\.env' cannot be read as UTF-8"):
        read_settings()


def test_a_refused_address_shows_no_password(monkeypatch: pytest.MonkeyPatch) -> None:
    """An address of the wrong form is shown without what signs in."""
    monkeypatch.setenv("OPENAI_BASE_URL", "ftp://me:canary@host/v1")
    with pytest.raises(SettingsError, match="must begin with http") as caught:
        read_settings()
    assert "canary" not in str(caught.value)


def test_an_address_loses_its_trailing_slash(monkeypatch: pytest.MonkeyPatch) -> None:
    """Addresses are joined with a slash later, so theirs goes."""
    monkeypatch.setenv("OPENAI_BASE_URL", "http://127.0.0.1:8000/v1/")
    assert read_settings().openai_base_url == "http://127.0.0.1:8000/v1"


def test_a_key_is_not_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    """The settings printed by chance do not show the key."""
    monkeypatch.setenv("OPENAI_API_KEY", "sk-canary")
    assert "canary" not in repr(read_settings())


def test_a_slip_of_the_pen_is_noticed() -> None:
    """A variable that looks like ours and is read by nothing is named."""
    assert unknown_variables(["MENTOR_MODLE", "MENTOR_MODEL", "PATH"]) == ["MENTOR_MODLE"]


def test_every_setting_says_what_it_is_for() -> None:
    """Each setting has a variable and a description that the doctor can show."""
    assert all(field.description for field in Settings.model_fields.values())
    assert variable("openai_api_key") == "OPENAI_API_KEY"
    assert variable("home") == "MENTOR_HOME"
