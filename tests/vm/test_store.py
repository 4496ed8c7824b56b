"""Patterns on flash, and uploads on their way there."""

import os
from binascii import b2a_base64, crc32

from builder import build, section, voice
from common import raises
from folder import Folder
from sole import store as storing
from sole.core.names import name_is_good
from sole.core.pattern import PatternError
from sole.store import Store, StoreError
from sole.upload import Uploads


def pattern(ms=1000, title="A"):
    return build([section(ms, [voice(ms, {0: 0})])], title=title)


def b64(data):
    return b2a_base64(data).decode().strip()


def send(uploads, name, data, *, now=True):
    assert uploads.begin(name, len(data), crc32(data)) == (0, False)
    uploads.chunk(0, b64(data))
    return uploads.end(now)


def test_names():
    for name in ("a", "better-sleep", "9", "a" * 32):
        assert name_is_good(name), name
    for name in ("", "-a", "A", "a b", "../a", "a/b", "a.b", "a" * 33, None, 7, "ä"):
        assert not name_is_good(name), name


def test_what_is_saved_is_there_after_a_restart():
    with Folder() as root:
        Store(root).save("a", pattern(title="First"))
        store = Store(root)
        entry = store.catalog["a"]
        assert (entry.title, entry.duration_ms, entry.size) == ("First", 1000, len(pattern()) + 4)
        assert store.load("a") == pattern(title="First")


def test_saving_again_replaces():
    with Folder() as root:
        store = Store(root)
        store.save("a", pattern(1000))
        store.save("a", pattern(2000))
        assert store.catalog["a"].duration_ms == 2000
        assert os.listdir(root + "/patterns") == ["a.sole"]


def test_what_does_not_read_back_leaves_the_old_one():
    real = storing.file_crc
    with Folder() as root:
        store = Store(root)
        store.save("a", pattern(1000))
        storing.file_crc = lambda path: real(path) ^ 1  # as a worn cell would make it
        try:
            assert raises(StoreError, store.save, "a", pattern(2000)).code == "flash"
            assert raises(StoreError, store.save, "b", pattern(2000)).code == "flash"
        finally:
            storing.file_crc = real
        assert list(store.catalog) == ["a"]
        assert Store(root).load("a") == pattern(1000)
        assert os.listdir(root + "/patterns") == ["a.sole"]


def test_leftovers_and_broken_files_are_not_listed():
    with Folder() as root:
        Store(root).save("a", pattern())
        with open(root + "/patterns/b.sole", "wb") as file:
            file.write(pattern()[:-3])
        with open(root + "/patterns/c.sole.new", "wb") as file:
            file.write(b"half")
        store = Store(root)
        assert sorted(store.catalog) == ["a"]
        assert "c.sole.new" not in os.listdir(root + "/patterns")


def test_a_file_too_big_to_be_a_pattern_is_left_alone():
    with Folder() as root:
        Store(root).save("a", pattern())
        with open(root + "/patterns/big.sole", "wb") as file:
            file.write(bytes(16385))
        store = Store(root)
        assert sorted(store.catalog) == ["a"]
        assert raises(StoreError, store.load, "big").code == "no-pattern"


def test_remove():
    with Folder() as root:
        store = Store(root)
        store.save("a", pattern())
        store.remove("a")
        assert store.catalog == {}
        assert raises(StoreError, store.load, "a").code == "no-pattern"
        assert raises(StoreError, store.remove, "a").code == "no-pattern"


def test_a_full_flash_refuses_the_whole_upload():
    with Folder() as root:
        store = Store(root)
        store.save("a", pattern(1000))
        store.free = lambda: 10
        uploads = Uploads(store)
        error = raises(StoreError, uploads.begin, "a", 200, 1)
        assert error.code == "flash-full"
        assert "10 are free" in error.say
        assert raises(StoreError, store.save, "a", pattern(2000)).code == "flash-full"
        assert store.load("a") == pattern(1000)


def test_too_big_is_told_apart_from_full():
    with Folder() as root:
        uploads = Uploads(Store(root))
        assert raises(StoreError, uploads.begin, "a", 16385, 1).code == "too-big"


def test_a_broken_upload_resumes():
    data = pattern(5000, "x" * 100)
    with Folder() as root:
        uploads = Uploads(Store(root))
        uploads.begin("a", len(data), crc32(data))
        assert uploads.chunk(0, b64(data[:60])) == 60
        assert uploads.begin("a", len(data), crc32(data)) == (60, False)
        uploads.chunk(60, b64(data[60:]))
        assert uploads.end(True)
        assert uploads.begin("a", len(data), crc32(data)) == (len(data), True)


def bring(uploads, name, data, keep):
    uploads.begin(name, len(data), crc32(data), keep)
    uploads.chunk(0, b64(data))
    return uploads.end(True)


def test_what_is_only_to_be_played_is_never_written():
    stored, passing = pattern(1000), pattern(2000)
    with Folder() as root:
        store = Store(root)
        uploads = Uploads(store)
        assert bring(uploads, "a", stored, True)
        assert not bring(uploads, "a", passing, False)
        assert not bring(uploads, "b", passing, False)
        assert uploads.load("b") == passing
        assert uploads.load("a") == stored, "one at a time"
        bring(uploads, "a", passing, False)
        assert uploads.load("a") == passing, "the one at hand comes first"
        assert uploads.names() == ["a"]
        uploads.let_pass()
        assert uploads.load("a") == stored
        assert sorted(Store(root).catalog) == ["a"]


def test_what_is_only_to_be_played_needs_no_room_on_flash_and_is_checked_too():
    with Folder() as root:
        store = Store(root)
        store.free = lambda: 0
        uploads = Uploads(store)
        bring(uploads, "a", pattern(1000), False)
        assert uploads.load("a") == pattern(1000)
        bad = pattern(1000)[:-1] + b"?"
        raises(PatternError, bring, uploads, "a", bad, False)
        assert uploads.load("a") == pattern(1000), "the last good one"
        assert raises(StoreError, uploads.begin, "a", 16385, 1, False).code == "too-big"


def test_an_upload_for_one_session_resumes_and_turns_into_one_to_keep():
    data = pattern(1000)
    with Folder() as root:
        uploads = Uploads(Store(root))
        uploads.begin("a", len(data), crc32(data), False)
        uploads.chunk(0, b64(data[:30]))
        assert uploads.begin("a", len(data), crc32(data), False) == (30, False)
        assert uploads.begin("a", len(data), crc32(data)) == (30, False)
        uploads.chunk(30, b64(data[30:]))
        assert uploads.end(True)


def test_another_upload_starts_anew():
    data = pattern()
    with Folder() as root:
        uploads = Uploads(Store(root))
        uploads.begin("a", len(data), crc32(data))
        uploads.chunk(0, b64(data[:30]))
        assert uploads.begin("b", len(data), crc32(data)) == (0, False)
        assert uploads.begin("a", len(data), crc32(data)) == (0, False)


def test_an_upload_is_only_taken_up_by_one_of_the_same_bytes():
    one, other = pattern(1000), pattern(2000)
    assert len(one) == len(other)
    with Folder() as root:
        for keep in (True, False):
            uploads = Uploads(Store(root))
            uploads.begin("a", len(one), crc32(one), keep)
            uploads.chunk(0, b64(one))
            assert uploads.begin("a", len(other), crc32(other), keep) == (0, False), keep
        uploads = Uploads(Store(root))
        send(uploads, "a", one, now=False)
        assert uploads.begin("a", len(other), crc32(other)) == (0, False), "one waits"
        uploads.settle()
        assert uploads.begin("a", len(other), crc32(other)) == (0, False), "one is stored"


def test_gaps_are_refused_and_say_where_to_go_on():
    data = pattern()
    with Folder() as root:
        uploads = Uploads(Store(root))
        assert raises(StoreError, uploads.chunk, 0, "").code == "no-upload"
        assert raises(StoreError, uploads.end, True).code == "no-upload"
        uploads.begin("a", len(data), crc32(data))
        uploads.chunk(0, b64(data[:30]))
        error = raises(StoreError, uploads.chunk, 40, b64(data[40:]))
        assert error.code == "gap"
        assert "goes on at 30" in error.say
        assert raises(StoreError, uploads.chunk, 0, b64(data[:30])).code == "gap", "sent twice"
        assert raises(StoreError, uploads.end, True).code == "gap"
        assert raises(StoreError, uploads.chunk, 30, b64(data)).code == "gap"
        assert uploads.chunk(30, b64(data[30:])) == len(data)
        assert uploads.end(True)


def test_a_deflated_piece_is_taken_in_and_a_damaged_one_changes_nothing():
    data = b"abcdefgh" * 3 + bytes(40)
    deflated = b"KLJNIMK\xcfHD\xa3\x01"
    with Folder() as root:
        uploads = Uploads(Store(root))
        uploads.begin("a", len(data), crc32(data))
        for bad in (deflated[:-1], b"", b"\xff\xff\xff"):
            assert raises(StoreError, uploads.chunk, 0, b64(bad), True).code == "bad-args"
        assert uploads.chunk(0, b64(deflated), True) == 24
        assert uploads.chunk(24, b64(data[24:])) == len(data)


def test_a_corrupt_pattern_leaves_the_old_one():
    old, new = pattern(1000), bytearray(pattern(2000))
    with Folder() as root:
        store = Store(root)
        uploads = Uploads(store)
        send(uploads, "a", old)
        new[40] ^= 1
        error = raises(PatternError, send, uploads, "a", bytes(new))
        assert error.code == "crc"
        assert store.load("a") == old


def test_bytes_that_changed_on_the_way_are_refused():
    data = pattern()
    with Folder() as root:
        uploads = Uploads(Store(root))
        uploads.begin("a", len(data), crc32(data) ^ 1)
        uploads.chunk(0, b64(data))
        assert raises(StoreError, uploads.end, True).code == "upload-crc"


def test_during_a_session_it_waits_in_memory():
    with Folder() as root:
        store = Store(root)
        uploads = Uploads(store)
        assert send(uploads, "a", pattern(), now=False) is False
        assert store.catalog == {}
        assert uploads.load("a") == pattern()
        assert uploads.settle()
        assert store.load("a") == pattern()
        assert not uploads.waiting


def test_what_waits_already_is_not_sent_twice():
    data = pattern()
    with Folder() as root:
        uploads = Uploads(Store(root))
        send(uploads, "a", data, now=False)
        assert uploads.begin("a", len(data), crc32(data)) == (len(data), False)
        assert uploads.end(False) is False
        assert list(uploads.waiting) == ["a"]
        assert uploads.settle()


def test_what_waits_is_bounded():
    with Folder() as root:
        uploads = Uploads(Store(root))
        uploads.waiting["x"] = bytes(16000)
        assert raises(StoreError, uploads.begin, "a", 400, 1).code == "too-big"
