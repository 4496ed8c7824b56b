"""Uploads to the real firmware: kept, resumed, refused, put off."""

import pytest
from solewave import upload
from solewave.client import patterns
from solewave.errors import SolewaveError
from virtual_massager import Massager

SMALL_FRAME = 130
"""Bytes of a frame: an upload takes many."""


def test_what_was_uploaded_is_there_after_a_power_cycle(
    massager: Massager, example: bytes
) -> None:
    massager.upload("keep", example)
    massager.port.close()
    massager.virtual.power_cycle()
    massager.connect()
    (listed,) = massager.ask("list")["patterns"]
    assert (listed["name"], listed["stored"], listed["size"]) == ("keep", True, len(example))
    assert upload.fetch(massager.client, "keep") == example
    assert massager.upload("keep", example).was_stored
    massager.ask("remove", name="keep")
    assert massager.ask("list")["patterns"] == []


def test_an_upload_that_broke_off_resumes(
    massager: Massager, routine: bytes, example: bytes
) -> None:
    massager.upload("a", example)
    half = len(routine) // 2

    class PulledCableError(Exception):
        pass

    def pull(done: int, _size: int) -> None:
        if done >= half:
            raise PulledCableError

    with pytest.raises(PulledCableError):
        upload.send(massager.client, "a", routine, SMALL_FRAME, progress=pull)
    massager.port.close()
    massager.connect()
    assert upload.fetch(massager.client, "a") == example
    sent = upload.send(massager.client, "a", routine, SMALL_FRAME)
    assert sent.resumed_at >= half
    assert upload.fetch(massager.client, "a") == routine


def test_a_corrupt_pattern_is_refused_and_the_old_one_plays(
    massager: Massager, example: bytes
) -> None:
    massager.upload("a", example)
    flipped = bytearray(example)
    flipped[60] ^= 0x10
    cases = {
        "pattern-crc": bytes(flipped),
        "pattern-size": example[:-1],
        "pattern-version": example[:4] + b"\x02" + example[5:],
        "pattern-magic": b"NOPE" + example[4:],
    }
    for code, data in cases.items():
        with pytest.raises(SolewaveError) as caught:
            massager.upload("a", data)
        assert caught.value.code == code
    assert upload.fetch(massager.client, "a") == example
    massager.start("play", name="a")
    massager.played(5000)


def test_an_upload_during_play_waits_for_the_end(
    massager: Massager, routine: bytes, example: bytes
) -> None:
    massager.upload("a", example)
    massager.start("play", name="a")
    massager.played(3000)
    assert massager.upload("b", routine).stored is False
    listed = {entry["name"]: entry["stored"] for entry in massager.ask("list")["patterns"]}
    assert listed == {"a": True, "b": False}
    assert massager.refused("remove", name="a") == "busy"
    massager.ask("stop")
    massager.until(lambda _status: massager.ask("list")["patterns"][1]["stored"])
    assert upload.fetch(massager.client, "b") == routine
    assert massager.ask("status")["late"] == 0


@pytest.mark.parametrize("massager", [{"flash_blocks": 112}], indirect=True)
def test_a_full_flash_refuses_the_upload_whole(massager: Massager, example: bytes) -> None:
    refusal = None
    number = 0
    while refusal is None:
        try:
            massager.upload(f"p{number}", example)
            number += 1
        except SolewaveError as error:
            refusal = error
    assert number >= 2
    assert refusal.code == "flash-full", refusal
    assert "are free" in str(refusal)
    stored = [entry["name"] for entry in patterns(massager.client)[0]]
    assert stored == sorted(f"p{index}" for index in range(number))
    assert upload.fetch(massager.client, "p0") == example
