"""Which motor plays which zone."""

from sole.core import zones

WASM = ("test_every_zone_has_a_motor_if_any_is_there", "test_ten_motors_play_their_own_zone")


def test_names_are_feet_times_places():
    assert len(zones.ZONES) == zones.COUNT == len(zones.FEET) * len(zones.PLACES)
    assert zones.ZONES[0] == "left_toes"
    assert zones.ZONES[9] == "right_heel"


def test_ten_motors_play_their_own_zone():
    assert zones.assign(list(range(10))) == list(range(10))
    assert zones.assign([9, 8, 7, 6, 5, 4, 3, 2, 1, 0]) == [9, 8, 7, 6, 5, 4, 3, 2, 1, 0]


def test_without_motors_nothing_is_served():
    assert zones.assign([]) == [zones.NO_MOTOR] * 10
    assert zones.nearest(3, []) == zones.NO_MOTOR


def test_a_foot_keeps_to_its_own_motors():
    assert zones.assign([0, 9]) == [0] * 5 + [1] * 5
    assert zones.assign([4, 5]) == [0] * 5 + [1] * 5


def test_one_motor_plays_both_feet():
    assert zones.assign([7]) == [0] * 10


def test_the_nearest_place_wins():
    # Left foot: toes (motor 0) and heel (motor 1). The plantar middle is as far from both.
    assert zones.assign([0, 4])[:5] == [0, 0, 0, 1, 1]


def test_of_two_as_near_the_one_at_the_toes_wins():
    assert zones.nearest(2, [3, 1]) == 1
    assert zones.nearest(2, [1, 3]) == 0


def test_the_first_of_two_motors_of_one_zone_plays_it():
    assert zones.nearest(6, [6, 6]) == 0


def test_every_zone_has_a_motor_if_any_is_there():
    for mask in range(1, 1024):
        served = [zone for zone in range(10) if mask >> zone & 1]
        assigned = zones.assign(served)
        for zone in range(10):
            assert 0 <= assigned[zone] < len(served)
            if zone in served:
                assert served[assigned[zone]] == zone
