"""What a how-to says, over the application map: a plan of actions, or the reason why there is none.

The place that the plan has come to (main window, dialog, tab) is followed on the way, so that "Name" is looked for where it shows.
"""

import re
from collections.abc import Callable, Sequence

from lamwright.actions import Action, ClickInput, ControlRef, KeyboardInput, TypeText
from lamwright.application_map import plain
from lamwright.data.howto import scenes
from lamwright.data.howto.atlas import LIKENESS, MAIN, Atlas, Way, every_name, likeness
from lamwright.data.howto.clauses import said
from lamwright.data.howto.controls import Controls
from lamwright.data.howto.draft import LEAVES, UNKNOWN, Draft, Refused
from lamwright.data.howto.plan import OPEN_GROUP, OPTIONS, PARSED, SHORTCUTS, Discarded, Done, Planned
from lamwright.data.howto.said import Choose, Click, Context, Place, Press, Put, Said, Select, Skipped, Tick, Unclear, Write
from lamwright.data.howto.values import TYPED

CONTEXT_KEYS = "shift+F10"
LEAVING_KEYS = frozenset({
    "ctrl+o", "ctrl+s", "ctrl+shift+s", "shift+ctrl+s", "ctrl+q", "ctrl+w", "ctrl+n", "ctrl+shift+n", "shift+ctrl+n", "ctrl+p", "alt+F4",
    "ctrl+F4", "F1", "ctrl+shift+q", "shift+ctrl+q", "ctrl+shift+o", "shift+ctrl+o", "ctrl+shift+j", "alt+F11", "ctrl+shift+F4",
    "shift+ctrl+r",
})  # fmt: skip
"""Keys for what the deny list has by name."""
_NO_CONTEXT = re.compile(r"\b(?:style|styles|entry|file|template|icon|bar|toolbar|ruler|tab|database|header of|navigator)\b", re.IGNORECASE)
"""What has a context menu that is not the document's."""
_CONTEXTS = (("cell", r"table|cell|row|column"), ("object", r"image|object|frame|picture|graphic|chart|shape"))
_PART = re.compile(r" (tab page|tab|button|page)$")


def plan_of(steps: Sequence[str], title: str, atlas: Atlas, is_denied: Callable[[Sequence[str]], bool]) -> Planned | Discarded:
    """The plan of a how-to's steps on a template that suits it, or why there is none."""
    told = [one for step in steps for one in said(step)]
    unclear = next((one for one in told if isinstance(one, Unclear)), None)
    if unclear:
        return Discarded(unclear.reason, unclear.words, PARSED)
    if all(isinstance(one, Skipped) for one in told):
        return Discarded("nothing is told to be done", "", PARSED)
    try:
        return _grounded(told, " ".join((title, *steps)), atlas, is_denied)
    except Refused as refused:
        return refused.discarded


def _grounded(told: Sequence[Said], words: str, atlas: Atlas, is_denied: Callable[[Sequence[str]], bool]) -> Planned:
    """On the template that the words call for; on another one where the map says that the controls need that. Raises Refused."""
    need = scenes.need_of(words)
    first = _Grounding(atlas, Draft(is_denied), scenes.scene(need))
    first.all(told)
    conditions = first.conditions
    better = scenes.need_of(words, conditions)
    if better == need:
        return first.planned(conditions)
    second = _Grounding(atlas, Draft(is_denied), scenes.scene(better))
    second.all(told)
    return second.planned(conditions)


class _Grounding:
    """One how-to on its way to a plan. Methods raise Refused where something cannot be done."""

    def __init__(self, atlas: Atlas, draft: Draft, scene: scenes.Scene) -> None:
        self._atlas = atlas
        self._draft = draft
        self._scene = scene
        self._controls = Controls(atlas, draft)

    @property
    def conditions(self) -> list[str]:
        """What the controls need, by the map."""
        return [one.control.condition for one in self._draft.done if one.control and one.control.condition]

    def planned(self, conditions: Sequence[str]) -> Planned:
        draft = self._draft
        if all(one.prepared for one in draft.done):
            raise Refused("nothing is done in it", "")
        before = [] if draft.selected else [Done(action, None, MAIN, prepared=True) for action in self._preparation(conditions)]
        return Planned(self._scene.template, (*before, *draft.done), tuple(draft.values), tuple(draft.skipped))

    def all(self, told: Sequence[Said]) -> None:
        for one in told:
            self._one(one)

    def _one(self, one: Said) -> None:
        match one:
            case Skipped(reason=reason):
                self._draft.skipped.append(reason)
            case Choose(names=names):
                self._choose(names)
            case Click():
                self._click(one)
            case Put():
                self._controls.put(one)
            case Tick(name=name, on=on):
                self._controls.tick(name, on)
            case Press(keys=keys):
                self._press(keys)
            case Write(text=text):
                self._controls.write(text)
            case Select(what=what):
                self._arrange(scenes.select(what, self._scene), f"select: {what}")
            case Place(where=where):
                self._arrange(scenes.put_cursor(where, self._scene), f"put the cursor: {where}")
            case Context(what=what):
                self._context(what)
            case Unclear(reason=reason, words=words):
                raise Refused(reason, words)

    def _click(self, one: Click) -> None:
        if self._draft.in_context_menu:
            self._choose_in_context((one.name,))
        else:
            self._controls.click(one)

    # menus

    def _choose(self, names: Sequence[str]) -> None:
        if self._draft.in_context_menu:
            self._choose_in_context(names)
        elif len(names) == 1:
            self._click(Click(names[0]))
        else:
            self._draft.leave_dialogs(" - ".join(names), "a dialog is still open when a menu is to be used")
            self._go(self._way(names))

    def _way(self, names: Sequence[str]) -> Way:
        for some in every_name(names):
            way = self._atlas.menu(some)
            if way and way.control.type != "menu":
                self._draft.check([control.text for control in (*way.path, way.control)])
                return way
        menu = self._atlas.menu(names)
        self._draft.check([control.text for control in (*menu.path, menu.control)] if menu else names)
        raise Refused("what is named is a menu, not a command" if menu else "there is no such command in the menus", " - ".join(names))

    def _go(self, way: Way) -> None:
        for control in (*way.path, way.control):
            self._draft.add(ClickInput(ControlRef(control.text, control.type)), control)
        self._draft.root = way.path[0].text if way.path else ""
        self._draft.enter(way.control)
        if way.rest and self._draft.place.startswith(OPTIONS):
            self._choose_page(way.rest)
            return
        for name in way.rest:
            part = _PART.search(name)
            kind = part[1] if part else ""
            self._click(Click(_PART.sub("", name), "button" if kind == "button" else "tab" if part else ""))

    def _choose_page(self, names: Sequence[str]) -> None:
        """A page of the options, in a tree: what stands open at first is closed, since pages of several groups have the same names."""
        draft, place = self._draft, self._draft.place
        rows = [self._atlas.find(name, place, {"list item"}) for name in (names[0].split("/")[0], names[0])]
        group = next(filter(None, rows), None)
        if group is None:
            raise Refused("no such page in the options", " - ".join(names))
        if len(names) > 1 and group.text != OPEN_GROUP:
            draft.add(ClickInput(ControlRef(OPEN_GROUP, "list item"), double=True))
        if group.text != OPEN_GROUP or len(names) == 1:
            draft.add(ClickInput(ControlRef(group.text, group.type), double=len(names) > 1), group)
        if len(names) > 1:
            page = _PART.sub("", names[1])
            draft.add(ClickInput(ControlRef(page, "list item")))
            draft.places[-1] = f"{OPTIONS} - {group.text} - {page}"
        for name in names[2:]:
            self._click(Click(_PART.sub("", name)))

    def _context(self, what: str) -> None:
        if _NO_CONTEXT.search(what):
            raise Refused("the context menu is not that of the document", what)
        if not self._draft.selected:
            kind = next((kind for kind, pattern in _CONTEXTS if re.search(pattern, what)), "text")
            self._arrange(scenes.select(kind, self._scene) if kind == "object" else scenes.put_cursor(kind, self._scene), what)
        self._draft.add(KeyboardInput(CONTEXT_KEYS))
        self._draft.in_context_menu = True

    def _choose_in_context(self, names: Sequence[str]) -> None:
        """Names are matched in the live menu; where a click leads is known where the menus of the window have the same command."""
        self._draft.in_context_menu = False
        self._draft.check(names)
        items = [name for name in names if not name.endswith(" tab")] or list(names)
        for name in items:
            self._draft.add(ClickInput(ControlRef(name, "")))
        known = [one for one in self._atlas.map.controls if one.opens.startswith("dialog") and likeness(one.text, items[-1]) >= LIKENESS]
        if known:
            self._draft.enter(known[0])
        elif items != list(names):
            self._draft.places.append(UNKNOWN)
        for name in names[len(items) :]:
            self._click(Click(name.removesuffix(" tab"), "tab"))

    # keys, and what stands in the document

    def _press(self, keys: str) -> None:
        if keys in LEAVING_KEYS:
            raise Refused(LEAVES, keys)
        self._draft.add(KeyboardInput(keys))
        if self._draft.in_dialog and keys in ("Return", "Escape"):
            self._draft.leave()
            return
        names = SHORTCUTS.get("+".join([*sorted(keys.split("+")[:-1]), keys.split("+")[-1]]))
        way = self._atlas.menu(names) if names else None
        if way:
            self._draft.root = way.path[0].text if way.path else ""
            self._draft.enter(way.control)

    def _arrange(self, actions: tuple[Action, ...] | None, words: str) -> None:
        """Select, or put the cursor somewhere."""
        self._draft.leave_dialogs(words, "what is to be selected in the dialog is left open")
        if actions is None:
            raise Refused("no template has it", words)
        self._draft.selected = True
        self._draft.done += [Done(action, None, MAIN, prepared=True) for action in actions]

    def _needs_first(self) -> tuple[Action, ...] | None:
        """What has to be done before commands that work on what was done, copied or selected; none where there is no such command."""
        controls = (getattr(one.deed, "control", None) for one in self._draft.done)
        names = {plain(control.text) for control in controls if control}
        keys = {one.deed.keys for one in self._draft.done if isinstance(one.deed, KeyboardInput)}
        text = scenes.select("text", self._scene) or ()
        if any("paste" in name for name in names) or keys & {"ctrl+v", "ctrl+shift+v", "shift+ctrl+v"}:
            return (*text, KeyboardInput("ctrl+c"), KeyboardInput("End"))
        if names & {"cut", "copy"} or keys & {"ctrl+x", "ctrl+c"}:
            return text
        if names & {"undo", "redo", "repeat"} or keys & {"ctrl+z", "ctrl+y"}:
            undone = (KeyboardInput("ctrl+z"),) if "redo" in names or "ctrl+y" in keys else ()
            return (*(scenes.put_cursor("text", self._scene) or ()), TypeText(TYPED), *undone)
        return None

    def _preparation(self, conditions: Sequence[str]) -> tuple[Action, ...]:
        """What is selected, or where the cursor is put, where the how-to takes that for granted."""
        need, root, scene = scenes.need_of("", conditions), self._draft.root, self._scene
        first = self._needs_first()
        if first is not None:
            return first
        if scene.object_keys and (need in ("shape", "textbox", "chart") or root == "Format"):
            return scenes.select("object", scene) or ()
        if scenes.has_table(scene) and (need == "table" or root == "Table"):
            return (scenes.put_cursor("cell", scene) if root == "Table" else scenes.select("cell", scene)) or ()
        if root in ("Format", "Styles", "tool bar") or any("selected" in one for one in conditions):
            return scenes.select("text" if "selected" in " ".join(conditions) else "paragraph", scene) or ()
        return scenes.put_cursor("text", scene) or ()
