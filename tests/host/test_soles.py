"""The soles in the terminal are soles at every size: five zones, in order, in one piece."""

import pytest
from solewave import sole_outline, soles

SIZES = range(8, 25)


def zones(rows):
    """Each row as the set of zones in it."""
    return [{zone for cell in row for zone in cell} - {soles.NOWHERE} for row in soles.cells(rows)]


@pytest.mark.parametrize("rows", SIZES)
def test_all_zones_from_toes_to_heel(rows):
    found = zones(rows)
    assert all(found), "no row is empty"
    assert found[0] == {soles.TOES}
    assert found[-1] == {soles.HEEL}
    order = [soles.TOES, soles.BALL, soles.ARCH, soles.HEEL]
    first = [next(index for index, row in enumerate(found) if zone in row) for zone in order]
    assert first == sorted(first)
    assert any(soles.SOLAR_PLEXUS in row for row in found)


@pytest.mark.parametrize("rows", SIZES)
def test_a_label_stands_beside_its_own_zone_and_no_two_in_one_row(rows):
    found, labels = zones(rows), soles.label_rows(rows)
    assert all(zone in found[row] for zone, row in enumerate(labels))
    assert sorted(set(labels)) == list(labels)


@pytest.mark.parametrize("rows", SIZES)
def test_the_big_toe_is_on_the_inner_side_and_the_arch_is_hollow_there(rows):
    across = soles.columns(rows)
    grid = soles.cells(rows)
    assert {len(row) for row in grid} == {across}
    top = [x for x, cell in enumerate(grid[1]) if soles.TOES in cell]
    assert max(top) >= across * 0.8
    waist = grid[round(0.62 * rows)]
    assert all(cell == (soles.NOWHERE, soles.NOWHERE) for cell in waist[-across // 5 :])


def test_the_five_toes_can_be_told_apart_where_there_is_room():
    row = soles.cells(24)[2]
    runs = "".join("x" if soles.TOES in cell else " " for cell in row).split()
    assert len(runs) >= 4


def test_a_point_has_the_zone_of_the_outline_around_it():
    for zone, place in enumerate(soles.PLACES[1:], 1):
        assert soles.zone_at(*sole_outline.CENTERS[place]) == zone
    for toe in sole_outline.TOES:
        middle = tuple(sum(at) / len(toe) for at in zip(*toe, strict=True))
        assert soles.zone_at(*middle) == soles.TOES
    assert soles.zone_at(0.05, 0.05) == soles.NOWHERE
    assert soles.zone_at(0.95, 0.7) == soles.NOWHERE
