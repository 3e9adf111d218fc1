"""The `mentor` command."""

from __future__ import annotations

from contextlib import closing
from typing import TYPE_CHECKING, Annotated

import typer

from ui import cli_accounts, cli_backup, cli_evals, cli_learning, cli_library, cli_mcp, cli_models, cli_plan
from ui.terminal import (
    LEARNER,
    AsJson,
    ConversationId,
    LearnerId,
    Query,
    Question,
    note,
    opened,
    print_json,
    say,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from agent.events import Answer, Event
    from agent.mentor import Mentor

app = typer.Typer(
    help="A mentor for people who want to become backend engineers: cited answers, and plans that fit.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
cli_learning.add_to(app)
cli_plan.add_to(app)
cli_library.add_to(app)
cli_models.add_to(app)
cli_evals.add_to(app)
cli_mcp.add_to(app)
cli_accounts.add_to(app)
cli_backup.add_to(app)


def _version(asked: bool) -> None:  # noqa: FBT001 - typer hands over the option's value
    if asked:
        from importlib.metadata import version

        say(f"mentor {version('backend-mentor')}")
        raise typer.Exit


@app.callback()
def every_command(
    *,
    _version: Annotated[
        bool, typer.Option("--version", is_eager=True, callback=_version, help="Show the version and exit.")
    ] = False,
) -> None:
    """A mentor for people who want to become backend engineers: cited answers, and plans that fit."""


@app.command()
def serve(
    host: Annotated[str, typer.Option(help="The address to listen on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=0, max=65535, help="The port to listen on.")] = 7860,
) -> None:
    """Open the chat page."""
    import os

    from ui.terminal import failing_plainly, settings

    os.environ["GRADIO_ANALYTICS_ENABLED"] = "False"  # read when gradio is imported
    with failing_plainly():
        from ui.app import serve as serve_page

        serve_page(settings(), host=host, port=port)


@app.command()
def ask(
    text: Question,
    conversation: ConversationId = None,
    learner: LearnerId = LEARNER,
    *,
    as_json: AsJson = False,
) -> None:
    """Ask one question."""
    from agent.events import Answer

    with opened() as mentor:
        _note_awaited(mentor)
        answer = None
        with closing(mentor.ask(text, learner=learner, conversation=conversation)) as events:
            for event in events:
                answer = event if isinstance(event, Answer) else answer
    assert answer
    if as_json:
        print_json(answer.json())
    elif answer.kind == "failed":
        note(f"mentor: {answer.markdown}")
    else:
        say(answer.markdown)
        _say_choices(answer)
        _say_sources(answer)
        note(f"conversation {answer.conversation}")
    if answer.kind == "failed":
        raise typer.Exit(1)


@app.command()
def chat(learner: LearnerId = LEARNER) -> None:
    """Talk in the terminal; Ctrl-C stops an answer, an empty line or Ctrl-D ends the talk."""
    from threading import Thread

    say("Ask anything about backend engineering; /help lists the commands.")
    with opened(is_brief=False) as mentor:
        _note_awaited(mentor)
        Thread(target=mentor.open_ahead, daemon=True).start()  # while the first question is typed
        talk(mentor, learner, iter(_typed, ""))


def talk(mentor: Mentor, learner: str, typed: Iterator[str]) -> None:
    """Answer what is typed, in one conversation; what goes wrong with one message ends that message alone."""
    from agent.errors import AgentError
    from agent.memory import new_id
    from knowledge.errors import KnowledgeError

    conversation = new_id()
    for text in typed:
        try:
            with closing(mentor.ask(text, learner=learner, conversation=conversation)) as events:
                for event in events:
                    _say_event(event)
        except (AgentError, KnowledgeError) as error:
            note(f"mentor: {error}")
        except KeyboardInterrupt:
            note("\nmentor: stopped; what was said is kept")


def _note_awaited(mentor: Mentor) -> None:
    """Say once that the language model is not here yet."""
    from ui.awaited import told

    if model := mentor.awaited():
        note(told(model))


def _say_event(event: Event) -> None:
    from agent.events import Answer, Sentence, Waiting

    if isinstance(event, Waiting) and event.ahead:
        note(f"the model is writing for others: {event.ahead} ahead of you")
    elif isinstance(event, Sentence):
        typer.echo(event.markdown, nl=False)
    elif isinstance(event, Answer):
        say("" if event.kind != "failed" else event.markdown)
        _say_choices(event)
        _say_sources(event)


def _say_choices(answer: Answer) -> None:
    if answer.choices:
        say(f"\nYou can say: {' | '.join(each.say for each in answer.choices)}")


def _typed() -> str:
    try:
        return input("\n> ").strip()
    except EOFError:
        return ""


def _say_sources(answer: Answer) -> None:
    used = sorted({span.n for sentence in answer.sentences for span in sentence.support})
    if used:
        say("")
    for n in used:
        passage = answer.hits[n - 1].passage
        say(
            f"[{n}] {passage.document}: {' > '.join(passage.heading[1:] or passage.heading)} ({passage.source})"
        )


@app.command()
def search(
    text: Query,
    k: Annotated[int, typer.Option("-k", min=1, max=200, help="How many passages.")] = 10,
    learner: LearnerId = LEARNER,
    *,
    as_json: AsJson = False,
) -> None:
    """Find passages, best first."""
    from agent.events import passage_json

    with opened() as mentor:
        found = mentor.search(text, k, learner=learner)
    if as_json:
        print_json(
            {
                "query": found.query,
                "confidence": round(found.confidence, 4),
                "passages": [passage_json(n, hit) for n, hit in enumerate(found.hits, 1)],
                "timings_ms": {name: round(value, 2) for name, value in found.timings_ms.items()},
            }
        )
        return
    say(f"confidence {found.confidence:.2f}")
    for n, hit in enumerate(found.hits, 1):
        say(f"\n[{n}] {hit.score:.3f}  {hit.passage.source}  {' > '.join(hit.passage.heading)}")
        say("    " + " ".join(hit.passage.text.split())[:240])


@app.command()
def doctor(*, as_json: AsJson = False) -> None:
    """Say what is configured, found and missing, and what to do about it."""
    from agent.doctor import examine
    from ui.terminal import failing_plainly

    with failing_plainly():
        report = examine()
    if as_json:
        print_json(report.json())
    else:
        for line in report.lines():
            say(line)
    if not report.is_well:
        raise typer.Exit(1)


def main() -> None:
    """Run the command; where a package is missing that it needs, say which, and how to install what is missing."""
    try:
        app()
    except ModuleNotFoundError as error:
        from agent.packages import missing

        note(f"mentor: the package {error.name} cannot be imported")
        for each in missing():
            note(f"    {each.remedy}")
        raise SystemExit(1) from None


if __name__ == "__main__":
    main()
