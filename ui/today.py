"""Today as HTML: what to do next, one button to start it, and the check that is being answered."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING, Any

from ui import words
from ui.prose import day_in_full, day_in_short, markdown, sentence, time_of

if TYPE_CHECKING:
    from collections.abc import Sequence

ASKED = ("review", "check")  # kinds of what is answered, not studied


def pane(
    today: dict[str, Any],
    *,
    form: str = "",
    said: str = "",
    can_undo: bool = False,
    can_place: bool = False,
) -> str:
    """Return what to do on a day.

    Args:
        today: the day in the shape of `agent.day.Today.json`.
        form: the way to a first plan, where there is none yet.
        said: what the last button did, if anything.
        can_undo: whether that can be taken back.
        can_place: whether to offer to find out what the learner knows already.
    """
    parts = [_said(said, can_undo=can_undo)]
    actions = today["actions"]
    if form and not actions:
        return _framed("".join(parts) + form)
    about = words.ABOUT_TIME.format(time=time_of(today["minutes"])) if actions else ""
    parts.append(f"<header><h2>{day_in_full(today['day'])}</h2><p class='facts'>{about}</p></header>")
    if today["note"]:
        parts.append(f"<p class='note'>{escape(sentence(today['note']))}</p>")
    if actions:
        parts.append(_next(actions[0]))
        parts.append(_then(actions[1:]))
    elif not today["note"]:
        parts.append(f"<p class='empty'>{words.NOTHING_TODAY}</p>")
    if today["held_back"]:
        parts.append(f"<p class='note'>{words.MORE_REVIEWS.format(n=today['held_back'])}</p>")
    parts += [_behind(today["behind"]), _week(today["week"])]
    parts += [_placement()] if can_place else []
    parts.append(form)
    return _framed("".join(parts))


def question(asked: dict[str, Any], *, said: str = "", is_placing: bool = False, back: str = "") -> str:
    """Return a check to answer, in the shape of `agent.checking.Asked.json`; a placement can be ended early.

    `back` is the way out of it as HTML, where that is not the day's.
    """
    check = escape(asked["check"], quote=True)
    if asked["options"]:
        body = "".join(
            f"<button type='button' class='option' data-act='answer' data-check='{check}' data-text='{letter}'>"
            f"<span class='letter'>{letter.upper()}</span><span>{escape(option)}</span></button>"
            for letter, option in zip("abcdefgh", asked["options"], strict=False)
        )
        body = f"<div class='options' role='group' aria-label='{words.CHOOSE_ONE}'>{body}</div>"
    else:
        rows = 10 if asked["kind"] == "code" else 4
        body = (
            f"<form data-act='answer' data-check='{check}'><label>{words.YOUR_ANSWER}"
            f"<textarea name='text' rows='{rows}' required {'spellcheck=false class=code' if asked['kind'] == 'code' else ''}>"
            f"</textarea></label><button type='submit' class='primary'>{words.CHECK_IT}</button></form>"
        )
    return _framed(
        f"{_said(said)}<section class='card quiz'><p class='facts'>{escape(asked['title'])} · {escape(asked['because'])}</p>"
        f"<div class='ask'>{markdown(asked['ask'])}</div>{body}</section>{_leave(check, is_placing=is_placing, back=back)}"
    )


def marked(result: dict[str, Any], *, then: str = "today", back: str = "") -> str:
    """Return what became of an answer, in the shape of `agent.checking.Marked.json`, and what comes then.

    `back` is the way on as HTML, where that is not the day's.
    """
    check = escape(result["check"], quote=True)
    if result["right"] is None:
        points = "".join(
            f"<li class='{'found' if point['found'] else 'open'}'>{escape(point['text'])}</li>"
            for point in result["key_points"]
        )
        judged = "".join(
            f"<button type='button' class='{style}' data-act='judge' data-check='{check}' data-right='{right}'>{word}</button>"
            for right, word, style in (("yes", words.IT_IS_RIGHT, "primary"), ("no", words.IT_IS_NOT, ""))
        )
        body = (
            f"<h3>{words.COMPARE}</h3><div class='expected'>{markdown(result['expected'])}</div>"
            f"<ul class='points'>{points}</ul><div class='buttons'>{judged}</div>"
        )
        return _framed(
            f"<section class='card quiz'><p class='facts'>{escape(result['title'])}</p>{body}</section>{back or _back()}"
        )
    verdict, style = (words.RIGHT, "is-right") if result["right"] else (words.NOT_RIGHT, "is-wrong")
    if not result["is_given"]:
        verdict, style = words.NOT_KNOWN, ""
    expected = "" if result["right"] else markdown(words.THE_ANSWER.format(answer=result["expected"]))
    due = words.COMES_BACK.format(day=day_in_short(result["next_due"])) if result["next_due"] else ""
    topic = escape(result["topic"], quote=True)
    on = back or (
        f"<button type='button' class='primary' data-act='{then}'>{words.GO_ON}</button>"
        f"<button type='button' data-read='{topic}'>{words.READ_TOPIC}</button>"
    )
    return _framed(
        f"<section class='card quiz {style}'>"
        f"<p class='facts'>{escape(result['title'])}</p><h3 tabindex='-1'>{verdict}</h3>{expected}"
        f"{markdown(result['why'])}<p class='facts'>{due}</p><div class='buttons'>{on}</div></section>"
    )


def _framed(body: str) -> str:
    return f"<div class='sheet today'>{body}</div>"


def _said(said: str, *, can_undo: bool = False) -> str:
    undo = f"<button type='button' class='quiet' data-act='undo'>{words.UNDO}</button>" if can_undo else ""
    return f"<p class='said' role='status'>{escape(said)} {undo}</p>" if said else ""


def _leave(check: str, *, is_placing: bool, back: str = "") -> str:
    """Return the ways out of a question: not knowing it, and leaving."""
    given_up = (
        f"<button type='button' class='quiet' data-act='answer' data-check='{check}' data-text='I do not know'>"
        f"{words.PASS}</button>"
    )
    stop = f"<button type='button' class='quiet' data-act='stop'>{words.PLACE_STOP}</button>"
    return f"<div class='buttons'>{given_up}{stop if is_placing else back or _back()}</div>"


def _placement() -> str:
    return (
        f"<section class='card'><p>{words.PLACE_MORE}</p><div class='buttons'>"
        f"<button type='button' data-act='place'>{words.PLACE}</button></div></section>"
    )


def _back() -> str:
    return f"<button type='button' class='quiet' data-act='today'>{words.BACK_TO_TODAY}</button>"


def _next(action: dict[str, Any]) -> str:
    buttons, form = _marks(action)
    return (
        f"<section class='card next' aria-label='{words.NEXT}'><p class='facts'>{_facts(action)}</p>"
        f"<h3>{escape(action['title'])}</h3><p>{escape(sentence(action['because']))}</p>"
        f"<div class='buttons'>{_start(action, 'primary')}{buttons}</div>{form}</section>"
    )


def _then(actions: Sequence[dict[str, Any]]) -> str:
    if not actions:
        return ""
    rows = "".join(
        f"<li><div><b>{escape(each['title'])}</b><span class='facts'>{_facts(each)}</span></div>"
        f"<div class='buttons'>{_start(each, '')}</div></li>"
        for each in actions
    )
    return f"<section><h3>{words.THEN}</h3><ol class='then'>{rows}</ol></section>"


def _facts(action: dict[str, Any]) -> str:
    return f"{words.KINDS[action['kind']]} · {time_of(action['minutes'])}"


def _start(action: dict[str, Any], style: str) -> str:
    id_ = escape(action["id"], quote=True)
    if action["kind"] in ASKED:
        return f"<button type='button' class='{style}' data-act='ask' data-id='{id_}'>{words.START_CHECK}</button>"
    return f"<button type='button' class='{style}' data-read='{_page_of(id_)}'>{words.START}</button>"


def _page_of(id_: str) -> str:
    """Return the id of the page that shows a topic, a project, or a milestone's project."""
    return id_.removesuffix(".done")


def _marks(action: dict[str, Any]) -> tuple[str, str]:
    """Return the buttons by which what is studied is recorded, and the form that one of them opens below them.

    The form is no part of its button's element: that would grow and slip away under the pointer. What is asked is
    recorded by its answer.
    """
    if action["kind"] in ASKED:
        return "", ""
    id_ = escape(_page_of(action["id"]), quote=True)
    buttons = (
        f"<button type='button' data-act='studied' data-id='{id_}' data-minutes='{action['minutes']}'>{words.FOR_TODAY}</button>"
        f"<details class='mark'><summary aria-controls='mark-form'>{words.DONE}</summary></details>"
        f"<button type='button' class='quiet' data-act='skip' data-id='{id_}' data-sure='{words.SKIP_SURE}'>{words.SKIP}</button>"
    )
    form = (
        f"<form id='mark-form' data-act='done' data-id='{id_}'>"
        f"<label>{words.REAL_HOURS}<input name='hours' inputmode='decimal' maxlength='6'></label>"
        f"<button type='submit'>{words.DONE_SAVE}</button></form>"
    )
    return buttons, form


def _behind(behind: Sequence[str]) -> str:
    if not behind:
        return ""
    said = words.BEHIND_ONE if len(behind) == 1 else words.BEHIND_MANY.format(n=len(behind))
    return f"<p class='note'>{said} <button type='button' class='quiet' data-view='plan'>{words.FIT_PLAN}</button></p>"


def _week(week: dict[str, Any] | None) -> str:
    if not week or not week["planned_hours"]:
        return ""
    share = min(1.0, week["done_hours"] / week["planned_hours"])
    said = words.THIS_WEEK.format(
        number=week["number"], done=round(week["done_hours"], 1), planned=round(week["planned_hours"], 1)
    )
    return (
        f"<section class='week'><p class='facts'>{said}</p>"
        f"<div class='bar' role='img' aria-label='{said}'><span style='width:{share:.0%}'></span></div></section>"
    )


def broken(said: str) -> str:
    """Return what is shown when the day cannot be worked out."""
    return _framed(f"<p class='said' role='alert'>{escape(said)}</p>")
