"""Settings -> a mentor: the only place that chooses concrete parts."""

from __future__ import annotations

import hashlib
import logging
import time
from functools import partial
from tempfile import TemporaryFile
from typing import TYPE_CHECKING

from agent.admission import Limits
from agent.awaited import awaited
from agent.errors import SettingsError
from agent.memory import Memory
from agent.mentor import Mentor
from agent.model import open_writer
from agent.obey import obey
from agent.settings import NO_LOGIN
from knowledge.crossover import CrossoverIndex
from knowledge.curriculum_documents import addresses, documents
from knowledge.database import open_engine
from knowledge.embed import EndpointEmbedder, LocalEmbedder
from knowledge.errors import IndexLocked
from knowledge.exact import ExactIndex
from knowledge.index import open_index
from knowledge.ingest import Library
from knowledge.keywords_on_disk import KeywordFolders
from knowledge.owner import private
from knowledge.search import HybridSearch
from knowledge.store import Store
from knowledge.syllabus import SHIPPED, load
from prompts import fingerprint

if TYPE_CHECKING:
    from collections.abc import Callable

    from agent.settings import Settings
    from knowledge.embed import Embedder
    from knowledge.exact import VectorIndex
    from knowledge.pace import Step

PROMPTS = ("answer", "question", "rewrite", "narrate", "intake")
# what of the settings shapes an answer or a plan
SHAPING = ("model_spec", "embedding", "passages", "context_tokens", "answer_tokens")

logger = logging.getLogger(__name__)


def open_mentor(
    settings: Settings,
    *,
    on_progress: Callable[[Step], None] = lambda _step: None,
    is_brief: bool = False,
) -> Mentor:
    """Return a mentor over the configured stores, its curriculum read in.

    Args:
        settings: what to open.
        on_progress: told how far the reading of the curriculum is; nothing is read that did not change.
        is_brief: for one command: search the stored vectors themselves, because opening an index on disk with
            its checks costs two seconds; a served index is used all the same.

    Raises:
        AgentError, KnowledgeError: a leaf that says what is missing and what to do.
    """
    make_home(settings)
    engine = open_engine(settings.database)
    store = Store(engine)
    embedder = open_embedder(settings)
    brief = is_brief and not settings.chroma_url
    index = ExactIndex(store, embedder.name) if brief else _index(settings, store, embedder)
    folders = KeywordFolders(settings.home / "keywords", store)
    library = Library(store, index, embedder, home=settings.home, folders=folders)
    syllabus = load(settings.curriculum or SHIPPED)
    pages = documents(syllabus)
    library.sync_curriculum(pages, on_progress=on_progress)
    return Mentor(
        search=HybridSearch(store, index, embedder, questions=syllabus.asked, folders=folders),
        syllabus=syllabus,
        memory=Memory(engine),
        library=library,
        store=store,
        open_writer=partial(open_writer, settings),
        passages=settings.passages,
        fingerprints=partial(fingerprints, settings, store, embedder.name),
        obey=obey,
        limits=limits(settings),
        addresses=addresses(pages),
        awaited=lambda: awaited(settings.model_spec, settings.home, now=time.time()),
    )


def limits(settings: Settings) -> Limits | None:
    """Return what one learner may use; None for a mentor that people run for themselves."""
    if settings.auth == NO_LOGIN:
        return None
    return Limits(
        at_once=settings.answers_at_once,
        in_all=settings.answers_in_all,
        per_minute=settings.messages_per_minute,
        per_day=settings.messages_per_day,
        tokens_per_day=settings.tokens_per_day,
        documents=settings.documents,
        document_bytes=settings.document_megabytes * 1_000_000,
    )


def make_home(settings: Settings) -> None:
    """Make the mentor's folder.

    Raises:
        SettingsError: it cannot be made or written.
    """
    try:
        settings.home.mkdir(parents=True, exist_ok=True)
        with TemporaryFile(dir=settings.home):  # no name, which another process might take away
            pass
    except OSError as error:
        raise SettingsError(
            f"the folder {str(settings.home)!r} cannot be written ({error.strerror}); "
            "set MENTOR_HOME to a folder that can"
        ) from error


def open_embedder(settings: Settings) -> Embedder:
    """Return the embedding model that the settings choose.

    Raises:
        SettingsError: the setting is neither `local` nor `endpoint:NAME`.
    """
    if settings.embedding == "local":
        return LocalEmbedder(settings.home)
    kind, _, name = settings.embedding.partition(":")
    if kind != "endpoint" or not name:
        raise SettingsError(f"MENTOR_EMBEDDING is {settings.embedding!r}; it may be local or endpoint:NAME")
    key = settings.openai_api_key.get_secret_value() if settings.openai_api_key else "not-needed"
    return EndpointEmbedder(
        name, dimensions=settings.embedding_dimensions, base_url=settings.openai_base_url, api_key=key
    )


def _index(settings: Settings, store: Store, embedder: Embedder) -> VectorIndex:
    try:
        place = settings.chroma_url or settings.home / "chroma"
        graph = open_index(place, store=store, embedding=embedder.name)
        return CrossoverIndex(graph, store=store, embedding=embedder.name)
    except IndexLocked:
        logger.info("another mentor has the index; searching the stored vectors beside it")
        return ExactIndex(store, embedder.name)


def fingerprints(settings: Settings, store: Store, embedding: str, learner: str) -> dict[str, str]:
    """Return short digests of what makes a learner's answer: the prompts' words, the settings, what is indexed."""
    shaping = repr([(name, getattr(settings, name)) for name in SHAPING])
    return {
        "prompts": fingerprint(*PROMPTS),
        "settings": hashlib.sha256(shaping.encode()).hexdigest()[:12],
        "index": store.fingerprint(embedding, owner=private(learner)),
    }
