"""A report in words: what `solewave simulate` prints of one session."""

from sole.core.zones import FEET

from solewave.simulate.limits import in_words
from solewave.simulate.report import Report
from solewave.simulate.words import minutes, moments


def rows(report: Report) -> list[tuple[str, str]]:
    """What it is about, and what there is to say of it; "" continues the row above."""
    found = [("session", _session(report))]
    if report.refused is None:
        found += [
            *_happened(report),
            *_limits(report),
            ("energy", f"pad {report.pad_wh:.2f} Wh, motors {report.motors_wh:.2f} Wh"),
            ("current", _current(report)),
            *_motors(report.motors_on_ms),
            *_heat(report),
        ]
    return [(name, text) for name, text in found if text]


def _session(report: Report) -> str:
    if report.refused is not None:
        return f"refused: {report.refused}"
    ended = report.ended or "cut off"
    return f"{minutes(report.session_ms)} of {minutes(report.duration_ms)} min, ended: {ended}"


def _happened(report: Report) -> list[tuple[str, str]]:
    return [
        ("fault", moments(report.faults)),
        ("latched", moments(report.latched) or "nothing"),
        ("reset", moments(report.resets)),
        ("late", f"{report.late_ticks} ticks" if report.late_ticks else "no tick"),
    ]


def _limits(report: Report) -> list[tuple[str, str]]:
    texts = [in_words(limit) for limit in report.limits] or ["none touched"]
    return list(zip(["limits", *[""] * (len(texts) - 1)], texts, strict=True))


def _current(report: Report) -> str:
    of = f"of {report.supply_ma} mA"
    return (
        f"peak {report.peak_ma} mA at {minutes(report.peak_at_ms)}, mean {report.mean_ma} mA, {of}"
    )


def _motors(on_ms: dict[str, int]) -> list[tuple[str, str]]:
    """How long each ran, a row for each foot that has any."""
    if not any(on_ms.values()):
        return [("motors", "none ran")]
    found: list[tuple[str, str]] = []
    for foot in FEET:
        own = [
            f"{zone.removeprefix(f'{foot}_').replace('_', ' ')} {minutes(ms)}"
            for zone, ms in on_ms.items()
            if zone.startswith(f"{foot}_")
        ]
        if own:
            found.append(("" if found else "motors", f"{foot}: {', '.join(own)}"))
    return found


def _heat(report: Report) -> list[tuple[str, str]]:
    return [
        ("heat", _heat_times(report)),
        ("highest", _highest(report)),
        ("over 40 °C", _above(report.pad_above_40_ms, report.skin_above_40_ms)),
        ("over 43 °C", _above(report.pad_above_43_ms, report.skin_above_43_ms)),
    ]


def _above(pad_ms: int, skin_ms: int) -> str:
    return f"pad {minutes(pad_ms)}, skin {minutes(skin_ms)}"


def _highest(report: Report) -> str:
    asked_c = report.heat_asked_c
    asked = "" if asked_c is None else f" ({asked_c:.1f} °C asked for)"
    return f"pad {report.pad_peak_c:.1f} °C{asked}, skin {report.skin_peak_c:.1f} °C"


def _heat_times(report: Report) -> str:
    if report.heating:
        return "GOES ON: unplug it"
    if report.heat_ended_ms is None:
        return "none"
    fuse = ", by the thermal fuse" if report.fuse_open else ""
    return f"on for {minutes(report.heat_on_ms)}, last at {minutes(report.heat_ended_ms)}{fuse}"
