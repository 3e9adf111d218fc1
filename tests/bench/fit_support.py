"""Fit the shares from which a sentence in other words counts as said, on the development halves of what is labelled.

Run it as ``python tests/bench/fit_support.py``. For each choice of the shares in `agent.agreement` it prints how many
sentences that are said are believed, and how many that are not: labelled pairs, sentences of a strong model's answers
beside their sources, and the contrary of such sentences. The last two columns are the held-out pairs: they decide
nothing, and show what a choice is worth on pairs that nobody looked at.
"""

from __future__ import annotations

import json
from collections import defaultdict
from dataclasses import dataclass
from itertools import product
from pathlib import Path

from agent import agreement
from agent.clean import clean
from agent.support import Verdict, check, unmarked
from evals.cases import SHIPPED, Split, SupportPair, load, split
from evals.model_answers import FaultKind, ModelAnswer
from evals.replayed import sound
from evals.sections import section_id
from knowledge.chunk import chunk
from knowledge.curriculum_documents import documents
from knowledge.document import from_markdown
from knowledge.syllabus import SHIPPED as CURRICULUM
from knowledge.syllabus import load as load_syllabus

DATA = Path(__file__).parents[1] / "data"
FOUND, KEPT, DRAWN = (0.7, 0.8, 0.9), (0.65, 0.75, 0.85), (0.4, 0.5, 0.6)
WHOLE = 2  # the grade of a pair whose passage says all of the sentence


@dataclass(frozen=True, slots=True)
class Labelled:
    """A sentence beside passages, and whether they say it."""

    group: str
    sentence: str
    passages: tuple[str, ...]
    is_said: bool


def pairs(which: Split) -> list[Labelled]:
    """The labelled pairs of one half."""
    return [
        Labelled("pairs", each.sentence, (each.passage,), each.grade == WHOLE)
        for each in load(SHIPPED / "support_pairs.jsonl", SupportPair)
        if split(each.id) is which
    ]


def written() -> list[Labelled]:
    """The pairs beside the tests, the sentences of a strong model's answers, and the contrary of some."""
    kept = json.loads((DATA / "support_pairs.json").read_text(encoding="utf-8"))
    found = [Labelled("tests", each["sentence"], (each["passage"],), each["says"]) for each in kept]
    texts = _sections()
    answers = {
        each.id: each
        for each in load(SHIPPED / "model_answers.jsonl", ModelAnswer)
        if split(each.id) is Split.DEV
    }
    sources = {
        key: tuple(text for section in each.sections for text in texts[section])
        for key, each in answers.items()
    }
    for key, each in answers.items():
        wrong = [fault.sentence for fault in each.faults if fault.kind is not FaultKind.WRONG_MARK]
        for is_said, sentences in ((True, [*sound(each)]), (False, wrong)):
            found += [
                Labelled("answers", clean(unmarked(text)), sources[key], is_said)
                for text in sentences
                if not text.startswith("```")
            ]
    for row in json.loads((DATA / "contrary_sentences.json").read_text(encoding="utf-8")):
        found.append(Labelled("contrary", row["sentence"], sources[row["case"]], is_said=False))
    return found


def _sections() -> dict[str, list[str]]:
    """The passages of the curriculum by the section that they are from."""
    found: defaultdict[str, list[str]] = defaultdict(list)
    for page in documents(load_syllabus(CURRICULUM)):
        for each in chunk(from_markdown(page.text, title=page.title), source=page.id):
            found[section_id(each.source, each.heading)].append(each.text)
    return found


def believed(rows: list[Labelled], *, is_said: bool) -> tuple[int, int]:
    """How many sentences that are said, or are not, the check believes, and of how many."""
    asked = [each for each in rows if each.is_said is is_said]
    taken = sum(check(each.sentence, each.passages).verdict is Verdict.SUPPORTED for each in asked)
    return taken, len(asked)


def main() -> None:
    """Try every choice, and print a line for each."""
    groups = {"pairs": pairs(Split.DEV), **_grouped(written()), "held out": pairs(Split.HELD_OUT)}
    print("found kept drawn   " + "   ".join(f"{name}: said, not" for name in groups))
    for shares in product(FOUND, KEPT, DRAWN):
        agreement.FOUND, agreement.KEPT, agreement.DRAWN = shares
        cells = [
            "  ".join(
                "{}/{}".format(*believed(rows, is_said=is_said))
                for is_said in (True, False)
                if any(each.is_said is is_said for each in rows)
            )
            for rows in groups.values()
        ]
        print("  ".join(f"{share:4}" for share in shares), "  ", "   ".join(cells), flush=True)


def _grouped(rows: list[Labelled]) -> dict[str, list[Labelled]]:
    found: defaultdict[str, list[Labelled]] = defaultdict(list)
    for each in rows:
        found[each.group].append(each)
    return dict(found)


if __name__ == "__main__":
    main()
