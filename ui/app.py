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
from starlette.middleware.trustedhost import TrustedHostMiddleware

from agent.commands import TABLE
from agent.errors import AgentError, SettingsError
from knowledge.errors import KnowledgeError
from ui import chat, library, plan, sources
from ui.hosts import OwnWritesOnly, is_open, names
from ui.terminal import LEARNER, bar_of_steps, note

if TYPE_CHECKING:
    from pathlib import Path

    from agent.mentor import Mentor
    from agent.settings import Settings

TITLE = "Backend Mentor"
# one fixed key and secret: a conversation is found again after the server was restarted
STORAGE_KEY, STORAGE_SECRET = "backend-mentor", "kept-in-the-browser-only"
AT_ONCE = 16  # questions answered at the same time
UPLOAD_BYTES = 25 * 1024 * 1024
EXAMPLES = (
    "Sessions or JWT for my first login system?",
    "What is a database index, and when does it hurt?",
    "How do I store passwords safely?",
    "What should I learn first to become a backend engineer?",
)
POLICY = (
    "default-src 'self'; img-src 'self' data: blob:; media-src 'self' blob:; connect-src 'self' ws: wss:; "
    "style-src 'self' 'unsafe-inline'; script-src 'self' 'unsafe-inline' 'unsafe-eval' blob:; "
    "font-src 'self' data:; frame-src 'none'; object-src 'none'; base-uri 'self'; form-action 'self'; "
    "frame-ancestors 'none'"
)
HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "X-Frame-Options": "DENY",
}


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
            page = application(mentor, settings.home / "uploads", host=host)
            server = uvicorn.Server(uvicorn.Config(page, log_level="warning"))
            if is_open(host):
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


def application(mentor: Mentor, uploads: Path, *, host: str = "127.0.0.1") -> FastAPI:
    """Return the page as an ASGI application that fetches nothing from anywhere else.

    Args:
        mentor: what answers.
        uploads: the folder where added documents are kept.
        host: the address that is listened on.
    """
    app = FastAPI(openapi_url=None)
    app.add_middleware(OwnWritesOnly)
    app.add_middleware(TrustedHostMiddleware, allowed_hosts=names(host), www_redirect=False)

    @app.middleware("http")
    async def guarded(request: Any, call_next: Any) -> Any:
        response = await call_next(request)
        response.headers.update(HEADERS)
        return response

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
        blocks(mentor, uploads),
        path="/",
        theme=theme,
        css=page_files.joinpath("page.css").read_text(encoding="utf-8"),
        js=page_files.joinpath("page.js").read_text(encoding="utf-8"),
        footer_links=[],
        run_history=False,
        show_error=False,
        ssr_mode=False,
        enable_monitoring=False,
        max_file_size=UPLOAD_BYTES,
    )
    return app


def blocks(mentor: Mentor, uploads: Path) -> gr.Blocks:
    """Return the page's parts, wired to the mentor."""
    with gr.Blocks(title=TITLE, analytics_enabled=False, fill_width=True) as page:
        gr.Markdown(f"# {TITLE}\nAnswers with their sources, and plans that fit your hours.", elem_id="title")
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

    def answered(text: str, known: str | None) -> Iterator[tuple[Any, ...]]:
        if text.strip():
            # the field is emptied once: what is typed while the answer comes stays in it
            for number, view in enumerate(chat.respond(mentor, LEARNER, known, text)):
                yield (*view, gr.skip() if number else "")

    def from_example(known: str | None, event: gr.SelectData) -> Iterator[tuple[Any, ...]]:
        yield from answered(event.value["text"], known)

    def restored(known: str | None) -> tuple[Any, ...]:
        view = chat.restore(mentor, LEARNER, known)
        return (*view, gr.Dropdown(choices=chat.titles(mentor, LEARNER), value=view.conversation))

    def listed(known: str | None) -> Any:
        try:
            return gr.Dropdown(choices=chat.titles(mentor, LEARNER), value=known)
        except AgentError:
            return gr.skip()  # the turn has said what is wrong, and its words must stay

    asking = message.submit(answered, [message, conversation], [*views, message], **quietly)
    chosen = messages.example_select(from_example, [conversation], [*views, message], **quietly)
    message.stop(None, cancels=[asking, chosen])
    for ended in (asking, chosen):
        ended.then(listed, [conversation], [earlier], **quietly)
    page.load(restored, [conversation], [*views, earlier], **quietly)
    gr.on([fresh.click, messages.clear], lambda: restored(None), None, [*views, earlier], **quietly)
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

    def made(goal: str, path: str, hours: str, deadline: str) -> tuple[str, str]:
        given = {"message": goal, "path": path, "hours_per_week": hours.strip(), "deadline": deadline.strip()}
        try:
            profile = {name: value for name, value in given.items() if value}
            return plan.pane(mentor.learn(profile, learner=LEARNER)), ""
        except (AgentError, KnowledgeError) as error:
            return plan.pane(mentor.memory.plan(LEARNER)), f"{str(error)[:1].upper()}{str(error)[1:]}."

    make.click(made, [goal, path, hours, deadline], [table, said])
    tab.select(lambda: plan.pane(mentor.memory.plan(LEARNER)), None, table, show_progress="hidden")


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
