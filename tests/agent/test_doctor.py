"""agent.doctor: what is missing, by name, and what to do about it."""

from __future__ import annotations

import http.server
import json
import socket
import threading
from pathlib import Path

import pytest

from agent.doctor import OK, PROBLEM, WARNING, Finding, Report, _looked, examine
from agent.gguf import OFFERS, folder
from agent.settings import Settings
from tests.endpoint import Endpoint, unused_address


def free_port() -> int:
    return int(unused_address().removesuffix("/v1").rpartition(":")[2])


def names(report: Report, state: str) -> set[str]:
    return {finding.name for finding in report.findings if finding.state == state}


def finding(report: Report, name: str) -> Finding:
    return next(finding for finding in report.findings if finding.name == name)


@pytest.fixture(scope="module")
def unwell(tmp_path_factory: pytest.TempPathFactory) -> Report:
    """A machine where the port is taken, the key refused, Chroma down and a variable misspelt."""
    folder = tmp_path_factory.mktemp("unwell")
    (folder / "curriculum").mkdir()
    with (
        Endpoint("Yes.", key="right") as endpoint,
        socket.create_server(("127.0.0.1", 0)) as taken,
        pytest.MonkeyPatch.context() as patch,
    ):
        patch.chdir(folder)
        patch.setenv("MENTOR_HOME", str(folder / "home"))
        patch.setenv("OPENAI_BASE_URL", endpoint.address)
        patch.setenv("OPENAI_API_KEY", "sk-canary1234")
        patch.setenv("MENTOR_EMBEDDING", "endpoint:small")
        patch.setenv("MENTOR_CHROMA_URL", unused_address().removesuffix("/v1"))
        patch.setenv("MENTOR_CURRICULUM", str(folder / "curriculum"))
        patch.setenv("MENTOR_MODLE", "x")
        return examine(port=taken.getsockname()[1])


def test_examine_names_everything_that_is_wrong(unwell: Report) -> None:
    """Each fault is a finding of its own, and what is well stays well."""
    assert not unwell.is_well
    assert names(unwell, PROBLEM) >= {"embedding model", "vector index", "language model", "port"}
    assert names(unwell, OK) >= {"installation", "home", "database"}
    assert names(unwell, WARNING) == {"variables"}


def test_every_problem_has_a_remedy(unwell: Report) -> None:
    """Whoever is told of a problem is told what to do."""
    assert all(each.remedy for each in unwell.findings if each.state != OK)


def test_a_taken_port_offers_another(unwell: Report) -> None:
    """Another program on the port is told apart from a mentor, and another port is offered."""
    assert "is used by another program" in finding(unwell, "port").found
    assert "mentor serve --port" in finding(unwell, "port").remedy


def test_a_refused_key_names_its_variable(unwell: Report) -> None:
    """An endpoint that refuses the key says which variable holds it."""
    assert "refuses the key; check OPENAI_API_KEY" in finding(unwell, "language model").found


def test_chroma_that_is_down_says_how_to_start_it(unwell: Report) -> None:
    """A Chroma server that does not answer is named with the way to start it and the way around it."""
    assert finding(unwell, "vector index").remedy == "start it (`chroma run`) or unset MENTOR_CHROMA_URL"


def test_the_report_lists_every_setting_and_no_secret(unwell: Report) -> None:
    """Settings are shown with their source; a key is only said to be there."""
    text = json.dumps(unwell.json())
    assert "canary" not in text
    assert "canary" not in "\n".join(unwell.lines())
    key = next(each for each in unwell.settings if each.variable == "OPENAI_API_KEY")
    assert (key.value, key.source) == ("set, not shown", "environment")


def test_a_home_that_cannot_be_written_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    """A file where the home should be is a problem of the home, and nothing raises."""
    Path("home").write_text("not a folder", encoding="utf-8")
    monkeypatch.setenv("MENTOR_HOME", str(Path("home").absolute()))
    monkeypatch.setenv("MENTOR_EMBEDDING", "nonsense")
    report = examine(port=free_port())
    assert names(report, PROBLEM) >= {"home", "database", "vector index"}
    assert "cannot be written" in finding(report, "home").found
    assert "MENTOR_HOME" in finding(report, "home").remedy


def test_a_damaged_database_is_a_finding(monkeypatch: pytest.MonkeyPatch) -> None:
    """A database that cannot be read is a problem with its ways out, and the report is whole."""
    home = Path("damaged").absolute()
    home.mkdir()
    (home / "mentor.sqlite3").write_bytes(b"no database at all" * 100)
    monkeypatch.setenv("MENTOR_HOME", str(home))
    report = examine(port=free_port())
    assert "the file is damaged: `mentor restore --replace`" in finding(report, "database").found
    assert all(each.remedy for each in report.findings if each.state == PROBLEM)
    assert len(report.findings) == 10


def test_what_nobody_foresaw_is_a_finding() -> None:
    """A look that fails in a way that nobody foresaw is a problem with its class and words."""

    def broken(_settings: Settings) -> Finding:
        raise ZeroDivisionError("no words for sk-canary12345")

    found = _looked("language model", broken, Settings())
    assert (found.name, found.state) == ("language model", PROBLEM)
    assert found.found == "ZeroDivisionError: no words for [key]"
    assert found.remedy


def test_a_damaged_model_file_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    """A model file that is not whole says which command fetches it again."""
    offer = next(iter(OFFERS.values()))
    home = Path("models-here").absolute()
    folder(home).mkdir(parents=True)
    (folder(home) / offer.file).write_bytes(b"GGUF half")
    monkeypatch.setenv("MENTOR_HOME", str(home))
    monkeypatch.setenv("MENTOR_MODEL", f"local:{offer.name}")
    monkeypatch.setenv("MENTOR_EMBEDDING", "nonsense")
    found = finding(examine(port=free_port()), "language model")
    assert found.state == PROBLEM
    assert f"is damaged; `mentor model get {offer.name}`" in found.found


def test_a_setting_of_the_wrong_form_is_the_first_thing_said(monkeypatch: pytest.MonkeyPatch) -> None:
    """When the settings cannot be read there is one finding, which names the variable."""
    monkeypatch.setenv("MENTOR_PASSAGES", "many")
    report = examine()
    assert [each.name for each in report.findings] == ["settings"]
    assert "MENTOR_PASSAGES" in report.findings[0].found


def test_a_running_mentor_is_not_a_problem(monkeypatch: pytest.MonkeyPatch) -> None:
    """A port that a mentor holds is well."""

    class Health(http.server.BaseHTTPRequestHandler):
        def log_message(self, *_: object) -> None: ...

        def do_GET(self) -> None:
            self.send_response(200)
            self.end_headers()
            self.wfile.write(b'{"status": "ok", "service": "backend-mentor"}')

    monkeypatch.setenv("MENTOR_EMBEDDING", "nonsense")
    monkeypatch.setenv("MENTOR_CHROMA_URL", unused_address().removesuffix("/v1"))
    server = http.server.HTTPServer(("127.0.0.1", 0), Health)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        found = finding(examine(port=server.server_address[1]), "port")
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
    assert (found.state, "a mentor is running at" in found.found) == (OK, True)
