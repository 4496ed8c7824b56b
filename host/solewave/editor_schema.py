"""From msgspec structs to the JSON Schema that editors of TOML complete and check with.

Draft 7, because that is what Taplo, and with it Even Better TOML, understands in full: it does
not know the `prefixItems` of later drafts, and refuses every point of a curve for it.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import msgspec

Node = dict[str, Any]
DRAFT = "http://json-schema.org/draft-07/schema#"


def made(shape: type[msgspec.Struct], title: str) -> Node:
    """The schema of a file whose top level is `shape`, which no other shape may contain.

    `title` is what an editor calls the file.
    """
    (whole,), shapes = msgspec.json.schema_components([shape], ref_template="#/definitions/{name}")
    root = shapes.pop(whole["$ref"].rpartition("/")[2])
    _for_editors(root)
    _for_editors(shapes)
    return {"$schema": DRAFT, **root, "title": title, "definitions": shapes}


def text(schema: Node) -> str:
    """A schema as a file."""
    return json.dumps(schema, indent=2) + "\n"


def _for_editors(node: Any) -> None:
    """TOML has no null: the `None` that stands for an absent key goes. What draft 7 writes
    otherwise is written so, and descriptions lose the line breaks of the source."""
    if isinstance(node, list):
        for entry in node:
            _for_editors(entry)
    if not isinstance(node, dict):
        return
    if node.get("default", 0) is None:
        del node["default"]
    if isinstance(node.get("description"), str):
        node["description"] = " ".join(node["description"].split())
    if "prefixItems" in node:
        node["additionalItems"] = node["items"]
        node["items"] = node.pop("prefixItems")
    choices = node.get("anyOf")
    if choices and {"type": "null"} in choices:
        choices.remove({"type": "null"})
        if len(choices) == 1:
            node |= node.pop("anyOf")[0]
    for entry in node.values():
        _for_editors(entry)


def lay_beside(folder: Path, name: str, schema: str) -> bool:
    """Puts a schema into a folder, where the files that name it as `./name` find it.

    An older one of ours is replaced, a file that is none of ours is left alone. True if the
    folder did not have it. Raises OSError.
    """
    file = folder / name
    if not file.exists():
        file.write_text(schema, encoding="utf-8")
        return True
    if _title(file.read_bytes()) == _title(schema.encode()):
        file.write_text(schema, encoding="utf-8")
    return False


def _title(schema: bytes) -> object:
    """The title of a schema, None for what is no schema."""
    try:
        found = json.loads(schema)
    except ValueError:
        return None
    return found.get("title") if isinstance(found, dict) else None
