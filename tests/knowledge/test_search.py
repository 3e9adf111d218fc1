"""How rankings become findings."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from knowledge.asked_question import AskedQuestion
from knowledge.chunk import chunk
from knowledge.confidence import Signs, confidence
from knowledge.database import open_engine
from knowledge.document import from_markdown
from knowledge.exact import ExactIndex
from knowledge.keywords_on_disk import KeywordFolders
from knowledge.owner import SHARED, private
from knowledge.search import HybridSearch
from knowledge.sources import Origin, Source
from knowledge.store import Store
from tests.fakes import WordEmbedder

PAGE = """# Databases

## What an index is

An index is a sorted copy of one column, and it makes reading fast.

## What a transaction is

A transaction is a group of changes that happen together or not at all.

## Practice: an index of your own

Build an index for a table of books and compare how long a query takes.
"""
SOURCE = Source(
    "a",
    "Databases",
    Origin.DOCUMENT,
    "/a.md",
    "0" * 64,
    PAGE,
    "text/markdown",
    datetime(2026, 1, 1, tzinfo=UTC),
    owner=SHARED,
)


def put(store, text, name="a", owner=SHARED):
    embedder = WordEmbedder()
    passages = chunk(from_markdown(text, title="T"), source=name)
    vectors = dict(
        zip([p.digest for p in passages], embedder.embed([p.embedded_text for p in passages]), strict=True)
    )
    store.put(replace(SOURCE, id=name, owner=owner), passages, embedding=embedder.name, vectors=vectors)


@pytest.fixture
def store(tmp_path):
    engine = open_engine(f"sqlite:///{tmp_path}/mentor.db")
    store = Store(engine)
    put(store, PAGE)
    yield store
    engine.dispose()


@pytest.fixture
def search(store):
    return HybridSearch(store, ExactIndex(store, "words"), WordEmbedder())


def test_search_puts_the_passage_that_answers_first(search):
    """The best passage is the one about what was asked, with falling scores after it."""
    hits = search.search("what is a transaction", owner=SHARED).hits
    assert hits[0].passage.heading[-1] == "What a transaction is"
    assert [hit.score for hit in hits] == sorted((hit.score for hit in hits), reverse=True)


def test_search_prefers_an_answer_to_a_task(search):
    """A section that sets a task comes after one that explains."""
    headings = [hit.passage.heading[-1] for hit in search.search("index", owner=SHARED).hits]
    assert headings.index("What an index is") < headings.index("Practice: an index of your own")


def test_search_gives_at_most_k(search):
    """The number asked for is a bound; none and fewer than none are nothing."""
    assert [len(search.search("index", k, owner=SHARED).hits) for k in (2, 1, 0, -1)] == [2, 1, 0, 0]


@pytest.mark.parametrize("memory_up_to", [14_000, 0], ids=["in memory", "on disk"])
def test_search_names_the_rest_of_the_section_that_it_found_first(store, tmp_path, memory_up_to):
    """What is cut off from the passage that answers, by its length or by k, stands beside it in the order of the text."""
    told = [f"A shard holds a part number {n} of the rows, and here is more about it." for n in range(40)]
    put(store, "# Sharding\n\n## What a shard is\n\n" + "\n\n".join(told), name="long")
    put(store, "# Sharding\n\n## What a shard is\n\nA shard of ada's own.", name="own", owner=private("ada"))
    folders = KeywordFolders(tmp_path / "keywords", store, memory_up_to=memory_up_to)
    search = HybridSearch(store, ExactIndex(store, "words"), WordEmbedder(), folders=folders)
    found = search.search("what is a shard, part number 30", 1, owner=SHARED)
    every = {found.hits[0].passage, *found.rest}
    assert len(every) == len(found.rest) + 1 > 2
    assert {(each.source, each.heading[-1]) for each in every} == {("long", "What a shard is")}
    assert [each.start for each in found.rest] == sorted(each.start for each in found.rest)
    assert all(line in "".join(each.text for each in every) for line in told)


def test_search_repairs_what_nobody_writes(search):
    """A misspelt word is searched as the word that was meant, and the findings say so."""
    findings = search.search("transactoin", owner=SHARED)
    assert findings.query == "transaction"
    assert findings.hits[0].passage.heading[-1] == "What a transaction is"


def test_search_is_less_sure_of_what_no_passage_mentions(search):
    """A question about something else gets a low confidence."""
    assert (
        search.search("best pizza in naples", owner=SHARED).confidence
        < 0.5
        < search.search("what is an index", owner=SHARED).confidence
    )


def test_search_sees_what_was_stored_since(search, store):
    """A passage that was put after the first search is found by the next one."""
    search.search("anything", owner=SHARED)
    put(store, "# Caching\n\nA cache keeps answers near to those who ask.", name="b")
    assert search.search("what is a cache", owner=SHARED).hits[0].passage.source == "b"
    store.remove("b", scope=SHARED)
    assert all(hit.passage.source == "a" for hit in search.search("what is a cache", owner=SHARED).hits)


LONG = (
    "# Caching\n\n## What a cache is\n\nA cache keeps answers near to those who ask, so that slow work is done once, "
    "and throws old entries away when memory ends or when their lifetime of five minutes is over."
)


def names(findings):
    return {hit.passage.source for hit in findings.hits}


def test_search_shows_near_duplicates_once(search, store):
    """Of two passages with nearly the same words only the better one is a hit."""
    put(store, LONG, name="b")
    put(store, LONG.replace("five minutes", "five long minutes"), name="c")
    assert len(names(search.search("cache memory", owner=SHARED)) & {"b", "c"}) == 1


def test_search_keeps_what_differs_in_the_words_asked_for(search, store):
    """Pages made from one template are different answers when they differ in what was asked."""
    put(store, LONG, name="b")
    put(store, LONG.replace("memory", "disk"), name="c")
    assert {"b", "c"} <= names(search.search("cache memory", owner=SHARED))


def test_search_keeps_short_passages_that_are_alike(search, store):
    """Two short questions of the same words may be two entries of a list."""
    put(store, "How do I lose weight?", name="b")
    put(store, "How can I lose my weight?", name="c")
    assert {"b", "c"} <= names(search.search("lose weight", owner=SHARED))


@pytest.fixture
def ask(store):
    """A search that knows one question which shares no word with its answer."""
    questions = [
        AskedQuestion("everything stands still at noon", "a", "what-a-transaction-is"),
        AskedQuestion("nowhere at all", "a", "a-section-that-was-renamed"),
    ]
    return HybridSearch(store, ExactIndex(store, "words"), WordEmbedder(), questions=questions)


def test_search_finds_what_answers_a_known_question(search, ask):
    """A question near one that is known to be answered finds the answer, whatever words the answer has."""
    assert (
        ask.search("stands still at noon", owner=SHARED).hits[0].passage.heading[-1]
        == "What a transaction is"
    )
    assert (
        ask.search("stands still at noon", owner=SHARED).confidence
        > search.search("stands still at noon", owner=SHARED).confidence
    )


def test_search_ranks_other_questions_as_before(search, ask):
    """A known question that is far from what is asked changes nothing."""
    assert (
        ask.search("sorted copy of a column", owner=SHARED).hits
        == search.search("sorted copy of a column", owner=SHARED).hits
    )


def test_search_makes_the_vector_of_a_known_question_once(store, ask):
    """It is kept in the store, and another search asks no model for it."""
    ask.search("noon", owner=SHARED)
    question = AskedQuestion("everything stands still at noon", "a", "what-a-transaction-is")
    assert question.digest in store.known_vectors("words", [question.digest])


def test_search_takes_no_document_for_a_task_by_its_title(tmp_path):
    """A document may be called "How long a query takes" without being one of the curriculum's asides."""
    engine = open_engine(f"sqlite:///{tmp_path}/titles.db")
    store = Store(engine)
    put(store, "# How long a query takes\n\nA query takes a millisecond.", name="b")
    found = HybridSearch(store, ExactIndex(store, "words"), WordEmbedder()).search(
        "query millisecond", owner=SHARED
    )
    assert found.hits[0].score > 0.5
    engine.dispose()


def test_search_in_an_empty_store_finds_nothing(tmp_path):
    """Nothing stored, nothing found, and no confidence."""
    engine = open_engine(f"sqlite:///{tmp_path}/empty.db")
    store = Store(engine)
    findings = HybridSearch(store, ExactIndex(store, "words"), WordEmbedder()).search("index", owner=SHARED)
    assert (findings.hits, findings.confidence) == ((), 0.0)
    engine.dispose()


@pytest.mark.parametrize("query", ["", "  ", "?!", "the of", "x" * 5_000, "\x00", "漢字"])
def test_search_takes_any_query(search, query):
    """No query breaks the search."""
    assert 0 <= search.search(query, owner=SHARED).confidence <= 1


def test_search_tells_its_times(search):
    """Each step has its milliseconds, and the total is their sum."""
    times = search.search("index", owner=SHARED).timings_ms
    assert list(times) == ["embed", "dense", "keyword", "rerank", "total"]
    assert times["total"] == pytest.approx(sum(list(times.values())[:-1]))


def test_search_is_the_same_twice(search):
    """The same query finds the same, in the same order."""
    assert search.search("index table", owner=SHARED).hits == search.search("index table", owner=SHARED).hits


def test_confidence_grows_with_every_sign():
    """Each sign speaks for an answer."""
    low = Signs(cosine=0.3, coverage=0.3, known=0.3)
    assert all(
        confidence(replace(low, **{name: 0.9})) > confidence(low) for name in ("cosine", "coverage", "known")
    )


def test_a_learners_document_is_found_by_them_alone(store, search):
    """What is somebody's own stands beside what is shared for them, and is nowhere for anybody else."""
    put(store, "# Caches\n\nA cache keeps answers near.\n", name="own", owner=private("ada"))
    found = {who: search.search("what is a cache", owner=who).hits for who in ("ada", "ben", SHARED)}
    assert found["ada"][0].passage.source == "own"
    assert {hit.passage.source for hit in found["ada"]} == {"own", "a"}
    assert all(hit.passage.source == "a" for hits in (found["ben"], found[SHARED]) for hit in hits)


def test_words_of_anothers_document_repair_nothing(store, search):
    """A word that only somebody else's document holds is no word that was meant."""
    put(store, "# Zanzibar\n\nZanzibar checks relations.\n", name="own", owner=private("ada"))
    assert search.search("zanzibra", owner=private("ada")).query == "zanzibar"
    assert search.search("zanzibra", owner=private("ben")).query == "zanzibra"


@pytest.mark.parametrize("memory_up_to", [14_000, 0], ids=["in memory", "on disk"])
def test_search_looks_into_ones_own_documents_where_these_are_asked_of(store, tmp_path, memory_up_to):
    """What our handbook says comes before what everybody's pages say, and only for who has one and asks of it."""
    put(store, "# Indexes\n\n## Policy\n\nEvery index is reviewed by two.", name="own", owner=private("ada"))
    folders = KeywordFolders(tmp_path / "keywords", store, memory_up_to=memory_up_to)
    search = HybridSearch(store, ExactIndex(store, "words"), WordEmbedder(), folders=folders)

    def first(query, owner):
        return search.search(query, owner=owner).hits[0].passage.source

    assert first("what does our handbook say an index is", private("ada")) == "own"
    assert first("what an index is", private("ada")) != "own"
    assert first("what does our handbook say an index is", private("ben")) != "own"
