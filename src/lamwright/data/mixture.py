"""Streams of examples mixed: each is a function that draws one."""

from collections.abc import Callable
from random import Random

from lamwright.example import Example

Draw = Callable[[Random], Example]


def mixed(main: Draw, beside: Draw, share: float) -> Draw:
    """Draws from `beside` for that share of examples (0 to 1), from `main` otherwise."""
    return lambda rng: beside(rng) if rng.random() < share else main(rng)
