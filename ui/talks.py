"""The list of conversations: each opened, renamed and deleted from its row."""

from __future__ import annotations

from datetime import date, timedelta
from html import escape
from itertools import groupby
from typing import TYPE_CHECKING

from agent import clock
from ui import words

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import tzinfo

    from agent.conversations import Listed
    from agent.mentor import Mentor


def listed(mentor: Mentor, learner: str, current: str | None, text: str = "") -> str:
    """Return the list of a learner's conversations; with a text, of those that say it.

    Raises:
        MemoryUnavailable: they cannot be read.
    """
    found = mentor.conversations.listed(learner, text)
    today = clock.today()
    return rows(found, current=current, today=today, is_search=bool(text.strip()))


def rows(
    listed: Sequence[Listed],
    *,
    current: str | None,
    today: date,
    zone: tzinfo | None = None,
    is_search: bool = False,
) -> str:
    """Return the list's HTML.

    Args:
        listed: the conversations, in the order in which they are shown.
        current: the id of the one that is open.
        today: the day on which they are shown.
        zone: the time zone in which a day begins and ends; the machine's own by default.
        is_search: whether they were looked for, so that an empty list means that nothing was found.
    """
    if not listed:
        return f"<p class='empty'>{escape(words.NOTHING_FOUND if is_search else words.NO_CONVERSATIONS)}</p>"
    days = groupby(listed, lambda each: _when(each.last_at.astimezone(zone).date(), today))
    return "".join(
        f"<div class='talks'><h3 class='day'>{day}</h3><ul>{''.join(_row(each, current=current) for each in rows)}</ul></div>"
        for day, rows in days
    )


def _row(each: Listed, *, current: str | None) -> str:
    id_, title = escape(each.id, quote=True), escape(each.title, quote=True)
    is_current = " aria-current='true'" if each.id == current else ""
    return (
        f"<li><button type='button' class='open' data-act='open' data-id='{id_}'{is_current}>"
        f"<span class='title'>{title}</span></button>"
        f"<details class='more'><summary aria-label='{escape(words.RENAME)}, {escape(words.DELETE)}: {title}'>⋯</summary>"
        f"<div class='menu'><form data-act='rename' data-id='{id_}'><label>{escape(words.RENAME_TITLE)}"
        f"<input name='title' value='{title}' maxlength='60' required autocomplete='off'></label>"
        f"<button type='submit'>{escape(words.SAVE)}</button></form>"
        f"<button type='button' class='danger' data-act='delete' data-id='{id_}' data-sure='{escape(words.DELETE_SURE)}'>"
        f"{escape(words.DELETE)}</button></div></details></li>"
    )


def _when(day: date, today: date) -> str:
    if day >= today:
        return words.TODAY_DAY
    if day == today - timedelta(days=1):
        return words.YESTERDAY
    return f"{day.day} {day:%b}" if day.year == today.year else f"{day.day} {day:%b %Y}"
