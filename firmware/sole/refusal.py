"""What all requests share: how one is refused, and how its values are checked."""

from sole.core.names import name_is_good


class RefusalError(Exception):
    """A request that is refused with a code and a sentence."""

    def __init__(self, code, say):
        super().__init__(say)
        self.code = code
        self.say = say


def whole(request, key, low, high, default=None):
    """The whole number at `key`, in low..high. Raises RefusalError `bad-args`."""
    value = request.get(key, default)
    if not isinstance(value, int) or isinstance(value, bool) or not low <= value <= high:
        raise RefusalError(
            "bad-args", "%s must be a whole number from %d to %d" % (key, low, high)
        )
    return value


def name_of(request):
    """The pattern's name. Raises RefusalError `bad-name`."""
    name = request.get("name")
    if not name_is_good(name):
        raise RefusalError("bad-name", "a name has 1 to 32 of a-z 0-9 - and begins with no -")
    return name
