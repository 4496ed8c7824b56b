"""The TOML of a pattern becomes a `model.Pattern`; all its mistakes are found in one run."""

from __future__ import annotations

from typing import Any

from sole.core import limits, pattern

from solewave.pattern import schema
from solewave.pattern.model import Pattern, Section, Stroke
from solewave.pattern.read_sequence import played, read_sequence
from solewave.pattern.read_stroke import read_stroke
from solewave.pattern.reader import Table
from solewave.pattern.units import spoken_ms
from solewave.problems import Problems, nearest
from solewave.tomlsource import Source
from solewave.visible import told


def read(source: Source, problems: Problems) -> Pattern:
    """The pattern of a source. Raises BadInput with all that is wrong with it."""
    if "chip" in source.data and "section" not in source.data:
        remedy = f"Say `solewave boards check {source.file}`, or --board {source.file}."
        problems.error(("chip",), "this is a board file, no pattern", remedy)
        problems.raise_if_errors()
    table = Table(source.data, (), problems)
    table.refuse_unknown(schema.known_keys(schema.Pattern))
    _check_format(table)
    title = table.text("title", schema.TITLE_MAX)
    note = table.text("note", schema.TEXT_MAX)
    silent_end = table.flag("silent_end")
    written = _sections(table)
    sections = [_section(table, name, value) for name, value in written.items()]
    sequence = read_sequence(table, tuple(written))
    problems.raise_if_errors()
    _warn_unplayed(table, tuple(written), set(played(sequence)))
    whole = tuple(section for section in sections if section is not None)
    return Pattern(title, note, bool(silent_end), whole, sequence)


def _check_format(table: Table) -> None:
    if not table.require("format", f"format = {pattern.MAJOR} as the first line"):
        return
    written = table.value["format"]
    if type(written) is int and written == pattern.MAJOR:
        return
    if type(written) is int and written > pattern.MAJOR:
        remedy = f"This solewave knows format {pattern.MAJOR}: update solewave."
        table.error("format", f"format {written} is newer", remedy)
        return
    table.error("format", f"{told(written)} is no format", f"Write format = {pattern.MAJOR}.")


def _sections(table: Table) -> dict[str, Any]:
    if not table.require("section", '[section.NAME] and lasts = "1min" below it'):
        return {}
    written = table.value["section"]
    if not isinstance(written, dict):
        table.error("section", "has no name", "Write [section.NAME], in single brackets.")
        return {}
    if not written:
        table.error("section", "a pattern without a section", "Write [section.NAME].")
    for index, name in enumerate(written):
        table.check_text(("section", name), name, limits.NAME_MAX)
        if not name.strip():
            table.error(("section", name), "a section without a name", "Name it.")
        if index == limits.SECTIONS_MAX:
            what = f"section number {index + 1}"
            table.error(("section", name), what, f"At most {limits.SECTIONS_MAX} sections.")
    return written


def _section(parent: Table, name: str, value: Any) -> Section | None:
    path = ("section", name)
    if not isinstance(value, dict):
        remedy = f"Write [section.{name}] in single brackets, and keys below it."
        parent.error(path, f"{told(value)} is no section", remedy)
        return None
    table = Table(value, path, parent.problems)
    table.refuse_unknown(schema.known_keys(schema.Section))
    duration_ms = _duration_ms(table)
    heat_cc, ramp_ms = _heat(table, duration_ms)
    strokes = _strokes(table, duration_ms)
    return Section(name, duration_ms, strokes, heat_cc, ramp_ms)


def _duration_ms(table: Table) -> int:
    """How long a section lasts, 0 if that cannot be told."""
    if not table.require("lasts", 'lasts = "1min"'):
        return 0
    duration_ms = table.time_ms("lasts", 0, limits.TICK_MS) or 0
    if duration_ms > limits.PATTERN_DURATION_MAX_MS:
        table.error("lasts", f"{told(table.value['lasts'])} is too long", "At most one hour.")
        return 0
    return duration_ms


def _heat(table: Table, duration_ms: int) -> tuple[int | None, int]:
    """(target in hundredths of a degree or None, its ramp in ms)."""
    written = table.value.get("heat")
    ramp_ms = table.time_ms("heat_ramp", duration_ms)
    if written is None:
        if table.has("heat_ramp"):
            table.error("heat_ramp", "a ramp without heat", "Write heat = 38, or leave it out.")
        return None, 0
    if ramp_ms and duration_ms and ramp_ms > duration_ms:
        what = f"{told(table.value['heat_ramp'])} is longer than the section"
        table.error("heat_ramp", what, f"The section lasts {spoken_ms(duration_ms)}.")
    if written == "off":
        return 0, ramp_ms or 0
    if nearest(written, ("off",)):
        table.error("heat", f"{told(written)} is no heat", 'Did you mean "off"?')
        return None, 0
    least, most = limits.HEAT_TARGET_MIN_CC / 100, limits.HEAT_TARGET_MAX_CC / 100
    target = table.number("heat", None, least, most, 'degrees Celsius; or "off"')
    return (None if target is None else round(target * 100)), ramp_ms or 0


def _strokes(table: Table, duration_ms: int) -> tuple[Stroke, ...]:
    written = table.value.get("stroke", [])
    header = f"[[{'.'.join(str(part) for part in table.path)}.stroke]]"
    if not isinstance(written, list):
        table.error("stroke", "is no list of strokes", f"Write {header}, in double brackets.")
        return ()
    if len(written) > limits.VOICES_MAX:
        what = f"stroke number {limits.VOICES_MAX + 1}"
        remedy = f"At most {limits.VOICES_MAX} strokes sound at once: split the section."
        table.error(("stroke", limits.VOICES_MAX), what, remedy)
    found = []
    for index, value in enumerate(written):
        if isinstance(value, dict):
            path = (*table.path, "stroke", index)
            found.append(read_stroke(Table(value, path, table.problems), duration_ms))
        else:
            table.error(("stroke", index), f"{told(value)} is no stroke", f"Write {header}.")
    return tuple(stroke for stroke in found if stroke is not None)


def _warn_unplayed(table: Table, names: tuple[str, ...], heard: set[str]) -> None:
    for name in names:
        if name not in heard:
            remedy = "Name it in sequence, or remove it."
            table.warning(("section", name), "this section is never played", remedy)
