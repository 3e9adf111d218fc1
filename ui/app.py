"""The page: its layout, its wiring, and the server under it."""

from __future__ import annotations

import json
import socket
from collections.abc import Iterator  # noqa: TC003 - gradio resolves the annotations of handlers
from html import escape
from importlib.resources import files
from typing import TYPE_CHECKING, Any

import gradio as gr
from fastapi import FastAPI

from agent.commands import TABLE
from agent.errors import AgentError, SettingsError
from agent.settings import NO_LOGIN
from knowledge.errors import KnowledgeError
from ui import chat, library, login, plan, sources
from ui.bodies import FILE_BYTES
from ui.door import Door, alone, open_door, who
from ui.guard import guard
from ui.hosts import LOOPBACK, is_open, names
from ui.terminal import bar_of_steps, note

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from agent.mentor import Mentor
    from agent.settings import Settings

TITLE = "Backend Mentor"
# one fixed key and secret: a conversation is found again after the server was restarted
STORAGE_KEY, STORAGE_SECRET = "backend-mentor", "kept-in-the-browser-only"
AT_ONCE = 16  # questions answered at the same time
EXAMPLES = (
    "Sessions or JWT for my first login system?",
    "What is a database index, and when does it hurt?",
    "How do I store passwords safely?",
    "What should I learn first to become a backend engineer?",
)


def serve(settings: Settings, *, host: str, port: int) -> None:
    """Open the mentor and serve the page until the process is told to stop.

    Raises:
        SettingsError: the address cannot be listened on.
    """
    import uvicorn

    from agent.build import open_mentor

    with _listening(host, port) as listening:
        note("opening the knowledge base; the first start reads the curriculum in")
        mentor = open_mentor(settings, on_progress=bar_of_steps("reading the curriculum"))
        try:
            page = application(
                mentor,
                settings.home / "uploads",
                door=open_door(settings),
                hosts=[*names(host), *settings.host_names],
                proxies=settings.proxy_addresses,
            )
            # the guard reads a proxy's headers itself, after it has noted who connected
            server = uvicorn.Server(uvicorn.Config(page, log_level="warning", proxy_headers=False))
            if is_open(host) and settings.auth == NO_LOGIN:
                note(f"warning: anyone on the network who reaches {host} can read and use this mentor")
            note(f"the mentor is ready at http://{host}:{listening.getsockname()[1]} (Ctrl-C stops it)")
            server.run(sockets=[listening])
        finally:
            mentor.close()


def _listening(host: str, port: int) -> socket.socket:
    try:
        listening = socket.create_server(
            (host, port), family=socket.AF_INET6 if ":" in host else socket.AF_INET
        )
    except OSError as error:
        raise SettingsError(
            f"{host}:{port} cannot be listened on ({error.strerror}); "
            f"stop what uses it, or choose another: mentor serve --port {port + 1 if port < 65535 else 7860}"  # noqa: PLR2004
        ) from error
    listening.listen(128)
    return listening


def application(
    mentor: Mentor,
    uploads: Path,
    *,
    door: Door | None = None,
    hosts: Sequence[str] = LOOPBACK,
    proxies: Sequence[str] = LOOPBACK,
) -> FastAPI:
    """Return the page as an ASGI application that fetches nothing from anywhere else.

    Args:
        mentor: what answers.
        uploads: the folder where added documents are kept.
        door: finds out who asks; None for one learner without a login.
        hosts: the names by which the page may be called.
        proxies: the addresses of machines whose word is taken for whom they forward.
    """
    door = door or alone()
    app = FastAPI(openapi_url=None)
    guard(app, door=door, hosts=hosts, proxies=proxies)
    if door.accounts:
        login.add_to(app, door.accounts)

    @app.get("/health")
    def health() -> dict[str, str]:
        return {"status": "ok", "service": "backend-mentor"}

    # fonts by name are the system's own: the default theme's would be looked for elsewhere
    theme = gr.themes.Soft(
        primary_hue="teal",
        neutral_hue="slate",
        font=["system-ui", "-apple-system", "Segoe UI", "sans-serif"],
        font_mono=["ui-monospace", "Consolas", "monospace"],
    )
    page_files = files(__package__)
    gr.mount_gradio_app(
        app,
        blocks(mentor, uploads, has_login=door.accounts is not None),
        path="/",
        theme=theme,
        css=page_files.joinpath("page.css").read_text(encoding="utf-8"),
        js=page_files.joinpath("page.js").read_text(encoding="utf-8"),
        footer_links=[],
        run_history=False,
        show_error=False,
        ssr_mode=False,
        enable_monitoring=False,
        max_file_size=FILE_BYTES,
        auth_dependency=who,
    )
    return app


def blocks(mentor: Mentor, uploads: Path, *, has_login: bool = False) -> gr.Blocks:
    """Return the page's parts, wired to the mentor; with a login, the way out as well."""
    with gr.Blocks(title=TITLE, analytics_enabled=False, fill_width=True) as page:
        gr.Markdown(f"# {TITLE}\nAnswers with their sources, and plans that fit your hours.", elem_id="title")
        if has_login:
            page.load(_way_out, None, gr.HTML(elem_id="way-out"), show_progress="hidden")
        conversation = gr.BrowserState(None, storage_key=STORAGE_KEY, secret=STORAGE_SECRET)
        with gr.Tabs():
            with gr.Tab("Chat"):
                _chat(mentor, page, conversation)
            with gr.Tab("Plan") as plan_tab:
                _plan(mentor, plan_tab)
            with gr.Tab("Library") as library_tab:
                _library(mentor, library_tab, uploads)
    page.queue(default_concurrency_limit=AT_ONCE, max_size=200)
    return page


def _asking(request: gr.Request) -> str:
    """Return the learner who sent a request, as the gate found out."""
    assert request.username
    return str(request.username)


def _way_out(request: gr.Request) -> str:
    return login.way_out(_asking(request))


def _chat(mentor: Mentor, page: gr.Blocks, conversation: gr.BrowserState) -> None:
    with gr.Row(equal_height=False):
        with gr.Column(scale=3, min_width=320):
            messages = _messages()
            gr.HTML(_hints(), elem_id="hints")
            message = _field()
            with gr.Row():
                fresh = gr.Button("New conversation", size="sm", elem_id="fresh")
                earlier = gr.Dropdown(
                    label="Earlier conversations", elem_id="earlier", interactive=True, scale=3
                )
        with gr.Column(scale=2, min_width=300):
            shown = gr.HTML(sources.pane([]), elem_id="sources", label="Sources")

    views = [messages, shown, conversation]
    quietly: Any = {"show_progress": "hidden"}

    def answered(text: str, known: str | None, request: gr.Request) -> Iterator[tuple[Any, ...]]:
        if text.strip():
            # the field is emptied once: what is typed while the answer comes stays in it
            for number, view in enumerate(chat.respond(mentor, _asking(request), known, text)):
                yield (*view, gr.skip() if number else "")

    def from_example(
        known: str | None, event: gr.SelectData, request: gr.Request
    ) -> Iterator[tuple[Any, ...]]:
        yield from answered(event.value["text"], known, request)

    def restored(known: str | None, request: gr.Request) -> tuple[Any, ...]:
        view = chat.restore(mentor, _asking(request), known)
        return (*view, gr.Dropdown(choices=chat.titles(mentor, _asking(request)), value=view.conversation))

    def begun(request: gr.Request) -> tuple[Any, ...]:
        return restored(None, request)

    def listed(known: str | None, request: gr.Request) -> Any:
        try:
            return gr.Dropdown(choices=chat.titles(mentor, _asking(request)), value=known)
        except AgentError:
            return gr.skip()  # the turn has said what is wrong, and its words must stay

    asking = message.submit(answered, [message, conversation], [*views, message], **quietly)
    chosen = messages.example_select(from_example, [conversation], [*views, message], **quietly)
    message.stop(None, cancels=[asking, chosen])
    for ended in (asking, chosen):
        ended.then(listed, [conversation], [earlier], **quietly)
    page.load(restored, [conversation], [*views, earlier], **quietly)
    gr.on([fresh.click, messages.clear], begun, None, [*views, earlier], **quietly)
    earlier.input(restored, [earlier], [*views, earlier], **quietly)


def _messages() -> gr.Chatbot:
    return gr.Chatbot(
        label="Conversation",
        show_label=False,
        elem_id="messages",
        height="62vh",
        buttons=["copy"],
        sanitize_html=True,
        allow_tags=False,
        layout="bubble",
        placeholder="**What would you like to learn or build?**\n\nAsk a question, or write `/learn` for a plan.",
        examples=[{"text": example} for example in EXAMPLES],
    )


def _field() -> gr.Textbox:
    return gr.Textbox(
        placeholder="Ask a question, or / for commands",
        show_label=False,
        label="Your message",
        elem_id="message",
        lines=1,
        max_lines=8,
        autofocus=True,
        submit_btn=True,
        stop_btn=True,
    )


def _hints() -> str:
    """Return the list that the page's script fills with the commands that fit what is typed."""
    commands = json.dumps([{"name": entry.name, "about": entry.about} for entry in TABLE])
    return f"<ul class='hint-list' aria-label='Commands' data-commands='{escape(commands, quote=True)}'></ul>"


def _plan(mentor: Mentor, tab: gr.Tab) -> None:
    with gr.Row(equal_height=False):
        with gr.Column(scale=1, min_width=280):
            goal = gr.Textbox(
                label="What do you want to reach?",
                placeholder="I know some Python, 10 hours a week, first job as a backend developer",
                lines=3,
                max_length=2000,
            )
            paths = [("Choose for me", "")] + [
                (path.title, path.id) for path in mentor.syllabus.paths.values()
            ]
            path = gr.Dropdown(paths, label="Path", value="")
            hours = gr.Textbox(label="Hours a week", placeholder="8, unless you say otherwise", max_length=10)
            deadline = gr.Textbox(label="Deadline (YYYY-MM-DD)", placeholder="none")
            make = gr.Button("Build my plan", variant="primary", elem_id="make-plan")
            said = gr.Markdown(elem_id="plan-said")
        with gr.Column(scale=3, min_width=320):
            table = gr.HTML(plan.pane(None), elem_id="plan")

    def made(goal: str, path: str, hours: str, deadline: str, request: gr.Request) -> tuple[str, str]:
        given = {"message": goal, "path": path, "hours_per_week": hours.strip(), "deadline": deadline.strip()}
        try:
            profile = {name: value for name, value in given.items() if value}
            return plan.pane(mentor.learn(profile, learner=_asking(request))), ""
        except (AgentError, KnowledgeError) as error:
            return kept(request), f"{str(error)[:1].upper()}{str(error)[1:]}."

    def kept(request: gr.Request) -> str:
        return plan.pane(mentor.memory.plan(_asking(request)))

    make.click(made, [goal, path, hours, deadline], [table, said])
    tab.select(kept, None, table, show_progress="hidden")


def _library(mentor: Mentor, tab: gr.Tab, uploads: Path) -> None:
    upload = gr.File(
        label="Add documents",
        file_count="multiple",
        file_types=[".md", ".txt", ".html", ".htm", ".pdf", ".docx"],
        elem_id="upload",
    )
    said = gr.Markdown(elem_id="library-said")
    table = gr.HTML(elem_id="library")
    with gr.Row():
        which = gr.Dropdown(label="Remove a document", interactive=True, scale=3)
        remove = gr.Button("Remove", size="sm")

    def listed(words: str = "") -> tuple[str, str, Any]:
        return words, library.rows(mentor), gr.Dropdown(choices=library.choices(mentor), value=None)

    tab.select(listed, None, [said, table, which], show_progress="hidden")

    def added(names: list[str]) -> tuple[Any, ...]:
        return (
            *listed(library.add(mentor, uploads, names)),
            None,
        )  # the field is emptied: its files have moved

    def removed(source: str | None) -> tuple[str, str, Any]:
        return listed(library.remove(mentor, uploads, source))

    upload.upload(added, upload, [said, table, which, upload])
    remove.click(removed, which, [said, table, which])
