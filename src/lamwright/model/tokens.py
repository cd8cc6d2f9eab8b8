"""Text to word pieces: the request with places, names and states as bags of pieces."""

import hashlib
import json
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from tokenizers import Tokenizer

from lamwright.errors import UsageError
from lamwright.grammar import Target
from lamwright.model.spans import Request, read_request

Pieces = tuple[int, ...]
NAME_PIECES = 12
STATE_PIECES = 24


class StatePart(NamedTuple):
    """One part of a state's line: its first word ("window", "selected", "on") and the rest."""

    key: Pieces
    rest: Pieces


class Tokens:
    """Word pieces of a BERT vocabulary, remembered per text.

    Raises UsageError where the tokenizer's file cannot be read, or is not the one of that `digest`.
    """

    def __init__(self, file: Path, request_pieces: int = 160, digest: str = "") -> None:
        self.definition = _read_definition(file)
        if digest not in ("", self.digest):
            raise UsageError(f"{file}: this tokenizer is broken or another model's. Fetch or train the model again.")
        self._tokenizer = Tokenizer.from_str(self.definition)
        self._tokenizer.no_padding()
        self._tokenizer.enable_truncation(request_pieces)
        self._pieces = lru_cache(50_000)(self._split)
        self._request = lru_cache(2_000)(self._read)

    @property
    def digest(self) -> str:
        return hashlib.sha256(self.definition.encode()).hexdigest()[:16]

    @property
    def size(self) -> int:
        """How many pieces it knows."""
        return int(self._tokenizer.get_vocab_size())

    @property
    def mask(self) -> int:
        """The piece that stands for a hidden one. Raises UsageError where the vocabulary has none."""
        number = self._tokenizer.token_to_id("[MASK]")
        if number is None:
            raise UsageError("This tokenizer has no piece '[MASK]': the embedded model needs one of BERT's kind.")
        return int(number)

    def request(self, text: str) -> Request:
        return self._request(text)

    def name(self, target: Target) -> Pieces:
        """The words of a control or literal; of the function where it needs no control."""
        return self._pieces(target.text or target.function.replace("_", " "))[:NAME_PIECES]

    def state(self, line: str) -> tuple[StatePart, ...]:
        """The parts of a line of state, in its order."""
        parts = []
        for part in line.split("; "):
            key, _, rest = part.partition(" ")
            parts.append(StatePart(self._pieces(key)[:NAME_PIECES], self._pieces(rest)[:STATE_PIECES]))
        return tuple(parts)

    def _split(self, text: str) -> Pieces:
        return tuple(self._tokenizer.encode(text, add_special_tokens=False).ids)

    def _read(self, text: str) -> Request:
        encoding = self._tokenizer.encode(text)
        return read_request(text, encoding.ids, encoding.offsets)


def _read_definition(file: Path) -> str:
    """The file's text, checked first: the tokenizer itself would only say where its parser stumbled."""
    try:
        text = file.read_text(encoding="utf-8")
        kind = json.loads(text)["model"]["type"]
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise UsageError(f"{file}: this is not a tokenizer ({error}). Fetch or train the model again.") from error
    if kind != "WordPiece":
        raise UsageError(f"{file}: a WordPiece tokenizer is needed, this is {kind}. Fetch or train the model again.")
    return text
