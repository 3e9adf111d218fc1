"""The small form of the campaign of tests/bench/ingestion_kills.py."""

from __future__ import annotations

from tests.bench.ingestion_kills import campaign


def test_ingestion_that_was_killed_leaves_what_a_clean_run_leaves(tmp_path):
    """Killed three times at random moments, and its index spoiled in five ways, a home ends as one read in once."""
    campaign(tmp_path, kills=3, seed=11)
