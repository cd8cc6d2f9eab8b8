"""What a window manager would do: give a new main window the screen."""

from Xlib import X, display, error

from lamwright.errors import ApplicationFault

SMALLEST = 200
"""Pixels: a main window narrower or lower than this was given no size by anybody."""


def fill_screen(name: str, size: tuple[int, int]) -> bool:
    """Let main windows of next to no size fill the screen of that display; whether there was one.

    Without a window manager some documents open in a window of a few pixels. Raises ApplicationFault where the display is gone.
    """
    try:
        server = display.Display(name)
    except (error.DisplayConnectionError, OSError) as problem:
        raise ApplicationFault(f"The display {name} cannot be reached: {problem}.") from problem
    try:
        found = False
        for window in server.screen().root.query_tree().children:
            attributes, shape = window.get_attributes(), window.get_geometry()
            shown = attributes.map_state == X.IsViewable and not attributes.override_redirect
            if shown and window.get_wm_class() and min(shape.width, shape.height) < SMALLEST:
                window.configure(x=0, y=0, width=size[0], height=size[1])
                found = True
        server.sync()
        return found
    except (error.XError, error.ConnectionClosedError, OSError) as problem:
        raise ApplicationFault(f"The display {name} does not answer: {problem}.") from problem
    finally:
        server.close()
