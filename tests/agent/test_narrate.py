"""agent.narrate: a plan's own reasons in words."""

from __future__ import annotations

from datetime import date

import pytest

from agent.intake import complete
from agent.learner import read_profile
from agent.narrate import facts, narrative
from agent.plan import Infeasible, Plan
from agent.progress import progress
from agent.schedule import schedule
from agent.writer import Usage
from tests.fakes import ScriptedModel
from tests.mentors import small_syllabus, writer

MONDAY = date(2026, 3, 2)


def planned(**profile: object) -> Plan | Infeasible:
    told = read_profile({"hours_per_week": 2, "path": "python", **profile})
    learner = complete(told, small_syllabus(), MONDAY).learner
    return schedule(small_syllabus(), learner, progress([]), MONDAY, version=1)


def test_facts_are_the_plans_own_figures() -> None:
    """Path, counts, hours, weeks and the end are named as they are in the plan."""
    plan = planned()
    assert isinstance(plan, Plan)
    said = " ".join(facts(plan, small_syllabus()))
    assert f"3 topics and 0 projects in {plan.hours_total:g} hours, {len(plan.weeks)} weeks" in said
    assert "It begins with Database indexes, Query plans and Query tuning" in said
    assert f"It ends on {plan.ends}." in said


def test_facts_of_what_does_not_fit_say_why() -> None:
    """A plan that cannot be kept to is one sentence with its reason."""
    plan = planned(deadline="2026-03-08")
    (said,) = facts(plan, small_syllabus())
    assert said.startswith("The Python path does not fit: ")


def test_without_a_model_the_facts_speak() -> None:
    """No model, no call: the narrative is the facts."""
    usage = Usage()
    plan = planned()
    assert narrative(plan, small_syllabus(), None, usage) == " ".join(facts(plan, small_syllabus()))
    assert usage.calls == 0


def test_a_models_words_are_kept_where_the_facts_hold_them() -> None:
    """Sentences that the facts support are kept, an invented promise is not."""
    plan = planned()
    first, second, *_ = facts(plan, small_syllabus())
    chat = ScriptedModel(f"{first} {second} You will certainly have a job at a large company by the summer.")
    usage = Usage()
    said = narrative(plan, small_syllabus(), writer(chat), usage)
    assert "job" not in said
    assert first in said
    assert usage.calls == 1


def test_a_changed_figure_is_not_kept() -> None:
    """A model that changes a number is passed over for the facts."""
    plan = planned()
    chat = ScriptedModel("It ends on 2031-01-01. This plan has 99 topics in 7 hours.")
    assert narrative(plan, small_syllabus(), writer(chat), Usage()) == " ".join(facts(plan, small_syllabus()))


@pytest.mark.parametrize("finish", [None, "length"])
def test_a_model_that_fails_costs_nothing_but_its_words(finish: str | None) -> None:
    """When the model breaks off, the facts are the narrative."""
    plan = planned()
    chat = ScriptedModel("This plan", finish=finish)
    assert narrative(plan, small_syllabus(), writer(chat), Usage()) == " ".join(facts(plan, small_syllabus()))
