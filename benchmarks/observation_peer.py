"""The peer of benchmarks.observation: pyatspi reads the same window. Run by the system's Python, which has it.

    /usr/bin/python3 observation_peer.py APPLICATION_PID cached|uncached READS

Prints one JSON object: the milliseconds of each read, and how many objects showed.
"""

# mypy: ignore-errors
# Neither gi nor pyatspi has types, and the interpreter that runs this is not the one that is checked.

import json
import sys
import time

import gi

gi.require_version("Atspi", "2.0")
import pyatspi  # noqa: E402
from gi.repository import Atspi, GLib  # noqa: E402


def read(accessible, found):
    """Name, role, states, rectangle and text of everything below it that shows, in the order of the tree."""
    for index in range(accessible.childCount):
        child = accessible.getChildAtIndex(index)
        if child is None:
            continue
        states = child.getState()
        if not states.contains(pyatspi.STATE_SHOWING):
            continue
        place = child.queryComponent().getExtents(pyatspi.DESKTOP_COORDS)
        found.append((child.name, child.getRole(), states.getStates(), (place.x, place.y, place.width, place.height), text_of(child)))
        read(child, found)


def text_of(accessible):
    try:
        return accessible.queryText().getText(0, -1)
    except NotImplementedError:
        return ""


def window_of(pid):
    for application in pyatspi.Registry.getDesktop(0):
        if application is not None and application.get_process_id() == pid:
            return application, application[0]
    raise SystemExit(f"no accessible application has the process number {pid}")


def main():
    pid, way, reads = int(sys.argv[1]), sys.argv[2], int(sys.argv[3])
    application, window = window_of(pid)
    if way == "uncached":
        application.set_cache_mask(Atspi.Cache.NONE)
    else:
        # What keeps the peer's cache true: events, which a main loop hands on between the reads.
        pyatspi.Registry.registerEventListener(
            lambda event: None, "object:state-changed", "object:children-changed", "object:property-change"
        )
    times = []
    for _ in range(reads):
        while way == "cached" and GLib.MainContext.default().iteration(False):
            pass
        found = []
        start = time.perf_counter()
        read(window, found)
        times.append((time.perf_counter() - start) * 1000)
    print(json.dumps({"milliseconds": times, "objects": len(found)}))


main()
