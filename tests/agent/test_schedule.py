"""Plans: what a schedule promises, on graphs small enough to check by eye."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from agent.errors import ProfileError
from agent.learner import Known, Learner
from agent.plan import Infeasible, Plan
from agent.progress import Event, Kind, Progress, progress
from agent.schedule import replan, schedule
from tests.curricula import chain, path, project, syllabus, topic

MONDAY = date(2026, 11, 23)


def learner(**more) -> Learner:
    return Learner(
        **({"path": "python", "language": "python", "start": MONDAY, "hours_per_week": 7.0} | more)
    )


def done(*ids: str, on: date = MONDAY) -> Progress:
    at = datetime(on.year, on.month, on.day, 12, tzinfo=UTC)
    return progress([Event(Kind.DONE, id_, at) for id_ in ids])


def laid_out(plan: Plan) -> list[list[tuple[str, float]]]:
    return [[(item.id, item.hours) for item in week.items] for week in plan.weeks]


def work(plan: Plan) -> list[str]:
    return [item.id for item in plan.items() if item.kind != "review"]


def test_schedule_fills_weeks_in_order_and_splits_what_does_not_fit():
    """A topic that does not fit into its week goes on in the next one, as part 2 of 2."""
    plan = schedule(chain(4, 5), learner(), Progress(), MONDAY)
    assert laid_out(plan) == [[("web.t1", 4), ("web.t2", 3)], [("review.2", 0.5), ("web.t2", 2)]]
    assert [item.part for item in plan.items() if item.id == "web.t2"] == [(1, 2), (2, 2)]


def test_schedule_gives_a_first_week_from_thursday_its_share():
    """A first week of four days gets four sevenths of the hours."""
    plan = schedule(chain(20), learner(start=date(2026, 11, 26)), Progress(), MONDAY)
    first = plan.weeks[0]
    assert (first.starts, first.ends, first.budget_hours) == (date(2026, 11, 26), date(2026, 11, 29), 4)
    assert plan.weeks[1].starts == date(2026, 11, 30)


def test_schedule_takes_days_away_out_of_a_week():
    """A week with five days away keeps two sevenths of its hours."""
    plan = schedule(chain(20), learner(away=((date(2026, 11, 23), date(2026, 11, 27)),)), Progress(), MONDAY)
    assert plan.weeks[0].budget_hours == 2


def test_schedule_shows_a_week_away_as_empty():
    """A week that is away as a whole stands in the plan with nothing in it."""
    plan = schedule(chain(14), learner(away=((date(2026, 11, 30), date(2026, 12, 6)),)), Progress(), MONDAY)
    assert [(week.budget_hours, len(week.items)) for week in plan.weeks] == [(7, 1), (0, 0), (7, 1)]


def test_schedule_ends_on_the_day_on_which_the_hours_are_used_up():
    """Nine hours at one hour a day, reviews aside, end in the second week on the day they are used up."""
    plan = schedule(chain(9), learner(), Progress(), MONDAY)
    assert plan.ends == date(2026, 12, 1)


def test_schedule_begins_today_when_the_start_is_past():
    """Nothing is planned for days that are over."""
    plan = schedule(chain(3), learner(start=date(2026, 1, 1)), Progress(), MONDAY)
    assert plan.starts == MONDAY


def test_schedule_reserves_a_tenth_for_review_once_something_is_finished():
    """Over ten full weeks after the first finished topic, reviews take a tenth of the time."""
    plan = schedule(chain(7, 63), learner(), Progress(), MONDAY)
    reviews = sum(item.hours for week in plan.weeks[1:11] for item in week.items if item.kind == "review")
    assert reviews == pytest.approx(7, abs=0.25)


def test_schedule_reviews_nothing_before_something_is_finished():
    """A first topic of three weeks is followed by no review while it lasts."""
    plan = schedule(chain(21), learner(), Progress(), MONDAY)
    assert [item.kind for item in plan.items()] == ["topic"] * 3


def test_schedule_pulls_a_prerequisite_in_right_before_its_goal():
    """A topic that is no goal comes along with what needs it, and says so."""
    graph = syllabus(
        [topic("web.a"), topic("web.b", ["data.x"]), topic("data.x")],
        [path({"beginner": {"topics": ["web.a", "web.b"]}})],
    )
    plan = schedule(graph, learner(), Progress(), MONDAY)
    assert work(plan) == ["web.a", "data.x", "web.b"]
    assert [item.because for item in plan.items()][1] == ("needed by B",)


def test_schedule_resolves_the_language_of_the_learner():
    """`language:fundamentals` is the JavaScript topic for a learner of TypeScript."""
    graph = syllabus(
        [topic("web.a", ["language:fundamentals"]), topic("languages.javascript-fundamentals")],
        [path({"beginner": {"topics": ["web.a"]}}, languages=["typescript"])],
    )
    plan = schedule(graph, learner(language="typescript"), Progress(), MONDAY)
    assert work(plan) == ["languages.javascript-fundamentals", "web.a"]


def test_schedule_places_a_project_as_soon_as_its_topics_are_done():
    """A project follows the last topic that it exercises, though more topics of its stage wait."""
    graph = syllabus(
        [topic("web.a"), topic("web.b"), topic("web.c")],
        [path({"beginner": {"topics": ["web.a", "web.b", "web.c"], "projects": ["projects.p"]}})],
        [project("projects.p", ["web.b"])],
    )
    assert work(schedule(graph, learner(hours_per_week=40.0), Progress(), MONDAY)) == [
        "web.a",
        "web.b",
        "projects.p",
        "projects.p.done",
        "web.c",
    ]


def test_schedule_ends_a_project_with_its_last_milestone():
    """A project's last milestone is an item of its own, with its hours and how one sees that it is reached."""
    graph = syllabus(
        [topic("web.a")],
        [path({"beginner": {"topics": ["web.a"], "projects": ["projects.p"]}})],
        [project("projects.p", ["web.a"], milestones=(3, 2, 1))],
    )
    _, work_on_it, milestone = schedule(graph, learner(hours_per_week=40.0), Progress(), MONDAY).items()
    assert (work_on_it.kind, work_on_it.hours) == ("project", 5)
    assert (milestone.kind, milestone.hours, milestone.because) == (
        "milestone",
        1,
        ("done when: step 3 works",),
    )
    assert milestone.prerequisites == ("web.a", "projects.p")


def test_schedule_finishes_a_stage_before_the_next():
    """Goals of a later stage stand after all goals of an earlier one."""
    graph = syllabus(
        [topic("web.a"), topic("web.b"), topic("web.c", stage="intermediate")],
        [path({"beginner": {"topics": ["web.b", "web.a"]}, "intermediate": {"topics": ["web.c"]}})],
    )
    assert work(schedule(graph, learner(), Progress(), MONDAY)) == ["web.b", "web.a", "web.c"]


def test_schedule_leaves_out_what_is_known_with_its_reason():
    """A known topic is not planned, stands under known, and is named by what builds on it."""
    known = (Known("web.t1", "you said so"),)
    plan = schedule(chain(2, 2), learner(known=known), Progress(), MONDAY)
    assert work(plan) == ["web.t2"]
    assert [(each.id, each.because) for each in plan.known] == [("web.t1", "you said so")]
    assert "builds on T1, which you have" in next(iter(plan.items())).because


def test_schedule_does_not_plan_for_what_only_a_known_topic_needs():
    """The prerequisites of a known topic are not pulled in for its sake."""
    plan = schedule(chain(2, 2, 2), learner(known=(Known("web.t2", "you said so"),)), Progress(), MONDAY)
    assert work(plan) == ["web.t1", "web.t3"]  # t1 stays: it is a goal of its own


def test_schedule_of_nothing_left_is_an_empty_plan():
    """A learner who knows everything gets a plan without weeks that ends when it starts."""
    plan = schedule(chain(2), learner(known=(Known("web.t1", "you said so"),)), Progress(), MONDAY)
    assert isinstance(plan, Plan)
    assert (plan.weeks, plan.ends, plan.hours_total) == ((), MONDAY, 0)


def test_schedule_refuses_a_path_that_is_not_there():
    """An unknown path is an error that names the known ones."""
    with pytest.raises(ProfileError, match=r"unknown path 'rust'; known paths: python"):
        schedule(chain(2), learner(path="rust"), Progress(), MONDAY)


def test_schedule_brings_forward_what_a_route_puts_first():
    """A route's first topics open their stage."""
    route = {"title": "studying", "summary": "A student.", "words": ["student"], "first": ["web.b"]}
    graph = syllabus(
        [topic("web.a"), topic("web.b")],
        [path({"beginner": {"topics": ["web.a", "web.b"]}}, routes={"student": route})],
    )
    plan = schedule(graph, learner(route="student"), Progress(), MONDAY)
    assert work(plan) == ["web.b", "web.a"]
    assert "early, as suits a learner studying" in next(iter(plan.items())).because


def tight(**more) -> Infeasible:
    """Twenty hours in two weeks of seven."""
    refused = schedule(chain(5, 5, 5, 5), learner(deadline=date(2026, 12, 6), **more), Progress(), MONDAY)
    assert isinstance(refused, Infeasible)
    return refused


def test_schedule_says_why_a_deadline_cannot_be_kept():
    """The reason names the hours needed and the hours there are."""
    assert tight().reason.startswith(
        "20 hours of study, and the review they need, do not fit into the 14 hours"
    )


def test_schedule_offers_a_later_date_a_larger_week_and_a_smaller_scope():
    """A plan that does not fit comes with the three nearest ways out."""
    assert [each.change for each in tight().alternatives] == ["later_date", "more_hours", "smaller_scope"]


def test_later_date_is_the_earliest_that_fits():
    """The later date holds as a deadline, and the day before it does not."""
    later = tight().alternatives[0].value
    assert isinstance(schedule(chain(5, 5, 5, 5), learner(deadline=later), Progress(), MONDAY), Plan)
    before = date.fromordinal(later.toordinal() - 1)
    assert isinstance(schedule(chain(5, 5, 5, 5), learner(deadline=before), Progress(), MONDAY), Infeasible)


def test_more_hours_are_the_fewest_that_fit():
    """The offered hours hold, and half an hour less does not."""
    hours = tight().alternatives[1].value
    mine = learner(deadline=date(2026, 12, 6))
    assert isinstance(
        schedule(chain(5, 5, 5, 5), replace(mine, hours_per_week=hours), Progress(), MONDAY), Plan
    )
    less = replace(mine, hours_per_week=hours - 0.5)
    assert isinstance(schedule(chain(5, 5, 5, 5), less, Progress(), MONDAY), Infeasible)


def test_smaller_scope_lists_what_it_leaves_out():
    """What the smaller scope cuts has its title, and says what it would take and what there is."""
    plan = tight().alternatives[2].plan
    assert [(each.id, each.title, each.stage) for each in plan.cut] == [
        ("web.t3", "T3", "beginner"),
        ("web.t4", "T4", "beginner"),
    ]
    assert plan.cut[0].because == "takes 5 hours: 1.5 hours more than are left"
    with_it = "takes 10 hours with T3, which it builds on"
    assert plan.cut[1].because == f"{with_it}: 6.5 hours more than are left"


def test_schedule_takes_what_fits_when_the_learner_wants_that():
    """A learner who takes what fits gets a plan with its cut in place of a refusal."""
    plan = schedule(
        chain(5, 5, 5, 5), learner(deadline=date(2026, 12, 6), takes_what_fits=True), Progress(), MONDAY
    )
    assert isinstance(plan, Plan)
    assert [each.id for each in plan.cut] == ["web.t3", "web.t4"]


def test_deadline_in_the_past_is_refused_with_a_later_date():
    """A deadline before the first day of study says so and offers the date that works."""
    refused = schedule(chain(5), learner(deadline=date(2026, 1, 1)), Progress(), MONDAY)
    assert refused.reason == "the deadline 2026-01-01 is before the first day of study, 2026-11-23"
    assert [each.change for each in refused.alternatives] == ["later_date"]


def test_days_away_until_the_deadline_leave_only_a_later_date():
    """Where every day until the deadline is away, more hours do not help and nothing is offered that does not hold."""
    refused = schedule(
        chain(5), learner(deadline=date(2026, 12, 6), away=((MONDAY, date(2026, 12, 6)),)), Progress(), MONDAY
    )
    assert [each.change for each in refused.alternatives] == ["later_date"]


def test_days_away_for_a_century_are_refused():
    """Without any day to study there is no plan and no way out."""
    refused = schedule(chain(5), learner(away=((MONDAY, date(2800, 1, 1)),)), Progress(), MONDAY)
    assert (refused.alternatives, refused.ends) == ((), None)
    assert refused.reason == "5 hours of study do not fit into a hundred years at 7 hours a week"


def test_replan_without_news_changes_nothing():
    """A plan made anew on a later day of its first week is the same plan, one version on."""
    plan = schedule(chain(4, 5, 6), learner(), Progress(), MONDAY)
    again = replan(plan, chain(4, 5, 6), learner(), Progress(), date(2026, 11, 25))
    assert (again.weeks, again.version) == (plan.weeks, 2)


def test_replan_keeps_what_was_done_where_it_was_done():
    """What was done stays in its week, marked as done, and is not planned again."""
    graph = chain(4, 5, 6)
    plan = schedule(graph, learner(), Progress(), MONDAY)
    again = replan(plan, graph, learner(), done("web.t1"), date(2026, 11, 25))
    assert [(item.id, item.hours, item.done) for item in again.weeks[0].items] == [
        ("web.t1", 4, True),
        ("web.t2", 3, False),
    ]


def test_replan_moves_nothing_else_when_a_mark_out_of_turn_is_taken_back():
    """The last topic marked as done first, then not: it stands behind what it builds on, and the rest keeps its order."""
    topics = [topic("web.a"), topic("web.b"), topic("web.c"), topic("web.d", ["web.a", "web.c"])]
    graph = syllabus(topics, [path({"beginner": {"topics": [each.id for each in topics]}})])
    who = learner(hours_per_week=20.0)
    plan = schedule(graph, who, Progress(), MONDAY)
    ahead = replan(plan, graph, who, done("web.d", "web.a"), MONDAY)
    again = replan(ahead, graph, who, done("web.a"), MONDAY)
    assert work(ahead) == ["web.a", "web.d", "web.b", "web.c"]
    assert work(again) == ["web.a", "web.b", "web.c", "web.d"]


def test_replan_moves_a_week_that_was_missed():
    """After a week in which nothing happened the work begins this week, and the missed week is empty."""
    graph = chain(4, 5)
    plan = schedule(graph, learner(), Progress(), MONDAY)
    again = replan(plan, graph, learner(), Progress(), date(2026, 11, 30))
    assert laid_out(again)[:2] == [[], [("web.t1", 4), ("web.t2", 3)]]


def test_replan_counts_the_part_that_a_learner_on_time_has_behind_them():
    """When all before it is done, the first part of a topic split over the weekend counts as done."""
    graph = chain(4, 5)
    plan = schedule(graph, learner(), Progress(), MONDAY)
    again = replan(plan, graph, learner(), done("web.t1"), date(2026, 11, 30))
    assert laid_out(again) == [[("web.t1", 4), ("web.t2", 3)], [("review.2", 0.5), ("web.t2", 2)]]


def test_replan_pulls_later_work_forward_when_something_was_done_early():
    """A topic done before its week frees that week for what follows."""
    graph = chain(7, 7, 7)
    plan = schedule(graph, learner(), Progress(), MONDAY)
    again = replan(plan, graph, learner(), done("web.t1", "web.t2"), date(2026, 11, 30))
    assert laid_out(again)[1][-1] == ("web.t3", 6.5)


def test_replan_keeps_the_old_order():
    """A plan whose path was reordered since keeps the order that its learner knows."""
    topics = [topic("web.a"), topic("web.b")]
    old = syllabus(topics, [path({"beginner": {"topics": ["web.a", "web.b"]}})])
    new = syllabus(topics, [path({"beginner": {"topics": ["web.b", "web.a"]}})])
    plan = schedule(old, learner(), Progress(), MONDAY)
    assert work(replan(plan, new, learner(), Progress(), MONDAY)) == ["web.a", "web.b"]


def test_replan_puts_a_new_prerequisite_before_what_needs_it():
    """A prerequisite that came into the curriculum since stands before its topic, the rest as before."""
    old = syllabus([topic("web.a"), topic("web.b")], [path({"beginner": {"topics": ["web.a", "web.b"]}})])
    new = syllabus(
        [topic("web.a"), topic("web.b", ["web.n"]), topic("web.n")],
        [path({"beginner": {"topics": ["web.a", "web.b"]}})],
    )
    plan = schedule(old, learner(), Progress(), MONDAY)
    assert work(replan(plan, new, learner(), Progress(), MONDAY)) == ["web.a", "web.n", "web.b"]


def test_replan_is_infeasible_when_missed_weeks_cannot_be_made_up():
    """A deadline that held becomes a refusal once too much time has passed."""
    graph, mine = chain(5, 5), learner(deadline=date(2026, 12, 6))
    plan = schedule(graph, mine, Progress(), MONDAY)
    assert isinstance(plan, Plan)
    assert isinstance(replan(plan, graph, mine, Progress(), date(2026, 11, 30)), Infeasible)


def test_replan_of_everything_done_ends_with_the_last_mark():
    """When all is done, the plan ends on the day of the last mark."""
    graph = chain(4)
    plan = schedule(graph, learner(), Progress(), MONDAY)
    finished = replan(plan, graph, learner(), done("web.t1", on=date(2026, 11, 24)), date(2026, 11, 25))
    assert finished.ends == date(2026, 11, 24)


def test_what_the_goal_names_comes_as_early_as_it_can():
    """A wanted topic stands first, right after what it builds on, and says why."""
    topics = [topic("web.a"), topic("web.b"), topic("web.c", ["web.b"]), topic("web.d")]
    graph = syllabus(topics, [path({"beginner": {"topics": [each.id for each in topics]}})])
    plan = schedule(graph, learner(wanted=("web.c",)), Progress(), MONDAY)
    assert list(dict.fromkeys(work(plan))) == ["web.b", "web.c", "web.a", "web.d"]
    reasons = next(item.because for item in plan.items() if item.id == "web.c")
    assert "early, because your goal names it" in reasons


def happened(*events: tuple[Kind, str, float | None]) -> Progress:
    at = datetime(2026, 11, 23, 12, tzinfo=UTC)
    return progress([Event(kind, id_, at, hours=hours) for kind, id_, hours in events])


def test_what_is_skipped_is_left_out_and_says_so():
    """A skipped topic counts as known where something builds on it, and is listed as left out where nothing does."""
    skipped = happened((Kind.SKIPPED, "web.t1", None), (Kind.SKIPPED, "web.t3", None))
    plan = schedule(chain(2, 2, 2), learner(), skipped, MONDAY)
    assert work(plan) == ["web.t2"]
    assert [(each.id, each.because) for each in plan.known] == [
        ("web.t1", "you skipped it on 2026-11-23, so it counts as known, not tested yet; T2 builds on it")
    ]
    assert [(each.id, each.because) for each in plan.cut] == [("web.t3", "you skipped it on 2026-11-23")]


def test_a_slow_start_makes_the_rest_longer():
    """Real hours stretch what is left, and the plan says by how much and why."""
    plan = schedule(chain(10, 10), learner(), happened((Kind.DONE, "web.t1", 20)), MONDAY)
    assert sum(item.hours for item in plan.items() if item.id == "web.t2") == 13.0
    assert [(each.value, each.because) for each in plan.assumed if each.field == "pace"] == [
        ("1.3", "you needed 20 hours for what takes 10 as a rule; what is left is planned so")
    ]


def test_harder_than_thought_changes_its_own_topic():
    """What a learner says of one topic is planned as they say, with its reason, and moves what follows."""
    plan = schedule(chain(3, 3), learner(), happened((Kind.HOURS, "web.t1", 9)), MONDAY)
    first = [item for item in plan.items() if item.id == "web.t1"]
    assert sum(item.hours for item in first) == 9
    assert "9 hours in all, as you said" in first[0].because


def test_a_smaller_scope_uses_the_time_that_a_large_topic_leaves():
    """A goal that does not fit is passed over for later ones that do."""
    graph = syllabus(
        [topic("web.a", hours=4), topic("web.b", hours=9), topic("web.c", hours=2)],
        [path({"beginner": {"topics": ["web.a", "web.b", "web.c"]}})],
    )
    near = learner(deadline=date(2026, 11, 29), takes_what_fits=True)
    plan = schedule(graph, near, Progress(), MONDAY)
    assert work(plan) == ["web.a", "web.c"]
    assert [each.id for each in plan.cut] == ["web.b"]


def test_reviews_follow_what_is_forgotten_first():
    """What the week's topic builds on is reviewed first, and a topic comes back after two days, then eleven."""
    plan = schedule(chain(7, 63), learner(), Progress(), MONDAY)
    reviewed = [
        week.number
        for week in plan.weeks
        for item in week.items
        if "web.t1" in item.prerequisites and item.kind == "review"
    ]
    assert reviewed[:2] == [2, 3]


def test_a_chain_of_thousands_is_planned():
    """A curriculum may be as deep as it likes."""
    graph = chain(*[0.25] * 3000)
    last = syllabus(list(graph.topics.values()), [path({"beginner": {"topics": ["web.t3000"]}})])
    plan = schedule(last, learner(hours_per_week=80.0), Progress(), MONDAY)
    assert work(plan)[0] == "web.t1"
    assert len(set(work(plan))) == 3000


def test_replan_leaves_out_what_was_begun_only_for_what_is_done():
    """A part of a topic that nothing needs any more does not stand in the plan as if it were the whole."""
    graph = syllabus(
        [topic("web.t1", hours=10), topic("web.t2", ["web.t1"]), topic("web.t3")],
        [path({"beginner": {"topics": ["web.t2", "web.t3"]}})],
    )
    plan = schedule(graph, learner(), Progress(), MONDAY)
    assert plan.weeks[0].items[-1].part == (1, 2)
    again = replan(plan, graph, learner(), done("web.t2"), date(2026, 11, 30))
    assert work(again) == ["web.t3"]


def test_replan_leaves_out_what_was_begun_and_no_longer_fits():
    """What was begun and is left out now stands in no week: nothing is both planned and left out."""
    graph = syllabus(
        [
            topic("web.t0", hours=0.25),
            topic("web.t1", hours=0.5),
            topic("web.t5", ["web.t1", "web.t0"], hours=0.25),
        ],
        [path({"beginner": {"topics": ["web.t5"], "projects": ["projects.p0", "projects.p1"]}})],
        [project("projects.p0", ["web.t0"]), project("projects.p1", ["web.t1"])],
    )
    known = learner(
        start=date(2026, 11, 25), hours_per_week=0.5, deadline=date(2027, 1, 21), takes_what_fits=True
    )
    before = schedule(graph, known, Progress(), date(2026, 11, 25))
    taken = before.model_copy(
        update={"weeks": tuple(_with_t1(week) if week.number == 1 else week for week in before.weeks)}
    )
    again = replan(taken, graph, known, happened((Kind.DONE, "projects.p1", None)), date(2026, 11, 30))
    assert not {item.id for item in again.items()} & {each.id for each in again.cut}


def _with_t1(week):
    item = week.items[0].model_copy(update={"id": "web.t1", "title": "T1", "part": (1, 2), "kind": "topic"})
    return week.model_copy(update={"items": (item,)})


def test_replan_begins_anew_what_builds_on_something_taken_back():
    """A project that is under way waits for the topic that was taken back, and no part of it stands before that."""
    graph = syllabus(
        [topic("web.t0", hours=0.25)],
        [path({"beginner": {"topics": ["web.t0"], "projects": ["projects.p0"]}})],
        [project("projects.p0", ["web.t0"])],
    )
    slow, start = learner(start=date(2026, 11, 25), hours_per_week=0.25), date(2026, 11, 25)
    plan = schedule(graph, slow, happened((Kind.DONE, "web.t0", None)), start)
    again = replan(plan, graph, slow, Progress(), date(2026, 12, 7))
    order = [item.id for item in again.items() if item.kind != "review"]
    assert order[0] == "web.t0"
    assert sum(item.hours for item in again.items() if item.id.startswith("projects.")) == 3


def test_replan_plans_anew_what_takes_less_than_was_spent_on_it():
    """Who says that a topic takes less in all than was spent on it has it before them, whole and once."""
    graph = syllabus([topic("web.t0", hours=0.75)], [path({"beginner": {"topics": ["web.t0"]}})])
    slow, start = learner(start=date(2026, 11, 25), hours_per_week=0.25), date(2026, 11, 25)
    plan = schedule(graph, slow, Progress(), start)
    again = replan(plan, graph, slow, happened((Kind.HOURS, "web.t0", 0.25)), date(2026, 12, 14))
    assert [(item.id, item.hours, item.part) for item in again.items()] == [("web.t0", 0.25, (1, 1))]
    assert again.ends >= date(2026, 12, 14)
