"""An upload as a person sees it: warnings, a bar, nothing sent twice."""

from typing import Any

from solewave import console
from solewave.client import Client
from solewave.playable import Playable
from solewave.upload import CHUNK_DEFAULT, Uploaded, send


def put(client: Client, info: dict[str, Any], pattern: Playable, quiet: bool) -> Uploaded:
    """Uploads `pattern`, with warnings and progress unless quiet; `info` is the device's hello."""
    chunk_max = int(info.get("chunk_max") or CHUNK_DEFAULT)
    if quiet:
        return send(client, pattern.name, pattern.data, chunk_max)
    for warning in pattern.warnings:
        console.warn(str(warning))
    with console.progress(pattern.name) as progress:
        return send(client, pattern.name, pattern.data, chunk_max, progress)
