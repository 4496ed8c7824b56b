"""solewave new and check, and what is never sent: words and exit codes."""

import json

NAME_RULE = "A name has 1 to 32 characters a-z 0-9 - and begins with a letter or digit."

FIVE_MISTAKES = """\
format = 1
titel = "Typo"
[section.rub]
lasts = "2 parsecs"
heat = 50
[[section.rub.stroke]]
kind = "efleurage"
zones = ["toe"]
"""


def test_new_writes_a_pattern_that_is_good_and_is_not_overwritten(solewave, folder):
    assert solewave("new", "my-first") == (
        0,
        "Wrote my-first.toml, and pattern.schema.json for your editor. "
        "Edit it, then: solewave check my-first.toml\n",
        "",
    )
    assert 'title = "My first"' in (folder / "my-first.toml").read_text()
    assert solewave("check", "my-first.toml")[0] == 0
    code, _, err = solewave("new", "my-first")
    assert (code, err) == (1, "solewave: my-first.toml exists already. Choose another name.\n")


def test_new_refuses_a_name_that_the_massager_would_refuse(solewave, folder):
    assert solewave("new", "My First") == (
        1,
        "",
        f'solewave: "My First" cannot be a pattern\'s name. {NAME_RULE}\n',
    )
    assert not list(folder.iterdir())


def test_check_says_one_line_for_a_good_file(solewave, short):
    code, out, err = solewave("check", short)
    assert (code, err) == (0, "")
    assert out.startswith("short.toml: good: Short, 0:03 min, 1 section (rub), ")
    assert out.count("\n") == 1


def test_check_says_all_mistakes_at_once_and_goes_on_with_the_next_file(solewave, folder, short):
    (folder / "five.toml").write_text(FIVE_MISTAKES)
    code, out, err = solewave("check", "five.toml", short)
    assert code == 1
    assert "short.toml: good" in out
    places = [(line.split(": ")[0], line.split(": ")[1]) for line in err.splitlines()]
    assert places == [
        ("five.toml:2", "titel"),
        ("five.toml:4", "section.rub.lasts"),
        ("five.toml:5", "section.rub.heat"),
        ("five.toml:7", "section.rub.stroke[0].kind"),
        ("five.toml:8", "section.rub.stroke[0].zones[0]"),
    ]
    for meant in ('"title"', '"effleurage"', '"toes"'):
        assert f"Did you mean {meant}" in err


def test_check_for_programs(solewave, folder, short):
    (folder / "five.toml").write_text(FIVE_MISTAKES)
    code, out, err = solewave("check", "--json", "five.toml", short, "none.toml")
    bad, good, missing = json.loads(out)
    assert (code, err) == (1, "")
    assert [problem["line"] for problem in bad["problems"]] == [2, 4, 5, 7, 8]
    assert (good["ok"], good["duration_ms"], good["sections"]) == (True, 3000, ["rub"])
    assert (missing["ok"], missing["problems"][0]["what"]) == (False, "there is no file none.toml")


def test_mistakes_are_never_uploaded(solewave, folder, device, short):
    (folder / "five.toml").write_text(FIVE_MISTAKES)
    code, _, err = solewave("--port", device.port, "upload", short, "five.toml")
    assert (code, len(err.splitlines())) == (1, 5)
    assert device.requests == []


def test_a_damaged_compiled_file_is_refused_before_anything_is_opened(solewave, folder):
    (folder / "x.sole").write_bytes(b"SOLE" + bytes(40))
    code, _, err = solewave("upload", "x.sole")
    assert code == 1
    assert err.startswith("solewave: x.sole: not a pattern that a massager plays: format 0.0")
    assert "(pattern-version)" in err
