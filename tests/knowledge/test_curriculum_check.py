"""What `mentor curriculum check` refuses, each with its file and line."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
import yaml

from knowledge.curriculum_check import check, problems, try_examples
from knowledge.errors import CurriculumError
from knowledge.near_duplicates import near_duplicates
from knowledge.page_check import slug
from knowledge.path_check import stage_hours
from knowledge.syllabus import load

if TYPE_CHECKING:
    from pathlib import Path as File

HEADINGS = (
    "What HTTP is",
    "Why HTTP",
    "How HTTP works",
    "When to use HTTP",
    "Example: HTTP",
    "Common mistakes with HTTP",
    "Practice: HTTP",
)


def front_matter(id_: str, **more) -> dict:
    check = {
        "kind": "short",
        "ask": "What is it?",
        "answer": "A thing",
        "key_points": ["thing"],
        "from": "#what-http-is",
    }
    return {
        "id": id_,
        "title": id_,
        "stage": "beginner",
        "kind": "concept",
        "hours": {"low": 1, "typical": 2, "high": 3},
        "prerequisites": [],
        "languages": ["any"],
        "outcomes": ["Say it"],
        "misconceptions": [{"says": f"wrong {number}", "truth": "right"} for number in range(3)],
        "checks": [{"id": f"{id_}.{number}", **check} for number in range(1, 6)],
        "resources": [],
    } | more


def body(seed: str) -> str:
    filler = " ".join(f"{seed}{number}" for number in range(120))
    return "\n".join(f"## {heading}\n\nHTTP is a thing: {heading} {seed} {filler}.\n" for heading in HEADINGS)


def curriculum(folder: File, **topics: dict) -> File:
    """Write a curriculum of topics web.<name>, all of them goals of one path; `body` replaces a topic's text."""
    for name, more in topics.items():
        text = more.pop("body", body(name))
        matter = yaml.safe_dump(front_matter(f"web.{name}", **more), sort_keys=False)
        write(folder, f"topics/web/{name}.md", f"---\n{matter}---\n{text}")
    stage = {
        "stage": "beginner",
        "months": [0, 3],
        "aims": ["Know it"],
        "topics": [f"web.{name}" for name in topics],
    }
    path = {
        "id": "python",
        "title": "Python",
        "summary": "S.",
        "leads_to": [],
        "languages": ["python"],
        "words": [],
    }
    write(folder, "paths/python.yaml", yaml.safe_dump(path | {"stages": [stage], "success": []}))
    return folder


def write(folder: File, name: str, text: str) -> None:
    (folder / name).parent.mkdir(parents=True, exist_ok=True)
    (folder / name).write_text(text, encoding="utf-8")


def messages(folder: File) -> list[str]:
    return [str(problem) for problem in problems(folder)]


def test_a_sound_curriculum_has_no_problems(tmp_path):
    """A curriculum that keeps every rule passes."""
    assert messages(curriculum(tmp_path, http={}, json={"prerequisites": ["web.http"]})) == []


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"prerequisites": ["web.tcp"]}, "topics/web/http.md:11: no topic answers 'web.tcp'"),
        ({"checks": []}, "0 checks; a topic has at least 5"),
        ({"misconceptions": []}, "0 misconceptions; a topic has at least 3"),
        ({"body": "## What HTTP is\n\nA thing.\n"}, "6 words of prose; a topic has 700 to 1500"),
        ({"body": body("x").replace("## Why HTTP", "## Because")}, "no ## heading starts with 'Why'"),
        ({"body": body("x").replace("## What HTTP is", "## What it is")}, "no heading '#what-http-is'"),
        ({"body": body("x").replace("thing", "item")}, "does not say 'thing': no thing"),
        (
            {"body": body("x") + "\n```python\nprint(1)\n```\n"},
            "a python block that neither runs nor says `no-run:`",
        ),
        (
            {"body": body("x") + "\n```python run\nprint(1)\n```\n"},
            "a run block without an output block after it",
        ),
        ({"body": body("x") + "\n```\nplain\n```\n"}, "a code block without a language"),
        (
            {"hours": {"low": 3, "typical": 2, "high": 3}},
            "hours must order low <= typical <= high, not 3.0, 2.0, 3.0",
        ),
        (
            {"hours": {"low": 3, "typical": 200, "high": 300}},
            "the beginner stage takes 220 h with python; its months hold 195",
        ),
        ({"stage": "advanced"}, "web.http is of a later stage than the beginner stage"),
    ],
)
def test_a_fault_of_a_topic_is_reported(tmp_path, change, message):
    """Each rule that a topic can break has its message."""
    assert any(message in each for each in messages(curriculum(tmp_path, http=change)))


def test_a_prerequisite_of_a_later_stage_is_reported(tmp_path):
    """A beginner topic may not build on an intermediate one."""
    folder = curriculum(tmp_path, http={"prerequisites": ["web.tcp"]}, tcp={"stage": "intermediate"})
    assert any(
        "http.md:11: beginner topic builds on web.tcp, which comes in a later stage" in each
        for each in messages(folder)
    )


def test_a_circle_is_reported_with_its_topics(tmp_path):
    """Topics that build on each other are named in order."""
    folder = curriculum(tmp_path, a={"prerequisites": ["web.b"]}, b={"prerequisites": ["web.a"]})
    assert any("in a circle: web." in each for each in messages(folder))


def test_a_topic_that_nothing_reaches_is_reported(tmp_path):
    """A topic outside every path and project would never be taught."""
    folder = curriculum(tmp_path, http={}, lost={})
    text = (folder / "paths/python.yaml").read_text().replace("  - web.lost\n", "")
    write(folder, "paths/python.yaml", text)
    assert any(
        "lost.md:2: no path, project or other topic reaches this topic" in each for each in messages(folder)
    )


def test_an_item_of_the_seed_without_an_answer_is_reported(tmp_path):
    """A coverage item that names nothing, or something that does not exist, is refused with its line."""
    folder = curriculum(tmp_path, http={})
    write(folder, "coverage.yaml", "Areas:\n  HTTP: [web.http]\n  TCP: []\n  UDP: [web.udp]\n")
    assert messages(folder) == [
        "coverage.yaml:3: TCP: not answered by nothing",
        "coverage.yaml:4: UDP: not answered by web.udp",
    ]


def test_words_that_mean_no_topic_are_reported(tmp_path):
    """A word of the trade must lead to a topic."""
    folder = curriculum(tmp_path, http={})
    write(folder, "words.yaml", "http: [web.http]\ntcp: [web.tcp]\n")
    assert messages(folder) == ["words.yaml:2: no topic answers 'web.tcp'"]


def test_questions_whose_answer_is_gone_are_reported(tmp_path):
    """A question of asked.yaml points at a section that is there."""
    folder = curriculum(tmp_path, http={})
    write(folder, "asked.yaml", "web.http:\n  what-http-is: [how do pages travel]\n  how-it-was: [why]\n")
    assert messages(folder) == ["asked.yaml:3: no section web.http#how-it-was"]


def test_every_broken_file_is_reported(tmp_path):
    """Two broken files give two problems."""
    folder = curriculum(tmp_path, http={})
    write(folder, "topics/web/a.md", "x")
    write(folder, "topics/web/b.md", "x")
    assert [each.split(":")[0] for each in messages(folder)] == ["topics/web/a.md", "topics/web/b.md"]


def test_a_copied_paragraph_is_reported_at_both_places(tmp_path):
    """Pages that share a paragraph are named with both lines."""
    copied = " ".join(f"word{number}" for number in range(30))
    folder = curriculum(
        tmp_path, a={"body": f"{body('a')}\n{copied}\n"}, b={"body": f"{body('b')}\n{copied}\n"}
    )
    assert len([each for each in messages(folder) if "says 100% of what topics/web/b.md:" in each]) == 1


def test_near_duplicates_leaves_different_paragraphs_alone():
    """Paragraphs with a few words in common are no duplicates."""
    one = " ".join(f"a{number}" for number in range(30))
    other = " ".join(f"b{number}" for number in range(30))
    assert (
        list(near_duplicates({"x": f"The same start of five {one}", "y": f"The same start of five {other}"}))
        == []
    )


def test_try_examples_names_the_line_of_a_wrong_output(tmp_path):
    """An example that prints something else is reported at its line in the file."""
    text = body("x") + "\n```python run\nprint(1)\n```\n\n```output\n2\n```\n"
    folder = curriculum(tmp_path, http={"body": text})
    tried = try_examples(folder)
    line = (folder / "topics/web/http.md").read_text().split("\n").index("```python run") + 1
    assert (tried.ran, tried.skipped) == (1, ())
    assert str(tried.problems[0]).startswith(f"topics/web/http.md:{line}: prints\n1\nbut the page says\n2")


def test_stage_hours_count_new_topics_and_their_review(tmp_path):
    """A stage's hours are those of its topics and a tenth for review."""
    graph = load(curriculum(tmp_path, http={}, json={}))
    assert stage_hours(graph.paths["python"], "python", graph) == [4.4]


@pytest.mark.parametrize(
    ("title", "expected"), [("What HTTP is", "what-http-is"), ("N+1: queries, again", "n1-queries-again")]
)
def test_slug_is_how_a_check_names_a_heading(title, expected):
    """Lower case, no punctuation, hyphens for spaces."""
    assert slug(title) == expected


def test_a_report_says_what_there_is(tmp_path):
    """The report counts topics, examples and words, and gives the hours of each stage by path and language."""
    report = check(curriculum(tmp_path, http={}))
    assert (report.topics, report.paths, set(report.contents.words)) == (1, 1, {"web"})
    assert report.json()["hours"] == {"python": {"python": [2.2]}}
    assert report.json()["contents"]["coverage"] == {"items": 0, "answered": 0}
    assert report.lines()[-1] == "1 topics, 0 projects, 0 capstones, 1 paths: 0 problems"


def test_a_folder_that_is_not_there_is_refused(tmp_path):
    """Checking nothing is an error, not a clean result."""
    with pytest.raises(CurriculumError, match="no folder"):
        check(tmp_path / "none")
