"""What a command imports: nothing that it does not need."""

from __future__ import annotations

import subprocess
import sys

import pytest

HEAVY = {
    *("gradio", "chromadb", "langchain", "langchain_core", "langchain_openai", "openai"),
    *("onnxruntime", "onnx", "xllamacpp", "sqlalchemy", "numpy", "fastapi", "docx", "pypdf"),
}
REPORT = "import sys; print('\\n'.join(sorted(sys.modules)))"
RUN = "import sys; sys.argv = ['mentor', {arguments}]\ntry:\n    from ui.cli import main; main()\nexcept SystemExit: pass\n"


def imported(code: str) -> set[str]:
    """Return the names of the packages that a fresh interpreter has imported after some code."""
    ran = subprocess.run(  # noqa: S603 - our own interpreter and code
        [sys.executable, "-c", f"{code}\n{REPORT}"],
        capture_output=True,
        text=True,
        check=True,
        cwd=__file__.rpartition("/tests/")[0],
    )
    return {line.partition(".")[0] for line in ran.stdout.splitlines()}


@pytest.mark.parametrize(
    "code",
    [
        "import agent.settings",
        "import agent.commands, agent.question, agent.errors",
        RUN.format(arguments="'--help'"),
        RUN.format(arguments="'ask', '--help'"),
        RUN.format(arguments="'model', 'list', '--json'"),
        "import prompts; prompts.render('answer')",
    ],
)
def test_a_light_command_imports_nothing_heavy(code: str) -> None:
    """Help, settings and the list of models import no page, no index, no model and no database."""
    assert imported(code) & HEAVY == set()


def test_a_heavy_command_is_noticed() -> None:
    """The test above would see a heavy import: building a mentor has them."""
    assert {"sqlalchemy", "numpy"} <= imported("import agent.build")


def test_building_a_mentor_imports_no_page() -> None:
    """The terminal's commands never import the page's library."""
    assert "gradio" not in imported("import agent.build")
