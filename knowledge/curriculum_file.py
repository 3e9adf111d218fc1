"""One file of the curriculum: YAML, alone or in front of Markdown, with the line of every value."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeVar

import yaml
from pydantic import BaseModel, ConfigDict, ValidationError

from knowledge.errors import CurriculumError

if TYPE_CHECKING:
    import pathlib
    from collections.abc import Sequence

# libyaml reads the shipped curriculum about eight times faster than the loader written in Python.
_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_FRONT_MATTER = re.compile(r"\A---\n(.*?\n)---\n", re.DOTALL)


class Record(BaseModel):
    """A part of the curriculum: frozen, unknown keys refused, numbers in text places read as text."""

    model_config = ConfigDict(frozen=True, extra="forbid", coerce_numbers_to_str=True)


RecordT = TypeVar("RecordT", bound=Record)


@dataclass(frozen=True, slots=True)
class CurriculumFile:
    """A file as read: its values, the Markdown after them, and where both stand."""

    name: str
    source: str
    values: dict[str, Any]
    body: str
    values_line: int
    body_line: int

    def build(self, kind: type[RecordT], **more: object) -> RecordT:
        """Return the record that the values describe.

        Raises:
            CurriculumError: a value is missing, unknown or of the wrong form; file and line are named.
        """
        try:
            return kind.model_validate({**self.values, **more})
        except ValidationError as error:
            first = error.errors()[0]
            place = ".".join(str(part) for part in first["loc"])
            unknown = first["type"] == "extra_forbidden" and len(first["loc"]) == 1
            known = f"; known keys: {', '.join(kind.model_fields)}" if unknown else ""
            raise CurriculumError(
                f"{self.name}:{self.line_of(first['loc'])}: {place}: {first['msg'].lower()}{known}"
            ) from error

    def line_of(self, location: Sequence[int | str]) -> int:
        """Return the line of the value at a location such as ("checks", 2, "ask"), or of what encloses it."""
        node: Any = yaml.compose(self.source, Loader=_Loader)
        line = self.values_line
        for part in location:
            node = _child(node, part)
            if node is None:
                break
            line = self.values_line + node.start_mark.line
        return line


def read_file(path: pathlib.Path, name: str) -> CurriculumFile:
    """Read a `.yaml` file, or a `.md` file with front matter.

    Raises:
        CurriculumError: the file cannot be read, or its YAML is missing or broken.
    """
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise CurriculumError(f"{name}:1: cannot be read: {error}") from error
    if path.suffix == ".yaml":
        return CurriculumFile(name, text, _values(text, name, 1), "", 1, 1)
    front = _FRONT_MATTER.match(text)
    if front is None:
        raise CurriculumError(f"{name}:1: no front matter: the file must open with --- lines around YAML")
    body_line = text.count("\n", 0, front.end()) + 1
    return CurriculumFile(name, front[1], _values(front[1], name, 2), text[front.end() :], 2, body_line)


def _values(source: str, name: str, first_line: int) -> dict[str, Any]:
    try:
        values = yaml.load(source, Loader=_Loader)  # noqa: S506 - a safe loader, in C where it is built
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line = first_line + (mark.line if mark else 0)
        raise CurriculumError(
            f"{name}:{line}: not YAML: {getattr(error, 'problem', None) or error}"
        ) from error
    if not isinstance(values, dict):
        raise CurriculumError(f"{name}:{first_line}: the YAML must be a mapping of keys to values")
    return values


def _child(node: Any, part: int | str) -> Any:
    if isinstance(node, yaml.SequenceNode) and isinstance(part, int) and part < len(node.value):
        return node.value[part]
    if isinstance(node, yaml.MappingNode):
        return next((value for key, value in node.value if key.value == part), None)
    return None
