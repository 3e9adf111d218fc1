"""Which of the packages that the mentor is made with are not on this machine; needs none of them itself."""

from __future__ import annotations

import re
import sys
from dataclasses import dataclass
from importlib import metadata
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator

PROJECT = "backend-mentor"
_CODE = frozenset({".py", ".so", ".pyd"})
_FORM = re.compile(r"(?P<name>[\w.-]+)(?P<more>[^;]*)(?:;.*\bextra\s*==\s*[\"'](?P<extra>[\w.-]+)[\"'].*)?")


@dataclass(frozen=True, slots=True)
class Missing:
    """A package that is not here: its name, what is asked of its version, and the extra that it belongs to, if any."""

    name: str
    wanted: str
    extra: str = ""

    @property
    def remedy(self) -> str:
        """The command that installs it."""
        return f"{sys.executable} -m pip install '{self.wanted}'"


def missing(extras: Collection[str] = (), requirements: Iterable[str] | None = None) -> tuple[Missing, ...]:
    """Return the packages that should be here and are not, by name.

    Args:
        extras: those that are needed, beside what is always needed.
        requirements: as the project's metadata lists them, which is the default.
    """
    listed = _listed() if requirements is None else requirements
    return tuple(
        each for each in _read(listed) if not each.extra or each.extra in extras if not _is_here(each.name)
    )


def _listed() -> Iterable[str]:
    try:
        return metadata.requires(PROJECT) or ()
    except metadata.PackageNotFoundError:  # run from its folder, which then is what has to be put right
        return ()


def _read(requirements: Iterable[str]) -> Iterator[Missing]:
    for each in sorted(requirements):
        if found := _FORM.fullmatch(each.strip()):
            yield Missing(found["name"], (found["name"] + found["more"]).strip(), found["extra"] or "")


def _is_here(name: str) -> bool:
    """Whether a package is known to be installed, and its code is there as well."""
    try:
        files = metadata.distribution(name).files
    except metadata.PackageNotFoundError:
        return False
    code = [file for file in files or () if file.suffix in _CODE]
    return not code or any(file.locate().exists() for file in code)  # type: ignore[attr-defined]
