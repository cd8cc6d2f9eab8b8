"""A phase's settings as a YAML file: one frozen dataclass each, checked where it is read."""

import math
from collections.abc import Mapping
from dataclasses import asdict, fields, replace
from difflib import get_close_matches
from pathlib import Path
from typing import Any, TypeVar

from lamwright.errors import PrerequisiteError, UsageError
from lamwright.records import write_whole

Config = TypeVar("Config", bound=Any)


def read_config(path: Path, default: Config) -> Config:
    """The settings in `path`, those that it does not name as in `default`. Raises UsageError with what is wrong where."""
    try:
        import yaml
    except ImportError as error:
        raise PrerequisiteError("Reading settings needs PyYAML, which is not installed. Run: pip install pyyaml") from error
    try:
        form = yaml.safe_load(path.read_text("utf-8"))
    except OSError as error:
        raise UsageError(f"{path} cannot be read: {error.strerror}.") from error
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise UsageError(f"{path} is no YAML: {' '.join(str(error).split())}.") from error
    if not isinstance(form, Mapping):
        raise UsageError(f"{path} must hold names with values, such as: seed: 0.")
    return replace(default, **{name: _checked(path, default, str(name), value) for name, value in form.items()})


def _checked(path: Path, default: Any, name: str, value: Any) -> Any:
    known = {field.name: getattr(default, field.name) for field in fields(default)}
    if name not in known:
        near = get_close_matches(name, known, 1)
        hint = f"Did you mean '{near[0]}'?" if near else f"The settings are: {', '.join(known)}."
        raise UsageError(f"{path}: unknown setting '{name}'. {hint}")
    wanted = known[name]
    if isinstance(wanted, float) and isinstance(value, int) and not isinstance(value, bool):
        return float(value)
    if isinstance(wanted, tuple) and isinstance(value, list):
        return tuple(value)
    if type(value) is not type(wanted):
        raise UsageError(f"{path}: '{name}' must be like {wanted!r}, not {value!r}.")
    return value


def check_number(name: str, value: float, most: float = math.inf) -> None:
    """Raises UsageError where the setting of that name is below 0, above `most`, or no finite number."""
    if not (0 <= value <= most and math.isfinite(value)):
        room = "0 or more" if most == math.inf else f"from 0 to {most:g}"
        raise UsageError(f"'{name}' must be {room}, not {value}.")


def write_config(path: Path, config: Any) -> None:
    """Raises RecordError where it cannot be written."""
    import yaml

    form = {name: list(value) if isinstance(value, tuple) else value for name, value in asdict(config).items()}
    write_whole(path, yaml.safe_dump(form, sort_keys=False))
