"""`lamwright eval`: how good a model is.

    online.py      tasks done in the application
    decisions.py   an expert's recorded steps, decided again
    plans.py       plans against reference plans, and done in the application
    comparing.py   two models on the same tasks; one page about several models
    tables.py      what people see

Each prints a table for people and, with --json, one object for machines.
"""

import typer

from lamwright.cli.evaluating import comparing, decisions, online, plans

app = typer.Typer(no_args_is_help=True, help="How good a model is.")
app.command("plans")(plans.plans)
app.command("decisions")(decisions.decisions)
app.command("online")(online.online)
app.command("compare")(comparing.compare)
app.command("report")(comparing.report)
