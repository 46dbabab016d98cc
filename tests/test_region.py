"""Whose telephone numbers are shown."""

from __future__ import annotations

import datetime as dt

import pytest

from alsscreen.model import Number, Region
from alsscreen.region import Unknown, choose, last_checked, numbers, stale
from people import BOOK


@pytest.mark.parametrize(
    ("asked", "environment", "expected"),
    [
        ("GB", {}, "GB"),
        ("gb", {}, "GB"),
        ("UK", {}, "GB"),
        ("Generic", {"LANG": "en_US.UTF-8"}, "generic"),
        ("IE", {"ALSSCREEN_REGION": "GB", "LANG": "en_US.UTF-8"}, "IE"),
        (None, {"ALSSCREEN_REGION": "de", "LANG": "en_US.UTF-8"}, "DE"),
        (None, {"ALSSCREEN_REGION": "", "LANG": "fr_FR"}, "FR"),
        (None, {"LANG": "es_ES@euro"}, "ES"),
        (None, {"LANG": "en_US.UTF-8", "LC_TELEPHONE": "en_NZ.UTF-8"}, "NZ"),
        (None, {"LANG": "en_US.UTF-8", "LC_ADDRESS": "en_IN"}, "IN"),
        (None, {"LANG": "en_US.UTF-8", "LC_MESSAGES": "en_GB.UTF-8"}, "US"),
        (None, {"LC_ALL": "C.UTF-8", "LANG": "en_US.UTF-8"}, "generic"),
        (None, {"LANG": "de"}, "generic"),
        (None, {"LANG": "pt_BR.UTF-8"}, "generic"),
        (None, {"LANG": "en_USA.UTF-8"}, "generic"),
        (None, {}, "generic"),
    ],
)
def test_what_was_asked_for_comes_first_then_the_variable_then_the_locale(asked, environment, expected):
    """--region, ALSSCREEN_REGION, the locale's country, and else the entry that is right everywhere."""
    assert choose(BOOK, asked, environment).id == expected


@pytest.mark.parametrize(
    ("asked", "environment", "what"),
    [("XX", {}, "region"), ("", {}, "region"), (None, {"ALSSCREEN_REGION": "GBR"}, "ALSSCREEN_REGION")],
)
def test_a_region_that_is_not_there_is_never_replaced_by_another(asked, environment, what):
    """Whoever names a place whose numbers we do not have is told so."""
    with pytest.raises(Unknown) as caught:
        choose(BOOK, asked, environment)
    assert caught.value.what == what


@pytest.mark.parametrize("region", BOOK.regions.values(), ids=list(BOOK.regions))
def test_a_shipped_region_says_all_four(region):
    """Every shipped region fills every place; what could not be checked is marked, and says why."""
    numbers = (region.emergency, region.advice, region.crisis, region.emergency_text)
    assert all(number is not None for number in numbers)
    assert region.emergency_text.number.endswith(".")
    assert all(number.source for number in numbers if number.seen != "unverified")
    assert region.remark or all(number.seen != "unverified" for number in numbers)


@pytest.mark.parametrize("region", BOOK.regions.values(), ids=list(BOOK.regions))
def test_no_region_claims_a_check_that_was_not_made(region):
    """All were read in stored copies, so none carries a date."""
    for number in (region.emergency, region.advice, region.crisis, region.emergency_text):
        assert number.checked is None
        assert number.seen != "unverified" or not any(sign.isdigit() for sign in number.number)


def test_the_regions_are_those_of_the_design():
    """Ten countries, and the entry for everywhere else."""
    assert set(BOOK.regions) == {"US", "GB", "IE", "CA", "AU", "NZ", "IN", "DE", "FR", "ES", "generic"}


READ = Number(number="111", source="a.example", seen="primary")
OTHERS = Number(number="a doctor on duty", seen="unverified")


def region_of(emergency, crisis):
    """A region whose two numbers were checked on these days, or never."""
    made = {
        name: READ.model_copy(update={"checked": day}) for name, day in (("emergency", emergency), ("crisis", crisis))
    }
    return Region(id="GB", name="Somewhere", advice=OTHERS, **made)


@pytest.mark.parametrize(
    ("emergency", "crisis", "last", "old"),
    [
        ("2026-11-01", "2026-10-01", "2026-10-01", ()),
        ("2025-11-22", "2026-10-01", "2025-11-22", ()),
        ("2025-11-21", "2026-10-01", "2025-11-21", ("emergency",)),
        ("2019-01-01", "2019-01-02", "2019-01-01", ("emergency", "crisis")),
        (None, "2026-10-01", None, ()),
        (None, "2019-01-01", None, ("crisis",)),
        (None, None, None, ()),
    ],
)
def test_a_check_is_good_for_a_year(emergency, crisis, last, old):
    """The oldest day counts, a number that nobody checked has none, and words in its place need none."""
    region = region_of(emergency, crisis)
    assert (last_checked(region), stale(region, dt.date(2026, 11, 22))) == (last, old)
    assert "advice" not in numbers(region)
