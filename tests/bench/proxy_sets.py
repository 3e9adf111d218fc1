"""Make sets in BEIR form from other people's documents on this machine; run it as ``python tests/bench/proxy_sets.py OUT``.

They stand in for the public sets where those cannot be fetched, and are called proxies: each query has one known
answer, taken out of a document that keeps the rest. On Debian the documents come with ``apt-get install perl-doc
python3-doc manpages``. Score them with ``mentor eval run retrieval --cases OUT/perlfaq --out RUN``.

- perlfaq: the questions of Perl's FAQ among its answers.
- pyfaq: the questions of Python's FAQ among its answers and 400 sections of the tutorial and the how-tos.
- debian: the short description of installed packages among the long ones.
- man: what a manual page's NAME says among the DESCRIPTIONs.
"""

from __future__ import annotations

import gzip
import json
import re
import subprocess
import sys
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

SHORTEST = 80  # characters of an answer
SECTIONS, PAGES, QUERIES = 400, 1000, 300
Pair = tuple[str, str]  # the query and the document that answers it


def perlfaq() -> Iterator[Pair]:
    """Questions and answers of Perl's FAQ, its markup taken off."""
    for file in sorted(Path("/usr/share/perl").glob("*.*.*/pod/perlfaq[1-9].pod")):
        parts = re.split(
            r"^=head2 (.*)$", file.read_text(encoding="utf-8", errors="replace"), flags=re.MULTILINE
        )
        for question, answer in zip(parts[1::2], parts[2::2], strict=True):
            yield _from_pod(question), _from_pod(re.split(r"^=head1", answer, flags=re.MULTILINE)[0])


def _from_pod(text: str) -> str:
    text = re.sub(r"[A-Z]<<+ (.*?) >>+", r"\1", text, flags=re.DOTALL)
    for _ in range(3):  # nested as deep as it comes
        text = re.sub(r"[BCFILSZE]<([^<>|]*)(?:\|[^<>]*)?>|X<[^<>]*>", lambda found: found[1] or "", text)
    return re.sub(r"^=\w+.*$", "", text, flags=re.MULTILINE).strip()


def pyfaq() -> tuple[list[Pair], list[str]]:
    """Questions and answers of Python's FAQ, and sections of other pages."""
    sources = next(iter(sorted(Path("/usr/share/doc").glob("python3.*/html/_sources"))), Path())
    pairs = []
    for file in sorted(sources.glob("faq/*.rst.txt")):
        parts = re.split(
            r"^([^\n]+\?[^\n]*)\n[-~=^\"]{4,}\n", file.read_text(encoding="utf-8"), flags=re.MULTILINE
        )
        for question, answer in zip(parts[1::2], parts[2::2], strict=True):
            cut = re.split(r"^[^\n]+\n[=*]{4,}\n", answer, flags=re.MULTILINE)[0]
            pairs.append((_from_rst(question), _from_rst(cut)))
    others = []
    for file in sorted([*sources.glob("howto/*.rst.txt"), *sources.glob("tutorial/*.rst.txt")]):
        parts = re.split(r"^([^\n]+)\n[-=*~]{4,}\n", file.read_text(encoding="utf-8"), flags=re.MULTILINE)
        others += [
            f"{_from_rst(head)}\n\n{_from_rst(body)}"
            for head, body in zip(parts[1::2], parts[2::2], strict=True)
        ]
    return pairs, sampled(others, SECTIONS)


def _from_rst(text: str) -> str:
    text = re.sub(r"^\.\. [\w:-]+::.*$", "", text, flags=re.MULTILINE)
    text = re.sub(r":[\w:]+:`~?([^`<]*?)(?: ?<[^`]*>)?`", r"\1", text)
    return re.sub(r"`+([^`]*)`+_?", r"\1", text).strip()


def debian() -> Iterator[Pair]:
    """Short and long descriptions of the installed packages."""
    for entry in Path("/var/lib/dpkg/status").read_text(encoding="utf-8").split("\n\n"):
        found = re.search(r"^Description: ([^\n]*)\n((?: [^\n]*\n?)+)", entry, re.MULTILINE)
        if found:
            yield found[1], re.sub(r"^ \.?", "", found[2], flags=re.MULTILINE).strip()


def man() -> Iterator[Pair]:
    """NAME and DESCRIPTION of a thousand manual pages."""
    there = 0
    for name in sampled([str(each) for each in Path("/usr/share/man").glob("man[12378]/*.gz")], 10 * PAGES):
        file = Path(name)
        with gzip.open(file, "rt", errors="replace") as source:
            if there == PAGES or source.read(3) == ".so":  # a page that only points at another one
                continue
        shown = subprocess.run(
            ["/usr/bin/man", "--local-file", "--no-hyphenation", "--no-justification", str(file)],
            capture_output=True, text=True, check=False, env={"MANWIDTH": "1000", "PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8", "PAGER": "cat"},
        ).stdout  # fmt: skip
        title = re.search(r"^NAME\n\s+.*? [-\u2013\u2014] (.+)$", shown, re.MULTILINE)
        said = re.search(r"^DESCRIPTION\n(.*?)(?=^[A-Z])", shown, re.MULTILINE | re.DOTALL)
        if title and said:
            there += 1
            yield title[1].strip(), re.sub(r"[ \t]+", " ", said[1]).strip()[:3000]


def sampled(texts: Iterable[str], most: int) -> list[str]:
    """At most so many of the texts, drawn by their hashes: the same on every machine."""
    return sorted(texts, key=lambda text: sha256(text.encode()).digest())[:most]


def write(folder: Path, pairs: list[Pair], others: list[str]) -> None:
    """Write a folder in BEIR form; of many queries a sample."""
    kept = {f"a{number}": pair for number, pair in enumerate(pairs) if len(pair[1]) >= SHORTEST}
    documents = {key: text for key, (_, text) in kept.items()}
    documents |= {f"o{number}": text for number, text in enumerate(others) if len(text) >= SHORTEST}
    asked = sampled(kept, QUERIES)
    (folder / "qrels").mkdir(parents=True, exist_ok=True)
    _rows(
        folder / "corpus.jsonl", [{"_id": key, "title": "", "text": text} for key, text in documents.items()]
    )
    _rows(folder / "queries.jsonl", [{"_id": f"q{key}", "text": kept[key][0]} for key in asked])
    judged = "".join(f"q{key}\t{key}\t1\n" for key in asked)
    (folder / "qrels" / "test.tsv").write_text(f"query-id\tcorpus-id\tscore\n{judged}", encoding="utf-8")
    print(f"{folder.name}: {len(documents)} documents, {len(asked)} queries")


def _rows(file: Path, rows: list[dict[str, str]]) -> None:
    file.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")


def main() -> None:
    """Write every set of which the documents are there."""
    if len(sys.argv) != 2:
        sys.exit("usage: python tests/bench/proxy_sets.py OUT")
    python, sections = pyfaq()
    sets = {"perlfaq": list(perlfaq()), "pyfaq": python, "debian": list(debian()), "man": list(man())}
    for name, pairs in sets.items():
        if pairs:
            write(Path(sys.argv[1]) / name, pairs, sections if name == "pyfaq" else [])


if __name__ == "__main__":
    main()
