"""LibreOffice Help as Debian installs it: a page a topic, applications by folder."""

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from lxml.etree import _Element as Element

from lamwright.data.documents.blocks import read_blocks
from lamwright.data.documents.howto import HowTo, sound
from lamwright.data.documents.pages import Unreadable, parse_html, read_text
from lamwright.data.documents.told import Told, told
from lamwright.data.plans.funnel import Funnel
from lamwright.errors import PrerequisiteError

HELP = Path("/usr/share/libreoffice/help/en-US/text")
INSTALL_LINE = "apt-get install --no-install-recommends libreoffice-help-en-us"
LICENCE = "MPL-2.0"
ATTRIBUTION = "LibreOffice Help, by the LibreOffice contributors and The Document Foundation"
APPLICATIONS = {
    "swriter": "writer", "shared": "writer", "scalc": "calc", "simpress": "impress", "sdraw": "draw", "smath": "math", "schart": "chart",
    "sdatabase": "base", "sbasic": "basic",
}  # fmt: skip
"""What the pages of a folder are about; those of `shared` are about all applications, Writer among them."""
STAGE = "read pages"


def read_help(funnel: Funnel, folder: Path = HELP) -> Iterator[HowTo]:
    """The how-tos of every page, a page at a time. Raises PrerequisiteError where the help is not installed."""
    if not folder.is_dir():
        raise PrerequisiteError(f"LibreOffice Help is not in {folder}. On Debian or Ubuntu run: {INSTALL_LINE}")
    for path in sorted(folder.rglob("*.html")):
        try:
            tree = parse_html(read_text(path))
        except Unreadable as unreadable:
            funnel.rejected(STAGE, unreadable.reason)
            continue
        funnel.passed(STAGE)
        yield from page_how_tos(tree, path.relative_to(folder))


def page_how_tos(tree: Element, path: Path) -> Iterator[HowTo]:
    """The page's how-tos, named by form and number: "list/2"."""
    body = tree.find(".//div[@id='DisplayArea']")
    if body is None:
        return
    title = " ".join((tree.findtext(".//title") or "").split())
    keywords = tuple(meta.get("content", "") for meta in body.iter("meta") if meta.get("itemprop") == "keywords")
    numbers: Counter[str] = Counter()
    is_snippets = path.parent.name == "00"
    every = tuple(told(read_blocks(body)))
    reached = next((found.steps[0] for found in every if found.form == "access"), "")
    for found in every:
        if is_snippets and found.form != "list":
            continue
        numbers[found.form] += 1
        yield _how_to(found, path, f"{found.form}/{numbers[found.form]}", title, keywords, reached)


def _how_to(found: Told, path: Path, name: str, title: str, keywords: tuple[str, ...], reached: str) -> HowTo:
    return HowTo(
        title=found.title,
        steps=found.steps,
        source="help",
        origin=sound(path.with_suffix("").as_posix()),
        licence=LICENCE,
        attribution=ATTRIBUTION,
        application=APPLICATIONS.get(path.parts[0], "") if len(path.parts) > 1 else "",
        form=found.form,
        name=name,
        context=(title, *found.context),
        keywords=keywords,
        summary=found.summary,
        reached=reached,
    )
