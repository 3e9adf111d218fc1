"""Every example of the shipped curriculum is run with the real compilers, interpreters and databases."""

from __future__ import annotations

import pytest

from knowledge.examples import examples, try_out
from knowledge.syllabus import SHIPPED, load

pytestmark = pytest.mark.real
SYLLABUS = load(SHIPPED)
PAGES = [id_ for id_ in SYLLABUS.ids() if any(True for _ in examples(SYLLABUS.entry(id_).body))]


@pytest.mark.parametrize("page", PAGES)
def test_the_examples_of_a_page_print_what_it_says(page, postgresql):
    """Each run block prints what the output block after it shows; a language that is not installed is skipped."""
    results = [try_out(example, postgresql=postgresql) for example in examples(SYLLABUS.entry(page).body)]
    faults = [f"{each.example.line}: {each.fault}" for each in results if each.fault]
    assert not faults, "\n".join(faults)
    if all(each.skipped for each in results):
        pytest.skip(str(results[0].skipped))


CODE_CHECKS = [check for topic in SYLLABUS.topics.values() for check in topic.checks if check.kind == "code"]


@pytest.mark.parametrize("check", CODE_CHECKS, ids=lambda check: check.id)
def test_the_solution_of_a_code_check_prints_its_output(check):
    """The key of a code check is right: its solution prints what the check says."""
    page = f"```{check.language} run\n{check.solution}\n```\n\n```output\n{check.output}\n```\n"
    (result,) = (try_out(example) for example in examples(page))
    if result.skipped:
        pytest.skip(result.skipped)
    assert result.fault is None
