"""The `mentor` command as a person runs it: questions, plans and documents, each a process of its own."""

from __future__ import annotations

import json
import socket
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest

from tests.endpoint import Endpoint, unused_address
from tests.real.conftest import Command, assert_quoted

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

QUESTION = "Sessions or JWT for my first login system?"
PROFILES = {
    "python": {"goal": "A first backend job", "languages": ["python"], "hours_per_week": 8},
    "nodejs": {"path": "nodejs", "languages": ["typescript"], "hours_per_week": 12, "known": ["git"]},
    "go": {"path": "go", "stage": "intermediate", "hours_per_week": 5},
    "database": {"path": "database", "hours_per_week": 6, "away": [["2026-04-06", "2026-04-19"]]},
    "microservices": {"path": "microservices", "message": "Java, 10 hours a week, I know SQL and Docker"},
}


@pytest.fixture(scope="module")
def first(mentor: Command) -> dict[str, Any]:
    """The answer to a first question, with no model."""
    return mentor.json("ask", QUESTION)


@pytest.fixture(scope="module")
def second(mentor: Command, first: dict[str, Any]) -> dict[str, Any]:
    """The answer to a follow-up in the same conversation."""
    return mentor.json("ask", "and which of the two can I revoke?", "--conversation", first["conversation"])


def test_a_question_is_answered_by_quotation(first: dict[str, Any]) -> None:
    """With no model the answer is composed of quotations, each found at its place in its passage."""
    assert (first["kind"], first["model"], first["model_calls"]) == ("answered", "none", 0)
    assert_quoted(first)
    assert {sentence["verdict"] for sentence in first["sentences"]} == {"supported"}


def test_every_mark_of_an_answer_points_somewhere(first: dict[str, Any]) -> None:
    """The numbers in the answer are those of its passages."""
    used = {span["n"] for sentence in first["sentences"] for span in sentence["support"]}
    assert all(f"[{n}]" in first["answer"] for n in used)
    assert used <= {passage["n"] for passage in first["passages"]}


def test_a_follow_up_stands_alone(second: dict[str, Any]) -> None:
    """The question as it was searched names what the follow-up leaned on."""
    assert "session" in second["question"].lower()
    assert "JWT" in second["question"]


def test_a_follow_up_finds_what_it_is_about(second: dict[str, Any]) -> None:
    """The passages of the follow-up, and what is quoted of them, are about revocation."""
    about = [passage for passage in second["passages"] if "revo" in passage["text"].lower()]
    assert len(about) >= 2
    assert any("revo" in sentence["text"].lower() for sentence in second["sentences"])
    assert_quoted(second)


def test_what_is_not_covered_asks_no_model(mentor: Command) -> None:
    """A question beside the subject is refused before any model is called."""
    with Endpoint("Paris.") as endpoint:
        answer = mentor.json("ask", "What is the capital of France?", OPENAI_BASE_URL=endpoint.address)
    assert (answer["kind"], answer["model_calls"], answer["sentences"]) == ("not_covered", 0, [])
    assert answer["nearest"]
    assert "nearest topics" not in answer["answer"]  # none is near enough to be worth naming
    assert endpoint.requests == []


def test_the_seam_of_a_search_is_the_command(mentor: Command) -> None:
    """`mentor search` prints passages, best first, with how sure it is."""
    found = mentor.json("search", "what is a deadlock", "-k", 5)
    assert len(found["passages"]) == 5
    assert found["confidence"] > 0.5
    assert found["timings_ms"].keys() >= {"embed", "dense", "keyword", "rerank", "total"}


@pytest.fixture(scope="module", params=PROFILES)
def plan(mentor: Command, request: pytest.FixtureRequest) -> dict[str, Any]:
    """The plan of one profile, a learner each."""
    profile = json.dumps(PROFILES[request.param])
    return mentor.json(
        "learn", "--profile", "-", "--learner", request.param, "--today", "2026-03-02", given=profile
    ) | {"wanted": request.param}


def test_a_profile_leads_to_its_path(plan: dict[str, Any]) -> None:
    """Each profile is given a plan on the path that it wants, from this week to its last."""
    assert plan["feasible"]
    assert plan["path"] == plan["wanted"]
    assert date.fromisoformat(plan["starts"]) <= date(2026, 3, 2) <= date.fromisoformat(plan["ends"])
    assert "fingerprints" in plan


def test_no_week_is_over_its_hours(plan: dict[str, Any]) -> None:
    """What is planned for a week is what its items take, and fits the week."""
    for week in plan["weeks"]:
        assert week["planned_hours"] == pytest.approx(sum(item["hours"] for item in week["items"]))
        assert week["planned_hours"] <= week["budget_hours"] <= plan["hours_per_week"]


def test_nothing_comes_before_what_it_builds_on(plan: dict[str, Any]) -> None:
    """Every prerequisite stands before what needs it, or is known already."""
    order = [item["id"] for week in plan["weeks"] for item in week["items"]]
    last = {id_: at for at, id_ in enumerate(order)}
    known = {each["id"] for each in plan["known"]}
    topics = 0
    for week in plan["weeks"]:
        for item in week["items"]:
            if item["kind"] != "topic":
                continue
            topics += 1
            for needed in item["prerequisites"]:
                assert needed in known or last[needed] < order.index(item["id"]), (needed, item["id"])
    assert topics > 10


def test_a_plan_follows_what_was_done(mentor: Command) -> None:
    """A plan, a topic recorded as done, and a new plan: the difference is said, and both versions are kept."""
    who = ("--learner", "grace", "--today", "2026-03-02")
    plan = mentor.json("learn", "--profile", "-", *who, given=json.dumps(PROFILES["python"]))
    topic = next(item["id"] for item in plan["weeks"][0]["items"] if item["kind"] == "topic")
    mentor.json("progress", "done", topic, "--learner", "grace")
    again = mentor.json("plan", "replan", *who)
    assert (plan["version"], again["version"]) == (1, 2)
    assert mentor.json("plan", "diff", "--learner", "grace").keys() >= {"old", "new", "words"}
    assert [row["version"] for row in mentor.json("plan", "versions", "--learner", "grace")] == [1, 2]
    assert [row["id"] for row in mentor.json("progress", "show", "--learner", "grace")["done"]] == [topic]


def test_a_plan_becomes_a_calendar(mentor: Command, tmp_path: Path) -> None:
    """A plan is written as a calendar file with an event for what it holds."""
    file = tmp_path / "plan.ics"
    ran = mentor.run("learn", "--learner", "ics", "--today", "2026-03-02", "--ics", file)
    assert ran.returncode == 0, ran.stderr
    assert file.read_bytes().startswith(b"BEGIN:VCALENDAR")
    assert file.read_bytes().count(b"BEGIN:VEVENT") > 10


def test_a_chat_in_the_terminal_is_one_conversation(mentor: Command) -> None:
    """Questions typed one after another are answered in turn, and the second may lean on the first."""
    ran = mentor.run(
        "chat", "--learner", "chatty", given=f"{QUESTION}\nand which of the two can I revoke?\n\n"
    )
    assert ran.returncode == 0, ran.stderr
    assert "revo" in ran.stdout
    assert ran.stdout.count("\n> ") == 3


SEED = """# Backend development specialist

## Zorblatt queues

A Zorblatt queue keeps every job until three workers have confirmed it.
"""
PAGES = {
    "notes.md": (
        "A Zorblatt queue keeps every job until three workers have confirmed it.",
        "What is a Zorblatt queue?",
    ),
    "manual.pdf": (
        "The Quibnix cache forgets every entry after forty minutes without a reader.",
        "When does the Quibnix cache forget an entry?",
    ),
    "guide.docx": (
        "A Flombar lock is released when its owner has been silent for nine seconds.",
        "When is a Flombar lock released?",
    ),
    "page.html": (
        "The Wuzzle gateway answers a repeated request from its own ledger.",
        "How does the Wuzzle gateway answer a repeated request?",
    ),
}


def write_pdf(path: Path, text: str) -> None:
    """Write a PDF of one page that says this, as a program without a library would."""
    words = f"BT /F1 12 Tf 72 720 Td ({text}) Tj ET".encode()
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(words), words),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    ]
    out, places = b"%PDF-1.4\n", []
    for number, each in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, each)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    end = b"xref\n0 6\n0000000000 65535 f \n%strailer\n<< /Size 6 /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n"
    path.write_bytes(out + end % (table, len(out)))


def write_docx(path: Path, text: str) -> None:
    """Write a Word document with a heading and this paragraph."""
    import docx

    document = docx.Document()
    document.add_heading("Locks", 1)
    document.add_paragraph(text)
    document.save(str(path))


@pytest.fixture(scope="module")
def documents(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a Markdown file, a PDF, a Word document and a web page."""
    folder = tmp_path_factory.mktemp("documents")
    (folder / "notes.md").write_text(SEED, encoding="utf-8")
    write_pdf(folder / "manual.pdf", PAGES["manual.pdf"][0])
    write_docx(folder / "guide.docx", PAGES["guide.docx"][0])
    html = f"<html><head><title>Gateways</title></head><body><h1>Gateways</h1><p>{PAGES['page.html'][0]}</p></body></html>"
    (folder / "page.html").write_text(html, encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def ingested(mentor: Command, documents: Path) -> dict[str, Any]:
    """What reading the folder in gave."""
    return mentor.json("ingest", documents)


def test_a_folder_is_read_in(ingested: dict[str, Any]) -> None:
    """All four forms are read, and none is skipped."""
    assert len(ingested["added"]) == 4
    assert ingested["skipped"] == []


@pytest.mark.parametrize("name", PAGES)
def test_a_document_is_answered_from(mentor: Command, ingested: dict[str, Any], name: str) -> None:
    """A question about a document is answered with its sentence, quoted from it."""
    text, question = PAGES[name]
    answer = mentor.json("ask", question)
    assert answer["kind"] == "answered"
    assert text in " ".join(answer["answer"].split())
    assert answer["passages"][0]["source"] in ingested["added"]
    assert_quoted(answer)


def test_a_page_of_the_curriculum_stays(mentor: Command) -> None:
    """Who removes a page of the curriculum is told that it stays, with status 1, and it does."""
    ran = mentor.run("sources", "remove", "data.indexes")
    assert (ran.returncode, ran.stdout) == (1, "")
    assert ran.stderr.startswith("mentor: 'data.indexes' is a page of the curriculum and stays")
    assert "data.indexes" in {row["id"] for row in mentor.json("sources", "list")}


def test_documents_leave_as_they_came(mentor: Command, documents: Path, ingested: dict[str, Any]) -> None:
    """Read in twice nothing changes; removed, the documents are gone and answered from no more."""
    assert sorted(mentor.json("ingest", documents)["unchanged"]) == sorted(ingested["added"])
    assert sorted(mentor.json("sources", "remove", *ingested["added"])["removed"]) == sorted(
        ingested["added"]
    )
    assert [row for row in mentor.json("sources", "list") if row["origin"] == "document"] == []
    answer = mentor.json("ask", PAGES["notes.md"][1])
    assert not {passage["source"] for passage in answer["passages"]} & set(ingested["added"])


def test_a_healthy_machine_is_well(mentor: Command) -> None:
    """On a machine where nothing is missing, the doctor finds nothing."""
    report = mentor.json("doctor")
    assert report["well"]
    assert {finding["name"] for finding in report["findings"]} >= {
        "home",
        "database",
        "embedding model",
        "vector index",
    }


@pytest.mark.parametrize(
    ("variables", "command", "says"),
    [
        ({"MENTOR_HOME": "/proc/mentor"}, ["ask", QUESTION], "set MENTOR_HOME to a folder that can"),
        (
            {"MENTOR_CHROMA_URL": "http://127.0.0.1:1"},
            ["ask", QUESTION],
            "start the server (`chroma run`) or unset MENTOR_CHROMA_URL",
        ),
        ({"MENTOR_CURRICULUM": "/nowhere"}, ["ask", QUESTION], "/nowhere"),
        (
            {"MENTOR_DATABASE_URL": "sqlite:////nowhere/mentor.db"},
            ["ask", QUESTION],
            "check MENTOR_DATABASE_URL",
        ),
    ],
    ids=["home", "chroma", "curriculum", "database"],
)
def test_a_fault_met_in_use_is_one_clear_line(
    mentor: Command, variables: dict[str, str], command: list[str], says: str
) -> None:
    """What is missing ends the command with status 1 and one line that says what to do, and no traceback."""
    ran = mentor.run(*command, **variables)
    assert (ran.returncode, ran.stdout) == (1, "")
    assert ran.stderr.count("\n") == 1, ran.stderr
    assert ran.stderr.startswith("mentor: ")
    assert says in ran.stderr


@pytest.mark.parametrize(
    ("model", "says"),
    [
        ("openai:any", "cannot be reached; check OPENAI_BASE_URL"),
        ("local:qwen2.5-coder-1.5b", "Run mentor model get qwen2.5-coder-1.5b to fetch it"),
    ],
)
def test_a_model_that_is_missing_still_gets_an_answer(mentor: Command, model: str, says: str) -> None:
    """Without its model the mentor answers by quotation and says what is wrong: once, where a file is awaited."""
    ran = mentor.run("ask", QUESTION, "--json", MENTOR_MODEL=model, OPENAI_BASE_URL=unused_address())
    answer = json.loads(ran.stdout)
    assert (says in answer["answer"], says in ran.stderr) == (model == "openai:any", model != "openai:any")
    assert_quoted(answer)


def test_a_taken_port_is_one_clear_line(mentor: Command) -> None:
    """A port that is in use ends the server's start at once, before anything is read in."""
    with socket.create_server(("127.0.0.1", 0)) as taken:
        ran = mentor.run("serve", "--port", taken.getsockname()[1])
    assert ran.returncode == 1
    assert ran.stderr.count("\n") == 1
    assert "choose another: mentor serve --port" in ran.stderr


def test_reading_beside_a_writer_works(mentor: Command, copy_of_home: Callable[[], Path]) -> None:
    """A question asked while another process holds the index is answered all the same."""
    from filelock import FileLock

    home = copy_of_home()
    with FileLock(home / "chroma" / "writer.lock"):
        assert_quoted(Command(home).json("ask", "What is a database index?"))
