"""`lamwright map`: what an application offers, crawled anew."""

import time
from collections import Counter
from pathlib import Path
from typing import Annotated, Any

import typer

from lamwright.application_map import ApplicationMap, write_map
from lamwright.cli.options import Json
from lamwright.cli.show import machine, people, progress
from lamwright.cli.suite import check_application
from lamwright.environments.desktop.crawl import Crawler
from lamwright.environments.desktop.crawled import Item, Kept
from lamwright.environments.writer.environment import WriterEnvironment
from lamwright.environments.writer.mapping import territory
from lamwright.errors import UsageError
from lamwright.records import write_whole


def map_application(
    application: Annotated[str, typer.Argument(help="The application: writer.")],
    out: Annotated[Path, typer.Option(help="Where the map goes.")] = Path("map.json"),
    resume: Annotated[bool, typer.Option("--resume", help="Go on with a crawl that was stopped.")] = False,
    as_json: Json = False,
) -> None:
    """Open every menu, dialog and tool bar of an application and write down what is there."""
    check_application(application)
    if not out.absolute().parent.is_dir():
        raise UsageError(f"{out.absolute().parent} is no folder. Make it, or choose another --out.")
    if out.is_dir():
        raise UsageError(f"{out} is a folder. Name a file for the map with --out.")
    started = time.monotonic()
    crawler, found = _crawl(out, resume)
    form = {**_sizes(found), "seconds": round(time.monotonic() - started), "failures": crawler.failures, "out": str(out)}
    for name, failure in crawler.failures.items():
        people.print(f"  left early: {name}: {failure}", markup=False)
    people.print(f"{form['controls']} controls in {form['places']} places, {form['dialogs']} dialogs, written to {out}", markup=False)
    if as_json:
        machine(form)


def _crawl(out: Path, resume: bool) -> tuple[Crawler, ApplicationMap]:
    """Under a progress bar; what is done is kept beside the output until the map is whole."""
    land = territory()
    kept = Kept(out.with_suffix(".crawl.jsonl"), {"application": land.application, "version": land.version}, resume)
    with progress() as bar, WriterEnvironment() as environment:
        line = bar.add_task("places", total=None, note="")

        def on_item(done: int, known: int, item: Item) -> None:
            bar.update(line, completed=done, total=max(done, known), note=item.name)

        crawler = Crawler(environment, land, kept, on_item)
        found = crawler.run()
    write_whole(out, write_map(found))
    kept.remove()
    return crawler, found


def _sizes(found: ApplicationMap) -> dict[str, Any]:
    """How many of what it holds."""
    kinds = Counter(place.split(" ")[0] for place in found.places() if ", tab " not in place and ", page " not in place)
    return {
        "application": found.application,
        "version": found.version,
        "controls": len(found.controls),
        "names": len(found.names()),
        "places": len(found.places()),
        "menus": kinds["menu"],
        "dialogs": kinds["dialog"],
        "tabs": sum(", tab " in place for place in found.places()),
        "types": dict(Counter(control.type for control in found.controls).most_common()),
        "vocabulary": len(found.vocabulary()),
    }
