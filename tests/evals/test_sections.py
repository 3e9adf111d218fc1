"""Sections are known by their topic and heading, whatever their prose says."""

from __future__ import annotations

from datetime import UTC, datetime

from evals.sections import Section, section_id, sections, taken_up
from knowledge.owner import SHARED
from knowledge.sources import Origin, Source

TEXT = "# Indexes\n\nIntroduction.\n\n## What it is\n\nProse.\n\n### In detail\n\nMore.\n\n## Why, and when\n\nEnd.\n"


def test_a_passage_below_a_subheading_belongs_to_the_section_above_it() -> None:
    """The second level names the section; deeper headings do not make new ones."""
    assert section_id("data.indexes", ["Indexes", "What it is", "In detail"]) == "data.indexes#what-it-is"


def test_sections_cover_the_text_in_order() -> None:
    """Every character belongs to one section, the introduction to one without a slug."""
    now = datetime(2026, 1, 1, tzinfo=UTC)
    source = Source(
        "data.indexes", "Indexes", Origin.CURRICULUM, "", "0", TEXT, "text/markdown", now, owner=SHARED
    )
    found = sections(source)
    assert [each.id for each in found] == [
        "data.indexes#",
        "data.indexes#what-it-is",
        "data.indexes#why-and-when",
    ]
    assert "".join(TEXT[each.start : each.end] for each in found) == TEXT


def test_a_stretch_over_two_sections_counts_for_both() -> None:
    """Each section that makes up a quarter counts, the larger one first; a few characters do not."""
    parts = [Section("a", 0, 100), Section("b", 100, 200), Section("c", 200, 300)]
    assert taken_up(parts, 60, 160) == ["b", "a"]
    assert taken_up(parts, 90, 205) == ["b"]
