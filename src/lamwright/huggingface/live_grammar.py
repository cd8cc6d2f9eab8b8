"""The grammar of one answer: only actions of the live window can be written, in the one JSON form."""

import json
from collections import defaultdict
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import Any

from lamwright.actions import FUNCTIONS
from lamwright.errors import UsageError
from lamwright.grammar import FOLLOW, Target, arguments

STRING_LETTERS = 400
"""The longest text that an argument may have."""
LONGEST_PLAN = 40
_STRING = rf'/"([^"\\\x00-\x1F\x7F]|\\["\\nt]){{1,{STRING_LETTERS}}}"/'
_ARGS, _TABLE = ', "args": ', '{"number": '
_CLICKS: tuple[dict[str, object], ...] = ({}, {"double": True}, {"button": "right"})


def action_grammar(targets: Iterable[Target]) -> str:
    """The Lark grammar of the actions that these targets allow. Raises UsageError where they allow none."""
    controls: dict[str, dict[str, None]] = defaultdict(dict)
    for target in targets:
        if target.function != FOLLOW:
            controls[target.function][_quoted(_control(target))] = None
    if not controls:
        raise UsageError("Nothing can be done here: the window has no controls, and no function is allowed.")
    rules = [f"start: {' | '.join(f'f_{name}' for name in controls)}"]
    for name, allowed in controls.items():
        head, tail = _quoted(f'{{"function": "{name}", "control": '), _quoted(f', "status": "{FUNCTIONS[name].status}"}}')
        rules.append(f"f_{name}: {head} c_{name} {_quoted(_ARGS)} {_arguments(name)} {tail}")
        rules.append(f"c_{name}: {' | '.join(allowed)}")
    return "\n".join((*rules, f"STRING: {_STRING}", "NUMBER: /[1-9][0-9]?/", ""))


def plan_grammar() -> str:
    """The Lark grammar of a plan: a list of sentences."""
    return f'start: "[" STRING (", " STRING){{0,{LONGEST_PLAN - 1}}} "]"\nSTRING: {_STRING}\n'


def _control(target: Target) -> str:
    return json.dumps({"text": target.text, "type": target.type}, ensure_ascii=False) if target.text else "null"


def _arguments(function: str) -> str:
    """What stands in "args": a choice of whole objects, or an object with its values written out."""
    if function == "click_input":
        return f"({' | '.join(_quoted(json.dumps(form)) for form in _CLICKS)})"
    if function == "select_table":
        return f"({_quoted('{}')} | {_quoted(_TABLE)} NUMBER {_quoted('}')})"
    parts: list[str] = []
    for number, argument in enumerate(arguments(Target(function))):
        begin = ", " if number else "{"
        values = [_quoted(json.dumps(literal, ensure_ascii=False)) for literal in argument.literals]
        parts += [_quoted(f"{begin}{json.dumps(argument.name)}: "), f"({' | '.join([*values, *(['STRING'] if argument.span else [])])})"]
    return " ".join((*parts, _quoted("}"))) if parts else _quoted("{}")


def _quoted(text: str) -> str:
    """A literal of Lark."""
    return json.dumps(text, ensure_ascii=False)


class Grammars:
    """Makes matchers for one tokenizer. Grammars of windows that were seen before are at hand."""

    def __init__(self, tokenizer: Any, vocabulary: int) -> None:
        import llguidance
        import llguidance.hf

        self._matcher = llguidance.LLMatcher
        self._tokenizer = llguidance.hf.from_tokenizer(tokenizer, n_vocab=vocabulary, eos_token=tokenizer.eos_token_id)
        self._compiled = lru_cache(maxsize=64)(self._compile)

    def action(self, targets: Sequence[Target]) -> Any:
        """A fresh matcher of the actions allowed."""
        return self._compiled(tuple(targets)).deep_copy()

    def plan(self) -> Any:
        return self._compiled(None).deep_copy()

    def _compile(self, targets: tuple[Target, ...] | None) -> Any:
        source = plan_grammar() if targets is None else action_grammar(targets)
        matcher = self._matcher(self._tokenizer, self._matcher.grammar_from_lark(source))
        if matcher.is_error():
            raise UsageError(f"The window cannot be made into a grammar: {matcher.get_error()}")
        return matcher
