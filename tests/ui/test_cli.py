"""ui.cli: the command's manners: help, status, and one line where something is wrong."""

from __future__ import annotations

import json
import re
from datetime import date
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, cast

import pytest
from typer import Exit
from typer.testing import CliRunner, Result

from agent.errors import PlanError, ProfileError
from agent.events import Sentence, Waiting
from agent.gguf import OFFERS, folder
from agent.settings import read_settings
from tests.fakes import FakeSearch
from tests.mentors import INDEX, QUESTION, mentor_over
from ui.cli import app, talk
from ui.cli_learning import mark_of
from ui.cli_plan import Form, print_plan, say_change, write_plan
from ui.plan_files import FORMS
from ui.terminal import on

if TYPE_CHECKING:
    from collections.abc import Generator

    from sqlalchemy import Engine

    from agent.events import Event
    from agent.mentor import Mentor
    from knowledge.owner import Owner
    from knowledge.search import Findings

MONDAY = date(2026, 3, 2)
NAME = next(iter(OFFERS))


def run(*arguments: str, given: str | None = None) -> Result:
    return CliRunner().invoke(app, arguments, input=given)


def test_help_names_every_command() -> None:
    """The promised commands are all there."""
    said = run("--help").stdout
    for name in ("serve", "chat", "ask", "search", "learn", "plan", "progress", "ingest", "sources"):
        assert f" {name} " in said
    for name in ("curriculum", "eval", "model", "doctor"):
        assert f" {name} " in said


def test_a_plan_can_be_exported_in_each_form() -> None:
    """Every form that there is can be asked for."""
    assert [form.value for form in Form] == [*FORMS]


def test_a_change_of_the_plan_says_what_was_heard(engine: Engine, capsys: pytest.CaptureFixture[str]) -> None:
    """What was understood, what not, and what changed is printed before and after --yes."""
    mentor = mentor_over(engine)
    mentor.learn({"message": "Python, 2 hours a week"}, learner="me")
    words = "4 hours a week and keep the flux capacitor"
    for yes in (False, True):
        say_change(mentor, "me", words, yes=yes, as_json=False)
        said = capsys.readouterr().out
        assert "Understood: hours a week: 4." in said
        assert "keep the flux capacitor (there is no topic" in said
        assert "Hours a week: 4 instead of 2." in said
        assert ("--yes does it" in said) != yes
    assert len(mentor.memory.plan_versions("me")) == 2


@pytest.mark.parametrize("yes", [False, True])
def test_there_is_nothing_to_change_without_a_plan(engine: Engine, *, yes: bool) -> None:
    """Words that change a plan make none where there is none."""
    mentor = mentor_over(engine)
    with pytest.raises(PlanError, match="there is no plan yet"):
        say_change(mentor, "me", "4 hours a week", yes=yes, as_json=False)
    assert not mentor.memory.has_plan("me")


def test_yes_is_offered_only_where_it_does_something(
    engine: Engine, capsys: pytest.CaptureFixture[str]
) -> None:
    """Where nothing would change that is said alone; where nothing fits the ways out are."""
    mentor = mentor_over(engine)
    mentor.learn({"message": "Python, 2 hours a week"}, learner="me")
    say_change(mentor, "me", "2 hours a week", yes=False, as_json=False)
    assert capsys.readouterr().out == "Nothing would change in your plan.\n"
    with pytest.raises(Exit):
        say_change(mentor, "me", "by tomorrow", yes=False, as_json=False)
    said = capsys.readouterr().out
    assert "That does not fit:" in said
    assert "- more hours a week: " in said
    assert "--yes does it" not in said


def test_a_plan_is_written_to_a_file_or_the_terminal(
    engine: Engine, tmp_path: Path, capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    """A plan goes into the file that is named, or to standard output; a folder that is not there is said."""
    mentor = mentor_over(engine)
    plan = mentor.learn({}, learner="me")
    write_plan(mentor, "me", plan, "ics", str(tmp_path / "mine.ics"))
    assert (tmp_path / "mine.ics").read_bytes().startswith(b"BEGIN:VCALENDAR")
    capsysbinary.readouterr()
    write_plan(mentor, "me", plan, "json", "-")
    assert json.loads(capsysbinary.readouterr().out)["version"] == 1
    with pytest.raises(PlanError, match="cannot be written: No such file or directory"):
        write_plan(mentor, "me", plan, "json", str(tmp_path / "nowhere" / "plan.json"))


@pytest.mark.parametrize("as_json", [True, False])
def test_a_plan_that_does_not_fit_ends_with_one(
    engine: Engine, capsys: pytest.CaptureFixture[str], *, as_json: bool
) -> None:
    """A plan that does not fit is printed with its ways out, and the command ends with status 1 in either form."""
    plan = mentor_over(engine).learn({"message": "1 hour a week, by 2026-03-08"}, learner="me", today=MONDAY)
    with pytest.raises(Exit) as ended:
        print_plan(plan, as_json=as_json)
    assert ended.value.exit_code == 1
    assert "later_date" in capsys.readouterr().out if as_json else "later date" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("words", "names", "hours"),
    [
        (["Go fundamentals", "4", "h"], "Go fundamentals", 4.0),
        (["SQL basics", "took", "2.5", "hours"], "SQL basics", 2.5),
        (["git", "3h"], "git", 3.0),
        (["git", "SQL basics"], "git, SQL basics", None),
        (["SQL basics", "git", "docker"], "SQL basics, git docker", None),
    ],
)
def test_hours_follow_a_name_in_quotes(words: list[str], names: str, hours: float | None) -> None:
    """What the shell hands on as one word is one name, and hours may stand behind it."""
    mark = mark_of("done", words)
    assert (mark.names, mark.hours) == (names, hours)


@pytest.mark.parametrize(
    ("group", "commands"),
    [
        ("plan", ("show", "replan", "change", "versions", "diff", "export")),
        ("progress", ("show", "done", "studied", "undo")),
        ("sources", ("list", "remove")),
        ("curriculum", ("check",)),
        ("eval", ("run", "compare")),
        ("model", ("list", "get", "remove")),
    ],
)
def test_each_group_has_its_commands(group: str, commands: tuple[str, ...]) -> None:
    """Every promised command of a group is listed with a line about it."""
    said = run(group, "--help").stdout
    assert all(f" {command} " in said for command in commands)


@pytest.mark.parametrize(
    "arguments",
    [["ask"], ["serve", "--port", "x"], ["search", "a", "-k", "0"], ["nonsense"], ["ask", "a", "--nope"]],
)
def test_wrong_usage_ends_with_two(arguments: list[str]) -> None:
    """A missing, extra or malformed argument ends with status 2, and nothing on standard output."""
    result = run(*arguments)
    assert result.exit_code == 2
    assert result.stdout == ""


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["ask", "a\udcff"], "the text is not UTF-8"),
        (["ask", " "], "the text is empty"),
        (["search", ""], "the text is empty"),
        (["search", "\udcff"], "the text is not UTF-8"),
        (["ask", "a", "--learner", ""], "1 to 64 printable"),
        (["ask", "a", "--conversation", ""], "1 to 64 printable"),
        (["plan", "show", "--learner", "x" * 65], "1 to 64 printable"),
    ],
)
def test_a_value_that_cannot_be_used_is_said(arguments: list[str], says: str) -> None:
    """A text or an id that nothing can be done with ends with status 2 and the reason."""
    result = run(*arguments)
    assert (result.exit_code, result.stdout) == (2, "")
    assert says in " ".join(re.sub("[│\n]", " ", result.stderr).split())


@pytest.mark.parametrize("day", ["9999-12-31", "0001-01-01"])
def test_a_day_out_of_this_century_is_refused(day: str) -> None:
    """A day that no plan can be counted from is a slip, and said to be."""
    with pytest.raises(ProfileError, match="its year must be from 2000 to 2100"):
        on(day)


def test_the_version_is_said() -> None:
    """`mentor --version` prints one line."""
    assert run("--version").stdout == f"mentor {version('backend-mentor')}\n"


def test_a_talk_goes_on_after_a_message_that_fails(
    engine: Engine, capsys: pytest.CaptureFixture[str]
) -> None:
    """A message that is refused is answered with the reason, and the next one in the same conversation."""
    mentor = mentor_over(engine)
    talk(mentor, "me", iter(["x" * 9000, QUESTION, QUESTION]))
    said = capsys.readouterr()
    assert "mentor: the message has 9,000 characters" in said.err
    (conversation,) = mentor.memory.conversations("me")
    assert len(mentor.memory.turns("me", conversation.id)) == 2


def test_a_talk_shows_what_can_be_said(engine: Engine, capsys: pytest.CaptureFixture[str]) -> None:
    """The answers that a question of the mentor offers stand below it."""
    talk(mentor_over(engine), "me", iter(["/learn", "skip", "skip"]))
    assert "You can say: Nothing yet | Git and SQL | skip" in capsys.readouterr().out


def test_a_talk_says_how_many_are_ahead(capsys: pytest.CaptureFixture[str]) -> None:
    """While the model serves others the terminal says how many come before, and then what it says."""

    class InLine:
        def ask(self, *_: object, **_more: object) -> Generator[Event, None, None]:
            yield from (Waiting(2), Waiting(1), Waiting(0), Sentence("An index is sorted."))

    talk(cast("Mentor", InLine()), "me", iter([QUESTION]))
    said = capsys.readouterr()
    assert [line[-14:] for line in said.err.splitlines()] == ["2 ahead of you", "1 ahead of you"]
    assert said.out == "An index is sorted."


def test_a_talk_goes_on_after_a_stop(engine: Engine, capsys: pytest.CaptureFixture[str]) -> None:
    """Ctrl-C ends the answer, which is kept as far as it came, and not the talk."""

    class Stopped(FakeSearch):
        def search(self, query: str, k: int = 10, *, owner: Owner) -> Findings:
            if not self.queries:
                self.queries.append(query)
                raise KeyboardInterrupt
            return super().search(query, k, owner=owner)

    mentor = mentor_over(engine, search=Stopped(INDEX))
    talk(mentor, "me", iter([QUESTION, QUESTION]))
    assert "mentor: stopped; what was said is kept" in capsys.readouterr().err
    (conversation,) = mentor.memory.conversations("me")
    assert [turn.answer["kind"] for turn in mentor.memory.turns("me", conversation.id)] == [
        "stopped",
        "answered",
    ]


@pytest.mark.parametrize(
    ("arguments", "profile", "says"),
    [
        (["learn", "--profile", "missing.json"], None, "there is no file 'missing.json'"),
        (["learn", "--profile", "-"], "{", "the profile '-' is not JSON"),
        (["learn", "--profile", "-"], "[]", "must be a JSON object"),
        (["model", "get", "unheard-of"], None, "no local model is called 'unheard-of'"),
        (["model", "remove", "unheard-of"], None, "no local model is called 'unheard-of'"),
        (["model", "remove", NAME], None, f"the model '{NAME}' is not on this machine"),
    ],
)
def test_a_failure_is_one_line_and_status_one(arguments: list[str], profile: str | None, says: str) -> None:
    """What cannot be done ends with status 1, nothing on standard output and one line that says why."""
    result = run(*arguments, given=profile)
    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr.startswith("mentor: ")
    assert says in result.stderr
    assert result.stderr.count("\n") == 1


@pytest.mark.parametrize(
    "arguments",
    [
        ["ask", "What is an index?"],
        ["search", "index"],
        ["sources", "list"],
        ["plan", "show"],
        ["serve", "--port", "0"],
    ],
)
def test_a_home_that_cannot_be_written_is_said_by_every_command(
    monkeypatch: pytest.MonkeyPatch, arguments: list[str]
) -> None:
    """Where the home cannot be made, each command ends with one line that names MENTOR_HOME."""
    Path("file").write_text("", encoding="utf-8")
    monkeypatch.setenv("MENTOR_HOME", str(Path("file/home").absolute()))
    result = run(*arguments)
    assert result.exit_code == 1
    last = result.stderr.splitlines()[-1]
    assert last.startswith("mentor: the folder ")
    assert "set MENTOR_HOME to a folder that can" in last
    assert "Traceback" not in result.stderr


def test_a_setting_of_the_wrong_form_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    """A variable that cannot be read is named in one line."""
    monkeypatch.setenv("MENTOR_PASSAGES", "many")
    result = run("ask", "What is an index?")
    assert result.exit_code == 1
    assert "MENTOR_PASSAGES is not usable" in result.stderr


def test_a_taken_port_is_said() -> None:
    """A port that is in use ends with one line that offers another."""
    import socket

    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        result = run("serve", "--port", str(port))
    assert result.exit_code == 1
    assert f"127.0.0.1:{port} cannot be listened on" in result.stderr
    assert "choose another: mentor serve --port" in result.stderr


def test_the_models_are_listed_with_their_state() -> None:
    """A model is missing, damaged or verified, and JSON says so to scripts."""
    assert json.loads(run("model", "list", "--json").stdout)[0]["state"] == "missing"
    path = folder(read_settings().home) / OFFERS[NAME].file
    path.parent.mkdir(parents=True)
    path.write_bytes(b"GGUF")
    assert json.loads(run("model", "list", "--json").stdout)[0]["state"] == "damaged"


def test_a_removed_model_leaves_nothing() -> None:
    """Removing a model removes what is left of one that stopped half-way, too."""
    part = (folder(read_settings().home) / OFFERS[NAME].file).with_suffix(".part")
    part.parent.mkdir(parents=True)
    part.write_bytes(b"GG")
    assert run("model", "remove", NAME).exit_code == 0
    assert not part.exists()


def test_the_doctor_prints_json_and_fails_when_something_is_wrong(monkeypatch: pytest.MonkeyPatch) -> None:
    """Status 1 and one JSON document, where something keeps the mentor from working."""
    monkeypatch.setenv("MENTOR_PASSAGES", "many")
    result = run("doctor", "--json")
    report = json.loads(result.stdout)
    assert (result.exit_code, report["well"]) == (1, False)
    assert report["findings"][0]["name"] == "settings"
