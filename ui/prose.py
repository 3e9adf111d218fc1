"""How the page writes what is data: days, times, sentences, and harmless Markdown."""

from __future__ import annotations

from datetime import date

from agent.clean import clean
from ui import words

_HOUR = 60


def markdown(text: str) -> str:
    """Return Markdown as HTML that fetches, runs and links nothing."""
    from markdown_it import MarkdownIt

    return str(MarkdownIt("commonmark", {"html": False}).enable("table").render(clean(text))) if text else ""


def sentence(text: str) -> str:
    """Return a text with a capital and a full stop, as messages of the mentor come without."""
    text = text.strip()
    return f"{text[:1].upper()}{text[1:]}{'' if text.endswith(('.', '!', '?', ':')) else '.'}" if text else ""


def time_of(minutes: int) -> str:
    """Return a number of minutes as people say it."""
    if minutes < _HOUR:
        return words.MINUTES.format(minutes=minutes)
    return words.HOURS_MINUTES.format(hours=minutes // _HOUR, minutes=minutes % _HOUR)


def day_in_short(day: str | date) -> str:
    """Return a day such as 2 Mar 2026."""
    day = date.fromisoformat(str(day))
    return f"{day.day} {day:%b %Y}"


def day_in_full(day: str | date) -> str:
    """Return a day such as Monday, 2 March."""
    day = date.fromisoformat(str(day))
    return f"{day:%A}, {day.day} {day:%B}"
