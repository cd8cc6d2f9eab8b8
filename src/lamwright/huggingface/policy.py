"""A Hugging Face model as a policy and as a planner."""

from dataclasses import dataclass
from pathlib import Path

import torch

from lamwright.actions import Action
from lamwright.data.collect import PolicyFor
from lamwright.grammar import targets
from lamwright.huggingface.checkpoint import Checkpoint, load
from lamwright.huggingface.conversation import Done, Question, action_messages, arranged, plan_messages, read_action, read_plan
from lamwright.huggingface.decoding import Writer
from lamwright.huggingface.folder import phase_of
from lamwright.huggingface.live_grammar import Grammars
from lamwright.huggingface.text_form import TextForm
from lamwright.planner import PlannedPolicy, Planner
from lamwright.policy import Policy, ScoredAction, Situation
from lamwright.prompts import brief_state
from lamwright.trajectory import Behaviour


class HuggingFacePolicy:
    """Writes one action at a time, under the grammar of the live window. Greedy, or drawn at random at a temperature for exploration.

    With a `planner`, its plan of the request stands in every prompt.
    """

    def __init__(self, checkpoint: Checkpoint, *, temperature: float = 0.0, seed: int = 0, planner: Planner | None = None) -> None:
        self.writer = Writer(checkpoint, temperature, seed)
        self._form = TextForm(checkpoint.tokenizer)
        self._grammars = Grammars(checkpoint.tokenizer, vocabulary_of(checkpoint))
        self._planner, self._plan, self._planned = planner, tuple[str, ...](), ""

    @classmethod
    def load(cls, name: str | Path, *, temperature: float = 0.0, seed: int = 0, threads: int = 1) -> "HuggingFacePolicy":
        """The policy of a folder, or of a model of the Hub; `threads` is torch's, for this whole process. Raises UsageError."""
        torch.set_num_threads(threads)
        return cls(load(str(name)), temperature=temperature, seed=seed)

    def decide(self, situation: Situation) -> Action:
        return self.decide_scored(situation).action

    def decide_scored(self, situation: Situation) -> ScoredAction:
        """The next action, with the ids that were written. Raises UsageError where the window allows nothing or the prompt is too long."""
        question = self._question(situation)
        matcher = self._grammars.action(question.targets)
        answer = self.writer.write(self._form.prompt(action_messages(question)), matcher)
        behaviour = Behaviour(tuple((token,) for token in answer.ids), answer.logprobs)
        return ScoredAction(read_action(self._form.read(answer.ids)), behaviour)

    def _question(self, situation: Situation) -> Question:
        looks = [*(turn.observation for turn in situation.history), situation.observation]
        offered = arranged(targets(look, situation.functions) for look in looks)
        done = tuple(Done(turn.action, turn.feedback) for turn in situation.history)
        state = brief_state(situation.observation, situation.feedback)
        return Question(situation.request, state, offered, done, self._plan_of(situation.request))

    def _plan_of(self, request: str) -> tuple[str, ...]:
        if self._planner and self._planned != request:
            self._planned, self._plan = request, self._planner.plan(request)
        return self._plan


class HuggingFacePlanner:
    """Writes the plan of a request before anything was seen."""

    def __init__(self, checkpoint: Checkpoint) -> None:
        self._writer, self._form = Writer(checkpoint), TextForm(checkpoint.tokenizer)
        self._grammars = Grammars(checkpoint.tokenizer, vocabulary_of(checkpoint))

    @classmethod
    def load(cls, name: str | Path, *, threads: int = 1) -> "HuggingFacePlanner":
        torch.set_num_threads(threads)
        return cls(load(str(name)))

    def plan(self, request: str) -> tuple[str, ...]:
        answer = self._writer.write(self._form.prompt(plan_messages(request)), self._grammars.plan(), max_tokens=2048)
        return read_plan(self._form.read(answer.ids))


@dataclass(frozen=True, slots=True)
class HuggingFaceModel:
    """The policy of a folder or a model of the Hub; one that has learnt plans alone follows the plan that it writes.

    Called inside a worker's process, where it loads torch.
    """

    name: str
    temperature: float = 0.0
    seed: int = 0
    threads: int = 1

    def load(self) -> Policy:
        if phase_of(Path(self.name)) == "plans":
            return PlannedPolicy(HuggingFacePlanner.load(self.name, threads=self.threads))
        return HuggingFacePolicy.load(self.name, temperature=self.temperature, seed=self.seed, threads=self.threads)

    def __call__(self) -> PolicyFor:
        policy = self.load()
        return lambda task: policy


def vocabulary_of(checkpoint: Checkpoint) -> int:
    """How many tokens the model scores."""
    return int(checkpoint.model.get_output_embeddings().weight.shape[0])
