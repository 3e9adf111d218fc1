"""Words that decide what a sentence states, in classes: those of one class may stand for each other, others may not."""

from __future__ import annotations

from knowledge.words import stem


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
    using let lets allow allows allowed able usually typically generally basically actually really just still yet
    already again please note remember however moreover further furthermore additionally respectively even get gets got
    become becomes call calls called calling under""".split()  # noqa: SIM905 - a list literal of them would be unreadable
)
NEGATIONS = frozenset(
    "not no never none nothing neither nor cannot without hardly rarely seldom avoid avoids avoiding forbid forbids forbidden prohibit prohibits prohibited".split()  # noqa: SIM905
)
# those that may be about the word before them as well; the others are about the next
BACKWARD = frozenset(
    "once twice faster slower larger smaller higher lower earlier later better worse stronger weaker safer more less every both".split()  # noqa: SIM905
)
# what may neither be brought in nor left out
GUARDS = _classes("""
only solely exclusively merely
unless except
always
every each per
all any
some several
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
        "wrong",
    )
)
TURNING = frozenset(("myth",))  # what they stand beside is not stated, wherever in the sentence they stand
# words of the field and of plain English that say the same
SAME = {
    stem(word): stem(first)
    for line in """
    immediately instantly instant
    revoke withdraw invalidate
    whole entire complete
    remove delete
    begin start began begun
    end finish
    quick fast
    big large
    show display
    select choose pick chosen chose
    error fault
    retry
    same identical equal
    need require
    different various
    function method
    folder directory
    app application
    db database
    config configuration
    auth authentication
    machine host
    copy duplicate
    stop halt
    check verify
    hold contain held
    many numerous
    fix repair mend
    quickly fast
    slowly slow
    catch caught
    send sent
    keep kept
    write written wrote
    run ran
    build built
    find found
    lose lost
    break broken broke
    take taken took
    give given gave
    know known knew
    see seen saw
    pay paid
    read reads
    grow grown grew
    steal stolen
    leave left
    tell told
    think thought
    set sets
    """.strip().splitlines()
    for first, *others in [line.split()]
    for word in others
}
PAIRS = (
    ("old", "new"),
    ("small", "large"),
    ("fast", "slow"),
    ("short", "long"),
    ("public", "private"),
    ("safe", "unsafe"),
    ("same", "different"),
    ("valid", "invalid"),
    ("internal", "external"),
    ("inside", "outside"),
)


def _one(word: str) -> str:
    cut = stem(word)
    return SAME.get(cut, cut)


OPPOSITES = {_one(one): _one(other) for pair in PAIRS for one, other in (pair, pair[::-1])}
