"""Counts tokens as recent language models do, from a table that ships with the package."""

from __future__ import annotations

import lzma
from base64 import b64decode
from functools import cache
from hashlib import sha256
from importlib.resources import files
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tiktoken import Encoding

# The checksum that tiktoken itself demands of this table (tiktoken_ext/openai_public.py).
TABLE_SHA256 = "446a9538cb6c348e3516120d7c08b09f57c36495e2acfffe59a5bf8b0cfb1a2d"
# How o200k_base splits text before it merges (tiktoken_ext/openai_public.py).
SPLIT = "|".join(  # noqa: FLY002 - one alternative a line, as its source has them
    (
        r"[^\r\n\p{L}\p{N}]?[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]*[\p{Ll}\p{Lm}\p{Lo}\p{M}]+(?i:'s|'t|'re|'ve|'m|'ll|'d)?",
        r"[^\r\n\p{L}\p{N}]?[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]+[\p{Ll}\p{Lm}\p{Lo}\p{M}]*(?i:'s|'t|'re|'ve|'m|'ll|'d)?",
        r"\p{N}{1,3}",
        r" ?[^\s\p{L}\p{N}]+[\r\n/]*",
        r"\s*[\r\n]+",
        r"\s+(?!\S)",
        r"\s+",
    )
)


# tiktoken 0.14 ends with a stack overflow on a run of a million spaces, and is slow on a run of one letter: a long
# text is counted in parts, each seam at most a token too many.
PART_CHARS = 20_000


def count(text: str) -> int:
    """How many o200k_base tokens the text has; special tokens are counted as the plain text they are."""
    parts = (text[at : at + PART_CHARS] for at in range(0, len(text), PART_CHARS))
    return sum(len(encoding().encode_ordinary(part)) for part in parts)


@cache
def encoding() -> Encoding:
    """The o200k_base encoding, built from package data.

    ``tiktoken.get_encoding`` would fetch the same table over the network, without a timeout.
    """
    from tiktoken import Encoding

    table = lzma.decompress(files("knowledge").joinpath("data", "o200k_base.tiktoken.xz").read_bytes())
    if sha256(table).hexdigest() != TABLE_SHA256:
        raise RuntimeError("the token table of this installation is damaged; reinstall the package")
    ranks = {b64decode(token): int(rank) for token, rank in (line.split() for line in table.splitlines())}
    return Encoding(
        "o200k_base",
        pat_str=SPLIT,
        mergeable_ranks=ranks,
        special_tokens={"<|endoftext|>": 199_999, "<|endofprompt|>": 200_018},
    )
