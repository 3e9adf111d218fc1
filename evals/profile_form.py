"""Whether a profile has a usable form, told from the documented form alone, so that a refusal can be judged."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from knowledge.syllabus import Syllabus

Words = Annotated[str, Field(max_length=8000)]


class _Form(BaseModel):
    """The keys of a profile as the README and `mentor learn --help` tell them."""

    model_config = ConfigDict(extra="forbid")

    goal: Words = ""
    message: Words = ""
    path: str | None = None
    languages: list[str] | str = []
    stage: Literal["none", "beginner", "intermediate", "advanced"] | None = None
    known: list[str] | str = []
    hours_per_week: float | None = Field(default=None, ge=0.25, le=80, allow_inf_nan=False)
    start: date | None = None
    deadline: date | None = None
    away: list[tuple[date, date]] = []
    scope: Literal["whole", "what_fits"] = "whole"
    route: str | None = None


def fault(profile: Mapping[str, Any], syllabus: Syllabus) -> str | None:
    """Why a profile has no usable form; None where it has one, so that refusing it would be wrong."""
    try:
        form = _Form.model_validate(profile)
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        return f"{'.'.join(map(str, first['loc']))}: {first['msg']}"
    languages = [form.languages] if isinstance(form.languages, str) else form.languages
    named = [("path", form.path, tuple(syllabus.paths))] if form.path is not None else []
    named += [("languages", each, syllabus.languages) for each in languages]
    for key, value, known in named:
        if value.strip().lower() not in known:
            return f"{key}: there is no {value!r}"
    backwards = [f"away: {first} to {last}" for first, last in form.away if last < first]
    return backwards[0] if backwards else None
