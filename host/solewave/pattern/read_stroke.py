"""One [[section.NAME.stroke]] table of the TOML becomes a `model.Stroke`."""

from __future__ import annotations

from sole.core.zones import PLACES

from solewave.pattern import schema
from solewave.pattern.model import Span, Stroke
from solewave.pattern.read_wave import read_wave
from solewave.pattern.reader import Table
from solewave.pattern.units import spoken_ms
from solewave.problems import allowed_words
from solewave.visible import told

_ANY_KEY = tuple(
    dict.fromkeys(key for kind in schema.KINDS.values() for key in schema.known_keys(kind))
)


def read_stroke(table: Table, section_ms: int) -> Stroke | None:
    """The stroke of a table; None after noting what is wrong with it.

    `section_ms` is how long the section lasts, 0 where that is not known.
    """
    kind = _kind(table)
    table.refuse_unknown(schema.known_keys(schema.KINDS[kind]) if kind else _ANY_KEY)
    feet = table.word("feet", schema.FEET, "both", "mode of the feet")
    places = _places(table)
    span = _span(table, section_ms)
    wave = read_wave(table, kind, feet)
    if kind is None or feet is None or places is None or span is None or wave is None:
        return None
    return Stroke(kind, places, feet, span, wave)


def _kind(table: Table) -> str | None:
    kinds = tuple(schema.KINDS)
    if table.has("kind"):
        return table.word("kind", kinds, "", "stroke")
    table.error((), "kind is missing", f"Allowed: {', '.join(kinds)}.")
    return None


def _places(table: Table) -> tuple[int, ...] | None:
    written = table.value.get("zones", list(PLACES))
    if not isinstance(written, list) or not written:
        remedy = f'Write a list in brackets, such as ["{PLACES[-1]}"], of: {", ".join(PLACES)}.'
        table.error("zones", f"{_told_zones(written)} is no list of zones", remedy)
        return None
    places = []
    for index, name in enumerate(written):
        at = ("zones", index)
        if name not in PLACES:
            table.error(at, f"{told(name)} is no zone", allowed_words(name, PLACES))
        elif PLACES.index(name) in places:
            table.error(at, f"{told(name)} is named twice", "A stroke passes each zone once.")
        else:
            places.append(PLACES.index(name))
    return tuple(places) if len(places) == len(written) else None


def _told_zones(written: object) -> str:
    return "[]" if written == [] else told(written)


def _span(table: Table, section_ms: int) -> Span | None:
    start_ms = table.time_ms("start", 0)
    end_ms = table.time_ms("end", section_ms)
    fade_in_ms = table.time_ms("fade_in", 0)
    fade_out_ms = table.time_ms("fade_out", 0)
    if start_ms is None or end_ms is None or fade_in_ms is None or fade_out_ms is None:
        return None
    if not section_ms:
        return None
    span = Span(start_ms, end_ms, fade_in_ms, fade_out_ms)
    return span if _span_fits(table, span, section_ms) else None


def _span_fits(table: Table, span: Span, section_ms: int) -> bool:
    if span.end_ms > section_ms:
        what = f"{spoken_ms(span.end_ms)} is after the end of the section"
        table.error("end", what, f"The section lasts {spoken_ms(section_ms)}.")
        return False
    if span.start_ms >= span.end_ms:
        what = f"starts at {spoken_ms(span.start_ms)} and ends at {spoken_ms(span.end_ms)}"
        table.error("start", what, "The start must be before the end.")
        return False
    length_ms = span.end_ms - span.start_ms
    if span.fade_in_ms + span.fade_out_ms > length_ms:
        key = "fade_out" if table.has("fade_out") else "fade_in"
        what = f"the stroke fades for {spoken_ms(span.fade_in_ms + span.fade_out_ms)}"
        remedy = (
            f"It sounds for {spoken_ms(length_ms)}: fade_in and fade_out together at most that."
        )
        table.error(key, what, remedy)
        return False
    return True
