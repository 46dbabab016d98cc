"""What somebody who may write into the clinic's directory could try: each attack was tried, and fails."""

from __future__ import annotations

import os

import pytest

from alsscreen.intake.store import PURGED, READ
from alsscreen.model import ProblemsError
from intake_room import apart_codes, box, names, opened, outbox, send  # noqa: F401 (a fixture)

pytestmark = pytest.mark.skipif(os.name != "posix", reason="what a POSIX system does")


def test_a_link_in_the_place_of_what_was_read_leads_nowhere(box, tmp_path):  # noqa: F811
    """What lies where such a link leads was listed, and could have been deleted from here."""
    outside = tmp_path / "outside"
    outside.mkdir()
    send(outbox(outside))
    (box / READ).symlink_to(outside)
    assert opened(box)[0] == []
    assert apart_codes(box) == ["foreign"]
    assert len(names(outside)) == 1


def test_a_pipe_in_the_place_of_what_was_deleted_is_not_waited_for(box):  # noqa: F811
    """`.purged` as a pipe held up every list for ever."""
    send(outbox(box))
    os.mkfifo(box / PURGED)
    assert len(opened(box)[0]) == 1


def test_a_link_in_the_place_of_what_was_deleted_is_refused(box, tmp_path):  # noqa: F811
    """Else lines of another file would decide what has come back."""
    (tmp_path / "other").write_text("words")
    (box / PURGED).symlink_to(tmp_path / "other")
    with pytest.raises(ProblemsError) as caught:
        opened(box)
    assert [problem.code for problem in caught.value.problems] == ["no-directory"]
