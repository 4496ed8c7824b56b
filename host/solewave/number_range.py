"""Numbers on the command line and in answers: our words for what click finds wrong with them."""

import math
from typing import Any

import click

Range = click.IntRange | click.FloatRange


class Number(click.FloatRange):
    """A number from a range; click's own lets `nan` pass, which is in no range."""

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> float:
        """The number that was typed. Raises click.BadParameter."""
        number: float = super().convert(value, param, ctx)
        if math.isnan(number):
            self.fail(f"{value!r} is not a number", param, ctx)
        return number


def verdict(found_wrong: str) -> str:
    """What is wrong, from click's own words.

    They are "'x' is not a valid integer range." and "9 is not in the range 10<=x<=150.".
    """
    given, _, what = found_wrong.partition(" is not ")
    return f"{given} is {'out of range' if what.startswith('in ') else 'no number'}"


def allowed(kind: Range) -> str:
    """What is allowed, as a sentence."""
    number = "a whole number" if isinstance(kind, click.IntRange) else "a number"
    if kind.max is None:
        return f"Allowed: {number} from {kind.min:.10g} on."
    return f"Allowed: {number} from {kind.min:.10g} to {kind.max:.10g}."


def convert(text: Any, kind: Range) -> Any:
    """The number that a person typed. Raises click.UsageError, which click's prompt shows."""
    try:
        return kind.convert(text, None, None)
    except click.BadParameter as error:
        raise click.UsageError(f"{verdict(error.message)}. {allowed(kind)}") from None
