"""What can go wrong in the mentor.

AgentError
├── SettingsError            a setting or a file it names is not usable
├── ProfileError             a profile of a learner is not usable
├── PlanError                a plan was asked for that does not exist, or cannot be changed so
│   └── PlanOvertaken        the same learner's plan was changed meanwhile, from another place
├── MemoryUnavailable        the database of learners cannot be opened or written
├── AccountError             an account cannot be made or changed so
│   ├── SignInRefused        name or password are wrong
│   └── TooManyAttempts      too many wrong ones; try later
├── ModelError               the language model did not answer as it should
│   ├── ModelMissing         no such model, file or package on this machine
│   ├── ModelRefused         the endpoint refuses the key, or the account has no quota
│   ├── ModelBusy            the endpoint asks to try again later
│   ├── ModelUnavailable     the endpoint cannot be reached, is too slow, or answers nonsense
│   └── PromptTooLong        the prompt does not fit the model
├── Stopped                  the learner stopped what they had asked for
├── LimitReached             a learner uses more than they may, or the mentor is about to stop: wait
├── BackupError              a backup cannot be written, read or put in place
└── DownloadError            a model file could not be fetched or verified
"""

from __future__ import annotations


class AgentError(Exception):
    """The root of every error of the mentor; its message says what happened and what to do next."""


class SettingsError(AgentError):
    """A setting, or a file that it names, is not usable."""


class ProfileError(AgentError):
    """A profile of a learner is not usable."""


class PlanError(AgentError):
    """A plan was asked for that does not exist, or that cannot be changed so."""


class PlanOvertaken(PlanError):
    """A learner's plan was changed meanwhile, from another place; nothing was stored."""


class MemoryUnavailable(AgentError):
    """The database of learners cannot be opened or written."""


class AccountError(AgentError):
    """An account cannot be made or changed so."""


class SignInRefused(AccountError):
    """Name or password are wrong; which of the two is not said."""


class TooManyAttempts(AccountError):
    """Too many wrong passwords of one name or from one address."""


class ModelError(AgentError):
    """The language model did not answer as it should."""


class ModelMissing(ModelError):
    """No such model, file or package on this machine."""


class ModelRefused(ModelError):
    """The endpoint refuses the key, or the account has no quota."""


class ModelBusy(ModelError):
    """The endpoint asks to try again later."""


class ModelUnavailable(ModelError):
    """The endpoint cannot be reached, is too slow, or answers nonsense."""


class PromptTooLong(ModelError):
    """The prompt does not fit the model's context."""


class Stopped(AgentError):
    """The learner stopped what they had asked for, while the language model was asked on its behalf."""


class LimitReached(AgentError):
    """A learner uses more than they may at this moment, or the mentor is about to stop; says what to wait for."""


class BackupError(AgentError):
    """A backup cannot be written, read or put in place."""


class DownloadError(AgentError):
    """A model file could not be fetched or verified."""
