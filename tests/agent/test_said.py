"""What is read out of a learner's own words."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agent.said import read

TODAY = date(2026, 11, 23)
WORDS_ABOUT_TIME = (
    *("by", "in", "until", "away", "from", "to", "31", "30", "2", "February", "March", "2027-02-30"),
    *(
        "start",
        "before",
        "the",
        "end of",
        "next",
        "Friday",
        "week",
        "Q2",
        "winter",
        "Christmas",
        "and",
        "31/3",
        "2899",
    ),
    *("hours", "week", "a", "1e9", "years", "1-14"),
)


@pytest.mark.parametrize(
    ("text", "hours"),
    [
        ("I have 10 hours a week", (10,)),
        ("ten hours per week", (10,)),
        ("7,5 h/week", (7.5,)),
        ("5-7 hours weekly", (5,)),
        ("5\N{EN DASH}7 hours weekly", (5,)),
        ("an hour a day", (7,)),
        ("2 hours every evening", (14,)),
        ("1 hour on weekdays and 4 hours at the weekend", (9,)),
        ("8 hours a week, or 20 hours a week in summer", (8, 20)),
        ("the course takes 40 hours", ()),
        ("6 hours on saturdays, 30 minutes a day on weekdays", (8.5,)),
        ("2 hours every Monday and Thursday", (4,)),
        ("Go, 12 hours, by June", (12,)),
        ("Python 10h", (10,)),
        ("5 Stunden pro Woche", (5,)),
        ("1 hour on weekdays and 3 on saturdays", (8,)),
        ("2 hours on Mondays, 4 at the weekend", (6,)),
        ("learn and 3 on saturdays", ()),
        ("5 hours, not 10 hours a week", (5,)),
        ("6 hours a week instead of 10", (6,)),
        ("I work 40 hours a week but can study 6", (6,)),
        ("change it from 5 hours a week to 10 hours a week", (10,)),
        ("I can work 10 hours a week", (10,)),
    ],
)
def test_hours_a_week(text, hours):
    """Hours are counted by the week, of a range the lower end."""
    assert read(text, TODAY).hours == hours


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("by 2027-03-01", date(2027, 3, 1)),
        ("in 6 months", date(2027, 5, 23)),
        ("within half a year", date(2027, 5, 23)),
        ("in three weeks", date(2026, 12, 14)),
        ("by March", date(2027, 3, 31)),
        ("by the end of June 2028", date(2028, 6, 30)),
        ("until mid-May", date(2027, 5, 15)),
        ("before 1 February", date(2027, 2, 1)),
        ("by February 1st, 2028", date(2028, 2, 1)),
        ("until Christmas", date(2026, 12, 24)),
        ("by the end of next year", date(2027, 12, 31)),
        ("until 31.12.2027", date(2027, 12, 31)),
        ("by 31/12/2027", date(2027, 12, 31)),
        ("by the end of 2028", date(2028, 12, 31)),
        ("by next summer", date(2027, 8, 31)),
        ("by next August", date(2027, 8, 31)),
        ("and finish in eighteen months", date(2028, 5, 23)),
        ("with the interview in March", date(2027, 3, 1)),
        ("to be done in March", date(2027, 3, 31)),
        ("by Friday", date(2026, 11, 27)),
        ("by Monday", date(2026, 11, 30)),
        ("by next Friday", date(2026, 12, 4)),
        ("before the weekend", date(2026, 11, 28)),
        ("by the end of the week", date(2026, 11, 29)),
        ("by the end of next month", date(2026, 12, 31)),
        ("by next month", date(2026, 12, 31)),
        ("before March", date(2027, 3, 1)),
        ("before summer", date(2027, 6, 1)),
        ("by the end of winter", date(2027, 2, 28)),
        ("by early April", date(2027, 4, 10)),
        ("by late May", date(2027, 5, 31)),
        ("by mid next year", date(2027, 6, 30)),
        ("by year end", date(2026, 12, 31)),
        ("by new year", date(2026, 12, 31)),
        ("before Xmas", date(2026, 12, 24)),
        ("by Q2", date(2027, 6, 30)),
        ("by the end of Q1 2028", date(2028, 3, 31)),
        ("by the 15th", date(2026, 12, 15)),
        ("by 15/3", date(2027, 3, 15)),
        ("by 3/15/2028", date(2028, 3, 15)),
        ("by 03/2027", date(2027, 3, 31)),
        ("by Friday, 14 May", date(2027, 5, 14)),
        ("in a couple of weeks", date(2026, 12, 7)),
        ("in a fortnight", date(2026, 12, 7)),
        ("within the next 3 months", date(2027, 2, 23)),
        ("in a year and a half", date(2028, 5, 23)),
        ("in one and a half years", date(2028, 5, 23)),
        ("6 months from now", date(2027, 5, 23)),
        ("and my interview is next Friday", date(2026, 12, 4)),
        ("as my exam is next week", date(2026, 11, 30)),
        ("and have an interview March 15", date(2027, 3, 15)),
        ("for which I must be ready for June", date(2027, 6, 30)),
        (", end of March", date(2027, 3, 31)),
    ],
)
def test_a_deadline(text, day):
    """A day named after "by", "until" or "in" is a deadline; a month means its last day."""
    assert read(f"I want a job {text}.", TODAY).deadlines == (day,)


@pytest.mark.parametrize(
    "text",
    [
        *("6 months ago I began", "by 31 February", "for 6 months", "by heart", "in 99999999999 years"),
        *("by next year", "by Easter", "in a few months", "the interview may be hard", "start in two weeks"),
        *("I start at the beginning of May", "away until 5 January", "what is new in August", "by 1/2/2027"),
    ],
)
def test_no_deadline(text):
    """What only looks like a deadline is none."""
    assert read(text, TODAY).deadlines == ()


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("away from 20 December to 3 January", (date(2026, 12, 20), date(2027, 1, 3))),
        ("on holiday 2026-12-01 to 2026-12-10", (date(2026, 12, 1), date(2026, 12, 10))),
        ("on vacation from 1 to 14 August", (date(2027, 8, 1), date(2027, 8, 14))),
        ("off August 1 - 14", (date(2027, 8, 1), date(2027, 8, 14))),
        ("I have no time in August, only then", (date(2027, 8, 1), date(2027, 8, 31))),
        ("I am away in August", (date(2027, 8, 1), date(2027, 8, 31))),
        ("away 24/12-3/1", (date(2026, 12, 24), date(2027, 1, 3))),
        ("away 12/24 to 1/3", (date(2026, 12, 24), date(2027, 1, 3))),
        ("away next week", (date(2026, 11, 30), date(2026, 12, 6))),
        ("away until Sunday", (date(2026, 11, 23), date(2026, 11, 29))),
        ("away from Friday to Monday", (date(2026, 11, 27), date(2026, 11, 30))),
        ("the first two weeks of August off", (date(2027, 8, 1), date(2027, 8, 14))),
        ("busy the last week of January", (date(2027, 1, 25), date(2027, 1, 31))),
        ("off over Christmas", (date(2026, 12, 24), date(2026, 12, 26))),
        ("away from Christmas to New Year", (date(2026, 12, 24), date(2027, 1, 1))),
        ("away since my holidays 20.11. to 29.11.", (date(2026, 11, 20), date(2026, 11, 29))),
    ],
)
def test_days_away(text, days):
    """Days away have both ends, or are a whole month."""
    assert read(text, TODAY).away == (days,)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("starting next week", date(2026, 11, 30)),
        ("I start on 2027-01-04", date(2027, 1, 4)),
        ("start tomorrow", date(2026, 11, 24)),
        ("beginning in January", date(2027, 1, 1)),
        ("start on Monday", date(2026, 11, 30)),
        ("start right away", date(2026, 11, 23)),
        ("start in two weeks", date(2026, 12, 7)),
        ("starting after Christmas", date(2026, 12, 27)),
        ("start in the new year", date(2027, 1, 1)),
        ("from next Monday on", date(2026, 11, 30)),
    ],
)
def test_a_start(text, day):
    """A day named after "start" is the start; a month means its first day."""
    assert read(text, TODAY).starts == (day,)


def test_a_day_away_may_stand_beside_another():
    """Stretches joined by a word are read one by one."""
    found = read("vacation Aug 1-14 and Dec 20-31", TODAY).away
    assert found == ((date(2027, 8, 1), date(2027, 8, 14)), (date(2026, 12, 20), date(2026, 12, 31)))


@pytest.mark.parametrize(
    "words",
    [
        "in a few months",
        "asap",
        "as soon as possible",
        "by next year",
        "before Easter",
        "away for two weeks in August",
        "away two weeks in February",
        "two weeks off in July",
    ],
)
def test_words_that_name_no_day_are_told_apart(words):
    """What speaks of time and names no day is asked back, not guessed."""
    said = read(f"I want a job {words}", TODAY)
    assert (said.vague, said.deadlines, said.away) == ((words,), (), ())


def test_what_a_learner_knows_is_told_from_what_they_want():
    """A language that is known is not one that is wished for."""
    said = read("I know Python and a bit of SQL but want to learn Go", TODAY)
    assert (said.known, said.languages) == (("Python", "a bit of SQL"), ("go",))


@pytest.mark.parametrize(
    "text",
    [
        *("I don't know Python", "I have never used Docker", "I want to know Kubernetes"),
        "I learned Java at school and have forgotten it",
    ],
)
def test_what_a_learner_does_not_know_is_not_known(text):
    """A denied or wished-for skill is none."""
    assert read(text, TODAY).known == ()


def test_what_is_known_ends_at_the_hours():
    """A list of what is known ends where the hours begin: what follows is wished for."""
    said = read("I know some SQL, 10 hours a week, Go, by next August", TODAY)
    assert (said.known, said.languages, said.hours) == (("some SQL",), ("go",), (10,))


def test_having_done_a_bit_of_something_is_knowing_it():
    """A course taken somewhere leaves what it was about, without the place."""
    assert read("I did a bit of Python on Codecademy", TODAY).known == ("a bit of Python",)


def test_knowing_how_to_use_something_is_knowing_it():
    """The words "how to use" are no part of what is known."""
    assert read("I know how to use fastapi and postgres", TODAY).known == ("fastapi", "postgres")


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("I do not know SQL", "SQL"),
        ("I don't know SQL, Docker or Kubernetes, and want Python", "Kubernetes"),
        ("skip kubernetes and microservices", "kubernetes"),
        ("I know no SQL, but HTTP", "SQL"),
        ("Python, not Java", "Java"),
        ("instead of Java I want Go", "Java"),
    ],
)
def test_what_is_denied_is_no_wish(text, word):
    """What a learner does not know or does not want speaks for no path."""
    assert word not in read(text, TODAY).wishes


def test_what_comes_after_the_denied_is_a_wish():
    """The wish beside a denied thing stays a wish."""
    assert read("instead of Java I want Go", TODAY).languages == ("go",)


@pytest.mark.parametrize(
    ("text", "unread"),
    [
        ("make me a millionaire by moonrise 2027", ("by moonrise 2027",)),
        ("Go until 31.02.2027", ("until 31.02.2027",)),
        ("10 hours a week by next summer", ()),
        ("the course takes 40 hours", ("40 hours",)),
        ("15 years as a senior engineer", ()),
    ],
)
def test_words_about_time_that_are_not_read_are_named(text, unread):
    """Nothing about time or amounts is dropped in silence."""
    assert read(text, TODAY).unread == unread


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("I have 15 years of experience", "15 years"),
        ("senior engineer, event-driven", "senior"),
        ("an experienced engineer", "experienced engineer"),
        ("I want to become a senior engineer", ""),
        ("I am 30 years old", ""),
        ("2 years of experience", ""),
        ("15 years as a nurse", ""),
        ("a nurse with 15 years experience, I want my first job as a developer", ""),
    ],
)
def test_years_in_the_trade_are_heard(text, words):
    """Work of years in the trade is told from wishes, age and other trades."""
    assert read(text, TODAY).experience == words


def test_a_language_beside_the_curriculum_is_noticed():
    """A language that the curriculum does not have is named as such."""
    assert read("I want rust or c#", TODAY).not_offered == ("Rust", "C#")


def test_a_first_job_is_an_aim():
    """A job is a goal."""
    assert read("my first job in backend", TODAY).aims == ("first job",)


def test_go_the_verb_is_no_language():
    """Going deep into something asks for no Go."""
    assert read("I want to go deep into Java. Go for it", TODAY).languages == ("java",)


def test_a_beginner_says_so():
    """A complete beginner stands at no stage yet."""
    assert read("I'm a complete beginner", TODAY).stages == ("none",)


@given(st.text(max_size=300))
def test_any_text_can_be_read(text):
    """No text makes the reading fail, and none is read as a stage that there is not."""
    assert set(read(text, TODAY).stages) <= {"none", "intermediate", "advanced"}


@given(
    st.lists(
        st.sampled_from(WORDS_ABOUT_TIME),
        max_size=12,
    )
)
def test_any_heap_of_time_words_can_be_read(words):
    """No order of words about time makes the reading fail, and ranges of days go forward."""
    assert all(first <= last for first, last in read(" ".join(words), TODAY).away)


def test_no_time_and_no_deadline_are_nothing_to_skip():
    """Words such as "no deadline" leave nothing out."""
    assert read("no deadline, no experience, Python, no Docker", TODAY).skips == ("Docker",)


def test_the_version_of_what_is_known_does_not_matter():
    """Python 3 is Python."""
    assert read("I know Python 3 and no SQL", TODAY).known == ("Python",)


def test_hours_from_a_day_on_are_not_taken_for_hours_from_now() -> None:
    """Hours that are to change later are said to be unread in that; "from now on" says nothing, and is no week from now."""
    assert read("5 hours a week from 1 March 2027", TODAY).unread == ("from 1 March 2027",)
    assert read("from March only 5 hours a week", TODAY).unread == ("from March",)
    now = read("5 hours a week from now on", TODAY)
    assert (now.hours, now.deadlines, now.unread) == ((5.0,), (), ())
