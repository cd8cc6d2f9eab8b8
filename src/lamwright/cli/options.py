"""The options that commands of `lamwright train` have in common: each stands here once, with its help."""

from pathlib import Path
from typing import Annotated

import typer

Pairs = Annotated[Path, typer.Option("--data", help="A set of pairs: lamwright plans build, evolve.")]
Runs = Annotated[list[Path], typer.Option("--data", help="A run folder; may be given several times.")]
Out = Annotated[Path, typer.Option(help="The checkpoint folder to write.")]
Start = Annotated[Path, typer.Option("--from", help="The checkpoint to start from.")]
Settings = Annotated[Path | None, typer.Option("--config", help="A YAML file with the phase's settings; options given here win.")]
Minutes = Annotated[float | None, typer.Option(min=0.01, help="Minutes of training.")]
Examples = Annotated[int | None, typer.Option(min=1, help="Examples of training, instead of minutes: the same on any machine.")]
Epochs = Annotated[int | None, typer.Option(min=1, help="Times through the episodes.")]
Batch = Annotated[int | None, typer.Option(min=1, help="Examples (or episodes) an optimiser step; fewer need less memory.")]
Rate = Annotated[float | None, typer.Option(min=0.0, help="The peak learning rate of all weights but the pretrained encoder's.")]
EncoderRate = Annotated[float | None, typer.Option(min=0.0, help="The peak learning rate of the pretrained encoder's weights.")]
Seed = Annotated[int | None, typer.Option(help="The seed of everything that is drawn.")]
Threads = Annotated[int | None, typer.Option(min=1)]
ReportTo = Annotated[list[str] | None, typer.Option("--report-to", help="Show the figures in tensorboard or wandb; may be given twice.")]
Json = Annotated[bool, typer.Option("--json", help="One JSON object on stdout.")]
