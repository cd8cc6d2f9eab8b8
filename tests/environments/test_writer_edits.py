"""Expected documents and what is said about an actual one that differs."""

from dataclasses import replace

import pytest

from lamwright.environments.writer import edits, table_edits
from lamwright.environments.writer.differences import differences
from lamwright.environments.writer.document import (
    Cell,
    Comment,
    Document,
    Field,
    ListItem,
    Note,
    PageStyle,
    Paragraph,
    Run,
    Section,
    Style,
    Table,
)

BOLD = (("font-weight", "bold"),)


def cell(text: str) -> Cell:
    return Cell((Paragraph((Run(text),), "Table Contents"),))


TABLE = Table(((cell("plan"), cell("cost")), (cell("a"), cell("b"))))
LETTER = Document(
    (
        Paragraph((Run("The plan"),), "Heading 1", outline=1),
        Paragraph((Run("Our planning needs a plan, a "), Run("good", BOLD), Run(" plan."))),
        TABLE,
        Section((Paragraph((Run("Yours"),)),)),
    )
)


def test_a_phrase_is_found_as_a_whole_word_first_then_inside_words_then_in_any_case() -> None:
    spans = [(place.paragraph, place.start) for place in edits.places(LETTER, "plan")]
    assert spans == [(0, 4), (1, 21), (1, 34), (2, 0)]
    assert edits.places(LETTER, "lann") == (edits.Place(1, 5, 9),)
    assert edits.places(LETTER, "YOURS") == (edits.Place(6, 0, 5),)
    assert len(edits.places(LETTER, "plan", whole_words=False)) == 5
    assert edits.places(LETTER, "nowhere") == ()


def test_formatting_a_phrase_splits_its_run_and_formatting_it_back_merges_it() -> None:
    bold = edits.format_text(LETTER, "plan", 2, font_weight="bold")
    assert bold.paragraphs[1].content == (
        Run("Our planning needs a "),
        Run("plan", BOLD),
        Run(", a "),
        Run("good", BOLD),
        Run(" plan."),
    )
    assert edits.format_text(bold, "plan", 2, font_weight=None) == LETTER


def test_formatting_reaches_table_cells_and_all_places() -> None:
    bold = edits.format_text(LETTER, "plan", None, font_weight="bold")
    assert [run.text for paragraph in bold.paragraphs for run in paragraph.runs if run.properties] == [
        "plan",
        "plan",
        "good",
        "plan",
        "plan",
    ]


def test_a_replacement_looks_as_what_it_replaces_did() -> None:
    document = edits.replace_text(LETTER, "good", "much better")
    assert document.paragraphs[1].content[1] == Run("much better", BOLD)
    assert edits.replace_text(LETTER, "plan", "aim", None).text.count("aim") == 4
    assert edits.replace_text(LETTER, "PLAN", "aim", None, match_case=False, whole_words=False).text.count("aim") == 5


def test_a_note_goes_right_after_its_phrase() -> None:
    note = Note("footnote", (Paragraph((Run("n"),), "Footnote"),))
    document = edits.insert_inline(LETTER, edits.place(LETTER, "good"), (note,))
    assert document.paragraphs[1].content[1:3] == (Run("good", BOLD), note)


def test_a_missing_phrase_is_a_mistake_of_the_caller() -> None:
    with pytest.raises(ValueError, match=r"^the document holds 'nowhere' 0 times, not 1$"):
        edits.format_text(LETTER, "nowhere", font_weight="bold")


def test_blocks_are_counted_through_sections_and_can_be_set_moved_and_deleted() -> None:
    heading = edits.set_paragraph(LETTER, 1, style="Heading 2").body[1]
    assert isinstance(heading, Paragraph)
    assert (heading.style, heading.outline) == ("Heading 2", 2)
    centred = edits.set_paragraph(LETTER, 3, properties={"text-align": "center"}).body[3]
    assert isinstance(centred, Paragraph)
    assert centred.properties == (("text-align", "center"),)
    assert edits.delete_block(LETTER, 0).body[0].text.startswith("Our")
    assert edits.move_block(edits.move_block(LETTER, 0, 1), 1, 0) == LETTER
    assert edits.insert_block(LETTER, 4, Paragraph()).blocks[-1] == Paragraph()
    with pytest.raises(IndexError, match=r"^the document has no block 9: it has 4$"):
        edits.delete_block(LETTER, 9)


def test_tables_grow_shrink_and_are_written() -> None:
    assert table_edits.insert_row(TABLE, 1, like=0).text == "plan\tcost\n\t\na\tb"
    assert table_edits.insert_column(TABLE, 0, like=0).text == "\tplan\tcost\n\ta\tb"
    assert table_edits.delete_column(table_edits.delete_row(TABLE, 0), 1).text == "a"
    assert table_edits.set_cell(TABLE, "B2", "new").text == "plan\tcost\na\tnew"
    assert table_edits.find_cell(TABLE, "b") == (1, 1)


def test_page_and_view_are_changed_by_name() -> None:
    document = edits.set_view(edits.set_page(LETTER, properties={"columns": "2"}, footer=(Paragraph(),)), ShowRulers=False)
    assert document.pages == (PageStyle((("columns", "2"),), footer=(Paragraph(),)),)
    assert document.view == (("ShowRulers", False),)


# differences


def test_equal_documents_have_no_differences() -> None:
    assert differences(LETTER, LETTER) == ()


@pytest.mark.parametrize(
    ("actual", "line"),
    [
        (
            edits.set_paragraph(LETTER, 1, properties={"text-align": "center"}),
            "paragraph 2 'Our planning needs a plan, a …': text-align expected nothing of its own, is center",
        ),
        (
            edits.format_text(LETTER, "good", font_weight=None),
            "paragraph 2 'Our planning needs a plan, a …': text 'good': font-weight expected bold, is nothing of its own",
        ),
        (edits.set_paragraph(LETTER, 0, style="Heading 2", outline=1), "paragraph 1 'The plan': style expected Heading 1, is Heading 2"),
        (
            edits.set_paragraph(LETTER, 0, item=ListItem("bullet", 1, "•")),
            "paragraph 1 'The plan': list expected none, is bullet • of level 1",
        ),
        (edits.replace_text(LETTER, "Yours", "Mine"), "paragraph 5 'Yours': text expected 'Yours', is 'Mine'"),
        (edits.delete_block(LETTER, 0), "missing paragraph 'The plan'"),
        (edits.insert_block(LETTER, 0, Paragraph()), "not expected: paragraph '' (paragraph 1)"),
        (
            table_edits.map_table(LETTER, lambda table: table_edits.delete_row(table, 0)),
            "block 3, table: expected 2 rows of 2 cells, is 1 rows of 2 cells",
        ),
        (replace(LETTER, title="New"), "title in the properties expected empty, is New"),
        (edits.set_view(LETTER, ShowRulers=True), "view: ShowRulers expected nothing of its own, is True"),
        (edits.set_page(LETTER, header=(Paragraph((Run("Top"),)),)), "header: expected none, is 'Top'"),
    ],
)
def test_each_difference_is_one_plain_line(actual: Document, line: str) -> None:
    assert differences(LETTER, actual) == (line,)


def test_what_the_expected_document_cannot_know_does_not_count() -> None:
    listed = edits.set_paragraph(LETTER, 1, item=ListItem("bullet"))
    assert differences(listed, edits.set_paragraph(LETTER, 1, item=ListItem("bullet", 1, "•"))) == ()
    assert differences(LETTER, replace(LETTER, styles=(Style("Heading 1", BOLD),))) == ()
    field = edits.insert_inline(LETTER, edits.place(LETTER, "good"), (Field("date"),))
    assert differences(field, edits.insert_inline(LETTER, edits.place(LETTER, "good"), (Field("date", "01/02/26"),))) == ()


def test_a_comment_elsewhere_is_a_difference() -> None:
    here = edits.insert_inline(LETTER, edits.place(LETTER, "good"), (Comment("why?"),))
    there = edits.insert_inline(LETTER, edits.place(LETTER, "Our"), (Comment("why?"),))
    assert len(differences(here, there)) == 1
