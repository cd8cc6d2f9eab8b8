"""The numbers that runs are reported by: pure functions over plain data, usable on anybody's trajectories.

rates        a share of successes with Wilson's interval
figures      any metric over tasks, with a bootstrap interval over tasks (those with one request drawn together)
seeds        one model trained from several seeds: all of them together, and each
comparison   two models on the same tasks: McNemar's exact test, paired bootstrap, both over requests
online       tasks done in the application: success, completion time, steps, latency
decisions    an action against the one that was right: object, operation, status, step
plans        a predicted plan against a reference: success, step precision, step recall

An interval is a 95% one throughout.
"""

from lamwright.metrics.comparison import Comparison, Difference, mcnemar, paired, paired_over_seeds
from lamwright.metrics.decisions import StepScore, decisions_score, missing_step, score_step
from lamwright.metrics.figures import Figure, Share, TaskScore, figures, labelled, success_rate, with_success_by
from lamwright.metrics.online import Attempt, Online, StepTimes, attempt_of, attempt_score, measure, online, step_times, succeeded
from lamwright.metrics.plans import in_order, matched_steps, plan_score, same_step
from lamwright.metrics.rates import Rate, wilson
from lamwright.metrics.seeds import OverSeeds, Runs, over_seeds

__all__ = [
    "Attempt",
    "Comparison",
    "Difference",
    "Figure",
    "Online",
    "OverSeeds",
    "Rate",
    "Runs",
    "Share",
    "StepScore",
    "StepTimes",
    "TaskScore",
    "attempt_of",
    "attempt_score",
    "decisions_score",
    "figures",
    "in_order",
    "labelled",
    "matched_steps",
    "mcnemar",
    "measure",
    "missing_step",
    "online",
    "over_seeds",
    "paired",
    "paired_over_seeds",
    "plan_score",
    "same_step",
    "score_step",
    "step_times",
    "succeeded",
    "success_rate",
    "wilson",
    "with_success_by",
]
