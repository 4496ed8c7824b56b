"""What a pattern may be called: the name is its file's, too."""

from sole.core import limits

_CHARS = "abcdefghijklmnopqrstuvwxyz0123456789-"


def name_is_good(name):
    """True for 1 to 32 characters a-z 0-9 - that begin with a letter or digit."""
    if not isinstance(name, str) or not 1 <= len(name) <= limits.NAME_MAX or name[0] == "-":
        return False
    return all(char in _CHARS for char in name)
