"""What a person can set for good: the six settings, their ranges and their defaults.

`intensity_pct` and `tempo_pct` scale what is played, `heat_limit_cc` is the highest target of
the pad, `favorite` the pattern that a button plays (None: the last one), `volume_pct` the
buzzer's, `bedtime` None or a dict of `at_min` (minutes after midnight), `days` (bits of the
evenings, 0 is Monday), `routine` and `pulse`. The host checks with the same code.
"""

from sole.core import limits
from sole.core.folding import const
from sole.core.names import name_is_good

VOLUME_MAX_PCT = 100
_AT_MAX_MIN = const(1439)
DAYS_ALL = 127
BEDTIME_ROUTINE = "better-sleep"

DEFAULTS = {
    "intensity_pct": 100,
    "tempo_pct": 100,
    "heat_limit_cc": limits.HEAT_TARGET_MAX_CC,
    "favorite": None,
    "volume_pct": 50,
    "bedtime": None,
}

_RANGES = {
    "intensity_pct": (limits.INTENSITY_MIN_PCT, limits.INTENSITY_MAX_PCT),
    "tempo_pct": (limits.TEMPO_MIN_PCT, limits.TEMPO_MAX_PCT),
    "heat_limit_cc": (limits.HEAT_TARGET_MIN_CC, limits.HEAT_TARGET_MAX_CC),
    "volume_pct": (0, VOLUME_MAX_PCT),
}
_BEDTIME_KEYS = ("at_min", "days", "routine", "pulse")


class SettingsError(ValueError):
    """A setting that cannot be; `key` names it (`bedtime.days`), `say` is a whole sentence."""

    def __init__(self, key, say):
        super().__init__(say)
        self.key = key
        self.say = say


def checked(changes):
    """A new dict of the settings in `changes` (a dict); a bedtime in it is complete.

    Raises SettingsError for the first key that is unknown or has a value out of its range.
    """
    return {key: _checked(key, changes[key]) for key in changes}


def restored(kept):
    """All six settings from a dict that was kept, and whether each of them was good.

    A value that another version of the firmware allowed and this one does not becomes its
    default, and the others stay. One that is not there is no fault: a new setting begins so.
    """
    values, all_good = dict(DEFAULTS), True
    for key in DEFAULTS:
        try:
            if key in kept:
                values[key] = _checked(key, kept[key])
        except SettingsError:
            all_good = False
    return values, all_good


def _checked(key, value):
    if key in _RANGES:
        return _whole(key, value, *_RANGES[key])
    if key == "favorite":
        return None if value is None else _name(key, value)
    if key == "bedtime":
        return None if value is None else _bedtime(value)
    raise SettingsError(key, "%s is no setting; there are %s" % (key, ", ".join(sorted(DEFAULTS))))


def _bedtime(value):
    if not isinstance(value, dict):
        raise SettingsError("bedtime", "bedtime must be null or an object with at_min")
    for key in value:
        if key not in _BEDTIME_KEYS:
            say = "bedtime has no %s; it has %s" % (key, ", ".join(_BEDTIME_KEYS))
            raise SettingsError("bedtime.%s" % key, say)
    pulse = value.get("pulse", False)
    if not isinstance(pulse, bool):
        raise SettingsError("bedtime.pulse", "bedtime.pulse must be true or false")
    return {
        "at_min": _whole("bedtime.at_min", value.get("at_min"), 0, _AT_MAX_MIN),
        "days": _whole("bedtime.days", value.get("days", DAYS_ALL), 1, DAYS_ALL),
        "routine": _name("bedtime.routine", value.get("routine", BEDTIME_ROUTINE)),
        "pulse": pulse,
    }


def _whole(key, value, low, high):
    if not isinstance(value, int) or isinstance(value, bool) or not low <= value <= high:
        raise SettingsError(key, "%s must be a whole number from %d to %d" % (key, low, high))
    return value


def _name(key, value):
    if not name_is_good(value):
        raise SettingsError(
            key, "%s must be a pattern's name: 1 to 32 of a-z 0-9 -, no - at its beginning" % key
        )
    return value
