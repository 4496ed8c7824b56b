"""solewave check: all problems of pattern files."""

from typing import TYPE_CHECKING, Any

import rich_click as click

from solewave import console
from solewave.commands._shared import json_option
from solewave.errors import DONE, USER, SolewaveError

if TYPE_CHECKING:
    from solewave.playable import Playable
    from solewave.problems import Problem


@click.command()
@click.argument("files", nargs=-1, required=True, metavar="FILE...")
@json_option
def command(files: tuple[str, ...], as_json: bool) -> int:
    """Check pattern files and say all that is wrong."""
    results = [_check(file, quiet=as_json) for file in files]
    if as_json:
        console.data(results)
    return DONE if all(result["ok"] for result in results) else USER


def _check(file: str, quiet: bool) -> dict[str, Any]:
    from solewave import playable  # noqa: PLC0415

    try:
        pattern = playable.load(file)
    except SolewaveError as error:
        if not quiet:
            console.failed(error)
        return {"file": file, "ok": False, "problems": _reported(error)}
    if not quiet:
        _summary(file, pattern)
    return {"file": file, "ok": True, **_facts(pattern)}


def _reported(error: SolewaveError) -> list[dict[str, Any]]:
    problems = getattr(error, "problems", None)
    if problems is None:
        return [{"what": error.message, "remedy": error.remedy, "severity": "error"}]
    return [_plain(problem) for problem in problems]


def _plain(problem: "Problem") -> dict[str, Any]:
    import msgspec  # noqa: PLC0415

    return msgspec.structs.asdict(problem)


def _facts(pattern: "Playable") -> dict[str, Any]:
    return {
        "name": pattern.name,
        "title": pattern.title,
        "duration_ms": pattern.duration_ms,
        "size": len(pattern.data),
        "sections": list(pattern.sections),
        "problems": [_plain(warning) for warning in pattern.warnings],
    }


def _summary(file: str, pattern: "Playable") -> None:
    from solewave.live import clock  # noqa: PLC0415

    for warning in pattern.warnings:
        console.warn(str(warning))
    count = len(pattern.sections)
    sections = f"{count} section{'s' if count != 1 else ''}"
    console.say(
        f"{file}: good: {pattern.title or pattern.name}, {clock(pattern.duration_ms)} min, "
        f"{sections} ({', '.join(pattern.sections)}), {len(pattern.data)} bytes"
    )
