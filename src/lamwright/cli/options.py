"""The options that several commands have in common: each stands here once, with its help."""

from pathlib import Path
from typing import Annotated, Any

import typer

_WORKERS: Any = typer.Option(min=1, max=32, help="Instances of Writer side by side.")

AppName = Annotated[str, typer.Option("--app", help="The application: writer.")]
Json = Annotated[bool, typer.Option("--json", help="One JSON object on stdout.")]

RunFolder = Annotated[Path, typer.Option(help="The run folder.")]
Resume = Annotated[bool, typer.Option("--resume", help="Continue the run in this folder.")]
Workers = Annotated[int, _WORKERS]
Screenshots = Annotated[bool, typer.Option("--screenshots", help="Keep a screenshot before and after each step.")]

PairSet = Annotated[Path, typer.Argument(help="A set of pairs: lamwright plans build, evolve.")]
TaskFolder = Annotated[Path, typer.Option(help="The folder to make, with a task a line.")]
MapFile = Annotated[Path | None, typer.Option("--map", help="The application map. Default: the shipped one.")]

ChatModel = Annotated[str, typer.Option(help="openai:NAME, a language model to ask. Default: none.")]
BaseUrl = Annotated[str, typer.Option(help="The address of the endpoint of openai:NAME, such as http://127.0.0.1:8000/v1.")]
Prices = Annotated[str, typer.Option(help="Dollars for a million of the model's tokens, in and out, such as 2.5,10.")]
AnswersBeside = Annotated[
    Path | None,
    typer.Option(
        "--cache", help="Where the model's answers are kept: none is asked for twice. Default: OUT.answers, for a run OUT/answers."
    ),
]

Pairs = Annotated[Path, typer.Option("--data", help="A set of pairs: lamwright plans build, evolve.")]
Runs = Annotated[list[Path], typer.Option("--data", help="A run folder; may be given several times.")]
Out = Annotated[Path, typer.Option(help="The checkpoint folder to write.")]
Start = Annotated[Path, typer.Option("--from", help="The checkpoint to start from.")]
RewardModel = Annotated[Path, typer.Option("--reward", help="The reward model's checkpoint folder.")]
Settings = Annotated[Path | None, typer.Option("--config", help="A YAML file with the phase's settings; options given here win.")]
Minutes = Annotated[float | None, typer.Option(min=0.01, help="Minutes of training.")]
Examples = Annotated[int | None, typer.Option(min=1, help="Examples of training, instead of minutes: the same on any machine.")]
Epochs = Annotated[int | None, typer.Option(min=1, help="Times through the episodes.")]
Batch = Annotated[int | None, typer.Option(min=1, help="Examples (or episodes) an optimiser step; fewer need less memory.")]
Rate = Annotated[float | None, typer.Option(min=0.0, help="The peak learning rate of all weights but the pretrained encoder's.")]
EncoderRate = Annotated[float | None, typer.Option(min=0.0, help="The peak learning rate of the pretrained encoder's weights.")]
TrainWorkers = Annotated[int | None, _WORKERS]
Seed = Annotated[int | None, typer.Option(help="The seed of everything that is drawn.")]
Threads = Annotated[int | None, typer.Option(min=1)]
ReportTo = Annotated[list[str] | None, typer.Option("--report-to", help="Show the figures in tensorboard or wandb; may be given twice.")]
