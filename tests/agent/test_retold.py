"""What was said before, joined with a new message."""

from __future__ import annotations

from datetime import date

import pytest

from agent.errors import ProfileError
from agent.intake import complete
from agent.learner import read_profile
from agent.retold import joined
from tests.curricula import path, syllabus, topic

TODAY = date(2026, 11, 25)
STAGES = {
    "beginner": {"topics": ["web.json", "data.sql-basics", "language:fundamentals"]},
    "intermediate": {"topics": ["web.tls"]},
}
GRAPH = syllabus(
    [
        topic("web.json", title="JSON"),
        topic("web.tls", title="TLS", stage="intermediate"),
        topic("data.sql-basics", title="SQL basics"),
        topic("languages.python-fundamentals", title="Python fundamentals"),
        topic("languages.javascript-fundamentals", title="JavaScript fundamentals"),
    ],
    [
        path(STAGES, words=["python"]),
        path(STAGES, id="nodejs", languages=["javascript"], words=["nodejs"]),
    ],
    words={"sql": ("data.sql-basics",), "json": ("web.json",)},
)
BEFORE = {"message": "Python, 10 hours a week, in 6 months, I know SQL", "told_on": "2026-11-23"}


def learner(message: str, before: dict[str, object] | None = None):
    return complete(read_profile(joined(before or BEFORE, message, GRAPH, TODAY)), GRAPH, TODAY).learner


def test_what_was_said_before_is_kept():
    """A change of the hours keeps path, deadline and what is known, and says so."""
    found = learner("12 hours a week")
    assert (found.path, found.hours_per_week, found.deadline) == ("python", 12, date(2027, 5, 23))
    assert [each.id for each in found.known] == ["data.sql-basics"]
    kept = {each.field for each in found.assumed if each.because == "kept from what you said before"}
    assert kept == {"path", "languages", "deadline", "known"}


def test_another_path_changes_the_path_alone():
    """A wish for another path changes path and language, and nothing else."""
    found = learner("actually I want nodejs instead")
    assert (found.path, found.language, found.hours_per_week) == ("nodejs", "javascript", 10)
    assert found.deadline == date(2027, 5, 23)


def test_changes_add_up():
    """A third message keeps what the first two said."""
    profile = joined(BEFORE, "12 hours a week", GRAPH, TODAY)
    found = learner("by 2027-12-31", profile)
    assert (found.hours_per_week, found.deadline) == (12, date(2027, 12, 31))


def test_what_is_known_is_added_to():
    """New knowledge joins the old."""
    assert {each.id for each in learner("I know JSON").known} == {"data.sql-basics", "web.json"}


def test_what_is_denied_is_known_no_longer():
    """A learner may take back what was taken as known."""
    assert learner("I do not know SQL").known == ()


@pytest.mark.parametrize(
    ("message", "away"),
    [
        ("not away in April", []),
        ("I am not away in April after all", []),
        ("no holidays in April", []),
        ("no holidays", []),
        ("no time off in April", []),
        ("not away in March or April", []),
        ("my vacation in April is cancelled", []),
        ("no holidays in May", [(date(2027, 4, 1), date(2027, 4, 30))]),
        ("away in June instead of April", [(date(2027, 6, 1), date(2027, 6, 30))]),
        ("not away in April but in June", [(date(2027, 6, 1), date(2027, 6, 30))]),
        (
            "not away 10 to 12 April",
            [(date(2027, 4, 1), date(2027, 4, 9)), (date(2027, 4, 13), date(2027, 4, 30))],
        ),
    ],
)
def test_days_away_may_be_taken_back(message: str, away: list) -> None:
    """Who is not away any more is there on those days, and away on no others than said."""
    assert list(learner(message, BEFORE | {"away": [["2027-04-01", "2027-04-30"]]}).away) == away


@pytest.mark.parametrize(
    ("message", "deadline"),
    [
        ("no deadline", None),
        ("please drop the deadline", None),
        ("I don't have a deadline any more", None),
        ("move the deadline to September", date(2027, 9, 30)),
        ("change the deadline from May to September", date(2027, 9, 30)),
        ("the deadline is now 1 May 2027", date(2027, 5, 1)),
        ("by September instead of May", date(2027, 9, 30)),
    ],
)
def test_a_deadline_may_be_moved_or_dropped(message: str, deadline: date | None) -> None:
    """The deadline of before gives way to the one that is named, or to none."""
    assert learner(message).deadline == deadline


def test_a_deadline_without_a_year_comes_after_the_start_of_before() -> None:
    """A month that lies before the start is the one of the next year; a year that is named counts."""
    assert learner("by January", BEFORE | {"start": "2027-02-01"}).deadline == date(2028, 1, 31)
    assert learner("by January 2027", BEFORE | {"start": "2027-02-01"}).deadline == date(2027, 1, 31)


@pytest.mark.parametrize(
    "message",
    [
        "not before May",
        "I cannot start before May",
        "I can't start in May",
        "not 10 hours a week",
        "I work 40 hours a week",
    ],
)
def test_what_is_only_denied_is_not_understood(message: str) -> None:
    """A refusal that names nothing in its place is said to be not understood, never taken for the contrary."""
    with pytest.raises(ProfileError, match="not understood: "):
        joined(BEFORE, message, GRAPH, TODAY)


@pytest.mark.parametrize(
    "message", ["no need to finish by May", "I don't have to be done by May", "no interview in May"]
)
def test_a_day_that_is_not_needed_is_no_deadline(message: str) -> None:
    """A day by which nothing has to be done does not become the deadline."""
    assert learner(f"12 hours a week, {message}").deadline == date(2027, 5, 23)


def test_a_default_is_not_kept():
    """What nobody said stays a default, and is not said to be kept."""
    found = learner("12 hours a week", {"message": "Python"})
    assert {each.field for each in found.assumed if each.because.startswith("kept")} == {"path", "languages"}


def test_a_message_that_tells_nothing_changes_nothing():
    """A message without a readable fact is refused, with what was not understood."""
    with pytest.raises(ProfileError, match=r"could be read \(not understood: asap\), so what you have stays"):
        joined(BEFORE, "make me a millionaire asap", GRAPH, TODAY)


def test_a_language_beside_the_curriculum_changes_nothing():
    """A wish for a language that is not offered is refused by name."""
    with pytest.raises(ProfileError, match=r"could be read \(Rust is not offered\)"):
        joined(BEFORE, "rust please", GRAPH, TODAY)


def test_what_a_senior_wants_early_stays_early():
    """What the first message's goal names comes early after a change too."""
    profile = joined({"message": "Senior developer, Python, want TLS"}, "5 hours a week", GRAPH, TODAY)
    assert learner("6 hours a week", profile).wanted == ("web.tls",)


def test_the_wish_for_a_job_is_kept():
    """Who wants a job still wants it after two changes of something else."""
    profile = joined(
        {"goal": "my first job, Python", "told_on": "2026-11-23"}, "12 hours a week", GRAPH, TODAY
    )
    found = learner("by 2027-12-31", profile)
    assert found.seeks_job
    assert any(each.field == "goal" and each.value == "first job" for each in found.assumed)
