"""Answers as a strong model would write them, half of them with faults planted: what the check of an answer is measured on."""

from __future__ import annotations

from enum import StrEnum

from pydantic import BaseModel, ConfigDict, Field, model_validator

from evals.cases import Case


class FaultKind(StrEnum):
    """What is wrong with a planted sentence."""

    UNSUPPORTED = "unsupported"  # no source says it
    WRONG_MARK = "wrong_mark"  # a source says it, but not the one whose number it bears
    CHANGED_NUMBER = "changed_number"
    REVERSED = "reversed"  # a negation dropped or added, or the statement turned into its contrary
    INVENTED_CODE = "invented_code"  # an option, function or block of code that no source has
    INVENTED_LINK = "invented_link"


class PlantedFault(BaseModel):
    """A fault, and the sentence or block of code that holds it, as it stands in the answer."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    kind: FaultKind
    sentence: str = Field(min_length=1)


class ModelAnswer(Case):
    """A model's answer over sources, its kind `sound` or `faulty`.

    Attributes:
        question: as a learner types it.
        sections: the sources by `topic#slug-of-the-heading`; mark [n] stands for the n-th, from 1.
        answer: Markdown with marks, as the prompt of answers asks for.
        faults: what is wrong in it; every other sentence is said by the source that it names.
    """

    question: str = Field(min_length=1)
    sections: tuple[str, ...] = Field(min_length=1)
    answer: str = Field(min_length=1)
    faults: tuple[PlantedFault, ...] = ()

    @model_validator(mode="after")
    def _stands_there(self) -> ModelAnswer:
        missing = [fault.sentence for fault in self.faults if self.answer.count(fault.sentence) != 1]
        if missing:
            raise ValueError(f"the faulty sentence {missing[0]!r} does not stand in the answer just once")
        if (self.kind == "sound") == bool(self.faults):
            raise ValueError("an answer is either sound, or faulty and has faults")
        return self
