"""The programs that Writer's environment starts: where they are, and what is missing."""

import re
import shutil
import subprocess
from functools import cache
from pathlib import Path

from lamwright.errors import ApplicationFault, PrerequisiteError

OFFICE_FOLDER = Path("/usr/lib/libreoffice/program")
SYSTEM_PYTHON = Path("/usr/bin/python3")
"""The interpreter that has UNO: Debian builds python3-uno for its own Python only."""
INSTALL_LINE = (
    "apt-get install --no-install-recommends libreoffice-writer libreoffice-gtk3 at-spi2-core dbus xvfb fonts-dejavu-core python3-uno"
)

_FILES = {
    "libreoffice-writer": OFFICE_FOLDER / "libswlo.so",
    "libreoffice-gtk3": OFFICE_FOLDER / "libvclplug_gtk3lo.so",
    "at-spi2-core": Path("/usr/libexec/at-spi-bus-launcher"),
    "fonts-dejavu-core": Path("/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf"),
    "python3-uno": Path("/usr/lib/python3/dist-packages/uno.py"),
}
_COMMANDS = {"dbus": "dbus-daemon", "xvfb": "Xvfb"}


def missing_programs() -> tuple[str, ...]:
    """The names of the packages that are not installed, in the order of the install line."""
    present = {package for package, path in _FILES.items() if path.exists()}
    present |= {package for package, command in _COMMANDS.items() if shutil.which(command)}
    return tuple(package for package in INSTALL_LINE.split() if package in {*_FILES, *_COMMANDS} and package not in present)


def require_programs() -> None:
    """Raise PrerequisiteError, with the line that mends it, where something is missing."""
    missing = missing_programs()
    if missing:
        raise PrerequisiteError(f"Writer cannot be started: {', '.join(missing)} not installed. On Debian or Ubuntu run: {INSTALL_LINE}")


@cache
def office_version() -> str:
    """The installed LibreOffice's version, such as "7.4.7.2"."""
    command = [str(OFFICE_FOLDER / "soffice.bin"), "--version"]
    try:
        answer = subprocess.run(command, capture_output=True, text=True, timeout=30, check=True, stdin=subprocess.DEVNULL).stdout
    except (OSError, subprocess.SubprocessError) as error:
        raise ApplicationFault(f"LibreOffice does not say its version. Try it by hand: {' '.join(command)}") from error
    found = re.search(r"\d+(\.\d+)+", answer)
    if not found:
        raise ApplicationFault(f"LibreOffice's version cannot be read from {answer!r}.")
    return found.group()
