"""The curriculum as documents: what is data becomes sentences, headings are found where they stand."""

from __future__ import annotations

from knowledge.curriculum_documents import addresses, documents, headings
from tests.curricula import path, project, syllabus, topic


def document(id_, graph):
    return next(each for each in documents(graph) if each.id == id_)


def test_headings_are_found_outside_code():
    """A comment in a code block is no heading."""
    text = "# One\n\n```bash\n# not one\n```\n\n## Two\n"
    assert [(each.level, each.title) for each in headings(text)] == [(1, "One"), (2, "Two")]


def test_headings_start_where_their_line_does():
    """A heading's start points at its line in the text."""
    text = "# One\n\ntext\n\n## Two\n"
    assert [text.startswith("#" * each.level + " " + each.title, each.start) for each in headings(text)] == [
        True,
        True,
    ]


def test_a_topic_opens_with_its_title_and_its_body():
    """A topic's page has its title above its prose."""
    page = document("web.http", syllabus([topic("web.http", title="HTTP")], []))
    assert page.text.startswith("# HTTP\n\n## What it is\n")


def test_a_misconception_becomes_two_sentences_that_stand_alone():
    """What learners believe and what is so are both quoted in full."""
    wrong = {"says": "HTTP keeps state", "truth": "Every request stands alone"}
    page = document("web.http", syllabus([topic("web.http", misconceptions=[wrong])], []))
    assert "Misconception: HTTP keeps state. In fact: Every request stands alone." in page.text


def test_a_topic_says_how_long_it_takes_and_what_it_builds_on():
    """Hours and prerequisites can be quoted."""
    graph = syllabus(
        [topic("web.http", ["web.net", "language:idioms"], title="HTTP"), topic("web.net", title="Nets")], []
    )
    text = document("web.http", graph).text
    assert (
        "The topic HTTP belongs to the beginner stage and takes about 2 hours of study and practice" in text
    )
    assert "Learn Nets and the idioms of your language before the topic HTTP." in text


def test_keys_of_checks_are_no_part_of_a_document():
    """What a quiz asks cannot be looked up as an answer key."""
    check = {
        "id": "web.http.1",
        "kind": "short",
        "ask": "Q?",
        "answer": "SECRET",
        "key_points": ["k"],
        "from": "#x",
    }
    assert "SECRET" not in document("web.http", syllabus([topic("web.http", checks=[check])], [])).text


def test_a_project_lists_its_milestones_with_when_they_are_done():
    """A milestone is a sentence with its title, hours and test."""
    graph = syllabus([topic("web.http")], [], [project("projects.p", ["web.http"])])
    assert "- Step 1 (about 2 h) is done when this holds: step 1 works." in document("projects.p", graph).text


def test_a_path_names_the_topics_of_its_stages():
    """A path's page names each stage with its months, topics and projects."""
    graph = syllabus([topic("web.http", title="HTTP")], [path({"beginner": {"topics": ["web.http"]}})])
    text = document("paths.python", graph).text
    assert "The beginner stage of the Python path covers months 0 to 3." in text
    assert "The topics of the beginner stage of the Python path are HTTP." in text


def test_the_addresses_are_those_that_the_pages_link_to():
    """A resource's address is one of the curriculum's; words in brackets are none."""
    resource = {"title": "MDN", "url": "https://mdn.example/http"}
    pages = documents(syllabus([topic("web.http", resources=[resource])], []))
    assert addresses(pages) == {"https://mdn.example/http"}
