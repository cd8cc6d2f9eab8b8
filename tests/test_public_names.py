"""What `import lamwright` offers: exactly `__all__`, sorted, each with a docstring."""

import types

import lamwright


def test_public_names_are_all_and_nothing_else() -> None:
    offered = {name for name, value in vars(lamwright).items() if not name.startswith("_") and not isinstance(value, types.ModuleType)}
    assert offered == set(lamwright.__all__)


def test_public_names_are_sorted_and_each_once() -> None:
    assert sorted(set(lamwright.__all__), key=lambda name: (not name.isupper(), name[0].islower(), name)) == lamwright.__all__


def test_every_public_class_and_function_says_what_it_is() -> None:
    silent = [
        name
        for name in lamwright.__all__
        if isinstance(getattr(lamwright, name), type | types.FunctionType) and not getattr(lamwright, name).__doc__
    ]
    assert silent == []
