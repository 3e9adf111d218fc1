"""agent.commands: the grammar of slash commands."""

from __future__ import annotations

import pytest

from agent.commands import TABLE, Mark, Name, UnknownCommand, help_text, parse, read_mark


def test_parse_splits_a_command_from_its_words() -> None:
    """What stands after the command is handed on as it is."""
    found = parse("  /learn Go, 6 hours a week ")
    assert found
    assert (found.name, found.rest) == (Name.LEARN, "Go, 6 hours a week")


@pytest.mark.parametrize("text", ["What is /etc/passwd?", "/etc/passwd is what?", "//", "1/2", ""])
def test_parse_leaves_messages_alone(text: str) -> None:
    """A slash inside a message, or before a path, makes no command."""
    assert parse(text) is None


def test_parse_takes_a_line_break_for_a_space() -> None:
    """A command may stand on a line of its own before its words."""
    found = parse("/mentor\nWhat is SQL?")
    assert found
    assert (found.name, found.rest) == (Name.MENTOR, "What is SQL?")


def test_parse_names_the_commands_there_are() -> None:
    """An unknown command is refused with the list of those that exist."""
    with pytest.raises(UnknownCommand, match=r"no command /test; there are /learn, /mentor"):
        parse("/test me")


def test_help_lists_every_command() -> None:
    """The table has a row for each command, and help shows them all."""
    assert {entry.name for entry in TABLE} == set(Name)
    assert all(entry.usage in help_text() for entry in TABLE)


def test_quiz_is_another_word_for_review() -> None:
    """/quiz asks a check as /review does."""
    found = parse("/quiz git")
    assert found
    assert (found.name, found.rest) == (Name.REVIEW, "git")


@pytest.mark.parametrize(
    ("words", "mark"),
    [
        ("done git, docker", Mark("done", "git, docker", None)),
        ("done git 5 h", Mark("done", "git", 5)),
        ("done git in 2,5 hours", Mark("done", "git", 2.5)),
        ("done oauth 2", Mark("done", "oauth 2", None)),
        ("hours git 5", Mark("hours", "git", 5)),
        ("hours git took me 5 hrs", Mark("hours", "git", 5)),
        ("harder git", Mark("harder", "git", None)),
        ("HARDER git 9h", Mark("harder", "git", 9)),
        ("skip http 2 h", Mark("skip", "http 2 h", None)),
        ("undo", Mark("undo", "", None)),
        ("finished git", None),
        ("", None),
    ],
)
def test_a_mark_is_read_with_its_hours(words: str, mark: Mark | None) -> None:
    """Hours stand last and with their unit, which only the mark about hours may leave out."""
    assert read_mark(words) == mark
