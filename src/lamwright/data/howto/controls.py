"""What is said of controls, in a dialog or in the main window: clicked, filled, ticked, each where the map says that it is."""

from collections.abc import Iterator

from lamwright.actions import ClickInput, ControlRef, SelectOption, SetEditText, TypeText
from lamwright.application_map import MappedControl, plain
from lamwright.data.howto.atlas import LIKENESS, MAIN, TYPES, Atlas, likeness, tab_of, whole
from lamwright.data.howto.draft import UNKNOWN, Draft, Refused
from lamwright.data.howto.plan import Ticked
from lamwright.data.howto.said import Click, Put
from lamwright.data.howto.values import TYPED, value_for

SHOWN_BARS = frozenset({"standard", "formatting", "text formatting", "menu", "status", "tools"})
"""Bars that show from the start."""
CLOSERS = frozenset({"ok", "close", "cancel"})
"""What closes a dialog, whatever it does beside."""
MAY_CLOSE = frozenset({
    "insert", "save", "apply", "yes", "no", "delete", "create", "finish", "replace", "modify", "replace all", "find all",
})  # fmt: skip
"""What closes some dialogs: what is not found in the dialog after it is looked for outside."""
_FILLED = frozenset({"combo box", "entry", "spin button", "text"})


class Controls:
    """Adds to a draft what is to be done with controls. Every method raises Refused where it cannot be done."""

    def __init__(self, atlas: Atlas, draft: Draft) -> None:
        self._atlas = atlas
        self._draft = draft

    def click(self, one: Click) -> None:
        draft = self._draft
        if draft.in_dialog:
            if (draft.place == UNKNOWN and self._click_unknown(one)) or self._click_inside(one):
                return
            if not draft.may_be_closed:
                raise Refused(self._nothing_named(), f"'{one.name}' in {draft.place}")
            draft.leave()
        self._click_outside(one)

    def put(self, one: Put) -> None:
        """Write or choose a value in a box; a value in a list is clicked."""
        place = self._draft.place
        control = self._atlas.find_outside(one.name, TYPES["box"]) if place == MAIN else self._atlas.find(one.name, place, TYPES["box"])
        if control is None and place != MAIN and one.chosen and one.value:
            self.click(Click(one.value, "list", one.name))
            return
        if control is None:
            reason = self._nothing_named() if self._draft.in_dialog else "no box of that name in the main window"
            raise Refused(reason, f"'{one.name}' in {place}")
        self._show(control)
        self._fill(control, one.value, one.name)

    def tick(self, name: str, on: bool) -> None:
        types, place = TYPES["check box"] | {"check menu item"}, self._draft.place
        control = self._atlas.find_outside(name, types) if place == MAIN else self._atlas.find(name, place, types)
        if control is None and on:
            self.click(Click(name))
            return
        if control is None:
            reason = self._nothing_named() if self._draft.in_dialog else "no control of that name in the main window"
            raise Refused(reason, f"'{name}' in {place}")
        self._show(control)
        self._draft.add(Ticked(ControlRef(control.text, control.type), on), control)

    def write(self, text: str) -> None:
        """Type into the document, or into the only entry that the dialog shows."""
        place = self._draft.place
        if place == MAIN:
            self._draft.add(TypeText(text or TYPED))
            if not text:
                self._draft.values.append(("text", TYPED))
            return
        showing = [one for one in self._atlas.inside(place) if tab_of(one.place) in ("", tab_of(place))]
        entries = [one for one in showing if one.type in ("entry", "text") and one.text]
        if len(entries) != 1:
            raise Refused("which box to write into is not said", f"in {place}")
        self._fill(entries[0], text, entries[0].text)

    # in a dialog

    def _nothing_named(self) -> str:
        return "no control of that name in the dialog" if self._atlas.knows(self._draft.place) else "the dialog is not in the map"

    def _click_unknown(self, one: Click) -> bool:
        """A tab, or what closes a dialog, is taken at the document's word where the map has not been in the dialog."""
        if one.kind != "tab" and plain(one.name) not in CLOSERS:
            return False
        self._draft.add(ClickInput(ControlRef(one.name, "page tab" if one.kind == "tab" else "push button")))
        if one.kind != "tab":
            self._draft.leave()
        return True

    def _click_inside(self, one: Click) -> bool:
        """Whether the dialog has what is to be clicked."""
        control = self._inside(one)
        if control is None:
            return self._click_parts(one) or self._choose_by_value(one)
        if plain(control.text) not in CLOSERS | MAY_CLOSE:
            self._draft.check([control.text])
        self._show(control)
        if control.type in _FILLED:
            self._fill(control, "", one.name)
        elif control.type in ("check box", "radio button"):
            self._draft.add(Ticked(ControlRef(control.text, control.type), True), control)
        else:
            self._draft.add(ClickInput(ControlRef(control.text, control.type), double=one.double), control)
            self._went(control)
        return True

    def _inside(self, one: Click) -> MappedControl | None:
        place = self._draft.place
        control = self._atlas.find(one.name, place, TYPES.get(one.kind, frozenset())) or self._atlas.find(one.name, place)
        if control is None and plain(one.name) in CLOSERS | {"help", "reset", "apply"}:
            return MappedControl(one.name, "push button", whole(place))
        return control

    def _click_parts(self, one: Click) -> bool:
        """Whether it is "A and B", both of which are there, or "A or B", of which A is."""
        both = one.name.split(" and ")
        if len(both) > 1 and all(self._atlas.find(part, self._draft.place) for part in both):
            for part in both:
                self.click(Click(part, one.kind))
            return True
        first = one.name.split(" or ")[0]
        return first != one.name and self._click_inside(Click(first, one.kind, one.where, one.double))

    def _choose_by_value(self, one: Click) -> bool:
        """Whether it is an option of a box that is named with it: the map does not have those."""
        box = self._atlas.find(one.where, self._draft.place, {"combo box"}) if one.where and one.kind in ("list", "") else None
        if box is None:
            return False
        self._show(box)
        self._draft.add(SelectOption(ControlRef(box.text, box.type), one.name), box)
        return True

    def _went(self, control: MappedControl) -> None:
        """Follow a click to where it leads."""
        name = plain(control.text)
        if control.type == "page tab":
            self._draft.places[-1] = f"{whole(self._draft.place)}, tab {control.text}"
        elif name in CLOSERS:
            self._draft.leave()
        elif name in MAY_CLOSE:
            self._draft.may_be_closed = True
        else:
            self._draft.enter(control)

    def _show(self, control: MappedControl) -> None:
        """Bring its tab to the front."""
        tab = tab_of(control.place)
        if tab and tab != tab_of(self._draft.place):
            self._draft.places[-1] = control.place
            self._draft.add(ClickInput(ControlRef(tab, "page tab")), self._atlas.find(tab, whole(control.place), {"page tab"}))

    def _fill(self, control: MappedControl, value: str, name: str) -> None:
        """Put the value there, one of ours where the document leaves it open."""
        chosen = value or value_for(control.text, control.type)
        if not chosen:
            raise Refused("what is to be chosen is left open", f"'{name}' in {self._draft.place}")
        if not value:
            self._draft.values.append((control.text.strip("_~: "), chosen))
        ref = ControlRef(control.text, control.type)
        self._draft.add(SelectOption(ref, chosen) if control.type == "combo box" else SetEditText(ref, chosen), control)

    # in the main window

    def _click_outside(self, one: Click) -> None:
        control = self._outside(one)
        if control is None or control.type == "menu":
            raise Refused("no control of that name in the main window", f"'{one.name}'" + (f" ({one.kind})" if one.kind else ""))
        self._draft.check([control.text])
        if control.type in _FILLED:
            self._fill(control, "", one.name)
            return
        for step in self._missing_steps(control):
            self._draft.add(ClickInput(ControlRef(step.text, step.type)), step)
        self._draft.add(ClickInput(ControlRef(control.text, control.type), double=one.double), control)
        self._draft.root = self._draft.root or "tool bar"
        self._draft.enter(control)

    def _outside(self, one: Click) -> MappedControl | None:
        bar, types = self._bar(one.where), TYPES.get(one.kind, frozenset())
        if bar:
            return self._atlas.find(one.name, bar, types)
        found = self._atlas.find_outside(one.name, types) or self._atlas.find_outside(one.name)
        return found or (self._atlas.find_outside(one.name.split(" or ")[0]) if " or " in one.name else None)

    def _bar(self, where: str) -> str:
        """The place of the bar that is named, "" where none is. Raises Refused where the map does not have it."""
        if not where.endswith(" bar"):
            return ""
        name = where.removesuffix(" bar")
        if plain(name) in SHOWN_BARS:
            return MAIN
        for place in self._atlas.places():
            if place.startswith("tool bar ") and likeness(place.removeprefix("tool bar "), name) >= LIKENESS:
                return place
        raise Refused("the bar is not in the map", where)

    def _missing_steps(self, control: MappedControl) -> Iterator[MappedControl]:
        """The clicks that show a bar which does not show at first."""
        if control.place not in (MAIN, *self._draft.places):
            for step in control.path:
                known = next((one for one in self._atlas.map.named(step.text) if one.type == step.type), None)
                yield known or MappedControl(step.text, step.type, MAIN)
