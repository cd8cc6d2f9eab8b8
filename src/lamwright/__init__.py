"""lamwright: turn a language model into a Large Action Model, one that acts in real applications.

The names here are the words that everything else is made of; they import nothing heavy. The rest is imported from where it lives:
`lamwright.environments.writer.environment`, `lamwright.training.sft`, and so on.
"""

from lamwright.actions import (
    FUNCTIONS,
    Action,
    ClickInput,
    ControlRef,
    Finish,
    GiveUp,
    InsertTable,
    KeyboardInput,
    SaveAs,
    SelectCell,
    SelectOption,
    SelectParagraph,
    SelectTable,
    SelectText,
    SetEditText,
    SetFontName,
    SetFontSize,
    TypeText,
    WheelMouseInput,
    action_from_json,
    action_to_json,
)
from lamwright.environments.contract import Environment
from lamwright.episode import Limits, Watch, run_episode
from lamwright.errors import (
    ActionError,
    ApplicationFault,
    ApplicationTimeout,
    LamwrightError,
    PrerequisiteError,
    RecordError,
    UsageError,
)
from lamwright.judge import Judge, StateJudge
from lamwright.observation import Control, Observation, Passage, Rectangle
from lamwright.policy import PlanPolicy, Policy, Situation, Turn
from lamwright.records import Episode, Manifest, RunWriter, read_episodes, read_manifest
from lamwright.tasks import Part, Task
from lamwright.trajectory import Failure, Step, StepSeconds, Trajectory, Verdict

__all__ = [
    "FUNCTIONS",
    "Action",
    "ActionError",
    "ApplicationFault",
    "ApplicationTimeout",
    "ClickInput",
    "Control",
    "ControlRef",
    "Environment",
    "Episode",
    "Failure",
    "Finish",
    "GiveUp",
    "InsertTable",
    "Judge",
    "KeyboardInput",
    "LamwrightError",
    "Limits",
    "Manifest",
    "Observation",
    "Part",
    "Passage",
    "PlanPolicy",
    "Policy",
    "PrerequisiteError",
    "RecordError",
    "Rectangle",
    "RunWriter",
    "SaveAs",
    "SelectCell",
    "SelectOption",
    "SelectParagraph",
    "SelectTable",
    "SelectText",
    "SetEditText",
    "SetFontName",
    "SetFontSize",
    "Situation",
    "StateJudge",
    "Step",
    "StepSeconds",
    "Task",
    "Trajectory",
    "Turn",
    "TypeText",
    "UsageError",
    "Verdict",
    "Watch",
    "WheelMouseInput",
    "action_from_json",
    "action_to_json",
    "read_episodes",
    "read_manifest",
    "run_episode",
]
