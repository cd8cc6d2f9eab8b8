"""What the paper reports (Wang et al., Large Action Models: From Inception to Implementation, arXiv 2412.10047), to stand beside ours.

Its application is Microsoft Word, its tasks are others, its models have 7 billion parameters or more: a point of reference, no contest.
Rates are shares, times are seconds.
"""

from collections.abc import Mapping

from lamwright.evaluation.scores import Kind

PAPER: Mapping[Kind, Mapping[str, Mapping[str, float]]] = {
    "plans": {
        "task_success_rate": {"LAM1": 0.822, "GPT-4o": 0.845},
        "step_precision": {"LAM1": 0.547, "GPT-4o": 0.282},
        "step_recall": {"LAM1": 0.557, "GPT-4o": 0.661},
    },
    "decisions": {
        "object_accuracy": {"LAM1": 0.394, "LAM2": 0.856, "LAM3": 0.874, "LAM4": 0.878, "GPT-4o": 0.732},
        "operation_accuracy": {"LAM1": 0.599, "LAM2": 0.973, "LAM3": 0.977, "LAM4": 0.977, "GPT-4o": 0.942},
        "status_accuracy": {"LAM1": 0.327, "LAM2": 0.978, "LAM3": 0.982, "LAM4": 0.990, "GPT-4o": 0.521},
        "step_success_rate": {"LAM1": 0.330, "LAM2": 0.836, "LAM3": 0.859, "LAM4": 0.862, "GPT-4o": 0.688},
        "task_success_rate": {"LAM1": 0.356, "LAM2": 0.768, "LAM3": 0.793, "LAM4": 0.812, "GPT-4o": 0.672},
    },
    "online": {
        "task_success_rate": {"LAM4": 0.710, "GPT-4o": 0.630, "GPT-4o with screenshots": 0.755},
        "completion_seconds": {"LAM4": 30.42, "GPT-4o": 86.42, "GPT-4o with screenshots": 96.48},
        "steps": {"LAM4": 5.62, "GPT-4o": 6.73, "GPT-4o with screenshots": 4.98},
        "step_latency": {"LAM4": 5.41, "GPT-4o": 12.84, "GPT-4o with screenshots": 19.36},
    },
}
"""By kind of evaluation, metric and model. Online, the paper's LAM is taken to be its last, LAM4."""
