"""schema.org HowTo in a saved page: as JSON-LD, or as microdata."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from lxml import html
from lxml.etree import LxmlError
from lxml.etree import _Element as Element

from lamwright.data.documents.howto import tidy

MOST_DEPTH = 12


@dataclass(frozen=True, slots=True)
class Structured:
    """A HowTo, or one section of it. `section` is the section's name, "" where there are none."""

    name: str
    section: str
    steps: tuple[str, ...]
    licence: str = ""
    author: str = ""


def structured_how_tos(tree: Element) -> Iterator[Structured]:
    for script in tree.iter("script"):
        if (script.get("type") or "").casefold().startswith("application/ld+json"):
            try:
                yield from from_json(json.loads(script.text or ""))
            except (ValueError, RecursionError):
                continue
    for element in tree.iter():
        if isinstance(element.tag, str) and (element.get("itemtype") or "").rstrip("/").endswith("schema.org/HowTo"):
            yield from _from_microdata(element)


def from_json(form: Any, depth: int = 0) -> Iterator[Structured]:
    """Every HowTo object in the JSON, however deep it lies (up to 12)."""
    if depth > MOST_DEPTH:
        return
    if isinstance(form, list):
        for each in form:
            yield from from_json(each, depth + 1)
    elif isinstance(form, dict):
        kinds = form.get("@type")
        if "HowTo" in (kinds if isinstance(kinds, list) else [kinds]):
            yield from _sections(form)
        else:
            for each in form.values():
                yield from from_json(each, depth + 1)


def _sections(form: dict[str, Any]) -> Iterator[Structured]:
    name, licence, author = _text(form.get("name")), _text(form.get("license")), _text(form.get("author"))
    steps = form.get("step", form.get("steps", []))
    loose: list[str] = []
    for step in steps if isinstance(steps, list) else [steps]:
        if isinstance(step, dict) and step.get("@type") == "HowToSection":
            inner = tuple(text for each in _listed(step) if (text := _step(each)))
            yield Structured(name, _text(step.get("name")), inner, licence, author)
        elif text := _step(step):
            loose.append(text)
    if loose:
        yield Structured(name, "", tuple(loose), licence, author)


def _listed(step: dict[str, Any]) -> list[Any]:
    elements = step.get("itemListElement", step.get("step", []))
    return elements if isinstance(elements, list) else [elements]


def _step(step: Any) -> str:
    if isinstance(step, dict):
        told = _text(step.get("text")) or _text(step.get("name"))
        return told or " ".join(text for each in _listed(step) if (text := _step(each)))
    return _text(step)


def _text(value: Any) -> str:
    """Plain text of what may hold HTML; the name of an object."""
    if isinstance(value, dict):
        return _text(value.get("name") or value.get("url"))
    if not isinstance(value, str) or not value.strip():
        return ""
    if "<" not in value:
        return tidy(value)
    try:
        return tidy(html.fromstring(f"<div>{value}</div>").text_content())
    except (LxmlError, ValueError):
        return tidy(value)


def _from_microdata(element: Element) -> Iterator[Structured]:
    name = next((_content(each) for each in _properties(element, "name")), "")
    licence = next((each.get("href") or _content(each) for each in _properties(element, "license")), "")
    author = next((_content(each) for each in _properties(element, "author")), "")
    steps = (next((_content(text) for text in _properties(each, "text")), "") or _content(each) for each in _properties(element, "step"))
    yield Structured(name, "", tuple(step for step in steps if step), licence, author)


def _properties(item: Element, name: str) -> Iterator[Element]:
    """The elements that hold a property of the item itself, not of an item in it."""
    for child in item:
        if not isinstance(child.tag, str):
            continue
        if name in (child.get("itemprop") or "").split():
            yield child
        elif child.get("itemscope") is None:
            yield from _properties(child, name)


def _content(element: Element) -> str:
    return tidy(element.get("content") or element.text_content())
