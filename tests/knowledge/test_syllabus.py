"""The curriculum as a graph: loading, prerequisites by language, closure and order."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from knowledge.errors import CurriculumError
from knowledge.syllabus import load, read
from tests.curricula import path, project, syllabus, topic

if TYPE_CHECKING:
    from pathlib import Path as File

TOPIC = """---
id: web.http
title: HTTP
stage: beginner
kind: concept
hours: {low: 1, typical: 2, high: 3}
prerequisites: [%s]
languages: [any]
outcomes:
  - Name the parts of a request
misconceptions:
  - {says: HTTP keeps state, truth: Every request stands alone}
checks:
  - id: web.http.1
    kind: short
    ask: What does 404 mean?
    answer: Not found
    key_points: [404]
    from: "#what-http-is"
resources: []
---
## What HTTP is

HTTP is a protocol. The code 404 means not found.
"""


def write(folder: File, name: str, text: str) -> File:
    file = folder / name
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, encoding="utf-8")
    return folder


def test_load_reads_topics_by_their_place(tmp_path):
    """A topic file becomes a topic under the id that its folder and name give."""
    graph = load(write(tmp_path, "topics/web/http.md", TOPIC % ""))
    assert graph.topics["web.http"].title == "HTTP"
    assert graph.topics["web.http"].checks[0].heading == "#what-http-is"


def test_load_keeps_numbers_in_text_places_as_text(tmp_path):
    """A key point that YAML reads as a number is text all the same."""
    graph = load(write(tmp_path, "topics/web/http.md", TOPIC % ""))
    assert graph.topics["web.http"].checks[0].key_points == ("404",)


def test_load_names_file_and_line_of_a_wrong_value(tmp_path):
    """A value of the wrong form is reported with the line on which it stands."""
    text = (TOPIC % "").replace("    kind: short", "    kind: quiz")
    with pytest.raises(
        CurriculumError, match=r"^topics/web/http.md:15: checks.0.kind: input should be 'choice'"
    ):
        load(write(tmp_path, "topics/web/http.md", text))


def test_load_refuses_an_unknown_key_and_names_the_known_ones(tmp_path):
    """A key that topics do not have is an error that lists those they have."""
    text = (TOPIC % "").replace("kind: concept", "kind: concept\nlevel: 3")
    with pytest.raises(
        CurriculumError, match=r"http.md:6: level: extra inputs.*known keys: id, title, stage"
    ):
        load(write(tmp_path, "topics/web/http.md", text))


def test_load_refuses_an_id_that_is_not_its_place(tmp_path):
    """A topic whose id differs from folder and file name is refused."""
    with pytest.raises(
        CurriculumError, match=r"other.md:2: the id is 'web.http'; its place says 'web.other'"
    ):
        load(write(tmp_path, "topics/web/other.md", TOPIC % ""))


def test_load_says_where_yaml_breaks(tmp_path):
    """Broken YAML is reported with its line in the file."""
    with pytest.raises(CurriculumError, match=r"http.md:5: not YAML"):
        load(write(tmp_path, "topics/web/http.md", "---\nid: web.http\ntitle: a\nstage: [\n---\n"))


def test_load_refuses_a_file_without_front_matter(tmp_path):
    """Markdown without front matter is no topic."""
    with pytest.raises(CurriculumError, match=r"http.md:1: no front matter"):
        load(write(tmp_path, "topics/web/http.md", "# HTTP\n"))


def test_load_refuses_an_empty_folder(tmp_path):
    """A folder without topics is no curriculum."""
    with pytest.raises(CurriculumError, match="no topics in"):
        load(tmp_path)


def test_strict_load_refuses_a_prerequisite_that_nobody_wrote(tmp_path):
    """A dangling prerequisite is an error in strict use, and passed over otherwise."""
    folder = write(tmp_path, "topics/web/http.md", TOPIC % "web.internet")
    assert load(folder).prerequisites("web.http", "python") == ()
    with pytest.raises(CurriculumError, match=r"web.http: no topic answers the prerequisite 'web.internet'"):
        load(folder, strict=True)


def test_strict_load_refuses_a_circle(tmp_path):
    """A topic that builds on itself is refused in strict use."""
    with pytest.raises(CurriculumError, match=r"in a circle: web.http -> web.http"):
        load(write(tmp_path, "topics/web/http.md", TOPIC % "web.http"), strict=True)


def test_read_returns_what_can_be_read_beside_the_errors(tmp_path):
    """One broken file does not hide the others."""
    write(tmp_path, "topics/web/broken.md", "no front matter")
    graph, errors = read(write(tmp_path, "topics/web/http.md", TOPIC % ""))
    assert list(graph.topics) == ["web.http"]
    assert [str(error).split(":")[0] for error in errors] == ["topics/web/broken.md"]


def test_prerequisites_follow_the_language():
    """`language:x` is the topic of the learner's language, and JavaScript's for TypeScript."""
    graph = syllabus(
        [
            topic("web.a", ["language:idioms"]),
            topic("languages.go-idioms"),
            topic("languages.javascript-idioms"),
        ],
        [],
    )
    assert graph.prerequisites("web.a", "go") == ("languages.go-idioms",)
    assert graph.prerequisites("web.a", "typescript") == ("languages.javascript-idioms",)


def test_closure_holds_all_that_something_builds_on():
    """A project's closure holds its topics and theirs."""
    graph = syllabus([topic("web.a"), topic("web.b", ["web.a"])], [], [project("projects.p", ["web.b"])])
    assert graph.closure(["projects.p"], "python") == {"projects.p", "web.a", "web.b"}


def test_order_puts_prerequisites_right_before_their_goal():
    """Goals keep their order, and what one needs stands right before it."""
    graph = syllabus([topic("web.a"), topic("web.b", ["web.x"]), topic("web.x")], [])
    assert graph.order(["web.a", "web.b"], "python") == ("web.a", "web.x", "web.b")


def test_order_leaves_out_what_is_settled_and_what_only_that_needs():
    """What is settled is not ordered, nor what only it builds on."""
    graph = syllabus([topic("web.a"), topic("web.b", ["web.a"]), topic("web.c", ["web.b"])], [])
    assert graph.order(["web.c"], "python", settled={"web.b"}) == ("web.c",)


def test_order_ends_even_in_a_circle():
    """A circle among topics, which the checker reports, does not hang the order."""
    graph = syllabus([topic("web.a", ["web.b"]), topic("web.b", ["web.a"])], [])
    assert set(graph.order(["web.a"], "python")) == {"web.a", "web.b"}


def test_goals_of_a_stage_add_those_of_the_base_language():
    """A learner of TypeScript aims at what the stage adds for JavaScript and for TypeScript."""
    more = {"javascript": ["web.b"], "typescript": ["web.c"], "go": ["web.d"]}
    stages = {"beginner": {"topics": ["web.a"], "by_language": more}}
    stage = path(stages, languages=["typescript", "go"]).stages[0]
    assert stage.goals("typescript") == ("web.a", "web.b", "web.c")
