"""agent.packages: what is not installed, and the command that installs it."""

from __future__ import annotations

import subprocess
import sys
from importlib import metadata
from typing import TYPE_CHECKING

import pytest

from agent.doctor import OK, PROBLEM, _packages
from agent.packages import PROJECT, Missing, missing
from agent.settings import Settings

if TYPE_CHECKING:
    from pathlib import Path

LISTED = ["httpx<1,>=0.28", "no-such-package[x]<3,>=2", 'no-such-extra>=1; extra == "local"']


def test_what_is_not_installed_is_named_with_its_command() -> None:
    """Of what is always needed each that is not here is named; an extra's only where the extra is needed."""
    (gone,) = missing((), LISTED)
    assert gone == Missing("no-such-package", "no-such-package[x]<3,>=2")
    assert gone.remedy == f"{sys.executable} -m pip install 'no-such-package[x]<3,>=2'"
    assert [each.name for each in missing(["local"], LISTED)] == ["no-such-extra", "no-such-package"]


def test_every_dependency_of_the_project_is_read() -> None:
    """The project's own metadata is read, and here nothing of it is missing."""
    assert len(metadata.requires(PROJECT) or ()) > 35
    assert missing() == ()


def test_a_package_whose_code_was_deleted_is_missing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A package that is listed as installed and has no file of code left is missing."""
    info = tmp_path / "half_there-1.0.dist-info"
    info.mkdir()
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: half-there\nVersion: 1.0\n", "utf-8")
    (info / "RECORD").write_text("half_there/__init__.py,,\n", "utf-8")
    monkeypatch.syspath_prepend(str(tmp_path))
    assert [each.name for each in missing((), ["half-there>=1"])] == ["half-there"]
    (tmp_path / "half_there").mkdir()
    (tmp_path / "half_there" / "__init__.py").touch()
    assert missing((), ["half-there>=1"]) == ()


@pytest.mark.parametrize(
    ("variable", "value", "package"),
    [
        ("model", "local:small", "xllamacpp"),
        ("database_url", "postgresql+psycopg://somewhere/mentor", "psycopg"),
    ],
)
def test_an_extra_is_missed_where_the_settings_need_it(
    monkeypatch: pytest.MonkeyPatch, variable: str, value: str, package: str
) -> None:
    """A local model or a PostgreSQL database without its package is a problem; unused, it is none."""
    monkeypatch.setattr("agent.packages._is_here", lambda name: name != package)
    used, unused = _packages(Settings(**{variable: value})), _packages(Settings(model="none"))
    assert (used.state, unused.state) == (PROBLEM, OK)
    assert f"not installed: {package}" in used.found
    assert f"pip install '{package}" in used.remedy
    assert package in unused.found


def test_the_doctor_speaks_without_what_its_report_is_made_with() -> None:
    """Even where a package is gone that everything rests on, the command names it and the way to get it back."""
    code = (
        "import sys; sys.modules['pydantic'] = None; import agent.packages as p;"
        "p._is_here = lambda name: name != 'pydantic'; sys.argv = ['mentor', 'doctor'];"
        "from ui.cli import main; main()"
    )
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)  # noqa: S603 - our own code
    assert ran.returncode == 1
    assert "the package pydantic cannot be imported" in ran.stderr
    assert "pip install 'pydantic<3,>=2.11'" in ran.stderr
    assert "Traceback" not in ran.stderr
