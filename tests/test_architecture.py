"""The house: imports point one way, heavy packages stay where they are named, importing lamwright is cheap."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parents[1] / "src" / "lamwright"

LAYERS = (
    ("errors", "places", "version"),
    ("actions", "observation"),
    ("tasks", "pairs"),
    ("trajectory", "grammar"),
    ("application_map", "example"),
    ("records",),
    ("references", "prompts", "steps"),
    ("grounding",),
    ("metrics",),
    ("judge_error",),
    ("chat",),
    ("instructions",),
    ("environments",),
    ("policy", "safety", "judge"),
    ("planner", "written_steps", "random_policy", "chat_policy", "model_judge"),
    ("episode",),
    ("workers",),
    ("environments.writer.suite",),
    ("effect",),
    ("data",),
    ("model",),
    ("training", "huggingface"),
    ("agent", "evaluation", "phases", "huggingface.phases"),
    ("viewer",),
    ("cli", "__main__"),
)
"""From the words to the commands: a module may import its own layer's package and every layer above it."""

HEAVY = {
    "torch": ("model", "training", "huggingface", "phases.tracking"),
    "transformers": ("model", "training", "huggingface"),
    "numpy": ("model", "training", "huggingface", "metrics", "data.plans"),
    "trl": ("huggingface",),
    "peft": ("huggingface",),
    "llguidance": ("huggingface",),
    "openai": ("chat",),
    "httpx2": ("chat",),
    "pydantic": ("chat", "instructions"),
    "datasketch": ("data.plans",),
    "pyarrow": ("data.export",),
    "matplotlib": ("viewer",),
    "wandb": ("phases.tracking",),
    "uno": (),
    "gi": (),
}


def modules() -> list[Path]:
    return sorted(path for path in PACKAGE.rglob("*.py") if path.name != "uno_sidecar.py")


def dotted(path: Path) -> str:
    parts = path.relative_to(PACKAGE).with_suffix("").parts
    return ".".join(part for part in parts if part != "__init__")


def layer(module: str) -> int:
    """The row of LAYERS that the module belongs to: the longest name that it starts with."""
    named = [(len(name), row) for row, names in enumerate(LAYERS) for name in names if module == name or module.startswith(f"{name}.")]
    assert named, f"{module} is in no layer: add it to LAYERS"
    return max(named)[1]


KNOWN = {f"lamwright.{dotted(path)}" for path in modules()}


def imported(path: Path) -> set[str]:
    """What the file's import statements name: `from a import b` names a, and a.b too where that is a module."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module:
            found.add(node.module)
            found.update({f"{node.module}.{alias.name}" for alias in node.names} & KNOWN)
        elif isinstance(node, ast.Import):
            found.update(alias.name for alias in node.names)
    return found


def own(names: set[str]) -> set[str]:
    """The names of lamwright's modules alone, as `dotted` has them."""
    return {name.removeprefix("lamwright").removeprefix(".") for name in names if f"{name}.".startswith("lamwright.")}


def packages_around(module: str) -> set[str]:
    parts = module.split(".")
    return {".".join(parts[:count]) for count in range(1, len(parts))}


def run_by(module: str, named: set[str]) -> set[str]:
    """What runs when a module that names these is imported: Python runs the `__init__` of the packages around a module before it.

    Those around the importing module itself run before it in any case, and count only where it names them.
    """
    around = {package for name in named for package in packages_around(name)}
    return (named | around - packages_around(module)) - {module}


@pytest.mark.parametrize("path", modules(), ids=dotted)
def test_imports_point_one_way(path: Path) -> None:
    module = dotted(path)
    if not module:
        return
    for other in own(imported(path)):
        assert other, f"{module} imports lamwright itself: name the module that it means"
        assert layer(other) <= layer(module), f"{module} imports {other}, which stands below it"


def test_a_package_runs_where_a_module_of_another_package_imports_from_it() -> None:
    assert run_by("records.writing", {"chat.cache"}) == {"chat", "chat.cache"}
    assert run_by("chat.wire", {"chat.cache"}) == {"chat.cache"}
    assert run_by("chat.wire", {"chat", "chat.cache"}) == {"chat", "chat.cache"}


def test_modules_form_no_cycle() -> None:
    graph = {dotted(path): run_by(dotted(path), own(imported(path))) for path in modules()}
    done: set[str] = set()

    def visit(module: str, trail: tuple[str, ...]) -> None:
        assert module not in trail, f"a cycle: {' -> '.join((*trail, module))}"
        if module not in done:
            for other in graph.get(module, ()):
                visit(other, (*trail, module))
            done.add(module)

    for module in graph:
        visit(module, ())


@pytest.mark.parametrize("path", modules(), ids=dotted)
def test_heavy_packages_stay_where_they_are_named(path: Path) -> None:
    for name in imported(path):
        allowed = HEAVY.get(name.split(".")[0])
        assert allowed is None or any(f"{dotted(path)}.".startswith(f"{package}.") for package in allowed), f"{dotted(path)} imports {name}"


def test_no_file_is_longer_than_a_sitting() -> None:
    long = {dotted(path): lines for path in modules() if (lines := len(path.read_text("utf-8").splitlines())) > 400}
    assert long == {}


def test_importing_lamwright_loads_nothing_heavy() -> None:
    heavy = ("torch", "transformers", "numpy", "lxml", "dbus_fast", "typer")
    code = f"import sys, lamwright; print([name for name in {heavy} if name in sys.modules])"
    printed = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=True).stdout
    assert printed.strip() == "[]"
