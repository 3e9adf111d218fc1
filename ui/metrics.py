"""Figures about the server in Prometheus' form: requests, turns and the process; nothing about any learner."""

from __future__ import annotations

from typing import TYPE_CHECKING

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, ProcessCollector, generate_latest

if TYPE_CHECKING:
    from agent.events import Answer
    from agent.mentor import Mentor

SECONDS = (0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 120)


class Metrics:
    """The figures of one server.

    Args:
        mentor: whose turns are counted.
    """

    def __init__(self, mentor: Mentor) -> None:
        self._registry = registry = CollectorRegistry()
        ProcessCollector(registry=registry)
        self.requests = Counter(
            "mentor_requests", "Requests answered", ["method", "route", "status"], registry=registry
        )
        self.request_seconds = Histogram(
            "mentor_request_seconds",
            "Seconds to the beginning of a reply",
            ["route"],
            buckets=SECONDS,
            registry=registry,
        )
        self._turns = Counter("mentor_turns", "Turns ended", ["kind"], registry=registry)
        self._first = Histogram(
            "mentor_first_sentence_seconds",
            "Seconds to a turn's first sentence",
            buckets=SECONDS,
            registry=registry,
        )
        self._whole = Histogram(
            "mentor_turn_seconds", "Seconds of whole turns", buckets=SECONDS, registry=registry
        )
        self._tokens = Counter("mentor_tokens", "Tokens of prompts and answers", ["of"], registry=registry)
        running = Gauge("mentor_turns_running", "Answers being written", registry=registry)
        running.set_function(lambda: mentor.admission.running)
        mentor.admission.watch(self._turn)

    def text(self) -> bytes:
        """Return all figures as Prometheus reads them."""
        return generate_latest(self._registry)

    def _turn(self, answer: Answer) -> None:
        self._turns.labels(answer.kind).inc()
        for of, count in answer.tokens.items():
            self._tokens.labels(of).inc(count)
        for name, histogram in (("first_sentence", self._first), ("total", self._whole)):
            if name in answer.timings_ms:
                histogram.observe(answer.timings_ms[name] / 1000)
