"""Examples that run: found, run where their language is there, compared with what the page says."""

from __future__ import annotations

from dataclasses import replace

import pytest

from knowledge.examples import Example, ExampleError, examples, fences, run, try_out

PAGE = """Text.

```python run
print("hello")
```

And so:

```output
hello
```

```sql run postgresql
select 1;
```

```go no-run: needs Go 1.22
x
```
"""


def test_examples_are_the_run_blocks_with_their_output():
    """A run block is paired with the output block after it, text between them aside."""
    first, second = examples(PAGE)
    assert first == Example("python", 'print("hello")\n', "hello\n", 3)
    assert (second.server, second.output) == ("postgresql", None)


def test_fences_say_their_line_and_note():
    """A code block knows its line and what stands behind its language."""
    last = list(fences(PAGE))[-1]
    assert (last.language, last.note, last.line) == ("go", "no-run: needs Go 1.22", 17)


def test_fences_read_short_names_of_languages():
    """The names js and ts are JavaScript and TypeScript."""
    assert [each.language for each in fences("```js\n```\n```ts\n```\n")] == ["javascript", "typescript"]


def test_an_example_that_prints_what_is_said_holds():
    """Line ends and outer blank lines do not count."""
    result = try_out(Example("python", 'print("a  ")\nprint("b")\n', "\na\nb\n", 1))
    assert (result.fault, result.skipped) == (None, None)


def test_an_example_that_prints_something_else_is_a_fault_with_both_texts():
    """The fault shows what is printed and what was said."""
    assert try_out(Example("python", "print(1)\n", "2\n", 1)).fault == "prints\n1\nbut the page says\n2"


def test_an_example_that_fails_is_a_fault_with_its_error():
    """A program's own error message is shown."""
    assert "ZeroDivisionError" in (try_out(Example("python", "1 / 0\n", "", 1)).fault or "")


def test_an_example_without_output_is_a_fault():
    """A run block that no output follows proves nothing."""
    assert try_out(Example("python", "", None, 1)).fault == "no output block follows the run block"


def test_an_example_in_an_unknown_language_is_a_fault():
    """A language without a way to run it is named with the known ones."""
    assert (try_out(Example("cobol", "", "", 1)).fault or "").startswith(
        "no way to run 'cobol'; known: sql, python"
    )


def test_an_example_for_a_server_is_skipped_without_one():
    """SQL for PostgreSQL is skipped, with the reason, where no server was given."""
    assert try_out(Example("sql", "select 1;", "", 1, "postgresql")).skipped == "needs a postgresql server"


def test_sql_prints_names_and_rows():
    """Each result is a line of names and a line a row, with NULL for nothing."""
    assert (
        run("sql", "create table t (a, b);\ninsert into t values (1, null);\nselect a, b from t;")
        == "a | b\n1 | NULL"
    )


def test_sql_keeps_a_trigger_in_one_piece():
    """A semicolon inside a trigger does not end the statement."""
    code = "create table t (a); create trigger g after insert on t begin delete from t; end; select count(*) n from t;"
    assert run("sql", code) == "n\n0"


def test_sql_that_is_refused_says_which_statement():
    """SQLite's complaint comes with the statement."""
    with pytest.raises(ExampleError, match="SQLite refuses 'select x;': no such column"):
        run("sql", "select x;")


def test_an_example_sees_none_of_our_environment(monkeypatch):
    """No variable of the process, such as a key, reaches an example."""
    monkeypatch.setenv("OPENAI_API_KEY", "canary")
    assert run("python", "import os\nprint(os.environ.get('OPENAI_API_KEY'))\n") == "None\n"


@pytest.mark.parametrize(
    ("language", "needs"), [("go", "go"), ("typescript", "tsc"), ("bash", "bash"), ("sql", None)]
)
def test_an_example_names_what_it_needs(language, needs):
    """Each language says which program has to be installed."""
    assert Example(language, "", "", 1).needs == needs


def test_a_language_that_is_not_installed_is_skipped(monkeypatch):
    """Where the compiler is missing the example is skipped with its name."""
    monkeypatch.setenv("PATH", "/nonexistent")
    assert try_out(replace(Example("go", "", "", 1))).skipped == "go is not installed"
