"""How fast is a look at Writer, against pyatspi on the same live window?

    python -m benchmarks.observation --json

Both read name, role, states, rectangle and text of everything that shows. Ours also names, prunes and numbers the controls.
The peer has the advantage of the system's Python and of leaving out relations; it is measured with its cache and without, in
turns with ours, so that a busy machine slows all alike.
"""

import argparse
import json
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any, Final

from lamwright.environments.desktop.desktop import Desktop
from lamwright.environments.writer.office import Office
from lamwright.errors import LamwrightError, PrerequisiteError

PEER: Final = Path(__file__).with_name("observation_peer.py")
SYSTEM_PYTHON: Final = "/usr/bin/python3"
PARAGRAPHS: Final = 12
ROUNDS: Final = 8
OUR_LOOKS: Final = 12
UNCACHED_READS: Final = 1
CACHED_READS: Final = 3
LIMIT_SECONDS: Final = 120


def main() -> int:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--json", action="store_true", help="print one JSON object")
    options.add_argument("--rounds", type=int, default=ROUNDS, help="rounds of ours, the peer without and with its cache")
    chosen = options.parse_args()
    try:
        result = measure(chosen.rounds)
    except LamwrightError as error:
        print(error, file=sys.stderr)
        return error.exit_code
    print(json.dumps(result) if chosen.json else "\n".join(f"{name:16} {value}" for name, value in result.items()))
    return 0


def measure(rounds: int) -> dict[str, float]:
    """Medians in milliseconds, and how many times faster ours is."""
    _require_peer()
    ours: list[float] = []
    uncached: list[float] = []
    cached: list[float] = []
    with tempfile.TemporaryDirectory() as folder, _Writer(Path(folder)) as writer:
        for _ in range(rounds):
            ours += writer.looks(OUR_LOOKS)
            uncached += writer.peer("uncached", UNCACHED_READS)["milliseconds"]
            answer = writer.peer("cached", CACHED_READS + 1)
            cached += answer["milliseconds"][1:]  # the first read fills the cache
        controls = len(writer.desktop.observe().controls)
    median, without, with_cache = map(statistics.median, (ours, uncached, cached))
    return {
        "ratio_uncached": round(without / median, 1),
        "ratio_cached": round(with_cache / median, 1),
        "ours_ms": round(median, 2),
        "peer_ms": round(without, 1),
        "peer_cached_ms": round(with_cache, 1),
        "ours_ms_90th": round(statistics.quantiles(ours, n=10)[-1], 2),
        "controls": controls,
        "objects": answer["objects"],
        "rounds": rounds,
    }


class _Writer:
    """A live Writer with a document of 12 paragraphs."""

    def __init__(self, folder: Path) -> None:
        self.desktop = Desktop([])
        try:
            self.desktop.start_session()
            self._office = Office(self.desktop)
            self._office.open(_document(folder).as_uri())
            self._wait_shown()
        except BaseException:
            self.desktop.close()
            raise

    def looks(self, count: int) -> list[float]:
        times = []
        for _ in range(count):
            start = time.perf_counter()
            self.desktop.observe()
            times.append((time.perf_counter() - start) * 1000)
        return times

    def peer(self, way: str, reads: int) -> Any:
        command = [SYSTEM_PYTHON, str(PEER), str(self._office.pid), way, str(reads)]
        environment = self.desktop.session.environment
        done = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=LIMIT_SECONDS, check=False)
        if done.returncode:
            raise PrerequisiteError(f"The peer failed: {done.stderr.strip() or done.stdout.strip()}")
        return json.loads(done.stdout)

    def _wait_shown(self) -> None:
        limit = time.monotonic() + 20
        while sum(control.type == "paragraph" for control in self.desktop.observe().controls) < PARAGRAPHS:
            if time.monotonic() > limit:
                raise LamwrightError("The document of the benchmark does not show.")
            time.sleep(0.05)
        self.desktop.settle(quiet=0.3)

    def __enter__(self) -> "_Writer":
        return self

    def __exit__(self, *_: object) -> None:
        self._office.close()
        self.desktop.close()


def _require_peer() -> None:
    tried = subprocess.run([SYSTEM_PYTHON, "-c", "import pyatspi"], capture_output=True, check=False)
    if tried.returncode:
        line = "apt-get install --no-install-recommends gir1.2-atspi-2.0 python3-pyatspi"
        raise PrerequisiteError(f"The peer, pyatspi, is not installed. On Debian or Ubuntu run: {line}")


def _document(folder: Path) -> Path:
    """A flat ODT file."""
    sentence = "says that the quick brown fox jumps over the lazy dog near the river bank."
    paragraphs = "".join(f"<text:p>Paragraph {number} {sentence}</text:p>" for number in range(1, PARAGRAPHS + 1))
    spaces = " ".join(f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"' for name in ("office", "text"))
    kind = 'office:version="1.3" office:mimetype="application/vnd.oasis.opendocument.text"'
    path = folder / "twelve.fodt"
    body = f"<office:body><office:text>{paragraphs}</office:text></office:body>"
    path.write_text(f'<?xml version="1.0" encoding="UTF-8"?><office:document {spaces} {kind}>{body}</office:document>')
    return path


if __name__ == "__main__":
    raise SystemExit(main())
