"""From a model's text to an answer of the schema: parsed and validated whole, never repaired, never guessed at.

One liberty is taken: an answer that is one code fence and nothing else is read as what stands in the fence. JSON with a sentence
before or after it is not JSON.
"""

import re
from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import Any

from pydantic import BaseModel, ValidationError

from lamwright.chat.contract import Answer
from lamwright.errors import ModelError

NOT_JSON, WRONG_SCHEMA, UNFIT, REFUSAL, TRUNCATED, EMPTY = "not JSON", "wrong schema", "unfit", "refusal", "truncated", "empty"
BAD_ANSWERS = (NOT_JSON, WRONG_SCHEMA, UNFIT, REFUSAL, TRUNCATED, EMPTY)
"""The reasons by which answers are rejected. `unfit`: of the right form, but the asker's own check found a fault."""
_FENCE = re.compile(r"```(?:json)?[ \t]*\n(.*)\n[ \t]*```", re.DOTALL)
_SHOWN_FAULTS = 3


def read_answer(text: str, schema: type[Answer], check: Callable[[Answer], str]) -> Answer:
    """Raises ModelError whose message tells the model what to mend."""
    bare = text.strip()
    if not bare:
        raise ModelError("The answer is empty.", EMPTY)
    fenced = _FENCE.fullmatch(bare)
    try:
        answer = schema.model_validate_json(fenced[1] if fenced else bare, strict=True)
    except ValidationError as error:
        raise _rejected(error) from error
    fault = check(answer)
    if fault:
        raise ModelError(fault, UNFIT)
    return answer


def _rejected(error: ValidationError) -> ModelError:
    faults = error.errors(include_url=False, include_context=False, include_input=False)
    if faults[0]["type"] == "json_invalid":
        return ModelError("The answer is not one JSON object and nothing else.", NOT_JSON)
    told = "; ".join(f"{'.'.join(map(str, fault['loc'])) or 'the answer'}: {fault['msg']}" for fault in faults[:_SHOWN_FAULTS])
    return ModelError(f"The answer does not fit the schema ({told}).", WRONG_SCHEMA)


@lru_cache(256)
def strict_schema(schema: type[BaseModel]) -> dict[str, Any]:
    """The JSON schema in the part of the language that endpoints enforce: no `oneOf` with discriminator, no defaults, nothing optional.

    Shared between callers: not to be changed.
    """
    strict: dict[str, Any] = _strict(schema.model_json_schema())
    return strict


def _strict(form: Any) -> Any:
    """`properties` and `$defs` hold names, not words of the schema language."""
    if isinstance(form, list):
        return [_strict(item) for item in form]
    if not isinstance(form, Mapping):
        return form
    made: dict[str, Any] = {}
    for key, value in form.items():
        if key in ("properties", "$defs"):
            made[key] = {name: _strict(inner) for name, inner in value.items()}
        elif key not in ("discriminator", "default"):
            made["anyOf" if key == "oneOf" else key] = _strict(value)
    if "properties" in form:
        made |= {"required": list(form["properties"]), "additionalProperties": False}
    return made
