"""What can go wrong in an eval run as a whole; a case that fails is counted as unscored instead.

AgentError
└── EvalError
    ├── CasesError   a file of cases cannot be used
    └── RunError     a run cannot be made, or a folder holds none
"""

from __future__ import annotations

from agent.errors import AgentError


class EvalError(AgentError):
    """An eval cannot be run or read."""


class CasesError(EvalError):
    """A file of cases cannot be used; the message names the file and the line."""


class RunError(EvalError):
    """A run cannot be made, or the folder named holds none."""
