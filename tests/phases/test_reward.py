"""The reward phase's episodes, as the model reads them."""

import pytest
from tests.model.small import small_model

from lamwright.data.logged import Logged
from lamwright.errors import UsageError
from lamwright.example import LoggedEpisode
from lamwright.phases.reward import written
from lamwright.training import logged


def test_only_a_training_share_that_cannot_be_written_at_all_is_a_fault(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuses(*_given: object) -> None:
        raise UsageError("another tokenizer")

    monkeypatch.setattr(logged, "write_log", refuses)
    episodes = [Logged(str(number), LoggedEpisode("do it", (), True, True)) for number in range(20)]
    assert {one.held_out for one in episodes} == {True, False}
    assert written(small_model(), episodes, held_out=True) == []
    with pytest.raises(UsageError, match=r"^another tokenizer$"):
        written(small_model(), episodes, held_out=False)
