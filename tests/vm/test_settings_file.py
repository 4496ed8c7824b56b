"""Settings on flash: kept over a restart, defaults where the file cannot be used."""

import json
import os

from common import raises
from folder import Folder
from sole.core.frame import seal
from sole.core.settings import DEFAULTS, SettingsError
from sole.settings import PATH, Settings


def changed(changes):
    expected = dict(DEFAULTS)
    expected.update(changes)
    return expected


def write(root, data):
    with open(root + PATH, "wb") as file:
        file.write(data)


def saved(root, changes):
    """The bytes of the file with `changes` in it."""
    settings = Settings(root)
    settings.change(changes)
    assert settings.save()
    with open(root + PATH, "rb") as file:
        return file.read()


def test_a_new_board_has_the_defaults():
    with Folder() as root:
        settings = Settings(root)
        assert (settings.values, settings.broken, settings.unsaved) == (DEFAULTS, False, False)
        assert os.listdir(root) == []


def test_what_is_saved_is_there_after_a_restart():
    bedtime = {"at_min": 1380, "days": 31, "routine": "better-sleep", "pulse": True}
    changes = {"intensity_pct": 80, "favorite": "gentle-flow", "bedtime": bedtime}
    with Folder() as root:
        settings = Settings(root)
        settings.change(changes)
        assert settings.unsaved
        assert settings.save()
        assert not settings.unsaved
        settings = Settings(root)
        assert (settings.values, settings.broken) == (changed(changes), False)
        settings.change({"favorite": None, "bedtime": None})
        settings.save()
        assert Settings(root).values == changed({"intensity_pct": 80})
        assert os.listdir(root) == [PATH[1:]]


def test_a_refused_change_changes_nothing():
    with Folder() as root:
        settings = Settings(root)
        raises(SettingsError, settings.change, {"intensity_pct": 80, "tempo_pct": 1})
        assert (settings.values, settings.unsaved) == (DEFAULTS, False)


def test_what_is_the_same_already_is_not_written():
    with Folder() as root:
        settings = Settings(root)
        settings.change({"intensity_pct": 100})
        assert not settings.unsaved


def test_any_wrong_byte_and_any_lost_end_gives_defaults_and_says_so():
    with Folder() as root:
        data = saved(root, {"intensity_pct": 55})
        for at in range(len(data)):
            for broken in (data[:at], data[:at] + bytes([data[at] ^ 4]) + data[at + 1 :]):
                write(root, broken)
                settings = Settings(root)
                assert (settings.values, settings.broken) == (DEFAULTS, True), at
        assert settings.save()
        assert not settings.broken
        assert not Settings(root).broken


def test_a_broken_file_is_mended_by_any_change():
    with Folder() as root:
        write(root, b"nonsense")
        settings = Settings(root)
        settings.change({"volume_pct": 50})
        assert settings.unsaved


def test_a_file_of_another_firmware_keeps_what_is_good_of_it():
    with Folder() as root:
        kept = changed({"intensity_pct": 70, "heat_limit_cc": 9000, "scent": "lavender"})
        write(root, seal(kept))
        settings = Settings(root)
        assert (settings.values, settings.broken) == (changed({"intensity_pct": 70}), True)


def test_a_file_that_is_none_of_ours_does_not_keep_the_board_from_starting():
    with Folder() as root:
        long = seal(changed({"intensity_pct": 70, "note": "x" * 9000}))
        for data in (
            b"",
            long,
            b"[1]#00000000",
            seal([1, 2]),
            bytes(20000),
            json.dumps({}).encode(),
        ):
            write(root, data)
            settings = Settings(root)
            assert (settings.values, settings.broken) == (DEFAULTS, True)


def test_a_full_flash_keeps_the_old_file_and_the_new_values():
    with Folder() as root:
        saved(root, {"volume_pct": 10})
        settings = Settings(root + "/missing")
        settings.change({"volume_pct": 20})
        assert not settings.save()
        assert settings.unsaved
        assert settings.values["volume_pct"] == 20
        assert Settings(root).values["volume_pct"] == 10


def test_half_a_file_does_not_keep_its_room():
    with Folder() as root:
        os.mkdir(root + PATH)  # so that nothing can be renamed to it
        settings = Settings(root)
        settings.change({"volume_pct": 20})
        assert not settings.save()
        assert os.listdir(root) == [PATH[1:]]
        os.rmdir(root + PATH)
