"""Board files that the device refuses although their seal is right."""

import json
from binascii import crc32

from common import raises
from sole.core import board
from test_limits import board_with


def sealed(text):
    data = text.encode()
    return data + b"#%08x" % crc32(data)


def with_table(mv, cc, low="sensor-short"):
    high = "sensor-open" if low == "sensor-short" else "sensor-short"
    return board_with(sensors=[{"pin": 34, "mv": mv, "cc": cc, "low": low, "high": high}])


def refused(data):
    return raises(board.BoardError, board.read, data).say


def test_thermistor_tables_that_could_be():
    for mv, cc, low in (
        ([300, 2400], [8000, 500], "sensor-short"),
        ([300, 2400], [500, 8000], "sensor-open"),
        ([240, 300, 1000, 2400, 2460], [8000, 8000, 4500, 500, 500], "sensor-short"),
    ):
        assert board.read(with_table(mv, cc, low))["heater"]["sensors"][0]["cc"] == cc


def test_a_table_that_hides_heat_is_refused():
    for mv, cc, low in (
        ([300, 1000, 2400], [8000, 9000, 500], "sensor-short"),
        ([300, 2400], [500, 8000], "sensor-short"),
        ([300, 2400], [8000, 500], "sensor-open"),
        ([300, 1000, 1500, 2000, 2400], [8000, 4000, 4000, 3000, 500], "sensor-short"),
    ):
        assert "must all fall" in refused(with_table(mv, cc, low)), cc
    assert "must reach 4500" in refused(with_table([300, 2400], [4400, 500]))


def test_true_is_no_number_on_either_python():
    for changes in ({"pin": True}, {"enable": False}, {"kp_q15": True}):
        assert refused(board_with(**changes))
    refused(with_table([True, 2400], [8000, 500]))
    refused(with_table([300, 2400], [8000, True]))


def test_a_file_too_long_is_not_even_parsed():
    assert "longer than 4096" in refused(sealed(json.dumps({"v": 1, "title": "x" * 5000})))
    assert "longer than 4096" in refused(b"x" * 4097)


def test_what_is_nested_too_deep_is_refused():
    refused(sealed('{"v":' + "[" * 1900 + "]" * 1900 + "}"))
    text = board_with(pin="PIN")[:-9].decode()
    refused(sealed(text.replace('"PIN"', "[" * 1000 + "]" * 1000)))


def test_what_it_says_fits_a_frame():
    for value in ("x" * 3000, ["y" * 30] * 90, {"a" * 3000: 1}):
        assert len(refused(board_with(pin=value))) <= board.SAY_MAX
        assert len(refused(board_with(target_cc=value))) <= board.SAY_MAX


def test_what_memory_cannot_hold_is_refused():
    def full(_data):
        raise MemoryError

    unseal, board.unseal = board.unseal, full
    try:
        assert "memory" in refused(sealed("{}"))
    finally:
        board.unseal = unseal
