"""agent.model_reading: what a language model reads beside the rules, and what of it is believed."""

from __future__ import annotations

import json
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest

from agent.errors import ModelUnavailable, ProfileError
from agent.model import open_writer
from agent.model_reading import Filled, ModelReader
from agent.settings import Settings
from agent.writer import Usage
from tests.curricula import path, syllabus, topic
from tests.endpoint import Endpoint
from tests.fakes import ScriptedModel
from tests.mentors import answered, mentor_over, writer

if TYPE_CHECKING:
    from sqlalchemy import Engine

    from agent.writer import Writer

TODAY = date(2026, 11, 30)
GRAPH = syllabus(
    [topic("data.sql", title="SQL"), topic("operations.git", title="Git")],
    [
        path({"beginner": {"topics": ["data.sql", "operations.git"]}}, id="python"),
        path({"beginner": {"topics": ["data.sql"]}}, id="go", languages=["go"], words=["go"]),
    ],
)
MESSAGE = (
    "two evenings after work and the whole Saturday morning, my contract ends when school closes in July"
)
EVENINGS, CLOSES = "two evenings after work", "school closes in July"


def reply(**fields: tuple[Any, str]) -> str:
    return json.dumps({name: {"value": value, "words": words} for name, (value, words) in fields.items()})


def fill(text: str, message: str = MESSAGE, **profile: Any) -> tuple[Filled, ScriptedModel, Usage]:
    model, usage = ScriptedModel(text), Usage()
    reader = ModelReader(GRAPH, lambda: writer(model))
    return reader.fill({**profile, "message": message}, message, TODAY, usage), model, usage


def test_a_model_fills_what_the_rules_left_open() -> None:
    """Values that the message has words for are taken, and named as guessed."""
    said = reply(hours_per_week=(7, EVENINGS), deadline=("2027-07-31", CLOSES))
    filled, _, usage = fill(f"```json\n{said}\n```")
    assert (filled.profile["hours_per_week"], filled.profile["deadline"]) == (7, "2027-07-31")
    assert filled.profile["guessed"] == ["hours_per_week", "deadline"]
    assert filled.words == {"hours_per_week": EVENINGS, "deadline": CLOSES}
    assert (filled.failed, usage.calls) == ("", 1)


def test_what_the_rules_or_the_form_say_is_not_asked_nor_believed() -> None:
    """A field that has a value is not in the prompt, and a reply about it changes nothing."""
    message = f"{MESSAGE}, 5 hours a week"
    filled, model, _ = fill(
        reply(hours_per_week=(40, EVENINGS), path=("go", EVENINGS)), message, path="python"
    )
    assert "hours_per_week" not in filled.profile
    assert filled.profile["path"] == "python"
    assert '"hours_per_week"' not in model.prompts[0][0]
    assert '"path"' not in model.prompts[0][0]
    assert '"deadline"' in model.prompts[0][0]


@pytest.mark.parametrize(
    "said",
    [
        reply(deadline=("2027-07-31", "by the end of July")),
        reply(deadline=("2020-07-31", CLOSES)),
        reply(deadline=("2099-07-31", CLOSES)),
        reply(start=("2026-01-01", EVENINGS)),
        reply(path=("rust", EVENINGS)),
        reply(languages=(["cobol"], EVENINGS)),
        reply(known=(["SQL"], EVENINGS)),
        reply(known=(["contract"], "my contract")),
        reply(away=([["2020-01-01", "2020-01-02"]], EVENINGS)),
    ],
)
def test_what_has_no_words_or_cannot_be_planned_with_is_left_out(said: str) -> None:
    """Words that the message does not have, dates that are past or far, and names that do not exist are no values."""
    filled, _, _ = fill(said)
    assert (filled.words, filled.failed, "guessed" in filled.profile) == ({}, "", False)


@pytest.mark.parametrize(
    "said",
    [
        "Sure! You have seven hours.",
        "[]",
        reply(hours_per_week=(700, EVENINGS)),
        reply(hours_per_week=("many", EVENINGS)),
        reply(salary=(100_000, EVENINGS)),
        '{"hours_per_week": 7}',
        '{"deadline": {"value": "2027-07-31"}}',
        '{"away": {"value": [["2027-07-31", "2027-07-01", "2027-08-01"]], "words": "July"}}',
    ],
)
def test_a_reply_of_another_form_is_refused_as_a_whole(said: str) -> None:
    """What is no JSON of the known shape counts for nothing, and that is said."""
    filled, _, _ = fill(said)
    assert filled.words == {}
    assert "its reply had another form" in filled.failed


@pytest.mark.parametrize(
    "message", ["10 hours a week", "I know some SQL, 6 hours on weekends, interview in March", "skip", ""]
)
def test_what_the_rules_read_whole_costs_no_call(message: str) -> None:
    """A message of which nothing is left over is no business of the model."""
    _, model, usage = fill("", message)
    assert (model.prompts, usage.calls) == ([], 0)


def test_without_a_model_the_rules_read_alone() -> None:
    """None is a real mode: nothing is filled and nothing is said to have failed."""
    assert ModelReader(GRAPH, lambda: None).fill({}, MESSAGE, TODAY, Usage()) == Filled({})


def test_a_model_that_fails_is_named_and_passed_over() -> None:
    """The profile stays as the rules read it, with the reason."""

    def gone() -> Writer:
        raise ModelUnavailable("the endpoint refused the connection")

    filled = ModelReader(GRAPH, gone).fill({"hours_per_week": 5}, MESSAGE, TODAY, Usage())
    assert filled.profile == {"hours_per_week": 5}
    assert "(the endpoint refused the connection), so only what the rules read counts" in filled.failed


@pytest.mark.parametrize(
    ("script", "failed"), [(401, "could not help to read this"), (reply(hours_per_week=(7, EVENINGS)), "")]
)
def test_an_endpoint_is_asked_as_any_model(script: str | int, failed: str) -> None:
    """Over HTTP a served reply is read, and a refusal leaves the rules' reading."""
    with Endpoint(script) as endpoint:
        reader = ModelReader(GRAPH, lambda: open_writer(Settings(openai_base_url=endpoint.address)))
        filled = reader.fill({}, MESSAGE, TODAY, Usage())
    assert failed in filled.failed
    assert filled.profile.get("hours_per_week") == (None if failed else 7)
    assert MESSAGE in endpoint.requests[0]["messages"][0]["content"]


def test_words_that_no_rule_reads_may_change_a_plan() -> None:
    """Where the rules read nothing, the model's reading counts beside what was said before."""
    reader = ModelReader(GRAPH, lambda: writer(ScriptedModel(reply(deadline=("2027-07-31", CLOSES)))))
    filled = reader.retold({"path": "go", "hours_per_week": 3}, MESSAGE, TODAY, Usage())
    assert (filled.profile["hours_per_week"], filled.profile["deadline"]) == (3, "2027-07-31")
    deaf = ModelReader(GRAPH, lambda: writer(ScriptedModel("{}")))
    with pytest.raises(ProfileError, match="could be read"):
        deaf.retold({"path": "go"}, "make it nicer for all people", TODAY, Usage())


def test_a_plan_says_what_a_model_read(engine: Engine) -> None:
    """What was guessed is among what is assumed; reading and narrating cost two calls."""
    model = ScriptedModel(reply(hours_per_week=(7, EVENINGS)), "Nothing of it holds.")
    plan = mentor_over(engine, model=model).learn({"message": MESSAGE}, learner="me", today=TODAY)
    (guess,) = [
        each for each in plan["assumed"] if each["field"] == "hours_per_week" and each["value"] == "7"
    ]
    assert guess["because"].startswith("the language model read it from your words")
    assert (plan["hours_per_week"], plan["model_calls"]) == (7, 2)


def test_a_plan_says_that_a_model_could_not_read(engine: Engine) -> None:
    """A plan of the rules alone says so, where a model should have helped."""
    model = ScriptedModel("no idea", "Nothing of it holds.")
    plan = mentor_over(engine, model=model).learn({"message": MESSAGE}, learner="me", today=TODAY)
    assert plan["feasible"]
    (said,) = [each for each in plan["assumed"] if each["field"] == "reading"]
    assert "its reply had another form" in said["because"]


def test_the_intake_says_that_a_model_took_too_long(engine: Engine) -> None:
    """Who tells something that a slow model should read is told so, and asked on by the rules' reading."""
    slow = writer(ScriptedModel(reply(hours_per_week=(7, EVENINGS))), short_s=0.0)
    mentor = mentor_over(engine, open_writer=lambda: slow)
    first = answered(mentor, "/learn")
    told = answered(mentor, MESSAGE, conversation=first.conversation)
    assert "(scripted took longer than 0 s), so only what the rules read counts." in told.markdown
    assert "The language model read" not in told.markdown


def test_the_intake_shows_what_a_model_read(engine: Engine) -> None:
    """A guess is shown back with its words, its question is not asked, and the turn counts one call."""
    model = ScriptedModel(reply(hours_per_week=(7, EVENINGS)))
    mentor = mentor_over(engine, model=model)
    first = answered(mentor, "/learn")
    told = answered(mentor, MESSAGE, conversation=first.conversation)
    assert f"The language model read hours a week **7** (from *{EVENINGS}*)" in told.markdown
    assert (first.model_calls, told.model_calls) == (0, 1)
    kept = mentor.dialogues.kept("me")
    assert kept
    assert "hours_per_week" in kept["steps"][-1]["settled"]


def test_the_intake_goes_on_without_the_model(engine: Engine) -> None:
    """A model that says nonsense costs the learner one sentence."""
    mentor = mentor_over(engine, model=ScriptedModel("hm"))
    first = answered(mentor, "/learn")
    told = answered(mentor, MESSAGE, conversation=first.conversation)
    assert "so only what the rules read counts." in told.markdown
    assert "**Which path is nearest to it?**" in told.markdown
