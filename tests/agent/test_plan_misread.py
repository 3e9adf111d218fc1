"""agent.plan_talk: what is said of the trade, with the words of plans, is left alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from agent.plan_talk import about_plan
from agent.writer import Usage
from knowledge.syllabus import load
from tests.mentors import mentor_over

if TYPE_CHECKING:
    from sqlalchemy import Engine

    from agent.dialogues import Reply
    from agent.mentor import Mentor

REPORTS = """
the deployment is done
the migration is complete. it failed
I finished the deployment, it crashes
I finished the migration and the tests fail
The Docker build is finished but the image is huge
I'm done with the deployment. The pods do not start.
I did the migration in 3 hours, now the table is locked
I don't use transactions.
I don't use Docker
Use sessions instead of JWT
use Redis rather than sessions
take a backup
take caching
leave caching
lost
I lost
skipped
missed
I was busy
we lost all transactions after the crash
I lost the connection to PostgreSQL
I lost a week of data because of a bad migration
I skipped the migration
two tests were skipped
My worker was busy for two weeks straight
the replica is behind
the replica is 3 hours behind the primary
the certificate is late
DROP TABLE users
drop the table and create it again
drop the index
remove the lock, it blocks the migration
skip the cache, it returns stale rows
keep the connection open
keep the transactions short
add an index on email
include the tests in the image
replace the cron job with a queue
replace the ORM with plain SQL in this service
reschedule it
update the schedule of the cron job
the schedule of the cron job is lost after a restart
adjust the query plan
the query plan is done in two steps
the transaction must stay
Skip locking. It returns stale rows.
the cron job runs 3 hours a week
my service is down 3 hours a week
by tomorrow the migration must be done
drop database shop
the backup is done, it took 3 hours
""".strip().split("\n")
QUESTIONS = """
how long does it take?
how long will it take?
how long does a migration take?
how many hours is left until the token expires?
how many weeks should logs be kept?
when does the transaction start
when do tests start
when does caching start
when should I do sharding?
when do I start a transaction?
when should I start a transaction?
when is the cron job scheduled?
when is a query planned?
when does the planner finish?
when is the deployment done?
when should I have tests?
why is Docker missing from the image?
why is REST left out
why is the index missing from the query plan?
why is Docker in the execution plan?
why is a sequential scan in the plan?
why isn't the index in the query plan?
why is caching scheduled?
why must I do migrations first?
is the index in the execution plan?
what if I don't use transactions?
what if I drop the table?
what if I skip the migration?
what happens if I lost the connection?
what if I replace the index with a hash?
what is a query plan?
How do I read an execution plan?
how do I schedule a cron job every week?
Should I keep Docker images for weeks?
How can I include tests in CI?
What does finished mean for a promise?
Can I skip tests in pytest?
How do I drop a table only if it exists?
what is lost when Redis restarts?
""".strip().split("\n")
CHANGES = [
    "keep Docker",
    "drop the Docker topic",
    "leave Docker out",
    "take Kubernetes out of my plan",
    "I don't need Docker",
    "I finished Git in 4 hours",
    "done with Docker",
    "SQL basics is done, it took 3 hours",
    "my exam is on 2032-06-01",
    "I can only study 5 hours a week",
    "my daughter is ill, so 3 hours a week",
    "4 hours a week",
    "the Docker topic is done",
    "I lost a week",
    "I was ill for two weeks",
    "I'm behind",
    "I'm two weeks behind",
    "reschedule my plan",
    "replace Kubernetes with Docker",
    "learn sessions instead of JWT",
    "when am I done?",
    "when do I learn Docker?",
    "when is Docker planned?",
    "how long will it take me?",
    "how many weeks are left in my plan?",
    "why is Docker in my plan?",
    "why isn't Docker in my plan?",
    "why is Docker not in my plan?",
    "why is Kubernetes left out of my plan?",
    "what if I could not study for two weeks?",
    "what if I don't want to learn Docker?",
]


@pytest.fixture
def mentor(engine: Engine) -> Mentor:
    """A mentor with the whole curriculum, whose learner has a plan."""
    made = mentor_over(engine, syllabus=load())
    made.learn({"message": "Python, 8 hours a week"}, learner="me")
    return made


def heard(mentor: Mentor, said: str) -> Reply | None:
    """What a message is answered with as one about the plan."""
    plan = mentor.memory.plan("me")
    assert plan
    return about_plan(mentor, "me", plan, said, Usage())


@pytest.mark.parametrize("said", [REPORTS, QUESTIONS], ids=["reports", "questions"])
def test_the_trade_is_no_plan(mentor: Mentor, said: list[str]) -> None:
    """Reports and questions of everyday work change no plan and are not answered from it."""
    assert [each for each in said if heard(mentor, each)] == []
    assert len(mentor.memory.plan_versions("me")) == 1
    assert mentor.memory.ledger("me") == []


def test_what_is_said_of_a_plan_is_still_heard(mentor: Mentor) -> None:
    """The same words, of what the learner studies, are heard as being about the plan."""
    assert [each for each in CHANGES if heard(mentor, each) is None] == []
