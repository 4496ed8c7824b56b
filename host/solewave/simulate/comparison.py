"""Several reports side by side, each figure with its difference to the first one's."""

from collections.abc import Callable, Sequence
from typing import NamedTuple

from solewave.simulate.report import Report
from solewave.simulate.words import minutes


class Figure(NamedTuple):
    """A number of a report, and how it is written; `step` is the last digit that is."""

    name: str
    value: Callable[[Report], float]
    written: Callable[[float], str]
    step: float


def _wh(name: str, value: Callable[[Report], float]) -> Figure:
    return Figure(f"{name}, Wh", value, "{:.2f}".format, 0.01)


def _ma(name: str, value: Callable[[Report], float]) -> Figure:
    return Figure(f"{name}, mA", value, "{:.0f}".format, 1)


def _celsius(name: str, value: Callable[[Report], float]) -> Figure:
    return Figure(f"{name}, °C", value, "{:.1f}".format, 0.1)


def _minutes(name: str, value_ms: Callable[[Report], float]) -> Figure:
    return Figure(f"{name}, min", value_ms, minutes, 1000)


FIGURES = (
    _minutes("planned", lambda one: one.duration_ms),
    _minutes("played", lambda one: one.session_ms),
    _wh("energy of the pad", lambda one: one.pad_wh),
    _wh("energy of the motors", lambda one: one.motors_wh),
    _ma("peak current", lambda one: one.peak_ma),
    _ma("mean current", lambda one: one.mean_ma),
    _ma("supply", lambda one: one.supply_ma),
    _minutes("all motors run", lambda one: sum(one.motors_on_ms.values())),
    _minutes("heat on", lambda one: one.heat_on_ms),
    _celsius("highest target", lambda one: one.heat_asked_c or 0),
    _celsius("highest of the pad", lambda one: one.pad_peak_c),
    _celsius("highest of the skin", lambda one: one.skin_peak_c),
    _minutes("pad over 40 °C", lambda one: one.pad_above_40_ms),
    _minutes("skin over 40 °C", lambda one: one.skin_above_40_ms),
)


def headings(reports: Sequence[Report]) -> list[str]:
    """What tells the reports apart: pattern, board, or both."""
    patterns = {report.pattern for report in reports}
    boards = {report.board for report in reports}
    if len(boards) == 1:
        return ["", *(report.pattern for report in reports)]
    if len(patterns) == 1:
        return ["", *(report.board for report in reports)]
    return ["", *(f"{report.pattern}, {report.board}" for report in reports)]


def rows(reports: Sequence[Report]) -> list[list[str]]:
    """A row for each figure, then how they ended and what was latched or held back."""
    return [
        *([figure.name, *_cells(figure, reports)] for figure in FIGURES),
        ["ended", *(report.refused or report.ended or "cut off" for report in reports)],
        ["latched", *(_list([one.what for one in report.latched]) for report in reports)],
        ["limits", *(_list([one.what for one in report.limits]) for report in reports)],
    ]


def _cells(figure: Figure, reports: Sequence[Report]) -> list[str]:
    """The first as it is, the others with what they are more or less."""
    steps = [round(figure.value(report) / figure.step) for report in reports]
    return [_cell(figure, step, step - steps[0]) for step in steps]


def _cell(figure: Figure, steps: int, more: int) -> str:
    written = figure.written(steps * figure.step)
    sign = "+" if more > 0 else "-"
    return f"{written} ({sign}{figure.written(abs(more) * figure.step)})" if more else written


def _list(words: list[str]) -> str:
    return " ".join(words) or "nothing"
