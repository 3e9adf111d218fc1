"""Questions in learners' own words, each with the section that answers it, as asked.yaml lists them."""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import sha256
from typing import TYPE_CHECKING

from knowledge.errors import CurriculumError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from knowledge.curriculum_file import CurriculumFile


@dataclass(frozen=True, slots=True)
class AskedQuestion:
    """A question, and the section that answers it.

    Attributes:
        text: as a learner might put it.
        source: the id of the page.
        section: the slug of the second-level heading, as a check's `from` names it.
    """

    text: str
    source: str
    section: str

    @property
    def digest(self) -> str:
        """SHA-256 of the text: the key under which its vector is stored once."""
        return sha256(self.text.encode()).hexdigest()


def asked_questions(file: CurriculumFile) -> Iterator[AskedQuestion]:
    """Yield the questions of a file that maps a page's id to its headings' slugs, and those to lists of questions.

    Raises:
        CurriculumError: the file has another form, or a question stands there twice.
    """
    seen: dict[str, str] = {}
    for source, section, texts in _sections(file):
        for number, text in enumerate(texts):
            if text in seen:
                raise _fault(file, (source, section, number), f"{text!r} stands under {seen[text]!r} too")
            seen[text] = f"{source}#{section}"
            yield AskedQuestion(text, source, section)


def _sections(file: CurriculumFile) -> Iterator[tuple[str, str, list[str]]]:
    """Yield page, section and questions."""
    for source, sections in file.values.items():
        if not isinstance(sections, dict):
            raise _fault(file, (source,), f"{source!r} needs a mapping of headings to lists of questions")
        for section, texts in sections.items():
            if not isinstance(texts, list) or not all(
                isinstance(each, str) and each.strip() for each in texts
            ):
                raise _fault(file, (source, section), f"'{source}#{section}' needs a list of questions")
            yield source, section, texts


def _fault(file: CurriculumFile, location: tuple[int | str, ...], message: str) -> CurriculumError:
    return CurriculumError(f"{file.name}:{file.line_of(location)}: {message}")
