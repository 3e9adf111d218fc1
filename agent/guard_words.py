"""Words that decide what a sentence states, in classes: those of one class may stand for each other, others may not."""

from __future__ import annotations


def _classes(table: str) -> dict[str, str]:
    """Return each word of a table, one class a line, with the class's first word as its name."""
    rows = [line.split() for line in table.strip().splitlines()]
    return {word: row[0] for row in rows for word in row}


# words that may stand or fall without changing what is stated
GLUE = frozenset(
    """a an the is are was were be been being am do does did done has have had having of in on at by as it its this that
    these those there here and also then so thus therefore hence too very simply you your we our i one one's ones which
    who whom whose what with for into onto upon about them they he she his her their us me my itself themselves can will
    would shall should could mean means meaning want like because since to from such etc e.g i.e example instance if
    when whenever where while whereas how why that's it's or own another other make makes made making use uses used
    using let lets able usually typically generally basically actually really just still yet
    already again roughly approximately around please note remember however moreover further furthermore additionally respectively even get gets got
    become becomes call calls called calling under""".split()  # noqa: SIM905 - a list literal of them would be unreadable
)
NEGATIONS = frozenset(
    "not no never none nothing nobody nowhere neither nor cannot without hardly rarely seldom avoid avoids avoiding avoided discourage discourages discouraged forbid forbids forbidden prohibit prohibits prohibited".split()  # noqa: SIM905
)
DENIED_BEFORE = frozenset(
    ("avoided", "discouraged", "forbidden", "prohibited")
)  # negations of what stands before them
# those that may be about the word before them as well; the others are about the next
BACKWARD = frozenset(
    "once twice faster slower larger smaller higher lower earlier later better worse stronger weaker safer more less all any every each both".split()  # noqa: SIM905
)
# what may neither be brought in nor left out
GUARDS = _classes("""
only solely exclusively merely
unless except
always
every each per
all any
some few
several many numerous multiple
single sole
may might possibly perhaps
must mandatory
more greater additional extra
less fewer
most mostly
least
both
either
once
twice double doubles doubled
half
exactly precisely
before
after
until till
between
above exceeds exceed
below
up
down
first
last
out
off
instead rather
than
against
wrong incorrect mistake mistaken
myth misconception false untrue claim claims claimed say says said believe believed supposed
sometimes
often frequently
same identical equal
faster quicker
slower
larger bigger
smaller
higher
lower
earlier
later
better
worse
stronger
weaker
safer
""")
# what S may bring in, for it makes S say less than P, or is a part of many a verb
MILD = frozenset(("may", "some", "often", "both", "instead", "than", "up", "out"))
# a guard that P has and S leaves out makes S say more than P; the others may be left out with their clause
RESTRICTING = frozenset(
    (
        "only",
        "unless",
        "may",
        "most",
        "some",
        "sometimes",
        "often",
        "first",
        "least",
        "half",
        "exactly",
        "same",
        "wrong",
    )
)
TURNING = frozenset(("myth",))  # what they stand beside is not stated, wherever in the sentence they stand
