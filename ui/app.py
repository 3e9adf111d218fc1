"""The server under the page: its address, its guards, and the application it serves."""

from __future__ import annotations

import socket
from pathlib import Path
from threading import Thread
from typing import TYPE_CHECKING

import gradio as gr
from fastapi import FastAPI

from agent.errors import SettingsError
from agent.settings import NO_LOGIN
from ui import exports, login, logs, look, status
from ui.answers import Answers
from ui.bodies import FILE_BYTES, without_a_file
from ui.door import Door, alone, open_door, who
from ui.guard import guard
from ui.hosts import LOOPBACK, is_open, names
from ui.metrics import Metrics
from ui.opening import Opening
from ui.page import blocks
from ui.proxies import Proxies
from ui.stopping import Server
from ui.terminal import bar_of_steps, note

if TYPE_CHECKING:
    from collections.abc import Sequence

    from agent.mentor import Mentor
    from agent.settings import Settings
    from knowledge.pace import Step


def serve(settings: Settings, *, host: str, port: int) -> None:
    """Open the mentor and serve the page until the process is told to stop.

    Raises:
        SettingsError: the address cannot be listened on.
    """
    import uvicorn

    logs.configure(settings.log)
    with _listening(host, port) as listening:
        address = f"http://{host}:{listening.getsockname()[1]}"
        note(f"opening the knowledge base; {address} shows how far it is")
        opening = Opening()
        # the guard reads a proxy's headers itself, after it has noted who connected
        config = uvicorn.Config(opening, log_config=None, access_log=False, proxy_headers=False)
        server = Server(config, admission=opening)
        opened = _Opened(settings, host, address, opening, server)
        opened.start()
        try:
            server.run(sockets=[listening])
        finally:
            opened.close()


class _Opened(Thread):
    """Opens the mentor beside the page that waits for it, and ends the server where that fails."""

    def __init__(self, settings: Settings, host: str, address: str, opening: Opening, server: Server) -> None:
        super().__init__(name="opening", daemon=True)
        self._settings, self._host, self._address = settings, host, address
        self._opening, self._server = opening, server
        self._mentor: Mentor | None = None
        self._failure: BaseException | None = None

    def run(self) -> None:
        """See Thread."""
        from agent.build import open_mentor

        bar = bar_of_steps("reading the curriculum")

        def told(step: Step) -> None:
            bar(step)
            self._opening.told(step)

        try:
            mentor = self._mentor = open_mentor(self._settings, on_progress=told)
            answers = Answers(mentor)
            self._opening.ready(self._page(mentor, answers), answers)
            if is_open(self._host) and self._settings.auth == NO_LOGIN:
                note(f"warning: anyone on the network who reaches {self._host} can read and use this mentor")
            note(f"the mentor is ready at {self._address} (Ctrl-C stops it)")
        except BaseException as error:  # noqa: BLE001 - told by the thread that serves
            self._failure = error
            self._server.should_exit = True
        else:
            mentor.open_ahead()

    def close(self) -> None:
        """Give back what the mentor holds.

        Raises:
            BaseException: why it could not be opened.
        """
        if self._mentor:
            self._mentor.close()
        if self._failure:
            raise self._failure

    def _page(self, mentor: Mentor, answers: Answers) -> FastAPI:
        settings = self._settings
        return application(
            mentor,
            settings.home / "uploads",
            answers=answers,
            door=open_door(settings),
            hosts=[*names(self._host), *settings.host_names],
            proxies=Proxies(settings.proxy_addresses),
            metrics_token=settings.metrics_token.get_secret_value() if settings.metrics_token else None,
        )


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


def application(  # noqa: PLR0913 - what a page is made of, each once, all but two by name
    mentor: Mentor,
    uploads: Path,
    *,
    answers: Answers | None = None,
    door: Door | None = None,
    hosts: Sequence[str] = LOOPBACK,
    proxies: Proxies | None = None,
    metrics_token: str | None = None,
) -> FastAPI:
    """Return the page as an ASGI application that fetches nothing from anywhere else.

    Args:
        mentor: what answers.
        uploads: the folder where added documents are kept.
        answers: the mentor's answers under way; None for new ones.
        door: finds out who asks; None for one learner without a login.
        hosts: the names by which the page may be called.
        proxies: the machines whose word is taken for whom they forward; None for this one.
        metrics_token: who sends it may read `/metrics`.
    """
    door = door or alone()
    metrics = Metrics(mentor)
    app = FastAPI(openapi_url=None)
    guard(app, door=door, metrics=metrics, hosts=hosts, proxies=proxies or Proxies(("127.0.0.1", "::1")))
    status.add_to(app, mentor, metrics, token=metrics_token, is_shared=door.is_shared)
    exports.add_to(app, mentor)
    if door.accounts:
        login.add_to(app, door.accounts)

    gr.mount_gradio_app(
        app,
        blocks(
            mentor,
            answers or Answers(mentor),
            uploads,
            has_login=door.accounts is not None,
            is_shared=door.is_shared,
            evals_in=None if door.is_shared else Path("runs"),
        ),
        path="/",
        theme=look.theme(),
        head=look.style(),
        js=look.script(),
        footer_links=[],
        run_history=False,
        show_error=False,
        ssr_mode=False,
        enable_monitoring=False,
        max_file_size=FILE_BYTES,
        auth_dependency=who,
        app_kwargs={"exception_handlers": {TypeError: without_a_file}},
    )
    return app
