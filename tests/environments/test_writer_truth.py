"""The truth: flat OpenDocument files read into values. Small files written by hand; what Writer itself writes is in test_writer.py."""

from dataclasses import replace
from pathlib import Path

import pytest

from lamwright.environments.writer.document import (
    Bookmark,
    Change,
    Comment,
    Document,
    Field,
    Index,
    ListItem,
    Note,
    Paragraph,
    Run,
    Table,
    fingerprint,
)
from lamwright.environments.writer.flat_odt import read_flat_odt
from lamwright.errors import ApplicationFault

NAMESPACES = " ".join(
    f'xmlns:{prefix}="{uri}"'
    for prefix, uri in {
        "office": "urn:oasis:names:tc:opendocument:xmlns:office:1.0",
        "text": "urn:oasis:names:tc:opendocument:xmlns:text:1.0",
        "table": "urn:oasis:names:tc:opendocument:xmlns:table:1.0",
        "style": "urn:oasis:names:tc:opendocument:xmlns:style:1.0",
        "fo": "urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0",
        "draw": "urn:oasis:names:tc:opendocument:xmlns:drawing:1.0",
        "svg": "urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0",
        "xlink": "http://www.w3.org/1999/xlink",
        "dc": "http://purl.org/dc/elements/1.1/",
    }.items()
)
MASTER = '<style:master-page style:name="Standard" style:page-layout-name="pm1"{}'


def read(tmp_path: Path, body: str, automatic: str = "", named: str = "", master: str = MASTER.format("/>")) -> Document:
    path = tmp_path / "document.fodt"
    path.write_text(
        f"<office:document {NAMESPACES}><office:styles>{named}</office:styles>"
        f"<office:automatic-styles>{automatic}</office:automatic-styles><office:master-styles>{master}</office:master-styles>"
        f"<office:body><office:text>{body}</office:text></office:body></office:document>",
        encoding="utf-8",
    )
    return read_flat_odt(path)


def style(name: str, family: str, kind: str, properties: str, parent: str = "") -> str:
    inherits = f' style:parent-style-name="{parent}"' if parent else ""
    return f'<style:style style:name="{name}" style:family="{family}"{inherits}><style:{kind}-properties {properties}/></style:style>'


def only(document: Document) -> Paragraph:
    (block,) = document.blocks
    assert isinstance(block, Paragraph)
    return block


def test_an_automatic_style_is_read_as_direct_formatting_on_its_named_style(tmp_path: Path) -> None:
    automatic = (
        '<style:style style:name="P1" style:family="paragraph" style:parent-style-name="Text_20_body">'
        '<style:paragraph-properties fo:text-align="center" style:justify-single-word="false"/>'
        '<style:text-properties fo:font-weight="bold" style:font-weight-asian="bold"/></style:style>'
    )
    named = '<style:style style:name="Text_20_body" style:display-name="Text body" style:family="paragraph"/>'
    paragraph = only(read(tmp_path, '<text:p text:style-name="P1">Dear all</text:p>', automatic, named))
    assert paragraph == Paragraph((Run("Dear all", (("font-weight", "bold"),)),), "Text body", (("text-align", "center"),))


def test_formatting_that_says_what_the_style_says_is_none(tmp_path: Path) -> None:
    automatic = style("T1", "text", "text", 'fo:font-weight="bold"') + style("T2", "text", "text", 'fo:font-weight="normal"')
    named = style("Strong", "paragraph", "text", 'fo:font-weight="bold"') + style("Stronger", "paragraph", "text", "", parent="Strong")
    spans = 'a <text:span text:style-name="T1">b</text:span> <text:span text:style-name="T2">c</text:span>'
    paragraph = only(read(tmp_path, f'<text:p text:style-name="Stronger">{spans}</text:p>', automatic, named))
    assert paragraph.content == (Run("a b "), Run("c", (("font-weight", "normal"),)))


def test_a_span_wins_over_the_formatting_of_its_whole_paragraph(tmp_path: Path) -> None:
    automatic = style("P1", "paragraph", "text", 'fo:font-size="14pt" fo:color="#ff0000"') + style(
        "T1", "text", "text", 'fo:font-size="20pt"'
    )
    body = '<text:p text:style-name="P1">a<text:span text:style-name="T1">b</text:span></text:p>'
    red = ("color", "#ff0000")
    assert only(read(tmp_path, body, automatic)).content == (Run("a", (red, ("font-size", "14pt"))), Run("b", (red, ("font-size", "20pt"))))


def test_neighbours_that_look_the_same_are_one_run_and_spaces_tabs_and_breaks_are_text(tmp_path: Path) -> None:
    automatic = (
        '<style:style style:name="T1" style:family="text"><style:text-properties officeooo:rsid="1" xmlns:officeooo="x"/></style:style>'
    )
    body = '<text:p>one<text:s text:c="2"/><text:span text:style-name="T1">two</text:span><text:tab/>three<text:line-break/>four</text:p>'
    assert only(read(tmp_path, body, automatic)).content == (Run("one  two\tthree\nfour"),)


@pytest.mark.parametrize(("written", "value"), [("0.5in", "1.27cm"), ("12.7mm", "1.27cm"), ("36pt", "1.27cm"), ("1.27cm", "1.27cm")])
def test_lengths_are_in_centimetres_whatever_they_were_written_in(tmp_path: Path, written: str, value: str) -> None:
    automatic = (
        f'<style:style style:name="P1" style:family="paragraph"><style:paragraph-properties fo:margin-left="{written}"/></style:style>'
    )
    assert only(read(tmp_path, '<text:p text:style-name="P1">x</text:p>', automatic)).properties == (("margin-left", value),)


def test_a_list_gives_its_paragraphs_kind_form_and_level(tmp_path: Path) -> None:
    automatic = (
        '<text:list-style style:name="L1"><text:list-level-style-number text:level="1" style:num-format="1" style:num-suffix="."/>'
        '<text:list-level-style-bullet text:level="2" text:bullet-char="•"/></text:list-style>'
    )
    body = (
        '<text:list text:style-name="L1"><text:list-item><text:p>one</text:p><text:p>more of one</text:p><text:list><text:list-item>'
        "<text:p>below</text:p></text:list-item></text:list></text:list-item></text:list>"
    )
    items = [paragraph.item for paragraph in read(tmp_path, body, automatic).paragraphs]
    assert items == [ListItem("number", 1, "1."), ListItem("none", 1), ListItem("bullet", 2, "•")]


def test_notes_fields_links_comments_and_bookmarks_stand_where_they_stand(tmp_path: Path) -> None:
    body = (
        '<text:p>See <text:a xlink:href="https://example.org/">here</text:a><text:note text:note-class="footnote"><text:note-citation>1'
        '</text:note-citation><text:note-body><text:p text:style-name="Footnote">small print</text:p></text:note-body></text:note> on '
        '<text:date>01/02/26</text:date>, <office:annotation office:name="c1"><dc:creator>Ann</dc:creator><text:p>why?</text:p>'
        '</office:annotation>the <text:span>end</text:span><office:annotation-end office:name="c1"/> '
        '<text:bookmark-start text:name="b"/>of it<text:bookmark-end text:name="b"/></text:p>'
    )
    assert only(read(tmp_path, body)).content == (
        Run("See "),
        Run("here", link="https://example.org/"),
        Note("footnote", (Paragraph((Run("small print"),), "Footnote"),)),
        Run(" on "),
        Field("date"),
        Run(", "),
        Comment("why?", "the end"),
        Run("the end "),
        Bookmark("b", "of it"),
        Run("of it"),
    )


def test_a_table_has_rows_of_cells_with_paragraphs(tmp_path: Path) -> None:
    cell = "<table:table-cell><text:p>{}</text:p></table:table-cell>"
    body = (
        '<table:table table:name="Table1"><table:table-column table:number-columns-repeated="2"/><table:table-header-rows><table:table-row>'
        f"{cell.format('a')}{cell.format('b')}</table:table-row></table:table-header-rows><table:table-row>"
        '<table:table-cell table:number-columns-spanned="2"><text:p>wide</text:p></table:table-cell><table:covered-table-cell/>'
        "</table:table-row></table:table><text:p>after</text:p>"
    )
    document = read(tmp_path, body)
    table = document.blocks[0]
    assert isinstance(table, Table)
    assert (table.text, table.widths, table.header_rows, table.rows[1][0].columns) == ("a\tb\nwide", (50, 50), 1, 2)
    assert [paragraph.text for paragraph in document.paragraphs] == ["a", "b", "wide", "after"]


def test_body_counts_as_passages_do_with_the_paragraphs_of_an_index_among_them(tmp_path: Path) -> None:
    body = (
        "<text:table-of-content><text:index-body><text:index-title><text:p>Contents</text:p></text:index-title><text:p>One</text:p>"
        "</text:index-body></text:table-of-content><text:section><text:p>inside</text:p></text:section><text:p>last</text:p>"
    )
    document = read(tmp_path, body)
    assert [block.text for block in document.body] == ["Contents", "One", "inside", "last"]
    assert document.blocks[0] == Index("table-of-content")


def test_pages_have_sizes_margins_headers_and_footers(tmp_path: Path) -> None:
    properties = 'fo:page-width="29.7cm" fo:margin-left="0.7874in" style:print-orientation="landscape"'
    layout = f'<style:page-layout style:name="pm1"><style:page-layout-properties {properties}/></style:page-layout>'
    master = MASTER.format("><style:header><text:p>Top</text:p></style:header></style:master-page>")
    (page,) = read(tmp_path, "<text:p/>", layout, master=master).pages
    assert dict(page.properties) == {"columns": "1", "margin-left": "2.00cm", "page-width": "29.70cm", "print-orientation": "landscape"}
    assert (page.header, page.footer) == ((Paragraph((Run("Top"),)),), None)


def test_a_watermark_is_not_taken_for_a_header(tmp_path: Path) -> None:
    shape = '<draw:custom-shape draw:name="PowerPlusWaterMarkObject1"><text:p>DRAFT</text:p></draw:custom-shape>'
    master = MASTER.format(f"><style:header><text:p>{shape}</text:p></style:header></style:master-page>")
    (page,) = read(tmp_path, "<text:p/>", master=master).pages
    assert (page.watermark, page.header) == ("DRAFT", None)


def test_recorded_changes_have_the_text_that_they_are_about(tmp_path: Path) -> None:
    added = '<text:changed-region text:id="c1"><text:insertion/></text:changed-region>'
    taken = '<text:changed-region text:id="c2"><text:deletion><text:p>gone</text:p></text:deletion></text:changed-region>'
    text = 'a<text:change-start text:change-id="c1"/>new<text:change-end text:change-id="c1"/>b<text:change text:change-id="c2"/>'
    body = f"<text:tracked-changes>{added}{taken}</text:tracked-changes><text:p>{text}</text:p>"
    document = read(tmp_path, body)
    assert document.changes == (Change("insertion", "new"), Change("deletion", "gone"))
    assert document.text == "anewb"


def test_equal_documents_have_one_fingerprint_and_what_nobody_sees_does_not_count() -> None:
    one = Document((Paragraph((Run("a"), Field("date", "today"))),))
    other = Document((Paragraph((Run("a"), Field("date", "tomorrow"))),))
    assert one == other
    assert fingerprint(one) == fingerprint(other)
    assert fingerprint(one) != fingerprint(replace(one, title="b"))


def test_a_torn_export_is_a_fault_of_the_application(tmp_path: Path) -> None:
    path = tmp_path / "torn.fodt"
    path.write_text("<office:document", encoding="utf-8")
    with pytest.raises(ApplicationFault, match=r"^The document that Writer exported to .*torn\.fodt cannot be read: "):
        read_flat_odt(path)
