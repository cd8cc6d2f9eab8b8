"""Any folder of HTML or Markdown: lists under headings, and sentences that tell how to do something."""

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from lxml.etree import _Element as Element

from lamwright.data.documents.blocks import read_blocks
from lamwright.data.documents.howto import HowTo, sound
from lamwright.data.documents.pages import Unreadable, files_below, parse_html, read_text
from lamwright.data.documents.told import Told, told
from lamwright.data.plans.funnel import Funnel
from lamwright.errors import UsageError

HTML, MARKDOWN = (".html", ".htm", ".xhtml"), (".md", ".markdown")
UNSTATED = "not stated"
STAGE = "read files"


def read_folder(folder: Path, funnel: Funnel, application: str) -> Iterator[HowTo]:
    """The how-tos of every page below the folder, a page at a time. Raises UsageError where there is none."""
    if not folder.is_dir():
        raise UsageError(f"{folder} is no folder. Name one that holds HTML or Markdown files.")
    found = False
    for path in files_below(folder):
        if path.suffix.casefold() not in HTML + MARKDOWN:
            funnel.rejected(STAGE, "neither HTML nor Markdown")
            continue
        found = True
        try:
            tree = page_tree(path)
        except Unreadable as unreadable:
            funnel.rejected(STAGE, unreadable.reason)
            continue
        funnel.passed(STAGE)
        yield from _how_tos(tree, sound(path.relative_to(folder).as_posix()), application)
    if not found:
        raise UsageError(f"{folder} holds no HTML or Markdown file (*.html, *.htm, *.md). Name a folder that does.")


def page_tree(path: Path) -> Element:
    """The page as a tree of HTML. Raises Unreadable."""
    text = read_text(path)
    if path.suffix.casefold() in MARKDOWN:
        from markdown_it import MarkdownIt

        text = MarkdownIt().render(text)
    return parse_html(text)


def _how_tos(tree: Element, origin: str, application: str) -> Iterator[HowTo]:
    title = " ".join((tree.findtext(".//title") or "").split())
    licence = next((link.get("href", "") for link in tree.iter("link", "a") if (link.get("rel") or "").casefold() == "license"), "")
    author = next((meta.get("content", "") for meta in tree.iter("meta") if (meta.get("name") or "").casefold() == "author"), "")
    numbers: Counter[str] = Counter()
    for found in told(read_blocks(tree), is_own=True):
        numbers[found.form] += 1
        name = f"{found.form}/{numbers[found.form]}"
        yield _how_to(found, origin, name, title, licence or UNSTATED, author or origin, application)


def _how_to(found: Told, origin: str, name: str, title: str, licence: str, attribution: str, application: str) -> HowTo:
    return HowTo(
        title=found.title or title,
        steps=found.steps,
        source="folder",
        origin=origin,
        licence=licence,
        attribution=attribution,
        application=application,
        form=found.form,
        name=name,
        context=(title, *found.context),
    )
