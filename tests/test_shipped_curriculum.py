"""The curriculum that ships: no problems, paths that fit their months and can be planned in an instant."""

from __future__ import annotations

from datetime import date

import pytest

from agent.learner import Learner
from agent.plan import Plan
from agent.progress import Progress
from agent.schedule import schedule
from knowledge.curriculum_check import problems
from knowledge.curriculum_documents import documents
from knowledge.path_check import stage_hours
from knowledge.syllabus import SHIPPED, load

SYLLABUS = load(SHIPPED)
WALKS = [(path.id, language) for path in SYLLABUS.paths.values() for language in path.languages]


def test_the_shipped_curriculum_has_no_problems():
    """Every rule of the curriculum's form holds for what ships."""
    assert [str(problem) for problem in problems(SHIPPED)] == []


def test_the_five_paths_of_the_founding_document_ship():
    """Their ids are those of the interface."""
    assert SYLLABUS.paths.keys() == {"nodejs", "python", "go", "database", "microservices"}


@pytest.mark.parametrize(("path", "language"), WALKS)
def test_a_path_can_be_planned_as_a_whole(path, language):
    """Every path gives a plan in every language that it offers, with nothing cut."""
    learner = Learner(path=path, language=language, start=date(2026, 11, 23), hours_per_week=12.0)
    plan = schedule(SYLLABUS, learner, Progress(), date(2026, 11, 23))
    assert isinstance(plan, Plan)
    assert plan.cut == ()


@pytest.mark.parametrize(("path", "language"), WALKS)
def test_the_stages_of_a_path_fill_their_months(path, language):
    """At 15 hours a week a stage fits its months of 13 weeks to the quarter, at 8 hours it overfills them."""
    most = [13 * 15, 13 * 15, 26 * 15]
    least = [13 * 8, 13 * 8, 26 * 8]
    hours = stage_hours(SYLLABUS.paths[path], language, SYLLABUS)
    assert all(low <= mine <= high for low, mine, high in zip(least, hours, most, strict=True)), hours


@pytest.mark.parametrize("path", sorted(SYLLABUS.paths))
def test_every_path_walks_every_route(path):
    """Career changers, students and front-end engineers have their own way on each path."""
    assert SYLLABUS.paths[path].routes.keys() == {"career_changer", "student", "frontend_engineer"}


@pytest.mark.parametrize("path", sorted(SYLLABUS.paths))
def test_every_path_answers_the_seven_success_measures(path):
    """Each measure of the founding document has topics or projects by which it is reached."""
    assert len(SYLLABUS.paths[path].success) == 7


def test_the_career_figures_can_be_quoted():
    """Salary and time to employment stand in sentences that name their source."""
    text = next(page.text for page in documents(SYLLABUS) if page.id == "careers")
    assert (
        "earn about 92,000 to 130,000 US dollars and more a year, according to this curriculum's founding outline"
        in text
    )
    assert "takes about 4 to 8 months, according to this curriculum's founding outline" in text
