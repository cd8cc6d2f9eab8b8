"""Answers kept by the content of their question, so that asking again costs nothing and ends the same way.

That the model gave no usable answer is kept too; a fault of the endpoint never is, since the question itself may be asked again.
One file an answer, named by the SHA-256 of model, messages, schema and parameters. The endpoint's address is no part of it: the same
model may move. Several processes may share a folder: each writes beside, under a name of its own, then renames. No key and no header
is ever kept.
"""

import hashlib
import json
import os
import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from lamwright.chat.contract import Message
from lamwright.errors import ModelError, RecordError
from lamwright.records import write_whole

_SCHEMA = 1


def question_key(model: str, messages: Sequence[Message], schema: Mapping[str, Any], parameters: Mapping[str, Any]) -> str:
    """The SHA-256 of all that the answer depends on, in hexadecimal; pictures by their own."""
    told = [[message.role, message.text, *(hashlib.sha256(picture).hexdigest() for picture in message.pictures)] for message in messages]
    form = {"model": model, "messages": told, "schema": schema, "parameters": parameters}
    return hashlib.sha256(json.dumps(form, ensure_ascii=False, sort_keys=True).encode("utf-8", "surrogatepass")).hexdigest()


@dataclass(frozen=True, slots=True)
class AnswerCache:
    """A folder of answers."""

    folder: Path

    def get(self, key: str) -> str | None:
        """The model's text, None where there is none or the file is torn or of another schema. Raises the ModelError that was kept."""
        try:
            form = json.loads(self._path(key).read_text("utf-8"))
        except (OSError, ValueError):
            return None
        if not isinstance(form, dict) or form.get("schema") != _SCHEMA:
            return None
        text, given_up, why = form.get("text"), form.get("given_up"), form.get("why")
        if isinstance(given_up, str) and isinstance(why, str):
            raise ModelError(why, given_up)
        return text if isinstance(text, str) else None

    def put(self, key: str, text: str, model: str) -> None:
        """Keep a text that was a usable answer. Raises RecordError where the folder cannot be written."""
        self._keep(key, {"model": model, "text": text})

    def put_given_up(self, key: str, error: ModelError, model: str) -> None:
        """Keep that there was no usable answer, and why. Raises RecordError where the folder cannot be written."""
        self._keep(key, {"model": model, "given_up": error.reason, "why": str(error)})

    def _keep(self, key: str, form: Mapping[str, str]) -> None:
        path = self._path(key)
        beside = path.with_name(f"{path.name}.{os.getpid()}.{threading.get_ident()}")
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            write_whole(beside, json.dumps({"schema": _SCHEMA, **form}, ensure_ascii=False))
            beside.replace(path)
        except OSError as error:
            raise RecordError(f"The answer cannot be kept in {path.parent}: {error.strerror}. Name another folder for answers.") from error

    def _path(self, key: str) -> Path:
        return self.folder / key[:2] / f"{key}.json"
