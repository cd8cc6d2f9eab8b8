"""The template documents are what templates.json says of them."""

import re
from collections import Counter
from collections.abc import Callable
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

import pytest

from lamwright.environments.writer.template import Template, template, templates
from lamwright.errors import UsageError

OFFICE, TEXT, TABLE, DRAW, STYLE, CHART, FO = (
    f"{{urn:oasis:names:tc:opendocument:xmlns:{name}:1.0}}"
    for name in ("office", "text", "table", "drawing", "style", "chart", "xsl-fo-compatible")
)
PARAGRAPH, HEADING = f"{TEXT}p", f"{TEXT}h"
BESIDE_THE_TEXT = (f"{OFFICE}annotation", f"{DRAW}frame", f"{DRAW}custom-shape")
CHARACTER_FORMATS = (f"{FO}font-weight", f"{FO}font-style", f"{STYLE}text-underline-style")
BODY_STYLES = ("Standard", "Text_20_body")

every_template = pytest.mark.parametrize("document", templates(), ids=lambda document: document.name)


def root_of(document: Template) -> Element:
    return ElementTree.parse(document.path).getroot()  # noqa: S314 (the project's own file)


def body_of(root: Element) -> Element:
    body = root.find(f"{OFFICE}body/{OFFICE}text")
    assert body is not None
    return body


def own_text(element: Element) -> str:
    """A paragraph's text without the comments, frames and shapes that are anchored in it."""
    inside = (("" if child.tag in BESIDE_THE_TEXT else own_text(child)) + (child.tail or "") for child in element)
    return (element.text or "") + "".join(inside)


def blocks_of(body: Element) -> list[Element]:
    """What a topic's index counts: paragraphs, headings, list entries and whole tables."""
    blocks: list[Element] = []
    for child in body:
        blocks += child.iter(PARAGRAPH) if child.tag == f"{TEXT}list" else [child]
    return blocks


def texts_of(body: Element) -> list[str]:
    return [own_text(block) for block in blocks_of(body) if block.tag in (PARAGRAPH, HEADING)]


def parent_style(root: Element, name: str) -> str:
    """The named style that a paragraph's style is or is derived from."""
    for style in root.findall(f"{OFFICE}automatic-styles/{STYLE}style"):
        if style.get(f"{STYLE}name") == name:
            return style.get(f"{STYLE}parent-style-name", "")
    return name


def occurrences(word: str, text: str) -> int:
    return len(re.findall(rf"\b{re.escape(word)}\b", text))


def repeated_words(root: Element) -> set[str]:
    """Words that occur three times as they are spelt, and inside a longer word too."""
    text = "\n".join(texts_of(body_of(root)))
    counts = Counter(re.findall(r"[A-Za-z]{3,}", text))
    return {word for word, count in counts.items() if count >= 3 and re.search(rf"{word}[a-z]|[a-z]{word}", text, re.IGNORECASE)}


def has(tag: str) -> Callable[[Element], bool]:
    return lambda root: body_of(root).find(f".//{tag}") is not None


def is_plain(root: Element) -> bool:
    body = body_of(root)
    return all(child.tag == PARAGRAPH and child.get(f"{TEXT}style-name") in BODY_STYLES for child in body)


def has_title(root: Element) -> bool:
    return any(child.get(f"{TEXT}style-name") == "Title" for child in body_of(root))


def has_list_of(kind: str) -> Callable[[Element], bool]:
    def check(root: Element) -> bool:
        styles = root.findall(f"{OFFICE}automatic-styles/{TEXT}list-style")
        named = {style.get(f"{STYLE}name") for style in styles if style.find(f"{TEXT}list-level-style-{kind}") is not None}
        return any(child.get(f"{TEXT}style-name") in named for child in body_of(root).iter(f"{TEXT}list"))

    return check


def has_alignments(root: Element) -> bool:
    properties = root.findall(f"{OFFICE}automatic-styles/{STYLE}style/{STYLE}paragraph-properties")
    return {"center", "end"} <= {each.get(f"{FO}text-align") for each in properties}


def has_three_character_formats(root: Element) -> bool:
    properties = root.findall(f"{OFFICE}automatic-styles/{STYLE}style/{STYLE}text-properties")
    return all(any(name in each.attrib for each in properties) for name in CHARACTER_FORMATS)


def is_landscape(root: Element) -> bool:
    page = root.find(f".//{STYLE}page-layout-properties")
    return page is not None and page.get(f"{STYLE}print-orientation") == "landscape"


def has_comments_by_two(root: Element) -> bool:
    return len({each.text for each in root.iter("{http://purl.org/dc/elements/1.1/}creator")}) == 2


FEATURES: dict[str, Callable[[Element], bool]] = {
    "plain": is_plain,
    "headings": has(HEADING),
    "title": has_title,
    "table": lambda root: body_of(root).find(f"{TABLE}table") is not None,
    "bullets": has_list_of("bullet"),
    "numbers": has_list_of("number"),
    "sublist": has(f"{TEXT}list-item/{TEXT}list"),
    "aligned": has_alignments,
    "formatted": has_three_character_formats,
    "repeats": lambda root: bool(repeated_words(root)),
    "landscape": is_landscape,
    "shape": has(f"{DRAW}custom-shape"),
    "textbox": has(f"{DRAW}text-box"),
    "chart": has(f"{CHART}chart"),
    "comments": has_comments_by_two,
    "long": lambda root: len(texts_of(body_of(root))) >= 50,
    "line": lambda root: len(blocks_of(body_of(root))) == 1,
}


def test_there_are_seventeen_templates_with_names_of_their_own_and_every_file_is_described() -> None:
    names = [document.name for document in templates()]
    assert len(names) == len(set(names)) == 17
    folder = templates()[0].path.parent
    assert sorted(path.stem for path in folder.glob("*.fodt")) == sorted(names)


def test_every_feature_is_held_by_a_template_and_plain_ones_are_many() -> None:
    count = Counter(feature for document in templates() for feature in document.features)
    assert set(count) == set(FEATURES)
    assert count["plain"] >= 6
    assert count["repeats"] >= 8


def test_both_styles_of_body_text_are_used() -> None:
    used = Counter(parent_style(root_of(d), blocks_of(body_of(root_of(d)))[-1].get(f"{TEXT}style-name", "")) for d in templates())
    assert set(used) == set(BODY_STYLES)


def test_an_unknown_template_is_refused_with_the_names_there_are() -> None:
    assert template("invoice").name == "invoice"
    with pytest.raises(UsageError, match=r"^There is no template document 'bill'\. Known: formal_letter, office_notice, .*\.$"):
        template("bill")


@every_template
def test_a_feature_is_named_exactly_where_the_document_has_it(document: Template) -> None:
    root = root_of(document)
    found = {name for name, check in FEATURES.items() if check(root)}
    # By chance a small word may repeat itself: only `repeated` says which repetition is meant.
    assert found - {"repeats"} == document.features - {"repeats"}
    assert ("repeats" in document.features) == bool(document.repeated)
    assert set(document.repeated) <= repeated_words(root)


@every_template
def test_the_body_has_a_fitting_number_of_paragraphs_and_sentences(document: Template) -> None:
    texts = texts_of(body_of(root_of(document)))
    low, high = (
        (1, 1)
        if "line" in document.features
        else (50, 70)
        if "long" in document.features
        else (5, 9)
        if "plain" in document.features
        else (6, 14)
    )
    assert low <= len(texts) <= high
    assert all(text.strip() == text and text for text in texts)


@every_template
def test_the_text_is_simple_to_type_and_to_search(document: Template) -> None:
    for paragraph in (*root_of(document).iter(PARAGRAPH), *root_of(document).iter(HEADING)):
        text = own_text(paragraph)
        assert re.fullmatch(r"[!-~]+( [!-~]+)*", text), text
        assert paragraph.find(f".//{TEXT}tab") is None


@every_template
def test_no_two_paragraphs_begin_alike(document: Template) -> None:
    beginnings = Counter(tuple(text.lower().split()[:3]) for text in texts_of(body_of(root_of(document))))
    assert [words for words, count in beginnings.items() if count > 1] == []


@every_template
def test_a_topic_occurs_in_its_own_block_and_nowhere_else(document: Template) -> None:
    blocks = blocks_of(body_of(root_of(document)))
    whole = "\n".join(root_of(document).itertext()).lower()
    assert len(document.topics) >= (1 if "line" in document.features else 5)
    assert len({index for index, _ in document.topics}) == len({topic for _, topic in document.topics}) == len(document.topics)
    for index, topic in document.topics:
        own = own_text(blocks[index]).lower()
        assert blocks[index].tag == PARAGRAPH
        assert occurrences(topic.lower(), own) >= 1, topic
        assert whole.count(topic.lower()) == own.count(topic.lower()), topic
