"""How good a policy or a planner is: on held-out tasks, in the real application and offline.

    heldout      which tasks and which pairs nobody was trained on
    policies     the policy of a name: a checkpoint folder, the expert, random, a chat model
    planners     the planner of a name
    online       tasks done in the application
    decisions    the recorded steps of an expert decided again, one by one
    plans        plans against reference plans, and done in the application
    scores       what any of these recorded, read back for comparing and reporting

All of them record a run folder, which `lamwright.viewer` shows.
"""

from lamwright.evaluation.heldout import TIERS, held_out_tasks
from lamwright.evaluation.online import evaluate_online
from lamwright.evaluation.policies import Trained, policy_named

__all__ = ["TIERS", "Trained", "evaluate_online", "held_out_tasks", "policy_named"]
