"""Which spans of a request can be written, and where a value is found in it."""

import pytest
from tests.model.small import tokens

from lamwright.errors import UsageError
from lamwright.model.spans import Request, locate, locate_or_raise


def found(request: str, value: str) -> str | None:
    read = tokens().request(request)
    place = locate(read, value)
    return read.span(*place) if place else None


def spans(request: Request) -> set[str]:
    return {
        request.span(start, end)
        for start, may in enumerate(request.starts)
        if may
        for end, also in enumerate(request.ends_from(start))
        if also
    }


def test_a_span_keeps_the_letters_of_the_request() -> None:
    assert found("Make Annual REPORT bold", "annual report") == "Annual REPORT"


@pytest.mark.parametrize(
    ("request_text", "value"),
    [
        ("all text -> 12pt", "12"),
        ("zoom to 150% please", "150"),
        ("margins of 2.5 cm all round.", "2.5"),
        ("a level-2 headline", "2"),
        ("put the sign € after price", "€"),
        ("link it to https://example.org/a-b, please", "https://example.org/a-b"),
        ("select cell B2.", "B2"),
        ("make the boss's desk bold", "the boss's desk"),
        ("centre the paragraph that starts with 'Dear Sir', please", "the paragraph that starts with 'Dear Sir'"),
        ('write "Thank you, all!" at the end', "Thank you, all!"),
        ("put The keys are here. at the end", "The keys are here."),
        ("put The keys are here.", "The keys are here"),
        ("delete (draft) now", "(draft)"),
    ],
)
def test_a_value_is_found_as_it_stands(request_text: str, value: str) -> None:
    assert found(request_text, value) == value


@pytest.mark.parametrize(
    ("request_text", "value"),
    [
        ("all the cats should go", "cat"),
        ("make it bold, please", "bold,"),
        ('make "it" bold', '"it"'),
        ("the paragraph that starts with 'Dear Sir' please", "starts with 'Dear"),
        ("the paragraph that starts with 'Dear Sir' please", "Sir' please"),
    ],
)
def test_a_cut_word_or_quotation_is_no_span(request_text: str, value: str) -> None:
    assert found(request_text, value) is None


def test_every_span_of_a_short_request() -> None:
    assert spans(tokens().request('set "Hi there!" bold.')) == {
        "set", 'set "Hi there!"', 'set "Hi there!" bold', 'set "Hi there!" bold.', "Hi", "Hi there", "Hi there!", "there", "there!",
        "bold", "bold.",
    }  # fmt: skip


def test_the_place_in_quotation_marks_is_preferred() -> None:
    request = tokens().request('make the title bold, I mean "title"')
    assert locate(request, "title") == (9, 9)
    assert request.places[9] == (29, 34)


def test_the_quotation_that_a_piece_opens_is_known() -> None:
    request = tokens().request("say 'Good day' now")
    opened = [piece for piece, opens in enumerate(request.opened) if opens]
    assert [request.span(piece, int(request.match[piece])) for piece in opened] == ["Good day"]


def test_a_missing_value_is_an_error_that_says_what_to_do() -> None:
    with pytest.raises(UsageError) as caught:
        locate_or_raise(tokens().request("make it bold"), "the title", "text")
    assert str(caught.value) == (
        "The argument 'text' = 'the title' does not stand in the request 'make it bold' as whole words, and it is not one of the control's "
        "literals. Name it in the request, or add it to the vocabulary's constants."
    )
