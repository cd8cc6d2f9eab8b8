"""Answers are those of `generate` under the same grammar, with less reading; a policy acts by them."""

import pytest
import torch
from benchmarks.decoding import peer
from tests.data.recorded_runs import suite
from tests.huggingface.small import checkpoint, episodes, targets

from lamwright.actions import FUNCTIONS, Finish
from lamwright.data.logged import logged
from lamwright.environments.fake import FakeEnvironment
from lamwright.episode import Limits, run_episode
from lamwright.errors import UsageError
from lamwright.grammar import Target, target_of
from lamwright.huggingface.conversation import action_messages, asked
from lamwright.huggingface.decoding import Writer, allowed
from lamwright.huggingface.live_grammar import STRING_LETTERS, Grammars
from lamwright.huggingface.logs import write_episode
from lamwright.huggingface.policy import HuggingFacePlanner, HuggingFacePolicy
from lamwright.huggingface.text_form import TextForm
from lamwright.policy import PlanPolicy, Situation
from lamwright.records import Episode, trajectory_of, trajectory_to_json

ENDING = tuple(target for target in targets() if target.function in ("click_input", "select_table", "finish", "keyboard_input"))


@pytest.mark.parametrize("kind", ["llama", "qwen"])
def test_answers_are_those_of_generate_with_less_read(kind: str) -> None:
    small = checkpoint(kind)
    grammars, form, writer = Grammars(small.tokenizer, len(small.tokenizer)), TextForm(small.tokenizer), Writer(small)
    questions = [one.question for episode in episodes()[:1] for one in asked(episode)]
    for question in questions:
        prompt = form.prompt(action_messages(question))
        answer = writer.write(prompt, grammars.action(ENDING))
        assert list(answer.ids) == peer(small, prompt, ENDING, grammars)
        assert answer.forced > len(answer.ids) / 2
        assert sum(1 for value in answer.logprobs if value) <= len(answer.ids) - answer.forced
    assert writer.reused > 2 * writer.read


def test_a_probability_is_that_among_what_was_allowed_and_nothing_forced_counts() -> None:
    small = checkpoint()
    grammars, form = Grammars(small.tokenizer, len(small.tokenizer)), TextForm(small.tokenizer)
    prompt = form.prompt(action_messages(next(asked(episodes()[0])).question))
    answer = Writer(small, temperature=1.0, seed=3).write(prompt, grammars.action(ENDING))
    with torch.inference_mode():
        scores = small.model(torch.tensor([[*prompt, *answer.ids]])).logits[0, len(prompt) - 1 : -1]
    matcher, place, opened = grammars.action(ENDING), 0, 0
    while place < len(answer.ids):
        must = matcher.compute_ff_tokens()
        if must:
            assert answer.logprobs[place : place + len(must)] == (0.0,) * len(must)
            matcher.consume_tokens(must)
            place += len(must)
            continue
        among = scores[place][allowed(matcher, len(small.tokenizer))]
        by_hand = scores[place, answer.ids[place]] - among.logsumexp(0)
        assert answer.logprobs[place] == pytest.approx(by_hand.item(), abs=1e-4)
        matcher.consume_token(answer.ids[place])
        place, opened = place + 1, opened + 1
    assert opened == len(answer.ids) - answer.forced


def test_the_same_seed_draws_the_same_answers() -> None:
    small = checkpoint()
    grammars = Grammars(small.tokenizer, len(small.tokenizer))
    one, two, other = (Writer(small, 1.0, seed).write([5, 6, 7], grammars.action(ENDING)).ids for seed in (1, 1, 2))
    assert one == two
    assert one != other


def test_a_prompt_that_is_too_long_and_an_answer_without_end_are_said() -> None:
    small = checkpoint()
    grammars = Grammars(small.tokenizer, len(small.tokenizer))
    with pytest.raises(UsageError, match=r"^The prompt has 2047 tokens, the model reads 2048\. Take one that reads more\.$"):
        Writer(small).write([5] * 2047, grammars.action(targets()))
    with pytest.raises(UsageError, match=r"^The answer has no end after 20 tokens\. Train the model longer, or raise max_tokens\.$"):
        Writer(small).write([5, 6], grammars.action((Target("select_text"),)), max_tokens=20)


def test_a_policy_acts_in_an_application_and_its_record_is_replayed_token_by_token() -> None:
    small = checkpoint()
    policy = HuggingFacePolicy(small, temperature=1.0, seed=4)
    played = run_episode(FakeEnvironment(), None, policy, "Add a line", limits=Limits(steps=3))
    recorded = trajectory_of(trajectory_to_json(played))
    [one] = logged([Episode(recorded, suite())])
    written = write_episode(one.episode, TextForm(small.tokenizer))
    assert written.by_model
    for step, made in zip(recorded.steps, written.steps, strict=True):
        assert step.behaviour is not None
        assert made.written.answer[:-1] == tuple(choice[0] for choice in step.behaviour.choices)
        assert made.logprobs == tuple(round(value, 7) for value in step.behaviour.logprobs)
        assert target_of(step.action) in made.targets


def test_a_planner_writes_a_list_of_sentences_and_a_policy_shows_it_to_the_model() -> None:
    small = checkpoint()

    class Planner:
        def plan(self, request: str) -> tuple[str, ...]:
            return (f"Do {request}",)

    policy = HuggingFacePolicy(small, planner=Planner())
    seen = FakeEnvironment().reset(None)
    question = policy._question(Situation("Add a line", seen, (), FUNCTIONS))
    assert question.plan == ("Do Add a line",)
    plan = HuggingFacePlanner(small).plan("Add a line")
    assert plan
    assert all(0 < len(step) <= STRING_LETTERS for step in plan)
    assert PlanPolicy(()).decide(Situation("x", seen, (), FUNCTIONS)) == Finish()
