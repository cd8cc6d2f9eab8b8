"""Token ids: the same when it learns, when it acts, and when it is read again."""

import pytest
from tests.huggingface.small import episodes, tokenizer

from lamwright.errors import UsageError
from lamwright.huggingface.conversation import action_messages, asked, write_action
from lamwright.huggingface.text_form import UNLEARNT, TextForm, Written, columns, fitting

OWN = tokenizer()
FORM = TextForm(OWN)


def test_reading_ids_and_writing_them_again_gives_the_same_ids() -> None:
    for episode in episodes()[::7]:
        for one in asked(episode):
            written = FORM.action(one)
            assert FORM.read(written.answer) == write_action(one.action)
            assert (*FORM.answer(FORM.read(written.answer)), OWN.eos_token_id) == written.answer
            text = OWN.decode(written.prompt)
            assert tuple(OWN.encode(text, add_special_tokens=False)) == written.prompt
            assert tuple(OWN.encode(text + FORM.read(written.answer), add_special_tokens=False)) == written.ids[:-1]


def test_only_the_answer_and_its_end_are_learnt() -> None:
    one = next(asked(episodes()[0]))
    written = FORM.action(one)
    assert FORM.prompt(action_messages(one.question)) == written.prompt
    assert len(written.mask) == len(written.ids)
    assert sum(written.mask) == len(written.answer)
    assert written.answer[-1] == OWN.eos_token_id
    [row] = columns([Written((5, 6, 7), (8, 9))])
    assert row == {"input_ids": [5, 6, 7, 8, 9], "labels": [UNLEARNT, UNLEARNT, UNLEARNT, 8, 9]}


def test_an_empty_split_and_examples_that_are_all_too_long_are_said() -> None:
    with pytest.raises(UsageError, match=r"^There is nothing to learn from: the data holds no example of this split\.$"):
        fitting([], 100)
    long = Written(tuple(range(90)), tuple(range(20)))
    with pytest.raises(UsageError, match=r"^None of 1 examples fits into 100 tokens; the shortest has 110\. Raise max_tokens\.$"):
        fitting([long], 100)
    assert fitting([long, Written((1,), (2,))], 100) == [Written((1,), (2,))]
