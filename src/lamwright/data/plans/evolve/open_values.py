"""Which words of a step leave a value open, what may stand there, and how a task says it."""

import re
from dataclasses import dataclass

from lamwright.data.plans.evolve import values


@dataclass(frozen=True, slots=True)
class OpenValue:
    """`finds` is looked for in a step. `steps` replace the whole step, or `says` the words found; `phrases` are put behind the task.

    In all three {v} stands for one of `values`, any other name for the group of `finds` of that name. A step that `unless` is found in is
    left alone, and so is a task without `task`. A `place` is where the plan works: a plan has one.
    """

    finds: re.Pattern[str]
    values: tuple[str, ...]
    phrases: tuple[str, ...]
    steps: tuple[str, ...] = ()
    says: str = ""
    unless: re.Pattern[str] = re.compile(r"$^")
    task: re.Pattern[str] = re.compile("")

    @property
    def place(self) -> bool:
        return bool(self.steps)


def _re(pattern: str) -> re.Pattern[str]:
    return re.compile(f"(?i){pattern}")


_MORE = _re(r"\b(?:then|and|or) (?:choose|click|press|open|drag|double-click|then|insert|copy)\b|\bcontaining\b|\bchoose\b")
_FEW = ("first", "second", "third", "fourth", "fifth", "sixth", "last", "second last")
_NUMBERS = tuple(map(str, range(2, 25)))
_WHERE = r"(?:click|(?:place|position|put|set) (?:the|your)(?: text)? ?cursor)"
_IN_TEXT = r"(?:in|into|at) (?:the|your) (?:text )?(?:document|text)(?: at the (?:place|position))?(?:,? where .*)?"
_WHICH = r"(?: (?:that|for which|to which|in) [^.,;]*)?"
_AT_PLACE = r"(?:at the (?:place|position|point) )?where you want\b.*|where the .* is to be inserted"
_TO_WORK = rf"^{_WHERE} (?:{_IN_TEXT}|{_AT_PLACE})$"

PLACES = (
    OpenValue(
        _re(r"^select the (?:text|words?|characters|range of characters)\b[^.;]*$"),
        values.PHRASES,
        (' for the text "{v}"', ' for the words "{v}"', ' on the passage "{v}"'),
        ('Select the text "{v}"',),
        unless=_MORE,
        task=_re(r"^(?!.*\b(?:list|dictionary|completion)\b)"),
    ),
    OpenValue(
        _re(r"^(?:select|place the cursor in|click in) (?:the|a|one or more) paragraphs?(?:\(s\))?\b[^.;]*$"),
        values.PARAGRAPHS,
        (" for {v}", " in {v}"),
        ('Select the paragraph "{v}"',),
        unless=_re(rf"{_MORE.pattern[4:]}|\bstyle list|\b(?:insert|add the text|type)\b|, or "),
    ),
    OpenValue(
        _re(_TO_WORK),
        values.PHRASES,
        (' right after the words "{v}"', ' directly behind "{v}"', ' just after the text "{v}"'),
        ('Select the text "{v}"', "Press Right"),
        unless=_MORE,
    ),
    OpenValue(
        _re(_TO_WORK), values.PARAGRAPHS, (" at the end of {v}",), ('Select the paragraph "{v}"', "Press End"), unless=_MORE
    ),
    OpenValue(
        _re(_TO_WORK), ("end",), (" at the very end of the document", " at the {v} of the document"), ("Press ctrl+End",), unless=_MORE
    ),
    OpenValue(
        _re(_TO_WORK), ("beginning",), (" at the very start of the document", " at the {v} of the document"), ("Press ctrl+Home",),
        unless=_MORE,
    ),
    OpenValue(
        _re(r"^(?:place the cursor in|click in|select) (?:the|a) table(?: (?:that|where|to which|in) [^.,;]*)?$"),
        ("1", "2", "3", "4", "5"),
        (" in table {v}", " for table number {v}"),
        ("Select table {v}",),
        unless=_re(rf"{_MORE.pattern[4:]}|\bcells?\b"),
    ),
    OpenValue(
        _re(r"^(?:place the cursor in|click in|select) (?:the|a) (?:table )?cell\b[^.,;]*$"),
        values.CELLS,
        (" in cell {v}", " with the cursor in cell {v}"),
        ('Select the cell "{v}"',),
        unless=_MORE,
    ),
    OpenValue(
        _re(r"^click in (?:the|a) word\b[^.;]*$"), values.WORDS, (' for the word "{v}"',), ('Select the text "{v}"',), unless=_MORE
    ),
    OpenValue(
        _re(rf"^(?:select|click) (?:the|an?) (?P<what>image|graphic|picture|drawing object|object|frame|shape|text box){_WHICH}$"),
        _FEW,
        (" for the {v} {what}", " for the {v} {what} of the document"),
        ("Select the {v} {what} in the document",),
        unless=_MORE,
        task=_re(r"^(?!.*\bgallery\b)"),
    ),
    OpenValue(
        _re(r"^(?:click in|place the cursor (?:in|on)) the page (?:that|where|to which|you) [^.,;]*$"),
        tuple(map(str, range(2, 31))),
        (" on page {v}", " for page {v}"),
        ("Click in the text of page {v}",),
        unless=_MORE,
    ),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class OpenPlace:
    """Words of a task that mean whatever is selected: `says` stands for them, `steps` come first; {v} is one of `values`."""

    finds: re.Pattern[str]
    values: tuple[str, ...]
    says: str
    steps: tuple[str, ...]


_ALONE = r"(?![\w'(]| (?:or|and|style|styles|bar|properties|protection|break|number)\b|, \w+,? or\b)"
TASK_PLACES = (
    OpenPlace(
        _re(rf"\bthe (?:selected|current) paragraphs?(?:\(s\))?{_ALONE}"), values.PARAGRAPHS, "{v}", ('Select the paragraph "{v}"',)
    ),
    OpenPlace(
        _re(rf"\bthe selected (?:text|characters?(?:\(s\))?|words?){_ALONE}"), values.PHRASES, 'the text "{v}"', ('Select the text "{v}"',)
    ),
    OpenPlace(_re(rf"\bthe (?:selected|current) table{_ALONE}"), ("1", "2", "3", "4", "5"), "table {v}", ("Select table {v}",)),
    OpenPlace(_re(rf"\bthe (?:selected|current) cell{_ALONE}"), values.CELLS, "cell {v}", ('Select the cell "{v}"',)),
    OpenPlace(
        _re(rf"\bthe (?:selected|current) (?:object|drawing object|shape)(?:\(s\))?{_ALONE}"), _FEW, "the {v} shape",
        ("Select the {v} shape in the document",),
    ),
    OpenPlace(
        _re(rf"\bthe (?:selected|current) (?:image|graphic|picture)(?:\(s\))?{_ALONE}"), _FEW, "the {v} image",
        ("Select the {v} image in the document",),
    ),
    OpenPlace(
        _re(rf"\bthe (?:selected|current) frame(?:\(s\))?{_ALONE}"), _FEW, "the {v} frame", ("Select the {v} frame in the document",)
    ),
)  # fmt: skip

_END = r"(?=,| and then| and click| and press| in the | in a | into the |\.|$)"
_FILE = _re(
    r"\b(?P<verb>select|locate|choose) the (?:graphic |image |picture )?file(?: (?:that )?you want to (?:insert|link|add|use)"
    r"| to (?:insert|link))?(?=,| and |\.|$)"
)
_PICK = r"(?P<verb>select|choose|pick|double-click|click)"
_SAY = r"(?P<verb>enter|select|specify|set|type|choose)"
_WRITE = r"(?P<verb>type|enter)"

VALUES = (
    OpenValue(
        _re(rf"\b{_WRITE} (?:a|the) (?:new )?(?:name (?:for|of) the (?P<what>file|document)|file ?name){_END}"),
        values.FILES,
        (' as "{v}"', ' under the file name "{v}"', ', with "{v}" as the file name'),
        says='{verb} "{v}" as the file name',
    ),
    OpenValue(
        _re(rf"\b{_WRITE} a (?:new )?name(?P<of> (?:for|of) (?:the|your|a) [\w -]+?)?{_END}"),
        values.NAMES,
        (' named "{v}"', ' called "{v}"', ' with the name "{v}"', ', using the name "{v}"'),
        says='{verb} "{v}" as the name{of}',
        unless=_re(r"\bfor example\b|\bfile\b"),
    ),
    OpenValue(
        _re(rf"\b{_WRITE} the (?:text|search term|words?|term) (?:to|(?:that )?you want to) (?:find|search(?: for)?|look for){_END}"),
        values.WORDS,
        (', looking for "{v}"', ', with "{v}" as the search term', ' for the word "{v}"'),
        says='{verb} "{v}"',
    ),
    OpenValue(
        _re(rf"\b{_WRITE} the (?:text|replacement) to replace the found text{_END}"),
        values.PHRASES,
        (', replacing it with "{v}"', ', with "{v}" as the replacement'),
        says='{verb} "{v}"',
    ),
    OpenValue(
        _re(rf"\b{_WRITE} (?:the|your|some) (?P<what>comment|note|remark|caption)(?: text)?{_END}"),
        values.REMARKS,
        (' saying "{v}"', ' with the text "{v}"', ' that reads "{v}"'),
        says='{verb} "{v}"',
    ),
    OpenValue(
        _re(rf"\b{_WRITE} (?:the|your|some) text(?: (?:that you want|you want|for|that is)\b[^,]*?)?{_END}"),
        values.SENTENCES,
        (' with the text "{v}"', ', using the text "{v}"', '; the text is "{v}"'),
        says='{verb} "{v}"',
        unless=_re(r"\bfor example\b|\bfollowing\b|\bgraphics\b"),
    ),
    OpenValue(
        _re(rf"\b{_WRITE} (?:the|a) (?:new )?title{_END}"), values.TITLES, (' with the title "{v}"', ' titled "{v}"'), says='{verb} "{v}"'
    ),
    OpenValue(
        _re(rf"\b{_PICK} (?:a|the) paragraph style(?: (?:that|to|you)\b[^,]*?)?(?=,| in the| from the|$)"),
        values.STYLES,
        (' with the paragraph style "{v}"', ', using the paragraph style "{v}"'),
        says='{verb} the paragraph style "{v}"',
    ),
    OpenValue(
        _re(rf"\b{_PICK} (?:a|the) page style(?: (?:that|to|you)\b[^,]*?)?(?=,| in the| from the|$)"),
        values.PAGE_STYLES,
        (' with the page style "{v}"', ', using the page style "{v}"'),
        says='{verb} the page style "{v}"',
    ),
    OpenValue(
        _re(rf"\b{_PICK} (?:a|the) character style(?: (?:that|to|you)\b[^,]*?)?(?=,| in the| from the|$)"),
        values.CHARACTER_STYLES,
        (' with the character style "{v}"', ', using the character style "{v}"'),
        says='{verb} the character style "{v}"',
    ),
    OpenValue(
        _re(rf"\b{_PICK} (?:a|the) (?P<of>(?:background |line |border |font |highlighting |text )?colou?r)(?= |,|$)"),
        values.COLOURS,
        (', with "{v}" as the {of}', ', using the {of} "{v}"'),
        says='{verb} the {of} "{v}"',
        unless=_re(r"colou?r (?:and|or|of|for|style|bar|that)\b"),
    ),
    OpenValue(
        _re(r"\b(?P<verb>select|choose) (?:a|the) language(?: (?:that|you|for)\b[^,]*?)?(?=,| in the| from the| and |$)"),
        values.LANGUAGES,
        (" in the language {v}", ", with {v} as the language"),
        says='{verb} the language "{v}"',
    ),
    OpenValue(
        _re(r"\b(?P<verb>select|choose) (?:a|the) font(?=,| in the| from the| and |$)"),
        values.FONTS,
        (" in {v}", ", with {v} as the font"),
        says='{verb} the font "{v}"',
    ),
    OpenValue(
        _re(rf"\b{_SAY} the number of rows and columns(?: for the table| that you want)?(?=,|\.| and |$)"),
        tuple(f"{rows} rows and {columns} columns" for rows in range(2, 21) for columns in range(2, 9)),
        (" with {v}", " of {v}", " that has {v}"),
        says="{verb} {v}",
    ),
    OpenValue(
        _re(rf"\b{_SAY} the number of (?P<what>columns|rows|lines|characters|copies|pages)(?= |,|\.|$)"),
        _NUMBERS,
        (" with {v} {what}", ", with {v} as the number of {what}"),
        says="{verb} {v} as the number of {what}",
        unless=_re(r"\b(?:rows and columns|columns and rows)\b"),
    ),
    OpenValue(
        _re(rf"\b{_WRITE} (?:a|the) (?P<what>line number|page number){_END}"), _NUMBERS,
        (", with {v} as the {what}", ", using {v} as the {what}"), says="{verb} {v} as the {what}",
    ),
    OpenValue(
        _FILE, values.DOCUMENTS, (' from the file "{v}"', ', using the file "{v}"'), says='{verb} the file "{v}"',
        task=_re(r"^(?!.*\b(?:image|graphic|bitmap|picture|movie|sound|audio|video|media|extension|font)s?\b)"),
    ),
    OpenValue(
        _FILE, values.PICTURES, (' from the file "{v}"', ', using the picture "{v}"'), says='{verb} the file "{v}"',
        task=_re(r"\b(?:image|graphic|bitmap|picture)s?\b"),
    ),
    OpenValue(
        _re(rf"\b{_WRITE} (?:the|an?) (?:URL|web address|Internet address|address){_END}"), values.URLS,
        (" to {v}", " that leads to {v}"), says='{verb} "{v}"',
    ),
    OpenValue(
        _re(rf"\b{_WRITE} a value for the variable{_END}"), _NUMBERS, (" with the value {v}", ", with {v} as its value"),
        says='{verb} "{v}" as the value of the variable',
    ),
    OpenValue(
        _re(rf"\b{_WRITE} a (?:new )?percentage{_END}"), values.PERCENTS, (" of {v} percent", ", with {v} percent"), says="{verb} {v}%"
    ),
    OpenValue(
        _re(rf"\b{_WRITE} the (?P<what>word|abbreviation|keyword)(?: (?:that )?you want to \w+| to \w+)?{_END}"), values.WORDS,
        (' for the {what} "{v}"',), says='{verb} "{v}"',
    ),
)  # fmt: skip
