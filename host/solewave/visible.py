"""Text from files, boards and people, as it may be shown on a terminal."""

TOLD_CHARS = 40
"""Most of a value that a message repeats."""


def visible(text: str, keep: str = "") -> str:
    r"""`text`, with each character that a terminal would obey or hide as an escape: `\x1b`.

    `keep` are characters that stay, for example line ends.
    """
    if text.isprintable():
        return text
    return "".join(char if char.isprintable() or char in keep else _escape(char) for char in text)


def _escape(char: str) -> str:
    return ascii(char)[1:-1]


def told(value: object) -> str:
    """A value that somebody wrote or sent, as they would recognize it, cut short."""
    if isinstance(value, str):
        return f'"{_short(value)}"'
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, dict):
        return "a table"
    if isinstance(value, list):
        return "a list"
    return _short(str(value))


def _short(text: str) -> str:
    shown = visible(text)
    return shown if len(shown) <= TOLD_CHARS else shown[: TOLD_CHARS - 1] + "…"
