"""The verbs that tasks begin with, and those that a person at an application does."""

ACTING = frozenset(
    "choose click press select double-click right-click enter type drag open deselect check uncheck clear mark unmark set insert place "
    "hold move use apply turn activate deactivate go tick untick pick switch close repeat release scroll".split()
)
"""What a step does."""

TASKS = ACTING | frozenset(
    """accept access acquire add adjust align allow alter animate anchor append arrange assign attach attribute autoformat avoid begin bind
    blend bookmark break bring browse build calculate call cancel capture center change chart clip collapse color combine compare
    compile complete compose compress configure connect consolidate contour control convert copy correct count create crop customize
    cut decrease define delete demote deny describe detach determine digitize dim direct disable discard display distribute divide do
    dock download drag-and-drop draw duplicate edit embed emphasize enable encrypt end enlarge erase evaluate examine exchange exclude
    execute exit expand export extend extract fade fill filter find finish fit flip follow force format freeze generate get give group
    guide handle hide highlight hyphenate identify ignore import include increase indent index install invert join jump justify keep
    launch lay leave limit link list load lock locate lower maintain make manage map maximize measure merge minimize modify name
    navigate number obtain omit optimize order organize overwrite paint password paste perform permit play position prepare present
    preserve prevent preview print program promote protect provide publish put query quit raise rate read rearrange recalculate
    receive recheck record recover reference redo reduce refer refine reformat refresh register reject relocate remove rename renumber
    reorder repair replace reply report reposition request reset resize resolve restart restore restrict resume retain return reuse
    reverse revert review rework rotate round run save scale scan search see send separate share shift show shrink sign skip snap sort
    specify spell split spread stack start stop store strike style submit subtract summarize suppress swap synchronize tab take test
    tilt toggle track transfer transform translate transpose travel undo undock ungroup unhide unlink unlock unprotect update upload
    validate verify view wrap write zoom""".split()
)
"""What a task asks for."""

NOUNS_TOO = frozenset(
    """bookmark center change chart clip color contour control copy cut format frame graphics group guide import index limit link list load
    map mark name number object order page paste position print query range record reference report reset save search sort stack style tab
    table test track transfer view wrap zoom display crop scale sign skip start stop template text""".split()
)
"""A title that begins with one of these may be no task: "Number format", "Chart in a text document"."""

_IRREGULAR = {"running": "run", "tying": "tie", "laying": "lay"}


def imperative_of(word: str) -> str:
    """The verb of a gerund or of a third person ("arranging", "arranges": "arrange"), the word itself where it is one, else ""."""
    word = word.casefold()
    if word in TASKS:
        return word
    for candidate in _candidates(word):
        if candidate in TASKS:
            return candidate
    return ""


def _candidates(word: str) -> tuple[str, ...]:
    if word in _IRREGULAR:
        return (_IRREGULAR[word],)
    if word.endswith("ing") and len(word) > 4:
        stem = word[:-3]
        return (f"{stem}e", stem, stem[:-1] if stem[-1] == stem[-2] else "")
    if word.endswith("ies"):
        return (f"{word[:-3]}y",)
    if word.endswith("es"):
        return (word[:-1], word[:-2])
    return (word[:-1],) if word.endswith("s") else ()
