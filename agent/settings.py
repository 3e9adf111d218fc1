"""Every setting of the mentor: its variable, unit, default and reason, read once."""

from __future__ import annotations

import os
import re
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING

from platformdirs import user_data_path
from pydantic import Field, SecretStr, ValidationError, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from agent.errors import SettingsError
from knowledge.address import shown

if TYPE_CHECKING:
    from collections.abc import Iterable

ENV_FILE = ".env"
NO_LOGIN, ACCOUNTS = "none", "accounts"  # values of MENTOR_AUTH beside header:NAME
HEADER = re.compile(r"header:([A-Za-z0-9-]+)")
DEFAULT_ENDPOINT = "https://api.openai.com/v1"


class Source(StrEnum):
    """Where the value of a setting came from."""

    ENVIRONMENT = "environment"
    ENV_FILE = ".env"
    DEFAULT = "default"


class Settings(BaseSettings):
    """The mentor's settings; an empty variable counts as unset.

    Raises:
        ValidationError: when a value has the wrong form; `read_settings` turns it into a `SettingsError`.
    """

    model_config = SettingsConfigDict(
        env_prefix="MENTOR_",
        env_file=ENV_FILE,
        env_file_encoding="utf-8",
        env_ignore_empty=True,
        extra="ignore",
        frozen=True,
        populate_by_name=True,
    )

    home: Path = Field(
        default_factory=lambda: user_data_path("backend-mentor", appauthor=False),
        description="folder of the database, the vector index, models and caches",
    )
    model: str | None = Field(
        None,
        description="none, local:NAME, local:/path/file.gguf, or provider:name; unset: the endpoint if a key or base URL is set, else none",
    )
    openai_api_key: SecretStr | None = Field(
        None, validation_alias="OPENAI_API_KEY", description="key of the OpenAI-compatible endpoint"
    )
    openai_base_url: str | None = Field(
        None, validation_alias="OPENAI_BASE_URL", description="address of an OpenAI-compatible endpoint"
    )
    embedding: str = Field(
        "local",
        description="local (all-MiniLM-L6-v2), or endpoint:NAME for a model of the OpenAI-compatible endpoint",
    )
    embedding_dimensions: int = Field(
        1536, ge=8, le=8192, description="numbers in a vector of the endpoint's embedding model"
    )
    curriculum: Path | None = Field(
        None, description="a folder in the form of knowledge/curriculum; unset: the one that is shipped"
    )
    database_url: str | None = Field(
        None, description="postgresql+psycopg://...; unset: SQLite in MENTOR_HOME"
    )
    chroma_url: str | None = Field(
        None, description="http://host:port of a Chroma server; unset: Chroma in MENTOR_HOME"
    )
    auth: str = Field(
        NO_LOGIN,
        description="none: one learner, no login; accounts: names and passwords; header:NAME: who a trusted proxy says",
    )
    proxies: str = Field(
        "127.0.0.1,::1",
        description="addresses or networks of the proxies whose headers are believed, with commas between",
    )
    hosts: str = Field(
        "",
        description="further names that the page is called by, such as mentor.example.org, with commas between",
    )
    answers_at_once: int = Field(
        3, ge=1, le=100, description="answers written at once for one learner, where there are several"
    )
    answers_in_all: int = Field(
        40,
        ge=1,
        le=100,
        description="answers that one process writes at once, where there are several learners",
    )
    messages_per_minute: int = Field(
        20, ge=1, le=10_000, description="messages of one learner in a minute, where there are several"
    )
    messages_per_day: int = Field(
        500, ge=1, le=1_000_000, description="messages of one learner on a day (UTC), where there are several"
    )
    tokens_per_day: int = Field(
        1_000_000,
        ge=1,
        le=2_000_000_000,
        description="tokens of one learner's prompts and answers on a day (UTC), where there are several",
    )
    documents: int = Field(
        1000, ge=0, le=1_000_000, description="documents of one learner, where there are several"
    )
    document_megabytes: int = Field(
        500, ge=0, le=1_000_000, description="megabytes of one learner's uploads, where there are several"
    )
    log: str = Field(
        "text",
        pattern="text|json",
        description="how `mentor serve` logs: text, or json for one object a line",
    )
    metrics_token: SecretStr | None = Field(
        None,
        description="what Prometheus sends as bearer token to read /metrics; unset: only where there is no login, on loopback",
    )
    passages: int = Field(8, ge=1, le=50, description="passages shown with an answer")
    context_tokens: int = Field(
        4096, ge=512, le=1_000_000, description="tokens of prompt and answer that the model is given"
    )
    answer_tokens: int = Field(700, ge=32, le=8192, description="most tokens of one answer")
    first_token_s: float = Field(
        30.0, gt=0, le=600, description="seconds without a token after which a remote model counts as failed"
    )
    answer_s: float = Field(120.0, gt=0, le=3600, description="seconds for one whole answer of a model")
    model_threads: int = Field(
        default_factory=lambda: os.cpu_count() or 2, ge=1, le=256, description="threads of a local model"
    )
    model_slots: int = Field(2, ge=1, le=64, description="learners that a local model serves at once")
    model_hub: str = Field(
        "https://huggingface.co", description="where `mentor model get` fetches named models from"
    )

    @field_validator("openai_base_url", "chroma_url", "model_hub")
    @classmethod
    def _is_http(cls, value: str | None) -> str | None:
        if value is not None and not value.startswith(("http://", "https://")):
            raise ValueError(f"{shown(value)!r} must begin with http:// or https://")
        return value.rstrip("/") if value else value

    @field_validator("auth")
    @classmethod
    def _is_a_way_in(cls, value: str) -> str:
        if value not in (NO_LOGIN, ACCOUNTS) and not HEADER.fullmatch(value):
            raise ValueError(f"{value!r} is neither none, accounts nor header:NAME")
        return value

    @field_validator("home", "curriculum")
    @classmethod
    def _expanded(cls, value: Path | None) -> Path | None:
        return value.expanduser().absolute() if value else value

    @property
    def database(self) -> str:
        """The SQLAlchemy URL of the database."""
        if self.database_url:
            return self.database_url
        from sqlalchemy import URL

        file = str(
            self.home / "mentor.sqlite3"
        )  # a folder's name may hold what means something in an address
        return URL.create("sqlite", database=file).render_as_string()

    @property
    def auth_header(self) -> str | None:
        """The header in which a proxy says who is signed in."""
        found = HEADER.fullmatch(self.auth)
        return found[1] if found else None

    @property
    def proxy_addresses(self) -> list[str]:
        """The addresses and networks of the proxies whose headers are believed."""
        return [each.strip() for each in self.proxies.split(",") if each.strip()]

    @property
    def host_names(self) -> list[str]:
        """The further names that the page is called by."""
        return [each.strip().lower() for each in self.hosts.split(",") if each.strip()]

    @property
    def model_spec(self) -> str:
        """What to answer with: `none`, `local:...` or `provider:name`.

        `openai:` without a name stands for whatever model the configured endpoint serves.
        """
        if self.model:
            return self.model if self.model == "none" or ":" in self.model else f"openai:{self.model}"
        return "openai:" if self.openai_api_key or self.openai_base_url else "none"


def variable(field: str) -> str:
    """Return the environment variable that sets a field, such as `MENTOR_HOME`."""
    alias = Settings.model_fields[field].validation_alias
    return str(alias) if alias else f"MENTOR_{field.upper()}"


def read_settings() -> Settings:
    """Read the settings from the environment and from `.env` in the working folder.

    Raises:
        SettingsError: when a value has the wrong form; names the variable and what it may be.
    """
    try:
        return Settings()
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        field = str(first["loc"][0]) if first["loc"] else "?"
        name = variable(field) if field in Settings.model_fields else field
        got = shown(repr(first["input"]))
        raise SettingsError(f"{name} is not usable: {first['msg']}; got {got}") from None
    except (UnicodeDecodeError, OSError) as error:
        raise SettingsError(
            f"the file {str(Path(ENV_FILE).absolute())!r} cannot be read as UTF-8: {error}; correct or remove it"
        ) from None


def sources() -> dict[str, Source]:
    """Return where each field's value comes from."""
    from dotenv import dotenv_values

    in_file = dotenv_values(ENV_FILE) if Path(ENV_FILE).is_file() else {}
    found = {}
    for field in Settings.model_fields:
        name = variable(field)
        if os.environ.get(name):
            found[field] = Source.ENVIRONMENT
        elif in_file.get(name):
            found[field] = Source.ENV_FILE
        else:
            found[field] = Source.DEFAULT
    return found


def unknown_variables(names: Iterable[str]) -> list[str]:
    """Return the `MENTOR_` variables among `names` that no setting reads: most often a slip of the pen."""
    known = {variable(field) for field in Settings.model_fields}
    return sorted(name for name in names if name.startswith("MENTOR_") and name not in known)
