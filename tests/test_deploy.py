"""What is shipped for containers: it agrees with itself, with the locks and with the settings."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path
from typing import Any

import pytest
import yaml

from agent.settings import Settings
from tests.bench.parts import NGINX

ROOT = Path(__file__).parents[1]
DEPLOY = ROOT / "deploy"
COMPOSE = yaml.safe_load((DEPLOY / "compose.yaml").read_text(encoding="utf-8"))
DOCKERFILE = (DEPLOY / "Dockerfile").read_text(encoding="utf-8")
NGINX_CONF = (DEPLOY / "nginx.conf").read_text(encoding="utf-8")
MENTORS = [name for name, service in COMPOSE["services"].items() if "build" in service]


def settings_of(service: dict[str, Any]) -> set[str]:
    return {name for name in service["environment"] if name.startswith("MENTOR_")}


def test_the_containers_are_given_settings_that_exist() -> None:
    """Each setting of a mentor in the compose file is one that `mentor doctor` knows."""
    known = {
        f"MENTOR_{(field.alias or name).removeprefix('MENTOR_')}".upper()
        for name, field in Settings.model_fields.items()
    }
    assert MENTORS == ["mentor-1", "mentor-2"]
    for name in MENTORS:
        assert settings_of(COMPOSE["services"][name]) <= known


def test_nginx_forwards_to_the_mentors_of_the_compose_file() -> None:
    """The proxy's upstream is the compose file's mentors, at the port that the image opens."""
    (port,) = re.findall(r"^EXPOSE (\d+)$", DOCKERFILE, re.MULTILINE)
    assert re.findall(r"^\s+server ([\w-]+):(\d+)", NGINX_CONF, re.MULTILINE) == [
        (name, port) for name in MENTORS
    ]


@pytest.mark.skipif(NGINX is None, reason="nginx is not installed")
def test_nginx_understands_its_configuration(tmp_path: Path) -> None:
    """Nginx finds no fault with the file, once the names of the containers are addresses."""
    assert NGINX
    file = tmp_path / "nginx.conf"
    file.write_text(re.sub(r"server mentor-\d:", "server 127.0.0.1:", NGINX_CONF), encoding="utf-8")
    command = [NGINX, "-t", "-c", file, "-p", tmp_path, "-g", f"pid {tmp_path}/pid;"]
    tried = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603 - our own file
    assert tried.returncode == 0, tried.stderr


def test_the_image_copies_what_there_is() -> None:
    """Each file and folder that the image is built from is in the repository, and each package of ours in the image."""
    copied = [
        name for line in re.findall(r"^COPY (.+) \S+$", DOCKERFILE, re.MULTILINE) for name in line.split()
    ]
    assert [name for name in copied if not (ROOT / name).exists()] == []
    packages = {each.parent.name for each in ROOT.glob("*/__init__.py")} - {"tests"}
    assert packages <= set(copied)


def test_everything_in_the_image_is_locked() -> None:
    """The image installs by hashes alone, and the database's driver as the tests run with it."""
    installs = re.findall(r"pip install [^&\n]+", DOCKERFILE)
    assert all("--require-hashes" in each or "--no-deps" in each for each in installs)
    assert (ROOT / "postgres.lock").read_text() in (ROOT / "requirements-dev.lock").read_text()


def test_the_health_of_a_container_is_asked_where_the_page_answers() -> None:
    """The image's health check asks `/ready`, which the mentor serves."""
    assert re.search(r"urlopen\('http://127\.0\.0\.1:7860/ready'", DOCKERFILE)


def test_only_the_proxy_is_reached_from_outside() -> None:
    """No service but nginx publishes a port, and that on this machine alone."""
    published = {name: each["ports"] for name, each in COMPOSE["services"].items() if "ports" in each}
    assert published == {"nginx": ["127.0.0.1:8080:8080"]}
