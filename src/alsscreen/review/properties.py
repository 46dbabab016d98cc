"""The list of properties that every rule book must have; to add one is to add it here."""

from __future__ import annotations

from typing import Any

from .proof.about_flow import (
    EVERYTHING_IS_REACHED,
    EVERYTHING_MATTERS,
    FLOW_ENDS,
    HIDDEN_NEVER_MATTERS,
    OUTCOMES_ARE_CLOSED,
)
from .proof.about_levels import (
    ALARM_ENDS,
    ALARM_IS_EMERGENCY,
    CONTEXT_MOVES_NOTHING,
    SIGN_NEVER_LOWERS,
    UNKNOWN_IS_NO_NO,
)
from .proof.about_rules import RULES_ADD, RULES_FIRE
from .proof.decided import Property

PROPERTIES: tuple[Property[Any], ...] = (
    RULES_FIRE,
    OUTCOMES_ARE_CLOSED,
    RULES_ADD,
    SIGN_NEVER_LOWERS,
    ALARM_IS_EMERGENCY,
    ALARM_ENDS,
    CONTEXT_MOVES_NOTHING,
    UNKNOWN_IS_NO_NO,
    HIDDEN_NEVER_MATTERS,
    EVERYTHING_MATTERS,
    EVERYTHING_IS_REACHED,
    FLOW_ENDS,
)
"""In the order in which a report gives them."""
