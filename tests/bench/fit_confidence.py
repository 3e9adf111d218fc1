"""Fit the confidence of a search to questions of which it is known whether the curriculum answers them.

Run it as ``python tests/bench/fit_confidence.py``; it prints the intercept and the weights that `knowledge.confidence`
holds, and of how many questions, group by group, the right thing is said in five-fold cross-validation. Held-out
cases are not read. MENTOR_HOME decides where the curriculum is indexed.
"""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np

from agent.settings import Settings
from evals.cases import SHIPPED, AnswerCase, RetrievalCase, Split, load, split
from evals.intervals import auroc
from evals.opening import reading_mentor

STRENGTH = 0.1  # of the L2 penalty, on all weights but the intercept
FOLDS, SEED = 5, 3
CHECKS = 150  # of the curriculum's own, which are longer than what learners type
QUESTIONS = Path(__file__).parents[1] / "data" / "search_questions.json"


def questions(syllabus) -> list[tuple[str, bool, str]]:
    """Question, whether it is answered, and its group."""
    kept = json.loads(QUESTIONS.read_text(encoding="utf-8"))
    found = [(case["ask"], True, "in learners' words") for case in kept["covered"]]
    found += [(text, False, "about other things") for text in kept["elsewhere"]]
    found += [(text, False, "near misses") for text in kept["near"]]
    for case in load(SHIPPED / "answers.jsonl", AnswerCase):
        if case.question and case.covered is not None and split(case.id) is Split.DEV:
            found.append((case.question, case.covered, f"eval, {case.kind or 'other'}"))
    for case in load(SHIPPED / "retrieval.jsonl", RetrievalCase):
        if split(case.id) is Split.DEV:
            found.append((case.query, True, f"eval, {case.kind}"))
    asks = [each.ask for topic in syllabus.topics.values() for each in topic.checks if each.kind != "code"]
    chosen = np.random.default_rng(SEED).choice(len(asks), CHECKS, replace=False)
    return found + [(asks[row], True, "checks") for row in chosen]


def fitted(signs: np.ndarray, answered: np.ndarray) -> np.ndarray:
    """Intercept and weights of a logistic regression, both classes of equal weight, by Newton's method."""
    rows = np.hstack([np.ones((len(signs), 1)), signs])
    weight = np.where(answered, 0.5 / answered.sum(), 0.5 / (~answered).sum()) * len(answered)
    penalty = STRENGTH * np.diag([0.0] + [1.0] * signs.shape[1])
    found = np.zeros(rows.shape[1])
    for _ in range(50):
        probability = 1 / (1 + np.exp(-rows @ found))
        slope = rows.T @ (weight * (probability - answered)) + penalty @ found
        bend = (rows * (weight * probability * (1 - probability))[:, None]).T @ rows + penalty
        found -= np.linalg.solve(bend, slope)
    return found


def main() -> None:
    """Search for every question, fit, and print."""
    mentor = reading_mentor(Settings(), lambda *_: None)
    asked = questions(mentor.syllabus)
    signs = np.array([_numbers(mentor.search(text, 1, learner="bench").signs) for text, _, _ in asked])
    mentor.close()
    answered = np.array([is_answered for _, is_answered, _ in asked])
    intercept, *weights = fitted(signs, answered)
    print(
        f"INTERCEPT = {intercept:.1f}; cosine={weights[0]:.1f}, coverage={weights[1]:.2f}, known={weights[2]:.2f}"
    )
    fold = np.random.default_rng(SEED).permutation(len(asked)) % FOLDS
    said = np.empty(len(asked))
    for each in range(FOLDS):
        own, *rest = fitted(signs[fold != each], answered[fold != each])
        said[fold == each] = 1 / (1 + np.exp(-(own + signs[fold == each] @ rest)))
    print(f"area under the ROC curve {auroc(np.column_stack([said, answered])):.3f}")
    groups = np.array([group for _, _, group in asked])
    for group in dict.fromkeys(groups.tolist()):
        here = groups == group
        right = (said[here] >= 0.5) == answered[here]
        print(f"{group:24} {right.mean():.3f} of {here.sum()}")


def _numbers(signs) -> list[float]:
    return [signs.cosine, signs.coverage, signs.known]


if __name__ == "__main__":
    main()
