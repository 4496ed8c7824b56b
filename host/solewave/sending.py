"""An upload as a person sees it: warnings, a bar, nothing sent twice."""

from typing import Any

from sole.core import limits

from solewave import console
from solewave.client import Client
from solewave.playable import Playable
from solewave.upload import Uploaded, send

LONG_BYTES = 4096
"""An upload from here on takes half a second at 115200 baud, and shows a bar."""


def put(
    client: Client, info: dict[str, Any], pattern: Playable, quiet: bool, *, keep: bool = True
) -> Uploaded:
    """Uploads `pattern`, with warnings and progress unless quiet; `info` is the device's hello.

    Without `keep` it is there for one session.
    """
    sizes = int(info.get("frame_max") or limits.FRAME_MAX), int(info.get("inflate_max") or 0)
    if not quiet:
        for warning in pattern.warnings:
            console.warn(str(warning))
    if quiet or len(pattern.data) < LONG_BYTES:
        return send(client, pattern.name, pattern.data, *sizes, keep=keep)
    with console.progress(pattern.name) as progress:
        return send(client, pattern.name, pattern.data, *sizes, progress, keep=keep)
