"""Pictures of a run: in a format that takes little room, and within a limit for the whole run folder."""

import io
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Literal

from lamwright.errors import RecordError
from lamwright.records import SCREENSHOTS, text_bytes

PictureFormat = Literal["jpeg", "webp"]
SUFFIXES: dict[PictureFormat, str] = {"jpeg": "jpg", "webp": "webp"}
WEBP_QUALITY, WEBP_EFFORT = 75, 0
"""A third smaller than the JPEG; more effort takes five times as long for a quarter less."""
PICTURES_SHARE = 0.8
"""Pictures may take so much of the limit: the rest is left for what every episode needs."""
MIB = 1 << 20


def in_format(jpeg: bytes, wanted: PictureFormat) -> bytes:
    """The picture in that format."""
    if wanted == "jpeg":
        return jpeg
    from PIL import Image

    out = io.BytesIO()
    with Image.open(io.BytesIO(jpeg)) as picture:
        picture.save(out, "WEBP", quality=WEBP_QUALITY, method=WEBP_EFFORT)
    return out.getvalue()


def picture_name(episode: int, step: int, wanted: PictureFormat) -> str:
    """As steps name it, relative to the run folder."""
    return f"{SCREENSHOTS}/{episode:06d}-{step:02d}.{SUFFIXES[wanted]}"


class Kept:
    """Keeps the pictures of one episode in its run folder, by the names that steps use.

    A picture that cannot be written ends the episode, and `check` raises RecordError then: it is no fault of the task.
    """

    def __init__(self, run: Path, episode: int, wanted: PictureFormat = "jpeg") -> None:
        self._run, self._episode, self._format = run, episode, wanted
        self._fault: OSError | None = None

    def __call__(self, step: int, picture: bytes) -> str:
        name, data = picture_name(self._episode, step, self._format), in_format(picture, self._format)
        try:
            (self._run / name).write_bytes(data)
        except OSError as error:
            self._fault = error
            raise
        return name

    def check(self) -> None:
        if self._fault:
            why = self._fault.strerror or str(self._fault)
            raise RecordError(f"{self._run} cannot keep a screenshot: {why}. Make room, then continue with --resume.") from self._fault


class Room:
    """How much of its limit a run folder takes up. `refused` counts the episodes whose pictures had no room any more."""

    def __init__(self, run: Path, limit_mib: int) -> None:
        self._run, self._limit_mib = run, limit_mib
        self._pictures = sum(path.stat().st_size for path in (run / SCREENSHOTS).glob("*"))
        self.refused = 0

    @property
    def used(self) -> int:
        """Bytes."""
        return self._pictures + text_bytes(self._run)

    def keep_pictures(self, form: dict[str, Any]) -> None:
        """Count the pictures that an episode's form names; beyond the limit they are removed, and the form names none."""
        names = list(_named(form))
        size = sum(path.stat().st_size for name in names if (path := self._run / name).exists())
        if self.used + size <= PICTURES_SHARE * self._limit_mib * MIB:
            self._pictures += size
            return
        self.refused += bool(names)
        for name in names:
            (self._run / name).unlink(missing_ok=True)
        for step in form["steps"]:
            step["screenshot"] = None
        form["last_screenshot"] = None

    def check(self) -> None:
        """Raises RecordError where the whole limit is used up."""
        if self.used > self._limit_mib * MIB:
            raise RecordError(
                f"{self._run} takes up its {self._limit_mib} MiB. Every whole episode is kept; "
                "continue with --resume and a higher --disk-limit."
            )


def _named(form: dict[str, Any]) -> Iterator[str]:
    yield from (step["screenshot"] for step in form["steps"] if step["screenshot"])
    if form["last_screenshot"]:
        yield form["last_screenshot"]


def remove_unrecorded(run: Path, recorded: set[int]) -> None:
    """Remove the pictures of episodes that were under way when a run was stopped or killed: they will be done again."""
    for path in (run / SCREENSHOTS).glob("[0-9]*-[0-9]*.*"):
        if int(path.name.split("-")[0]) not in recorded:
            path.unlink(missing_ok=True)
