"""`lamwright eval`: what it prints for machines, and one sentence for every wrong use. No Writer is needed here."""

import json
from pathlib import Path

import pytest
from tests.evaluation.runs import task, write_run
from tests.model.small import small_model
from tests.viewer.test_curves import write_log
from typer.testing import CliRunner

from lamwright.cli.evaluating import app
from lamwright.cli.evaluating.tables import figures_table
from lamwright.errors import LamwrightError, RecordError, UsageError
from lamwright.phases.checkpoints import weights_hash
from lamwright.records import RunWriter, new_manifest


def machine(*arguments: str) -> dict[str, object]:
    """The one JSON object of a command that succeeds."""
    ended = CliRunner().invoke(app, [*arguments, "--json"])
    assert ended.exit_code == 0, ended.output
    (line,) = ended.stdout.splitlines()
    form: dict[str, object] = json.loads(line)
    return form


def refused(kind: type[LamwrightError], *arguments: str) -> str:
    """The sentence of a command that is refused."""
    error = CliRunner().invoke(app, list(arguments)).exception
    assert isinstance(error, kind), error
    return str(error)


@pytest.fixture
def runs(tmp_path: Path) -> tuple[str, str]:
    first = write_run(tmp_path / "first", [(task("a"), True), (task("b"), False), (task("c"), False)])
    second = write_run(tmp_path / "second", [(task("a"), True), (task("b"), True), (task("c"), True)])
    return str(first), str(second)


def test_decisions_print_the_papers_five_metrics(runs: tuple[str, str], tmp_path: Path) -> None:
    form = machine("decisions", "--run", runs[1], "--out", str(tmp_path / "out"), "--model", "expert")
    rates = ("object_accuracy", "operation_accuracy", "status_accuracy", "step_success_rate", "task_success_rate")
    assert [form[name] for name in rates] == [1.0] * 5
    assert (form["tasks"], form["run"]) == (3, str(tmp_path / "out"))
    assert set(form) == {*rates, "tasks", "intervals", "resamples", "tiers", "groups", "run"}


def test_plans_print_the_papers_three_metrics_by_source(tmp_path: Path) -> None:
    form = machine("plans", "--out", str(tmp_path / "out"), "--model", "expert", "--count", "3", "--tier", "wordings", "--no-execute")
    assert [form[name] for name in ("task_success_rate", "step_precision", "step_recall", "executed_success_rate")] == [1.0, 1.0, 1.0, None]
    assert form["tasks"] == 3
    by_source = form["by_source"]
    assert isinstance(by_source, dict)
    assert list(by_source) == ["suite: wordings"]


def test_a_table_says_which_its_intervals_are() -> None:
    assert figures_table("Decisions", [], "tier").caption == (
        "95% intervals: bootstrap over tasks, those with one request drawn together, 1000 resamples; Wilson's where a rate is 0% or 100%"
    )


def test_two_runs_are_compared(runs: tuple[str, str]) -> None:
    form = machine("compare", *runs)
    assert (form["kind"], form["tasks"], form["only_first"], form["only_second"]) == ("online", 3, 0, 2)
    assert form["mcnemar_p"] == 0.5  # 2 · 1 / 2²
    differences = form["differences"]
    assert isinstance(differences, dict)
    assert differences["task_success_rate"]["difference"] == 0.6667
    assert (form["first"], form["second"]) == runs


@pytest.fixture
def seeds(tmp_path: Path) -> list[str]:
    """Two seeds of a weak model, then two of a strong one."""
    return [
        f"{name}={write_run(tmp_path / f'{name}-{seed}', [(task('a'), won), (task('b'), True)], seed=seed)}"
        for name, won in (("LAM1", False), ("LAM4", True))
        for seed in (0, 1)
    ]


def test_two_models_are_compared_over_their_seeds(seeds: list[str]) -> None:
    form = machine("compare", *seeds)
    assert (form["first"], form["second"], form["tasks"], form["only_second"]) == ("LAM1", "LAM4", 4, 2)
    assert (form["won_first"], form["won_second"], form["mcnemar_p"]) == (0, 1, 1.0)  # the same request in both seeds: one won, 2 · 1/2
    assert form["runs"] == {
        "LAM1": {str(seed): folder.partition("=")[2] for seed, folder in enumerate(seeds[:2])},
        "LAM4": {str(seed): folder.partition("=")[2] for seed, folder in enumerate(seeds[2:])},
    }


def test_a_comparison_says_what_its_p_was_computed_from(seeds: list[str]) -> None:
    told = " ".join(CliRunner().invoke(app, ["compare", *seeds]).stderr.split())
    assert "0 tasks were done by the first alone, 2 by the second alone. " in told
    assert "Of requests, 0 were won by the first, 1 by the second: McNemar's exact p = 1.000." in told


def test_models_of_other_seeds_are_not_compared(seeds: list[str]) -> None:
    assert refused(UsageError, "compare", *seeds[:3]) == (
        "LAM1 was measured with seeds 0, 1, LAM4 with seed 0; tasks are paired within a seed. Name runs of the same seeds."
    )


def test_one_model_alone_is_not_compared(seeds: list[str]) -> None:
    said = refused(UsageError, "compare", *seeds[:2])
    assert said == "compare takes two models, not 1: LAM1. Runs of one NAME are seeds of one model."
    assert refused(UsageError, "compare", "=x") == "compare takes NAME=FOLDER, such as LAM2=runs/lam2, not '=x'."


def test_a_report_says_where_it_is(runs: tuple[str, str], tmp_path: Path) -> None:
    out, table = tmp_path / "pages" / "report.html", tmp_path / "tables" / "ledger.md"
    named = ("--run", f"random={runs[0]}", "--run", f"LAM1={runs[0]}", "--run", f"LAM2={runs[1]}")
    log = write_log(tmp_path, 3.0, 2.0)
    trained = ("--training", f"LAM1={log}", "--training", f"LAM2={log}")
    form = machine("report", "--out", str(out), "--markdown", str(table), *named, *trained)
    assert (form["report"], form["markdown"]) == (str(out), str(table))
    ledger = form["ledger"]
    assert isinstance(ledger, dict)
    assert (ledger["seeds"], list(ledger["online"])) == ([0], ["models", "metrics", "gains"])
    assert ledger["online"]["gains"][0]["differences"]["task_success_rate"]["difference"] == 0.6667
    assert table.read_text("utf-8").startswith("| metric | paper's LAM | random | LAM1 | LAM2 | LAM1 → LAM2 |\n")
    assert out.stat().st_size > 10_000


def test_a_run_for_a_report_needs_a_name(runs: tuple[str, str], tmp_path: Path) -> None:
    said = refused(UsageError, "report", "--out", str(tmp_path / "r.html"), "--run", runs[0])
    assert said == f"--run takes NAME=FOLDER, such as LAM2=runs/lam2, not '{runs[0]}'."


def test_a_training_of_a_model_that_was_not_measured(runs: tuple[str, str], tmp_path: Path) -> None:
    named = ("--run", f"LAM1={runs[0]}", "--run", f"LAM2={runs[1]}", "--training", "lam2=nowhere")
    said = refused(UsageError, "report", "--out", str(tmp_path / "r.html"), *named)
    assert said == "--training names 'lam2', but --run names LAM1, LAM2. Give a model one NAME in both."


def test_runs_of_two_kinds_are_not_compared(runs: tuple[str, str], tmp_path: Path) -> None:
    machine("decisions", "--run", runs[1], "--out", str(tmp_path / "out"), "--model", "expert")
    said = refused(UsageError, "compare", runs[0], str(tmp_path / "out"))
    assert said == "These are evaluations of online and decisions. Compare two models by one kind."


def test_runs_without_a_common_task_are_not_compared(runs: tuple[str, str], tmp_path: Path) -> None:
    other = write_run(tmp_path / "other", [(task("z"), True)])
    said = refused(UsageError, "compare", runs[0], str(other))
    assert said == f"{runs[0]} and {other} have no task in common. Evaluate both with the same tiers, count and seed."


def test_a_folder_that_is_no_run(tmp_path: Path) -> None:
    assert refused(RecordError, "compare", str(tmp_path), str(tmp_path)) == f"{tmp_path} is not a run folder: it has no manifest.json."


def test_an_unknown_tier(tmp_path: Path) -> None:
    said = refused(UsageError, "plans", "--out", str(tmp_path / "out"), "--model", "expert", "--tier", "hard", "--no-execute")
    assert said == "Unknown tier 'hard'. The tiers are: parameters, wordings, composed."


def test_an_unknown_model_leaves_no_run_behind(runs: tuple[str, str], tmp_path: Path) -> None:
    said = refused(UsageError, "decisions", "--run", runs[0], "--out", str(tmp_path / "out"), "--model", "nowhere")
    assert said.startswith("No model at nowhere: a model is ")
    said = refused(UsageError, "plans", "--out", str(tmp_path / "out"), "--model", "nowhere", "--no-execute")
    assert said.startswith("No model at nowhere: a planner is ")
    assert not (tmp_path / "out").exists()


def test_an_address_without_a_chat_model(tmp_path: Path) -> None:
    said = refused(
        UsageError, "decisions", "--run", "run", "--out", str(tmp_path / "out"), "--model", "openai:", "--base-url", "http://x/v1"
    )
    assert said == "'openai:' names no model behind an endpoint. Write openai:NAME, such as openai:gpt-4o-mini."


def test_a_run_that_is_there_is_not_overwritten(runs: tuple[str, str]) -> None:
    said = refused(RecordError, "decisions", "--run", runs[0], "--out", runs[1], "--model", "expert")
    assert said == f"{runs[1]} holds a run already. Continue it with --resume, or choose another folder."


def test_an_online_evaluation_of_an_unknown_tier_or_application_starts_nothing(tmp_path: Path) -> None:
    out = ("online", "--out", str(tmp_path / "out"), "--model", "expert")
    tiers = "parameters, wordings, composed, impossible, perturbed"
    assert refused(UsageError, *out, "--tier", "hard") == f"Unknown tier 'hard'. The tiers are: {tiers}."
    assert refused(UsageError, *out, "--app", "word") == "Unknown application 'word'. The applications are: writer."
    assert not (tmp_path / "out").exists()


def test_an_evaluation_is_not_continued_with_another_model(runs: tuple[str, str], tmp_path: Path) -> None:
    out = str(tmp_path / "out")
    machine("decisions", "--run", runs[1], "--out", out, "--model", "expert")
    said = refused(RecordError, "decisions", "--run", runs[1], "--out", out, "--model", "random", "--resume")
    assert said == f"{out} was begun with model 'expert', not 'random'. Continue it so, or choose another folder."


@pytest.mark.parametrize("command", ["online", "decisions", "plans"])
def test_an_evaluation_is_not_continued_with_a_model_that_was_trained_again(
    command: str, runs: tuple[str, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("lamwright.cli.evaluating.online.require_programs", lambda: None)
    out, model = tmp_path / "out", tmp_path / "model"
    small_model().save(model)
    RunWriter(out, new_manifest(f"eval {command}", {"model": str(model), "weights": "old"}, 0, "0.1.0", "abc")).close()
    more = {"online": (), "decisions": ("--run", runs[1]), "plans": ("--no-execute", "--count", "1")}[command]
    said = refused(RecordError, command, *more, "--out", str(out), "--model", str(model), "--resume")
    assert said == f"{out} was begun with weights 'old', not '{weights_hash(model)}'. Continue it so, or choose another folder."
