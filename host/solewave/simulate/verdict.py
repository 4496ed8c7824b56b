"""One sentence about a simulated session: the most important thing first."""

from solewave.simulate.report import Report
from solewave.simulate.words import minutes, moments

EXPECTED = ("heat-ramp",)
"""Limits that nobody would miss anything by: a pad takes its time."""
COLDER_C = 1.0
"""Nobody would feel less."""
EARLY = {
    "host-lost": "the host fell silent",
    "limit": "it is over its longest time",
    "stopped": "it was stopped",
}


def sentence(report: Report) -> str:
    """What a person should know, if they read nothing else."""
    return _danger(report) or _early(report) or _weaker(report) or _good(report)


def _danger(report: Report) -> str:
    if report.refused is not None:
        return f"It does not play: {report.refused}."
    if report.heating:
        return "DANGER: the pad is heated on after the end. Unplug it."
    if report.ended == "fault":
        faults = ", ".join(moment.what for moment in report.latched)
        return f"It ends in a fault after {minutes(report.session_ms)}: {faults}."
    return ""


def _early(report: Report) -> str:
    after = f"after {minutes(report.session_ms)} of {minutes(report.duration_ms)}"
    if report.ended is None:
        return f"It is cut off {after}{': the chip was reset' if report.resets else ''}."
    if report.ended != "done":
        return f"It ends early, {after}: {EARLY.get(report.ended, report.ended)}."
    return ""


def _weaker(report: Report) -> str:
    """It plays, but less of it arrives than was written."""
    if report.latched:
        return f"It plays to its end, but not without a fault: {moments(report.latched)}."
    if report.peak_ma > report.supply_ma:
        over_ma = report.peak_ma - report.supply_ma
        return f"It plays, but takes {over_ma} mA more than the supply gives."
    missed = [limit.say for limit in report.limits if limit.what not in EXPECTED]
    if not missed and (report.heat_asked_c or 0) - report.pad_peak_c > COLDER_C:
        missed.append(
            f"the pad comes to {report.pad_peak_c:.1f} °C, not to {report.heat_asked_c:.1f} °C"
        )
    return f"It plays to its end, but not as written: {'; '.join(missed)}." if missed else ""


def _good(report: Report) -> str:
    spare_ma = report.supply_ma - report.peak_ma
    return f"It plays to its end within every limit, with {spare_ma} mA of the supply to spare."
