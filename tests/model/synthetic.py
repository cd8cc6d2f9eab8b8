"""An invented word processor: requests with their expert steps, for tests and for developing the model without an application."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random

from lamwright.actions import (
    Action,
    ClickInput,
    ControlRef,
    Finish,
    GiveUp,
    KeyboardInput,
    SelectOption,
    SelectParagraph,
    SelectText,
    SetEditText,
    TypeText,
    action_from_json,
)
from lamwright.example import EpisodeExample, StepExample
from lamwright.grammar import Target, target_of

PLANS = Path(__file__).with_name("plans.txt")
FONTS = ("DejaVu Sans", "DejaVu Serif", "Liberation Mono", "Carlito", "Arial", "Georgia", "Courier New", "Times New Roman", "Verdana")
ORDINALS = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh")
SLOTS = (
    "text", "paragraph", "item", "new", "note", "find", "replace", "font", "size", "level", "rows", "columns", "cell", "url", "name",
    "percent", "margin", "paper", "symbol",
)  # fmt: skip
FUNCTIONS = (
    "keyboard_input", "type_text", "select_text", "select_paragraph", "select_table", "select_cell", "insert_table", "set_font",
    "set_font_size", "save_as", "finish", "give_up",
)  # fmt: skip
FEW_WORDINGS: Mapping[str, Sequence[str]] = {
    "bold_text": ("Make {text} bold", 'bold "{text}" please', "could you put {text} in bold type"),
    "italic_text": ("Put {text} in italics", 'make "{text}" slanted', "italics for {text}"),
    "center_paragraph": ("Centre {paragraph}", "put {paragraph} in the middle", "{paragraph} should be centred"),
    "replace_all": ("Replace {find} with {replace} everywhere", 'change every "{find}" to "{replace}"', "swap {find} for {replace}"),
    "title_paragraph": ("Make {paragraph} the title", "give {paragraph} the title style", "{paragraph} is the title"),
    "insert_date": ("Insert the date", "put today's date in", "add the current date"),
    "save_docx": ("Save it as a Word file called {name}", "store this for Word as {name}", "save a docx named {name}"),
}


@dataclass(frozen=True, slots=True)
class Click:
    """One line of a plan: an action with blanks, and the window that it leaves open."""

    verb: str
    rest: str


def read_plans() -> dict[str, tuple[Click, ...]]:
    plans = {}
    for line in PLANS.read_text(encoding="utf-8").splitlines():
        if not line.startswith("#"):
            kind, _, steps = line.partition(": ")
            parts = (step.strip().partition(" ") for step in steps.split(";"))
            plans[kind] = tuple(Click(verb, rest) for verb, _, rest in parts)
    return plans


TYPES = {"bar": "toggle button", "push": "push button", "check": "check box", "radio": "radio button", "tab": "page tab"}


class World:
    """The windows of the invented application: which targets each offers, gathered from all plans."""

    def __init__(self, plans: Mapping[str, tuple[Click, ...]]) -> None:
        self._targets: dict[str, dict[Target, None]] = {"": {Target("click_input", f"Tool {n}", "push button"): None for n in range(20)}}
        for plan in plans.values():
            for window, action in walk(plan, {}):
                if "control" in action.__dataclass_fields__:
                    self._targets.setdefault(window, {})[target_of(action)] = None

    def targets(self, window: str) -> tuple[Target, ...]:
        inside_menus = {t: None for name in _ancestors(window) for t in self._targets.get(name, {})}
        return (*inside_menus, *(Target(function) for function in FUNCTIONS))


def _ancestors(window: str) -> Iterator[str]:
    """A dialog stands alone; an open menu shows itself, the menus above it and the main window."""
    yield ""
    if window.startswith("dialog "):
        yield window
        return
    parts = window.split("/") if window else []
    for end in range(1, len(parts) + 1):
        yield "/".join(parts[:end])


def walk(plan: Sequence[Click], fill: Mapping[str, str]) -> Iterator[tuple[str, Action]]:
    """Each action of a plan with the window it is done in; empty for the main window, a path for an open menu."""
    window = ""
    for click in plan:
        rest = click.rest
        for slot, value in fill.items():
            rest = rest.replace("{" + slot + "}", value)
        if click.verb == "dialog":
            window = f"dialog {rest}"
        elif click.verb == "menu":
            path = rest.split("/")
            for depth, name in enumerate(path):
                yield "/".join(path[:depth]), ClickInput(ControlRef(name, "menu" if depth < len(path) - 1 else "menu item"))
        else:
            yield window, _action(click.verb, rest, fill)
            if rest in {"OK", "Close", "Insert"}:
                window = ""


def _action(verb: str, rest: str, fill: Mapping[str, str]) -> Action:
    if verb in TYPES:
        return ClickInput(ControlRef(rest, TYPES[verb]))
    if verb == "native":
        function, *pairs = rest.split(" ", 1)
        return action_from_json({"function": function, "args": _arguments(pairs[0])})
    name, _, value = rest.partition("=")
    match verb:
        case "text":
            return SelectText(fill.get("text", ""))
        case "par" | "item":
            return SelectParagraph(fill.get("paragraph" if verb == "par" else "item", ""))
        case "all":
            return KeyboardInput("ctrl+a")
        case "key":
            return KeyboardInput(rest)
        case "type":
            return TypeText(rest)
        case "set":
            return SetEditText(ControlRef(name, "entry"), value)
        case "pick":
            return SelectOption(ControlRef(name, "combo box"), value)
    raise ValueError(f"plans.txt: unknown verb {verb!r}")


def _arguments(text: str) -> dict[str, object]:
    """Such as rows=3 columns=4: values may hold spaces, so each runs up to the next name with its sign."""
    arguments: dict[str, object] = {}
    key = ""
    for word in text.split(" "):
        if (
            "=" in word
            and word.split("=")[0].isalpha()
            and word.split("=")[0] in {"name", "size", "rows", "columns", "cell", "format", "number"}
        ):
            key, _, value = word.partition("=")
            arguments[key] = value
        else:
            arguments[key] = f"{arguments[key]} {word}"
    if "number" in arguments:
        arguments["number"] = int(str(arguments["number"]))
    return arguments


class Filler:
    """Random values for the slots of a wording."""

    def __init__(self, words: Sequence[str], wordings: Mapping[str, Sequence[str]]) -> None:
        self._words = words
        self._references = [w for kind, ws in wordings.items() if kind.startswith("reference") for w in ws] or ["the {ordinal} paragraph"]
        self._items = [w for kind, ws in wordings.items() if kind.startswith("item_") for w in ws] or ["the {ordinal} item"]

    def phrase(self, rng: Random, low: int = 1, high: int = 4) -> str:
        words = [rng.choice(self._words) for _ in range(rng.randint(low, high))]
        style = rng.random()
        if style < 0.25:
            words[0] = words[0].capitalize()
        elif style < 0.35:
            words = [word.capitalize() for word in words]
        return " ".join(words)

    def value(self, slot: str, rng: Random) -> str:
        match slot:
            case "paragraph":
                return self._reference(rng, self._references)
            case "item":
                return self._reference(rng, self._items)
            case "new" | "note":
                return self.phrase(rng, 1, 8)
            case "find" | "replace":
                return self.phrase(rng, 1, 2)
            case "font":
                return rng.choice(FONTS)
            case "size":
                return str(rng.randint(7, 48))
            case "level":
                return str(rng.randint(1, 3))
            case "rows" | "columns":
                return rng.choice((str(rng.randint(1, 9)), rng.choice(("two", "three", "four", "five", "six"))))
            case "cell":
                return rng.choice("ABCD") + str(rng.randint(1, 6))
            case "url":
                return f"https://{rng.choice(self._words)}.{rng.choice(('org', 'com', 'net'))}" + rng.choice(
                    ("", f"/{rng.choice(self._words)}")
                )
            case "percent":
                return str(rng.randint(5, 40) * 5)
            case "margin":
                return rng.choice(("1", "2", "3", "1.5", "2.5"))
            case "paper":
                return rng.choice(("A3", "A4", "A5", "Letter", "Legal"))
            case "symbol":
                return rng.choice("€©°£§±")
            case "name":
                return self.phrase(rng, 1, 2)
        return self.phrase(rng)

    def _reference(self, rng: Random, among: Sequence[str]) -> str:
        text = rng.choice(among)
        blanks = {"ordinal": rng.choice(ORDINALS), "number": str(rng.randint(1, 7)), "topic": self.phrase(rng, 1, 2).lower()}
        for slot, value in {**blanks, "words": self.phrase(rng, 1, 3), "start": self.phrase(rng, 1, 3)}.items():
            text = text.replace("{" + slot + "}", value)
        return text


class Synthetic:
    """An endless stream of examples: `sample(rng)`."""

    def __init__(self, wordings: Mapping[str, Sequence[str]], words: Sequence[str], joined: float = 0.0, impossible: float = 0.0) -> None:
        self.plans = {kind: plan for kind, plan in read_plans().items() if kind in wordings}
        self._wordings, self._filler, self._world = wordings, Filler(words, wordings), World(self.plans)
        self._joined, self._impossible = joined, impossible
        self._kinds = tuple(self.plans)

    def sample(self, rng: Random) -> EpisodeExample:
        chance = rng.random()
        if chance < self._impossible:
            return self._episode(rng.choice(self._wordings["impossible"]), [("", GiveUp())], rng, finish=False)
        if chance < self._impossible + self._joined:
            return self._join(rng)
        kind = rng.choice(self._kinds)
        return self.of_kind(kind, rng.choice(self._wordings[kind]), rng)

    def of_kind(self, kind: str, wording: str, rng: Random) -> EpisodeExample:
        request, steps = self._part(kind, wording, rng)
        return self._episode(request, steps, rng)

    def _part(self, kind: str, wording: str, rng: Random) -> tuple[str, list[tuple[str, Action]]]:
        fill: dict[str, str] = {}
        request = wording
        for slot in SLOTS:
            if "{" + slot + "}" in wording:
                fill[slot] = self._filler.value(slot, rng)
                request = request.replace("{" + slot + "}", fill[slot])
        return request, list(walk(self.plans[kind], fill))

    def _join(self, rng: Random) -> EpisodeExample:
        names, form = (("a", "b"), "joined_two") if rng.random() < 0.75 else (("a", "b", "c"), "joined_three")
        request = rng.choice(self._wordings[form])
        steps: list[tuple[str, Action]] = []
        for name in names:
            kind = rng.choice(self._kinds)
            part, more = self._part(kind, rng.choice(self._wordings[kind]), rng)
            request = request.replace("{" + name + "}", part.rstrip(".!? "))
            steps += more
        return self._episode(request, steps, rng)

    def _episode(self, request: str, steps: list[tuple[str, Action]], rng: Random, finish: bool = True) -> EpisodeExample:
        examples = []
        selection = ""
        on = rng.sample(("Bold", "Italic", "Align Left", "Formatting Marks", "Ruler", "Status Bar"), rng.randint(0, 3))
        for window, action in [*steps, ("", Finish())] if finish else steps:
            title = window if window.startswith("dialog ") else "window document"
            state = "; ".join([title, *([f"selected {selection[:40]}"] if selection else []), *([f"on {', '.join(on)}"] if on else [])])
            examples.append(StepExample(state, self._world.targets(window), action))
            if isinstance(action, SelectText | SelectParagraph):
                selection = (
                    action.text
                    if isinstance(action, SelectText)
                    else rng.choice(("The meeting will take", "Dear friends of the", "Our costs"))
                )
            elif isinstance(action, KeyboardInput | TypeText):
                selection = ""
        return EpisodeExample(request, tuple(examples))
