"""The policy of a name: what `--model` takes."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from random import Random

from lamwright.chat.named import NamedModel, is_chat_name, named_model
from lamwright.data.collect import Expert, PolicyFor
from lamwright.errors import ModelError, UsageError
from lamwright.huggingface.folder import is_hugging_face
from lamwright.model.weights import check_weights
from lamwright.places import model_folder
from lamwright.planner import PlannedPolicy
from lamwright.policy import Policy
from lamwright.random_policy import RandomPolicy

NAMES = (
    "a checkpoint folder (with model.safetensors, or of a Hugging Face model), 'shipped' (the model that comes with lamwright), "
    "'expert' (each task's own plan, from its start), 'random' (the floor), openai:NAME or openai:NAME+vision"
)
"""What `--model` may be, for people."""
PLANS = "plans"
"""The phase of training that teaches plans and no decisions."""


@dataclass(frozen=True, slots=True)
class Trained:
    """The embedded model of a checkpoint folder; one that has learnt plans alone follows the plan that it writes.

    Called inside a worker's process, where it loads torch.
    """

    folder: Path
    threads: int = 1

    def load(self) -> Policy:
        from lamwright.model.checkpoint import phase_of
        from lamwright.model.embedded import EmbeddedPolicy
        from lamwright.model.planning import EmbeddedPlanner

        if phase_of(self.folder) == "plans":
            return PlannedPolicy(EmbeddedPlanner.load(self.folder, threads=self.threads))
        return EmbeddedPolicy.load(self.folder, threads=self.threads)

    def __call__(self) -> PolicyFor:
        policy = self.load()
        return lambda task: policy


@dataclass(frozen=True, slots=True)
class OtherModel:
    """A Hugging Face causal language model in a folder. Called inside a worker's process, where it loads torch."""

    folder: str
    seed: int = 0

    def __call__(self) -> PolicyFor:
        from lamwright.huggingface.policy import HuggingFaceModel

        return HuggingFaceModel(self.folder, seed=self.seed)()


@dataclass(frozen=True, slots=True)
class AtRandom:
    """The random policy: the same actions for the same task and seed, whichever worker it falls to."""

    seed: int

    def __call__(self) -> PolicyFor:
        return lambda task: RandomPolicy(Random(f"{self.seed}/{task.name}"))


@dataclass(frozen=True, slots=True)
class Asked:
    """A chat model behind an endpoint; it is shown the screen too where it sees. Called inside a worker's process."""

    model: NamedModel

    def __call__(self) -> PolicyFor:
        from lamwright.chat_policy import ChatPolicy

        chat = self.model.open()
        return lambda task: ChatPolicy(chat, sees=self.model.sees)


def policy_named(model: str, *, seed: int = 0, base_url: str = "", answers: Path | None = None) -> Callable[[], PolicyFor]:
    """The policy of that name, as `NAMES` says. `answers` is a folder to keep a chat model's answers in. Raises UsageError."""
    if model == "expert":
        return Expert()
    if model == "random":
        return AtRandom(seed)
    if is_chat_name(model):
        return Asked(named_model(model, base_url, cache=answers))
    folder = model_folder(model)
    if is_hugging_face(folder):
        return OtherModel(model, seed=seed)
    if not (folder / "model.safetensors").is_file():
        raise UsageError(f"No model at {folder}: a model is {NAMES}. Train one with: lamwright demo")
    check_weights(folder)
    return Trained(folder)


def about_answer(error: ModelError) -> str:
    """The error's words, where a model answered badly. Raises it again where the endpoint is at fault."""
    from lamwright.chat.faults import ENDPOINT_FAULTS

    if error.reason in ENDPOINT_FAULTS:
        raise error
    return str(error)
