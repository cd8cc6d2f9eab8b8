"""What a window manager would do: give a main window the screen, or another size."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from Xlib import X, Xatom, display, error

from lamwright.errors import ApplicationFault

SMALLEST = 200
"""Pixels: a main window narrower or lower than this was given no size by anybody."""


def fill_screen(name: str, size: tuple[int, int]) -> bool:
    """Let main windows of next to no size fill the screen of that display; whether there was one.

    Without a window manager some documents open in a window of a few pixels. Raises ApplicationFault where the display is gone.
    """
    with _server(name) as server:
        small = [window for window in _windows(server) if min(_size(window)) < SMALLEST]
        for window in small:
            window.configure(x=0, y=0, width=size[0], height=size[1])
        server.sync()
        return bool(small)


def resize(name: str, size: tuple[int, int]) -> None:
    """Give the main windows of that display a size; dialogs keep theirs. Raises ApplicationFault where a window does not take it."""
    with _server(name) as server:
        for window in _windows(server):
            if window.get_full_property(Xatom.WM_TRANSIENT_FOR, X.AnyPropertyType):
                continue
            window.configure(x=0, y=0, width=size[0], height=size[1])
            server.sync()
            if _size(window) != size:
                raise ApplicationFault(f"A window does not take the size {size[0]}x{size[1]}: it has {'x'.join(map(str, _size(window)))}.")


def _windows(server: display.Display) -> Iterator[Any]:
    """The top-level windows that show, without menus and tool tips."""
    for window in server.screen().root.query_tree().children:
        attributes = window.get_attributes()
        if attributes.map_state == X.IsViewable and not attributes.override_redirect and window.get_wm_class():
            yield window


def _size(window: Any) -> tuple[int, int]:
    shape = window.get_geometry()
    return shape.width, shape.height


@contextmanager
def _server(name: str) -> Iterator[display.Display]:
    try:
        server = display.Display(name)
    except (error.DisplayConnectionError, OSError) as problem:
        raise ApplicationFault(f"The display {name} cannot be reached: {problem}.") from problem
    try:
        yield server
    except (error.XError, error.ConnectionClosedError, OSError) as problem:
        raise ApplicationFault(f"The display {name} does not answer: {problem}.") from problem
    finally:
        server.close()
