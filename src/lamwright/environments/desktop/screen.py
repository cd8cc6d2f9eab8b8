"""Pictures of an instance's screen."""

import io
from contextlib import suppress
from typing import Final

import mss
from mss.exception import ScreenShotError
from PIL import Image

from lamwright.errors import ApplicationFault

QUALITY: Final = 80


class Screen:
    """The whole screen of one X display."""

    def __init__(self, display: str) -> None:
        try:
            self._grabber = mss.MSS(display=display) if hasattr(mss, "MSS") else mss.mss(display=display)
        except ScreenShotError as error:
            raise ApplicationFault(f"The display {display} cannot be photographed: {error}.") from error

    def jpeg(self) -> bytes:
        try:
            shot = self._grabber.grab(self._grabber.monitors[0])
        except (ScreenShotError, AssertionError) as error:  # mss asserts that the X server answered
            raise ApplicationFault("The screen cannot be photographed: its X server ended.") from error
        picture = Image.frombytes("RGB", shot.size, shot.bgra, "raw", "BGRX")
        out = io.BytesIO()
        picture.save(out, "JPEG", quality=QUALITY)
        return out.getvalue()

    def close(self) -> None:
        with suppress(ScreenShotError):  # the X server may have ended before
            self._grabber.close()
