"""What can be set: ranges, sentences, and what becomes of a file from another version."""

from common import raises
from sole.core.settings import DEFAULTS, SettingsError, checked, restored

WASM = ("test_what_is_allowed_is_kept", "test_a_bedtime_is_completed")

GOOD = {
    "intensity_pct": (10, 150),
    "tempo_pct": (50, 200),
    "heat_limit_cc": (3000, 4200),
    "favorite": (None, "better-sleep"),
    "volume_pct": (0, 100),
}
BEDTIME = {"at_min": 1380, "days": 31, "routine": "gentle-flow", "pulse": True}


def test_what_is_allowed_is_kept():
    for key, values in GOOD.items():
        for value in values:
            assert checked({key: value}) == {key: value}
    assert checked({}) == {}
    assert checked(DEFAULTS) == DEFAULTS
    assert checked({"bedtime": None}) == {"bedtime": None}
    assert checked({"bedtime": BEDTIME}) == {"bedtime": BEDTIME}


def test_a_bedtime_is_completed():
    assert checked({"bedtime": {"at_min": 0}}) == {
        "bedtime": {"at_min": 0, "days": 127, "routine": "better-sleep", "pulse": False}
    }


def test_what_is_not_allowed_is_named_with_its_range():
    for key, value, part in (
        ("intensity_pct", 9, "intensity_pct must be a whole number from 10 to 150"),
        ("intensity_pct", 151, "from 10 to 150"),
        ("intensity_pct", True, "from 10 to 150"),
        ("intensity_pct", 99.5, "from 10 to 150"),
        ("intensity_pct", None, "from 10 to 150"),
        ("intensity_pct", "100", "from 10 to 150"),
        ("tempo_pct", 49, "tempo_pct must be a whole number from 50 to 200"),
        ("heat_limit_cc", 4201, "heat_limit_cc must be a whole number from 3000 to 4200"),
        ("heat_limit_cc", 2999, "from 3000 to 4200"),
        ("volume_pct", True, "volume_pct must be a whole number from 0 to 100"),
        ("volume_pct", 101, "volume_pct must be a whole number from 0 to 100"),
        ("favorite", "Better Sleep", "favorite must be a pattern's name"),
        ("favorite", 7, "favorite must be a pattern's name"),
        ("bedtime", 1380, "bedtime must be null or an object with at_min"),
        ("brightness", 5, "brightness is no setting; there are bedtime, favorite, heat_limit_cc"),
    ):
        error = raises(SettingsError, checked, {key: value})
        assert error.key == key
        assert part in error.say, error.say


def test_a_bad_part_of_a_bedtime_is_named():
    for part, value, say in (
        ("at_min", -1, "bedtime.at_min must be a whole number from 0 to 1439"),
        ("at_min", 1440, "from 0 to 1439"),
        ("at_min", None, "from 0 to 1439"),
        ("days", 0, "bedtime.days must be a whole number from 1 to 127"),
        ("days", 128, "from 1 to 127"),
        ("days", True, "from 1 to 127"),
        ("routine", None, "bedtime.routine must be a pattern's name"),
        ("pulse", 1, "bedtime.pulse must be true or false"),
        ("until", 1, "bedtime has no until; it has at_min, days, routine, pulse"),
    ):
        bedtime = dict(BEDTIME)
        bedtime[part] = value
        error = raises(SettingsError, checked, {"bedtime": bedtime})
        assert error.key == "bedtime." + part
        assert say in error.say, error.say
    assert "at_min" in raises(SettingsError, checked, {"bedtime": {}}).say


def test_one_bad_value_costs_no_other():
    kept = {"intensity_pct": 500, "tempo_pct": 80, "bedtime": {"at_min": 99999}, "future": 1}
    values, all_good = restored(kept)
    assert not all_good
    expected = dict(DEFAULTS)
    expected["tempo_pct"] = 80
    assert values == expected


def test_a_setting_that_was_not_there_begins_with_its_default():
    assert restored({}) == (DEFAULTS, True)
    values, all_good = restored({"volume_pct": 0})
    assert all_good
    assert values["volume_pct"] == 0


def test_the_defaults_are_nobodys_to_change():
    values = restored({})[0]
    values["volume_pct"] = 1
    assert DEFAULTS["volume_pct"] == 50
