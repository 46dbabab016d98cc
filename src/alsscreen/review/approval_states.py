"""A rule book, its approvals, the allowed signers and the time in; what each approval is worth now, out."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from ..clean import clean
from ..model import Approval, ProblemsError, RuleBook
from . import approval_file
from .approval_file import APPROVALS, approvals_in, changed
from .scopes import ALL, UnknownScope, covered
from .signature import BadSignatureError, UncheckedError, fingerprint, verify
from .signers import Signer, read_signers, standing
from .whole import Whole, load_whole

APPROVED, VOID, SUSPECT = "approved", "void", "suspect"
SIGNED_WRONGLY = ("bad-signature", "revoked-signer", "expired-signer", "unknown-signer")
UNPROVEN = ("unsigned", "unchecked", "unlisted")
"""Nobody can be told who wrote these: not signed, no way to check it here, or no list of signers was given."""

_WHY = {
    "unsigned": "it carries no signature, so anybody could have written it",
    "unchecked": "its signature was not checked",
    "unlisted": "its signature is good, but no list of allowed signers was given, so nobody knows whose it is",
}


@dataclass(frozen=True, slots=True)
class Judged:
    """One approval and what it is worth now: its state, why, what changed since, and who signed."""

    approval: approval_file.Approval
    state: str
    why: str = ""
    changed: tuple[str, ...] = ()
    signer: str | None = None
    form_only: bool = False
    """The files changed, and nothing that they say."""


def approval_state(
    root: Path, book: RuleBook, allowed_signers: Path | None, now: dt.datetime | None = None
) -> Approval:
    """Give what a front end may say of a book: `by` is there only for a book that an allowed signer approved whole.

    Raises ProblemsError when the list of allowed signers cannot be read; an approval that cannot be read counts not.
    """
    if not (root / APPROVALS).is_dir():
        return Approval()
    records, _ = approvals_in(root)
    signers = None if allowed_signers is None else read_signers(allowed_signers, root)
    judged = judge(records, book.sha256, lambda: load_whole(root), signers, now or dt.datetime.now(dt.UTC))
    return stamp(judged)


def stamp(judged: tuple[Judged, ...]) -> Approval:
    """Give the state of the whole book: approved if one whole approval counts, else what became of the newest one."""
    whole = [each for each in judged if ALL in each.approval.record.scope]
    good = [each for each in whole if each.state == APPROVED]
    if good:
        names = dict.fromkeys(f"{each.approval.record.name}, {each.approval.record.role}" for each in good)
        return Approval(APPROVED, clean("; ".join(names)))
    if whole:
        return Approval(whole[-1].state)
    return Approval("partly-approved") if any(each.state == APPROVED for each in judged) else Approval()


def judge(
    records: tuple[approval_file.Approval, ...],
    sha256: str,
    whole: Callable[[], Whole],
    signers: tuple[Signer, ...] | None,
    now: dt.datetime,
) -> tuple[Judged, ...]:
    """Judge each approval; `whole` is called only when the files are no longer those that were approved."""
    return tuple(_judged(approval, sha256, whole, signers, now) for approval in records)


def _judged(
    approval: approval_file.Approval,
    sha256: str,
    whole: Callable[[], Whole],
    signers: tuple[Signer, ...] | None,
    now: dt.datetime,
) -> Judged:
    state, why, who = _signature(approval, signers, now)
    if state in SIGNED_WRONGLY:
        return Judged(approval, state, why, signer=who)
    same = sha256 == approval.record.sha256
    try:
        said, grounds = changed(approval.record, covered(whole(), approval.record.scope)) if not same else ((), ())
    except UnknownScope as error:
        said, grounds = (f"scope/{error.name}",), ()
    except ProblemsError:
        said, grounds = ("rules",), ()
    if said:
        return Judged(approval, VOID, "what it covers has changed since", said, who)
    if grounds:
        return Judged(approval, SUSPECT, "what it stands on has changed since", grounds, who)
    return Judged(approval, state, why, signer=who, form_only=not same)


def _signature(
    approval: approval_file.Approval, signers: tuple[Signer, ...] | None, now: dt.datetime
) -> tuple[str, str, str | None]:
    """Give `approved` when an allowed signer signed these very bytes, else what is wrong; why; and who signed."""
    if approval.signature is None:
        if approval.record.signed:
            return "bad-signature", "its signature is missing", None
        return "unsigned", _WHY["unsigned"], None
    try:
        key = verify(approval.content, approval.signature)
    except BadSignatureError as error:
        return "bad-signature", f"its signature is not good: {error}", None
    except UncheckedError as error:
        return "unchecked", f"{_WHY['unchecked']}. {error}", None
    if signers is None:
        return "unlisted", _WHY["unlisted"], fingerprint(key)
    found = standing(key, signers, now)
    who = f"{found.who} ({fingerprint(key)})" if found.who else fingerprint(key)
    return (APPROVED, "", who) if found.state == "known" else (found.state, found.why, who)
