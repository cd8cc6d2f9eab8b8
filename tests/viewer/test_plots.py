"""What the plots draw, by the drawing itself."""

import base64
import re
from itertools import pairwise

from lamwright.metrics import Figure, OverSeeds
from lamwright.viewer.plots import COLOURS, SOFT, metrics_plot, model_colours

SEED_LINE = re.compile(rf'<path d="([^"]*)"[^>]*style="fill: none; stroke: {SOFT}; stroke-opacity: 0.5; stroke-width: 0.7;')
MODELS = ("random", "expert", "LAM1", "LAM2", "LAM3")
TRAINED = (("LAM1", "LAM2"), ("LAM2", "LAM3"))


def seed_lines(seeds: int, trained: tuple[tuple[str, str], ...]) -> list[tuple[float, float]]:
    """From where to where across the panel each seed's line goes."""
    one = OverSeeds(Figure(0.5, 0.4, 0.6, 8), {seed: 0.4 + 0.1 * seed for seed in range(seeds)})
    address = metrics_plot({"task_success_rate": dict.fromkeys(MODELS, one)}, {}, model_colours(MODELS), trained)
    drawing = base64.b64decode(address.partition("base64,")[2]).decode()
    points = [re.findall(r"[ML] (\S+) \S+", path) for path in SEED_LINE.findall(drawing)]
    return [(float(line[0]), float(line[-1])) for line in points]


def test_a_seeds_line_goes_from_each_training_to_the_next_and_to_no_other_model() -> None:
    *_, third, last = sorted(set(seed_lines(2, tuple(pairwise(MODELS)))))  # of all neighbours
    assert sorted(seed_lines(2, TRAINED)) == [third, third, last, last]  # two steps of two seeds
    assert seed_lines(2, ()) == []


def test_one_seed_alone_has_no_line() -> None:
    assert seed_lines(1, TRAINED) == []


def test_a_ninth_model_has_the_firsts_colour() -> None:
    colours = list(model_colours(str(number) for number in range(9)).values())
    assert colours == [*COLOURS, COLOURS[0]]
