"""The LibreOffice profile that every instance starts from: made once per user and version, then copied."""

import hashlib
import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path
from xml.sax.saxutils import quoteattr

from lamwright.environments.writer.programs import OFFICE_FOLDER, office_version
from lamwright.errors import ApplicationFault

FIRST_START_SECONDS = 60.0
UNDO_STEPS = 1000
"""Undo is how a document is brought back to its start, so no edit may fall out of its end (the default keeps 100)."""

_COMMON = "/org.openoffice.Office.Common"
_WRITER = "/org.openoffice.Office.Writer"
_SETUP = "/org.openoffice.Setup"
_YEAR_2100 = "4102444800"
_WINDOW = "0,0,1280,960;5;0,0,1280,960;"

# Nothing may greet, ask or recover; typed text arrives as it was given; no underlines of the spelling checker.
_SETTINGS: dict[str, dict[str, str]] = {
    f"{_COMMON}/Misc": {
        "FirstRun": "false",
        "ShowTipOfTheDay": "false",
        "CrashReport": "false",
        "UseSystemFileDialog": "false",  # the office's own dialogs are like its others, the desktop's are not
        "UseLocking": "false",  # a lock file that a killed office left would ask a question
        "UseDocumentOOoLockFile": "false",
        "UseDocumentSystemFileLocking": "false",
        "SymbolSet": "0",  # small pictures: the whole formatting toolbar fits the screen
    },
    f"{_COMMON}/Save/Document": {"WarnAlienFormat": "false"},
    # Without a picture of each document that was stored: making it takes five times as long as storing.
    f"{_COMMON}/History": {"RecentDocsThumbnail": "false"},
    f"{_COMMON}/Undo": {"Steps": str(UNDO_STEPS)},
    f"{_COMMON}/Security/Scripting": {
        "MacroSecurityLevel": "3",
        "DisableMacrosExecution": "true",
        "BlockUntrustedRefererLinks": "true",  # a user's document fetches nothing
    },
    f"{_COMMON}/AutoCorrect": {
        "TwoCapitalsAtStart": "false",
        "CapitalAtStartSentence": "false",
        "ChangeUnderlineWeight": "false",
        "SetInetAttribute": "false",
        "ChangeOrdinalNumber": "false",
        "AddNonBreakingSpace": "false",
        "ChangeDash": "false",
        "RemoveDoubleSpaces": "false",
        "ReplaceSingleQuote": "false",
        "ReplaceDoubleQuote": "false",
        "CorrectAccidentalCapsLock": "false",
        "UseReplacementTable": "false",
    },
    # Dialogs count in centimetres (2), whatever the locale says.
    f"{_WRITER}/Layout/Other": {"MeasureUnit": "2"},
    f"{_WRITER}/Content/Update": {"Link": "0"},  # never
    f"{_WRITER}/AutoFunction/Completion": {"Enable": "false", "CollectWords": "false"},
    f"{_WRITER}/AutoFunction/Format/ByInput": {"Enable": "false"},
    f"{_WRITER}/AutoFunction/Format/ByInput/ApplyNumbering": {"Enable": "false"},
    "/org.openoffice.Office.Linguistic/SpellChecking": {"IsSpellAuto": "false"},
    "/org.openoffice.Office.Linguistic/GrammarChecking": {"IsAutoCheck": "false"},
    "/org.openoffice.Office.Recovery/RecoveryInfo": {"Enabled": "false"},
    "/org.openoffice.Office.Recovery/AutoSave": {"Enabled": "false"},
    "/org.openoffice.Office.Java/VirtualMachine": {"Enable": "false"},
    # The sidebar doubles what the toolbars and menus offer and would add some fifty controls to every observation.
    "/org.openoffice.Office.Views/Windows/org.openoffice.Office.Views:WindowType['swriter/10336']": {"Visible": "false"},
    f"{_SETUP}/Office": {"ooSetupInstCompleted": "true"},
    f"{_SETUP}/L10N": {"ooLocale": "en-US", "ooSetupSystemLocale": "en-US"},
    f"{_SETUP}/Office/Factories/org.openoffice.Setup:Factory['com.sun.star.text.TextDocument']": {
        "ooSetupFactoryWindowAttributes": _WINDOW
    },
}
# The status bar has nothing to act on, and its count of words lags behind.
_STATUS_BAR = (
    '<item oor:path="/org.openoffice.Office.UI.WriterWindowState/UIElements/States">'
    '<node oor:name="private:resource/statusbar/statusbar" oor:op="replace">'
    '<prop oor:name="Visible"><value>false</value></prop></node></item>'
)


def copy_profile(target: Path) -> None:
    """Put a ready profile at `target`, which must not exist."""
    shutil.copytree(_made_profile(), target)


def cache_folder() -> Path:
    """Where made profiles are kept, for this user."""
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "lamwright"


def _made_profile() -> Path:
    """The cached profile for the installed version and these settings. Others mean another folder, so none is ever changed."""
    version = office_version()
    content = _registry(version)
    cache = cache_folder()
    made = cache / f"writer-{version}-{hashlib.blake2b(content.encode(), digest_size=6).hexdigest()}"
    if made.is_dir():
        return made
    cache.mkdir(parents=True, exist_ok=True)
    fresh = Path(tempfile.mkdtemp(prefix="making-", dir=cache))
    try:
        _make(fresh, content)
        fresh.rename(made)
    except OSError:
        if not made.is_dir():  # otherwise another process was faster, and its profile is as good
            raise
    finally:
        shutil.rmtree(fresh, ignore_errors=True)
    return made


def _make(profile: Path, content: str) -> None:
    """Write the settings, then let the office write the rest.

    On a new profile the office sets itself up and leaves with "restart me" (81 or 79): only the start after that is a real one.
    """
    user = profile / "user"
    user.mkdir()
    (user / "registrymodifications.xcu").write_text(content, encoding="utf-8")
    command = [
        str(OFFICE_FOLDER / "soffice.bin"),
        f"-env:UserInstallation={profile.as_uri()}",
        "--headless",
        "--norestore",
        "--terminate_after_init",
    ]
    environment = {"PATH": os.defpath, "LANG": "C.UTF-8", "HOME": str(profile), "SAL_USE_VCLPLUGIN": "svp"}
    for _ in range(4):
        code = _run(command, environment)
        if code not in (79, 81):
            break
    if code != 0:
        raise ApplicationFault(f"LibreOffice could not make its profile (exit code {code}). Try it by hand: {' '.join(command)}")


def _run(command: list[str], environment: dict[str, str]) -> int:
    try:
        return subprocess.run(
            command, env=environment, timeout=FIRST_START_SECONDS, stdin=subprocess.DEVNULL, capture_output=True
        ).returncode
    except subprocess.TimeoutExpired as error:
        raise ApplicationFault(f"LibreOffice did not finish its first start within {FIRST_START_SECONDS:.0f} s.") from error


def _registry(version: str) -> str:
    """The text of registrymodifications.xcu."""
    product = {
        "ooSetupLastVersion": ".".join(version.split(".")[:2]),
        "WhatsNew": "false",
        "LastTimeGetInvolvedShown": _YEAR_2100,
        "LastTimeDonateShown": _YEAR_2100,
    }
    groups = {**_SETTINGS, f"{_SETUP}/Product": product}
    lines = [_STATUS_BAR, *(line for path, settings in groups.items() for line in _items(path, settings))]
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        '<oor:items xmlns:oor="http://openoffice.org/2001/registry" xmlns:xs="http://www.w3.org/2001/XMLSchema"'
        ' xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">\n' + "\n".join(lines) + "\n</oor:items>\n"
    )


def _items(path: str, settings: dict[str, str]) -> Iterator[str]:
    for name, value in settings.items():
        yield f'<item oor:path={quoteattr(path)}><prop oor:name={quoteattr(name)} oor:op="fuse"><value>{value}</value></prop></item>'
