"""Examples in one row are worth what they are worth one by one."""

import pytest
import torch
from tests.huggingface.small import checkpoint, examples

from lamwright.huggingface.rows import Row, batch_of, rows_in_order, rows_of
from lamwright.huggingface.sft_lean import sft_loss
from lamwright.huggingface.text_form import Written

ONE = Written((1, 2, 3, 4), (5, 6))
TWO = Written((1, 2, 3, 7), (8,))


def test_two_examples_that_begin_alike_share_a_row() -> None:
    """The common beginning is 1 2 3; then 4 5 6, then 7 8. Each goes on at position 3, and sees the beginning and itself."""
    [row] = rows_of([ONE, TWO], 100)
    batch = batch_of([row])
    assert (row.shared, row.length, row.tokens) == (3, 8, 11)
    assert batch.ids.tolist() == [[1, 2, 3, 4, 5, 6, 7, 8]]
    assert batch.positions.tolist() == [[0, 1, 2, 3, 4, 5, 3, 4]]
    assert batch.sees is not None
    assert batch.sees[0, 0, 7].tolist() == [True, True, True, False, False, False, True, True]
    assert batch.sees[0, 0, 4].tolist() == [True, True, True, True, True, False, False, False]
    assert (batch.at.tolist(), batch.targets.tolist()) == ([3, 4, 6], [5, 6, 8])
    assert (batch.asks.tolist(), batch.ends.tolist()) == ([3, 6], [5, 7])


def test_a_row_is_no_longer_than_asked_and_unlike_examples_stand_alone() -> None:
    assert [len(row.examples) for row in rows_of([ONE, TWO], 7)] == [1, 1]
    assert [len(row.examples) for row in rows_in_order([ONE, Written((9, 9, 9), (5,)), TWO], 100)] == [1, 1, 1]
    assert batch_of([Row((ONE,), 3), Row((TWO,), 3)]).sees is None


@pytest.mark.parametrize("kind", ["llama", "qwen"])
def test_the_loss_and_its_gradient_are_those_of_the_examples_one_by_one(kind: str) -> None:
    small = checkpoint(kind)
    every = examples(small.tokenizer, 12)
    together = rows_of(every, 4096)
    apart = [Row((one,), len(one.prompt) - 1) for row in together for one in row.examples]
    losses, gradients = [], []
    for rows in (together, apart):
        small.model.zero_grad()
        loss = sft_loss(small.model, batch_of(rows), "fp32")
        loss.value.backward()  # type: ignore[no-untyped-call]
        losses.append(loss.value.item())
        gradients.append(torch.cat([weight.grad.flatten() for weight in small.model.parameters()]))
    assert len(together) < len(apart)
    assert losses[0] == pytest.approx(losses[1], abs=1e-5)
    assert torch.allclose(gradients[0], gradients[1], atol=1e-6)
    by_hand = small.model(torch.tensor([every[0].ids])).logits[0, len(every[0].prompt) - 1 : -1]
    one = sft_loss(small.model, batch_of(rows_of(every[:1], 100)), "fp32").value
    assert one.item() == pytest.approx(torch.nn.functional.cross_entropy(by_hand, torch.tensor(every[0].answer)).item(), abs=1e-5)
