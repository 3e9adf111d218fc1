"""Intake: gaps get stated defaults, words are heard, contradictions are named, wrong names are refused."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agent.errors import ProfileError
from agent.intake import HOURS_DEFAULT, complete
from agent.learner import Known, Profile, read_profile
from tests.curricula import path, project, syllabus, topic

TODAY = date(2026, 11, 25)
ROUTE = {"title": "coming from the front end", "summary": "S.", "words": ["frontend"], "known": ["web.json"]}
STAGES = {
    "beginner": {"topics": ["web.json", "language:fundamentals"], "projects": ["projects.p"]},
    "intermediate": {"topics": ["web.tls"]},
}
GRAPH = syllabus(
    [
        topic("web.json", title="JSON"),
        topic("web.tls", title="TLS", stage="intermediate"),
        topic("languages.python-fundamentals", title="Python fundamentals"),
        topic("languages.go-fundamentals", title="Go fundamentals"),
    ],
    [
        path(STAGES, words=["python", "machine learning"], routes={"frontend_engineer": ROUTE}),
        path(STAGES, id="go", languages=["go"], words=["golang", "cloud"]),
        path(STAGES, id="database", languages=["python", "go"], words=["database"]),
    ],
    [project("projects.p", ["web.json"])],
    words={"python": ("languages.python-fundamentals",)},
)


def intake(**values):
    return complete(read_profile(values), GRAPH, TODAY)


def assumed(result) -> dict[str, tuple[str, str]]:
    return {each.field: (each.value, each.because) for each in result.assumed}


def test_an_empty_profile_gets_defaults_and_every_default_is_stated():
    """Nothing blocks: a learner who said nothing can be planned for, and sees what was assumed."""
    result = complete(Profile(), GRAPH, TODAY)
    learner = result.learner
    assert (learner.path, learner.language, learner.start) == ("python", "python", TODAY)
    assert (learner.hours_per_week, learner.deadline, learner.known) == (HOURS_DEFAULT, None, ())
    assert assumed(result).keys() == {"path", "languages", "start", "hours_per_week", "deadline", "stage"}


def test_what_only_has_a_default_is_worth_asking():
    """The questions name what was not said, the most useful first."""
    assert [each.field for each in intake().questions] == ["path", "known", "hours_per_week", "deadline"]


def test_what_was_said_is_not_asked():
    """A complete form leaves no question."""
    result = intake(path="go", stage="none", hours_per_week=5, deadline="2027-05-01", start="2026-12-01")
    assert result.questions == ()


@pytest.mark.parametrize(
    ("goal", "chosen"),
    [
        ("machine learning engineer", "python"),
        ("a job in the cloud", "go"),
        ("Database work", "database"),
        ("I want to learn Go", "go"),
    ],
)
def test_the_goal_chooses_the_path(goal, chosen):
    """The path for which most words of the goal speak is taken."""
    assert intake(goal=goal).learner.path == chosen


def test_a_path_that_does_not_exist_is_refused():
    """An unknown path is an error that names the known ones."""
    with pytest.raises(ProfileError, match=r"unknown path 'rust'; known: python, go, database"):
        intake(path="rust")


def test_a_path_is_known_in_any_case():
    """Upper case in a form does no harm."""
    assert intake(path=" Python ").learner.path == "python"


def test_a_language_that_no_path_offers_is_refused():
    """An unknown language is an error that names the known ones."""
    with pytest.raises(ProfileError, match=r"unknown languages 'cobol'; known: python, go"):
        intake(languages=["cobol"])


def test_a_language_that_the_path_does_not_offer_is_named():
    """The path's own language is taken, and the contradiction is stated."""
    result = intake(path="go", languages=["python"])
    assert result.learner.language == "go"
    assert assumed(result)["languages"][1] == (
        "you named python, but the Go path offers go; python is on python and database"
    )


def test_the_language_of_a_path_with_a_choice_follows_what_is_known():
    """Where the learner named no language, one that they know is taken."""
    assert intake(path="database", message="I know some Go").learner.language == "go"


def test_the_form_counts_before_the_words():
    """Hours in the form win over hours in the message, and that is stated."""
    result = intake(hours_per_week=5, message="I have 10 hours a week")
    assert result.learner.hours_per_week == 5
    assert assumed(result)["hours_per_week"][1] == "the form says so; your words say 10, and the form counts"


def test_words_that_contradict_each_other_are_named():
    """Of two figures the lower counts, and both are stated."""
    result = intake(message="8 hours a week, in summer 20 hours a week")
    assert result.learner.hours_per_week == 8
    assert assumed(result)["hours_per_week"][1] == "your words say 8 and 20 hours a week; the least counts"


def test_hours_beyond_a_week_are_not_used():
    """A hundred hours a week are not taken from a message, and that is stated."""
    result = intake(message="I study 100 hours a week")
    assert result.learner.hours_per_week == HOURS_DEFAULT
    assert ("100", "not used: it must be from 0.25 to 80") in [
        (each.value, each.because) for each in result.assumed
    ]


def test_a_start_in_the_past_becomes_today_in_words():
    """A start that is over is stated; the plan begins today."""
    assert assumed(intake(start="2026-01-01"))["start"][0] == "2026-11-25"


def test_of_two_deadlines_the_earlier_counts():
    """Words that name two dates are stated, and the plan keeps to the earlier."""
    result = intake(message="by March, at least by the end of June")
    assert result.learner.deadline == date(2027, 3, 31)
    assert assumed(result)["deadline"][1] == "your words say 2027-03-31 and 2027-06-30; the earliest counts"


def test_a_misspelt_word_leads_to_the_nearest_title():
    """What is not understood is stated with what may have been meant."""
    assert assumed(intake(known=["JSOM"]))["known"][1] == "nothing was taken out for it; the nearest are JSON"


def test_relative_dates_count_from_the_day_on_which_they_were_said():
    """A profile that is read again later keeps the deadline that its words meant."""
    result = intake(message="I want a job in 6 months", told_on="2026-01-15")
    assert (result.learner.start, result.learner.deadline) == (date(2026, 1, 15), date(2026, 7, 15))


def test_days_away_of_form_and_words_are_joined():
    """Ranges that overlap become one."""
    result = intake(away=[["2026-12-20", "2026-12-26"]], message="away from 24 December to 3 January")
    assert result.learner.away == ((date(2026, 12, 20), date(2027, 1, 3)),)


def test_known_words_become_topics_with_reasons():
    """What the form names as known is taken out, with its reason."""
    assert intake(known=["JSON"]).learner.known == (Known("web.json", "you said that you know 'JSON'"),)


def test_known_words_without_a_topic_are_stated():
    """Words that mean no topic take nothing out, and say so."""
    assert assumed(intake(known=["juggling"]))["known"] == ("juggling", "nothing was taken out for it")


def test_a_stage_takes_the_stages_before_it_as_known():
    """A learner at the intermediate stage has the beginner stage's topics and projects behind them."""
    known = [each.id for each in intake(path="python", stage="intermediate").learner.known]
    assert known == ["web.json", "languages.python-fundamentals", "projects.p"]


def test_a_route_is_heard_and_brings_what_it_knows():
    """A front-end engineer has what the route says, with the reason."""
    result = intake(message="I am a frontend developer")
    assert result.learner.route == "frontend_engineer"
    assert [each.id for each in result.learner.known] == ["web.json"]


def test_a_route_that_the_path_does_not_have_is_refused():
    """An unknown route is an error that names the known ones."""
    with pytest.raises(ProfileError, match=r"unknown route 'pilot'; known: frontend_engineer"):
        intake(route="pilot")


def test_assumptions_reach_the_learner():
    """A plan made for the learner can state what it rests on."""
    result = intake()
    assert result.learner.assumed == result.assumed


@given(st.text(max_size=200), st.text(max_size=200))
def test_any_words_make_a_learner(goal, message):
    """Whatever a learner says, they can be planned for, within the limits of hours."""
    learner = complete(Profile(goal=goal, message=message), GRAPH, TODAY).learner
    assert 0.25 <= learner.hours_per_week <= 80


def test_what_is_not_understood_is_named():
    """Words about time that were not read are stated."""
    assert assumed(intake(message="Go by 31 February"))["not understood"][0] == "by 31"


def test_a_language_that_is_not_offered_is_named():
    """A wish for another language is answered with those there are."""
    assert assumed(intake(message="rust"))["languages"]
    notes = [each.because for each in intake(message="rust").assumed if each.value == "Rust"]
    assert notes == ["not offered; the curriculum has python and go"]


def test_what_is_not_known_speaks_for_no_path():
    """A denied skill chooses nothing."""
    assert intake(message="I do not know any database, Python please").learner.path == "python"


def test_a_senior_starts_beyond_the_beginner_stage():
    """Years in the trade take the beginner stage as known, but of a new language nothing, and the doubt is named."""
    result = intake(message="15 years, senior engineer, I want Go and TLS")
    assert {each.id for each in result.learner.known} == {"web.json", "projects.p"}
    assert "which may be too much" in result.learner.known[0].because
    assert result.learner.wanted == ("web.tls",)


def test_what_was_kept_is_stated():
    """A field that stems from an earlier message is said to be kept."""
    assert assumed(intake(hours_per_week=5, kept=["hours_per_week"]))["hours_per_week"] == (
        "5",
        "kept from what you said before",
    )


def test_what_fits_may_be_asked_for_in_words():
    """The words "what fits" ask for a smaller scope."""
    assert intake(message="what fits").learner.takes_what_fits


def test_a_route_that_is_denied_is_not_taken():
    """Not being interested in the front end makes nobody a front-end engineer."""
    assert intake(message="Python, not interested in frontend").learner.route is None
