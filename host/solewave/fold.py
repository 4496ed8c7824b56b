"""Long lines for a narrow terminal: broken between words, never within one or a command."""

import re
import textwrap

_COMMAND = re.compile(r"`[^`]*`|(?<=: )solewave .*$")
_TIED = "\ue000"
"""For a space that must stay one; of Unicode's private area, so that no text has it."""


def fold(text: str, columns: int, hang: int) -> str:
    """`text` in lines of at most `columns`, those after the first indented by `hang`.

    What people copy stays on one line, however long: words, paths, and commands, in backticks
    or at the end behind a colon. Line breaks of `text` stay. Where less than 20 columns are
    left it is `text` itself.
    """
    if columns - hang < 20:
        return text
    return "\n".join(_folded(line, columns, hang) for line in text.split("\n"))


def _folded(line: str, columns: int, hang: int) -> str:
    if len(line) <= columns:
        return line
    tied = _COMMAND.sub(lambda found: found[0].replace(" ", _TIED), line)
    lines = textwrap.wrap(
        tied,
        columns,
        subsequent_indent=" " * hang,
        break_long_words=False,
        break_on_hyphens=False,
        replace_whitespace=False,
        drop_whitespace=True,
    )
    return "\n".join(lines).replace(_TIED, " ")
