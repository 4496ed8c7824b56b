"""The usage log: a ring on flash that loses at most the record that is broken."""

import os

from folder import Folder
from sole import usage_ring
from sole.core.calendar import parse
from sole.usage import FOLDER, PENDING_MAX, Usage

EVENING = parse("2026-11-23T22:10:00")
START_S = EVENING[0] * 86400 + EVENING[1]
PLACES = usage_ring.SEGMENTS * usage_ring.SEGMENT_RECORDS


def one_session(usage, name="better-sleep", seconds=60, ended="done", now=EVENING, save=True):
    """Motor 0 turns all the time, motor 1 half of it, the pad is on for the last second."""
    usage.begin(name, now)
    for second in range(seconds):
        pad_ms = 500 if second == seconds - 1 else 0
        usage.meter.look(500, [9, 9], pad_ms, 3000 + second)
        usage.meter.look(500, [9, 0], pad_ms, None)
    usage.end(ended)
    if save:
        assert usage.save()


def many(root, count):
    """A log of `count` short sessions, named s1, s2 ..."""
    usage = Usage(root, 2)
    for number in range(1, count + 1):
        one_session(usage, "s%d" % number, 2)
    return usage


def everything(usage):
    """All sessions, asked for a few at a time."""
    found, following = [], 0
    while following is not None:
        sessions, following = usage.sessions(following, 8)
        found.extend(sessions)
    return found


def files(root):
    return sorted(os.listdir(root + FOLDER))


def read(path):
    with open(path, "rb") as file:
        return file.read()


def write(path, data):
    with open(path, "wb") as file:
        file.write(data)


def test_a_new_log_is_empty():
    with Folder() as root:
        usage = Usage(root, 2)
        assert usage.sessions(0, 8) == ([], None)
        assert usage.totals() == {"sessions": 0, "motors_s": [0, 0], "pad_s": 0}
        assert (usage.last_start_min, usage.unsaved) == (None, False)
        assert os.listdir(root) == []


def test_a_session_is_there_before_and_after_a_restart():
    with Folder() as root:
        usage = Usage(root, 2)
        one_session(usage, save=False)
        assert usage.unsaved
        for _ in range(2):
            assert usage.sessions(0, 8) == (
                [[1, "better-sleep", START_S, 60, 3059, "done"]],
                None,
            )
            assert usage.totals() == {"sessions": 1, "motors_s": [60, 30], "pad_s": 1}
            assert usage.save()
            usage = Usage(root, 2)
        assert usage.last_start_min == START_S // 60
        assert not usage.unsaved


def test_how_it_ended_without_a_clock_and_a_sensor():
    with Folder() as root:
        usage = Usage(root)
        endings = ("done", "stopped", "host-lost", "fault", "limit")
        for ended in endings:
            usage.begin("a" * 32, None)
            usage.meter.look(1999, [], 0, None)
            usage.end(ended)
        usage.save()
        found = everything(Usage(root))
        assert [entry[5] for entry in found] == list(reversed(endings))
        assert found[0][:5] == [5, "a" * 32, None, 1, None]
        assert Usage(root).last_start_min is None


def test_an_end_without_a_begin_is_none():
    with Folder() as root:
        usage = Usage(root, 2)
        usage.end("done")
        one_session(usage)
        usage.end("fault")
        assert len(everything(usage)) == 1


def test_parts_of_seconds_add_up():
    with Folder() as root:
        usage = Usage(root, 1)
        for _ in range(10):
            usage.begin("a", None)
            usage.meter.look(700, [1], 700, None)
            usage.end("done")
        assert usage.totals() == {"sessions": 10, "motors_s": [7], "pad_s": 7}


def test_the_ring_forgets_the_oldest_and_no_total():
    with Folder() as root:
        count = PLACES + usage_ring.SEGMENT_RECORDS // 2
        usage = many(root, count)
        kept = PLACES - usage_ring.SEGMENT_RECORDS // 2
        for log in (usage, Usage(root, 2)):
            assert [entry[0] for entry in everything(log)] == list(range(count, count - kept, -1))
            assert log.totals() == {
                "sessions": count,
                "motors_s": [2 * count, count],
                "pad_s": count,
            }
        assert len(files(root)) == usage_ring.SEGMENTS
        assert all(os.stat(root + FOLDER + "/" + name)[6] < 4096 for name in files(root))


def test_any_wrong_byte_costs_one_session_at_most():
    with Folder() as root:
        usage = many(root, 3)
        path = root + FOLDER + "/" + files(root)[0]
        good = read(path)
        size = len(good) // 3
        for at in range(len(good)):
            write(path, good[:at] + bytes([good[at] ^ 0x10]) + good[at + 1 :])
            usage = Usage(root, 2)
            lost = at // size + 1
            assert [entry[0] for entry in everything(usage)] == [
                number for number in (3, 2, 1) if number != lost
            ], at
            assert usage.totals()["sessions"] == (2 if lost == 3 else 3)


def test_any_torn_end_costs_one_session_and_the_next_is_kept():
    with Folder() as root:
        many(root, 2)
        path = root + FOLDER + "/" + files(root)[0]
        good = read(path)
        size = len(good) // 2
        for end in range(size + 1, 2 * size):
            write(path, good[:end])
            usage = Usage(root, 2)
            assert [entry[1] for entry in everything(usage)] == ["s1"], end
        one_session(usage, "after")
        found = everything(Usage(root, 2))
        assert [entry[:2] for entry in found] == [[2, "after"], [1, "s1"]]
        assert read(path) == good[:end]


def test_files_that_are_none_of_the_ring_s_are_left_alone():
    with Folder() as root:
        many(root, 1)
        for name in ("note.txt", "x.log", ".log", "-1.log"):
            write(root + FOLDER + "/" + name, b"mine")
        usage = many(root, PLACES)
        assert len(everything(usage)) == PLACES - usage_ring.SEGMENT_RECORDS + 1
        assert len(files(root)) == usage_ring.SEGMENTS + 4


def test_a_full_flash_keeps_sessions_in_memory_and_all_totals():
    with Folder() as root:
        usage = Usage(root + "/missing", 2)
        for number in range(1, PENDING_MAX + 4):
            one_session(usage, "s%d" % number, 2, save=False)
            assert not usage.save()
        count = PENDING_MAX + 3
        assert [entry[0] for entry in everything(usage)] == list(range(count, 3, -1))
        assert usage.totals()["sessions"] == count
        os.mkdir(root + "/missing")
        assert usage.save()
        usage = Usage(root + "/missing", 2)
        assert [entry[0] for entry in everything(usage)] == list(range(count, 3, -1))
        assert usage.totals()["sessions"] == count


class HalfWritten:
    """Files that take half of what is written; then the flash is full."""

    def __init__(self, path, mode):
        self._given = path, mode

    def __enter__(self):
        return self

    def __exit__(self, *_exception):
        pass

    def write(self, data):
        with open(*self._given) as file:
            file.write(data[: len(data) // 2])
        raise OSError(28)


def test_a_write_that_failed_halfway_spoils_nothing():
    for before in (0, 2):
        with Folder() as root:
            usage = many(root, before)
            one_session(usage, "late", 2, save=False)
            usage_ring.open = HalfWritten
            try:
                assert not usage.save()
                assert usage.unsaved
            finally:
                del usage_ring.open
            assert usage.save()
            assert [entry[0] for entry in everything(Usage(root, 2))] == list(
                range(before + 1, 0, -1)
            )


def test_another_number_of_motors_keeps_the_totals():
    with Folder() as root:
        many(root, 2)
        usage = Usage(root, 1)
        assert usage.totals() == {"sessions": 2, "motors_s": [4], "pad_s": 2}
        usage.begin("a", None)
        usage.end("done")
        usage.save()
        assert Usage(root, 10).totals()["motors_s"] == [4, 2] + [0] * 8


def test_pages_of_any_size_give_all_sessions():
    with Folder() as root:
        usage = many(root, 40)
        one_session(usage, "waits", 1, save=False)
        everyone = [entry[0] for entry in everything(usage)]
        assert everyone == list(range(41, 0, -1))
        for size in (1, 3, 7, 41, 100):
            found, following = [], 0
            while following is not None:
                sessions, following = usage.sessions(following, size)
                found.extend([entry[0] for entry in sessions])
            assert found == everyone, size
        assert usage.sessions(41, 8) == ([], None)
        assert usage.sessions(10000, 8) == ([], None)
