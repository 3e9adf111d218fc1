"""Words that say the same, the contrary, or next to nothing; written by hand for this field, each compared by its stem."""

from __future__ import annotations

from collections import defaultdict

from knowledge.words import stem

# a line: the word that stands for the others, then those
SAME = {
    stem(word): stem(first)
    for line in """
    aim goal purpose
    allow permit
    alone independently
    answer reply response respond
    appear emerge
    app application program
    argument parameter
    assume assumption suppose
    auth authentication
    begin start began begun
    big large
    break broken broke
    build built construct
    catch caught
    cause trigger
    check verify validate
    common usual ordinary
    config configuration
    copy duplicate replicate
    current present
    danger risk
    day daily
    db database
    decide decision
    decrease reduce shrink fall fell fallen
    describe description
    detect notice spot
    developer programmer
    different various
    disappear vanish gone
    end finish
    endless forever
    error fault
    everybody everyone
    expect expectation
    expire expiry expiration
    explain explanation explainable
    fail failure
    fetch retrieve refetch
    find found locate
    fix repair mend
    folder directory
    function method
    give given gave provide supply
    hear heard
    hold contain held include comprise
    hour hourly
    immediately instantly instant
    increase raise grow grown grew growth rise rose risen climb
    job task
    keep kept store stored save retain
    know known knew knowledge
    lack missing absent
    leave left
    lose lost loss
    machine host computer
    month monthly
    need require
    pay paid
    pick select choose chosen chose choice
    prove proof
    protect guard defend
    quick fast
    read reads
    real true actual
    refuse reject decline
    remain stay
    remove delete erase
    retry
    revoke withdraw invalidate revocation
    run ran execute
    see seen saw
    send sent transmit
    set sets
    show display
    somebody someone
    split divide
    steal stolen
    stop halt
    succeed success successful
    suit fit
    sum total
    take taken took
    tell told
    think thought
    watch observe
    week weekly
    whole entire complete
    write written wrote
    year yearly annual
    """.strip().splitlines()
    for first, *others in [line.split()]
    for word in (first, *others)
}
CONTRARIES = """
    accept refuse
    active passive
    add remove
    allow block
    allow deny
    allow prevent
    allow refuse
    apart together
    ascending descending
    automatic manual
    automatically manually
    backward forward
    begin end
    binary text
    bottom top
    busy idle
    cheap expensive
    child parent
    client server
    commit rollback
    complex simple
    complicated simple
    consistent inconsistent
    consumer producer
    decrease increase
    decrypt encrypt
    destination source
    difficult easy
    difficult simple
    disable enable
    discard keep
    download upload
    drop keep
    dynamic static
    early late
    easy hard
    empty full
    exclude hold
    explicit implicit
    external internal
    fail succeed
    fast slow
    follower leader
    free paid
    gain lose
    global local
    help hurt
    hide show
    high low
    horizontal vertical
    immutable mutable
    improve worsen
    input output
    inside outside
    insert delete
    insufficient sufficient
    invalid valid
    join leave
    keep remove
    known unknown
    large small
    local remote
    lock unlock
    long short
    lose keep
    lose survive
    majority minority
    mandatory optional
    maximum minimum
    max min
    missing present
    narrow wide
    necessary unnecessary
    negative positive
    new old
    newest oldest
    nosql sql
    offline online
    optional require
    order unordered
    permanent temporary
    plain encrypted
    primary replica
    primary secondary
    private public
    public secret
    pull push
    random sequential
    read write
    reader writer
    receive send
    receiver sender
    reliable unreliable
    request response
    run compile
    safe unsafe
    keep release
    hold release
    lock release
    secure insecure
    separate together
    serial parallel
    sequential parallel
    shared separate
    stable unstable
    stateful stateless
    strong weak
    synchronous asynchronous
    tcp udp
    http https
    unique duplicate
    upstream downstream
    useful useless
    visible hidden
"""
# plain words that carry a sentence and not its claim: one of them may be missing or too many
LIGHT_WORDS = """
    actual actually ahead along alongside amount anybody anyone anything anyway appear apply area around
    arrive ask aspect bear beside besides bit bring but can case choice come common concern consider cover
    despite detail directly else end especially essentially everybody everyone everything everywhere
    expect fact fairly feel final finally fine forward fully gather gone hand happen idea important indeed
    inside instead involve job just kind know large largely later learn let lie likely lot main mainly
    matter meant meantime meanwhile mention merely mind mostly much natural naturally nearly need next
    normal normally now obtain obvious obviously often once onto ordinary otherwise outcome overall own
    part particular particularly people person piece place plain point possible practical practice pretty
    primarily problem provide purpose put quite rather reach realise really reason receive refer regard
    regularly remember result see sensible serve show simple simply situation somebody someone something
    somewhere soon sort stand stay step still straight suit surely take talk tell thank thanks therefore
    thing think through time today together truly try turn typical typically ultimately upfront usual
    various via way whatever wherever whichever whoever whole within work yes
"""


def meaning(word: str) -> str:
    """Return a word's stem, one for all words that say the same."""
    cut = stem(word)
    return SAME.get(cut, cut)


def _contraries() -> dict[str, frozenset[str]]:
    found: defaultdict[str, set[str]] = defaultdict(set)
    for line in CONTRARIES.strip().splitlines():
        one, other = (meaning(word) for word in line.split())
        if one != other:
            found[one].add(other)
            found[other].add(one)
    return {word: frozenset(others) for word, others in found.items()}


OPPOSITES = _contraries()
LIGHT = frozenset(meaning(word) for word in LIGHT_WORDS.split())
