"""The curriculum as HTML: every page by its area, or those that words are found in, each to be opened and read."""

from __future__ import annotations

from functools import lru_cache
from html import escape
from typing import TYPE_CHECKING

from agent.progress import PROJECTS
from knowledge.words import content_words, stem, stems
from ui import words

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

    from knowledge.project import Project
    from knowledge.syllabus import Syllabus
    from knowledge.topic import Topic

    Page = Topic | Project

TEXT_CHARS = 200  # of what is looked for; more words find nothing more


def shelf(syllabus: Syllabus, text: str = "", *, done: Collection[str] = ()) -> str:
    """Return the pages of a curriculum, in the order of study within each area.

    Args:
        syllabus: whose pages.
        text: words that a page must speak of; those whose title has them come first. Without any every page is there.
        done: ids of what the learner has finished.
    """
    if text.strip():
        found = _found(syllabus, text)
        if not found:
            return f"<p class='empty' role='status'>{words.SHELF_NOTHING}</p>"
        return f"<div class='shelf'><ul>{_rows(found, done)}</ul></div>"
    areas = "".join(_area(name, pages, done) for name, pages in _areas(syllabus).items())
    return f"<div class='shelf'>{areas}</div>"


def _area(name: str, pages: Sequence[Page], done: Collection[str]) -> str:
    finished = sum(page.id in done for page in pages)
    count = words.AREA_DONE.format(done=finished, all=len(pages)) if finished else str(len(pages))
    return (
        f"<details><summary><b>{escape(name.capitalize())}</b> <span class='facts'>{count}</span></summary>"
        f"<ul>{_rows(pages, done)}</ul></details>"
    )


def _rows(pages: Iterable[Page], done: Collection[str]) -> str:
    return "".join(
        f"<li><button type='button' class='name' data-read='{escape(page.id, quote=True)}'>{escape(page.title)}</button>"
        f"<span class='facts'>{_facts(page, is_done=page.id in done)}</span></li>"
        for page in pages
    )


def _facts(page: Page, *, is_done: bool) -> str:
    finished = f" · {words.FINISHED}" if is_done else ""
    return f"{page.stage.capitalize()} · {words.HOURS_OF.format(hours=page.hours.typical)}{finished}"


def _areas(syllabus: Syllabus) -> Mapping[str, list[Page]]:
    """Return the pages of each area, the projects last."""
    areas: dict[str, list[Page]] = {}
    for page in sorted(syllabus.topics.values(), key=_turn):
        areas.setdefault(page.id.partition(".")[0], []).append(page)
    by_name = dict(sorted(areas.items()))
    for project in sorted(syllabus.projects.values(), key=_turn):
        by_name.setdefault(PROJECTS.removesuffix("."), []).append(project)
    return by_name


def _turn(page: Page) -> tuple[int, str]:
    return page.stage.rank, page.title.casefold()


def _found(syllabus: Syllabus, text: str) -> list[Page]:
    """Return the pages that have all the words, whole or begun, those with them in their title first."""
    text = text[:TEXT_CHARS].strip().casefold()
    looked_for = content_words(text) or [text]
    found = []
    pages: list[Page] = [*syllabus.topics.values(), *syllabus.projects.values()]
    for page in pages:
        title, all_of_it = _said(page.title, f"{page.id} {_contents(page)}")
        if _has(all_of_it, looked_for):
            found.append((not _has(title, looked_for), *_turn(page), page))
    return [page for *_, page in sorted(found, key=lambda each: each[:-1])]


def _has(words_: frozenset[str], looked_for: Sequence[str]) -> bool:
    return all(stem(word) in words_ or any(each.startswith(word) for each in words_) for word in looked_for)


def _contents(page: Page) -> str:
    """Return what a page says that it is about: what one can do after it, and its headings."""
    goals = getattr(page, "outcomes", ()) or (getattr(page, "summary", ""),)
    headings = (line.lstrip("# ") for line in page.body.splitlines() if line.startswith("#"))
    return " ".join((*goals, *headings))


@lru_cache(maxsize=1024)  # the pages of a curriculum, whose words do not change
def _said(title: str, more: str) -> tuple[frozenset[str], frozenset[str]]:
    """Return the words and stems of a title, and of all that is said."""
    names = frozenset(content_words(title)) | stems(title)
    return names, names | frozenset(content_words(more)) | stems(more)
