"""The real firmware against a model of pad, foot and room, without waiting and without hardware."""

from solewave.simulate.bench import Bench, Setup

__all__ = ["Bench", "Setup"]
