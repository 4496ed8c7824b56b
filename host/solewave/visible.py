"""Text from files, boards and people, as it may be shown on a terminal."""


def visible(text: str, keep: str = "") -> str:
    r"""`text`, with each character that a terminal would obey or hide as an escape: `\x1b`.

    `keep` are characters that stay, for example line ends.
    """
    if text.isprintable():
        return text
    return "".join(char if char.isprintable() or char in keep else _escape(char) for char in text)


def _escape(char: str) -> str:
    return ascii(char)[1:-1]
