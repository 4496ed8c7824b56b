"""What a file, a board or a name holds cannot give orders to the terminal."""

import json

import pytest
from solewave import board, console, pattern, tomlsource
from solewave.errors import UserError
from solewave.problems import BadInput
from solewave.visible import visible

EVIL = "\x1b]0;owned\x07\x9b2J\u202eegassam\r"
ORDERS = ("\x1b", "\x07", "\x9b", "\u202e", "\r")


def is_harmless(text):
    return not any(order in text for order in ORDERS)


def test_what_is_printable_stays():
    for text in ("Müde Füße 42 °C", "足", "a - b", ""):
        assert visible(text) is text


def test_the_rest_becomes_escapes_one_by_one():
    assert visible("Füße\x1b[2J") == "Füße\\x1b[2J"
    assert visible("a\nb\tc", keep="\n") == "a\nb\\tc"
    assert is_harmless(visible(EVIL))


@pytest.mark.parametrize("how", [console.say, console.warn])
def test_nothing_printed_gives_orders(how, capsys):
    how(f"Played {EVIL}\nand more")
    said = "".join(capsys.readouterr())
    assert is_harmless(said)
    assert said.count("\n") == 2


def test_json_gives_no_orders_and_says_the_same(capsys):
    told = {"title": EVIL, EVIL: ["\U000e0041", "\ud800", "Müde"]}
    console.data(told)
    said = capsys.readouterr().out
    assert said.removesuffix("\n").isprintable()
    assert "Müde" in said
    assert json.loads(said) == told


def test_a_question_gives_no_orders(mocker, capsys):
    mocker.patch("sys.stdin").isatty.return_value = True
    console.confirm(f"Erase {EVIL}?")
    assert is_harmless(capsys.readouterr().err)


def test_a_table_of_titles_from_a_massager(capsys):
    console.table(["name", "title"], [["a", EVIL]])
    assert is_harmless(capsys.readouterr().out)


def test_what_failed(capsys):
    console.failed(UserError(f"no {EVIL}", f"Take {EVIL}."))
    assert is_harmless(capsys.readouterr().err)


def test_a_key_of_a_board_file():
    toml = 'chip = "esp32s3"\n[labels]\n"\\u0000" = "D3"\n'
    with pytest.raises(BadInput) as found:
        board.check(tomlsource.parse(toml, "board.toml"))
    assert all(str(problem).isprintable() for problem in found.value.problems)
    assert "\\x00" in str(found.value)


def test_a_key_of_a_pattern_file():
    toml = 'format = 1\n"\\u001b[2J" = 1\n[section.a]\nlasts = "1s"\n'
    with pytest.raises(BadInput) as found:
        pattern.loads(toml)
    assert [is_harmless(str(problem)) for problem in found.value.problems] == [True]
    assert "\\x1b[2J" in str(found.value)
