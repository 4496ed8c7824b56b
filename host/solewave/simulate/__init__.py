"""The real firmware against a model of pad, foot and room: no hardware, and no waiting."""

from solewave.simulate.bench import Bench, Setup

__all__ = ["Bench", "Setup"]
