"""The fixed rows of the page for the clinician: which options of which questions each of them gathers."""

from __future__ import annotations

from typing import NamedTuple

LIMB_TIME = (("limb-since", "since"), ("limb-course", "course"))
SPEECH_TIME = (("speech-since", "since"), ("speech-course", "course"))
SWALLOW_TIME = (("swallow-since", "speech-since", "since"), ("swallow-course", "speech-course", "course"))
BREATH_TIME = (("breath-since", "since"), ("breath-course", "course"))
NO_TIME: tuple[tuple[str, ...], tuple[str, ...]] = ((), ())


class Part(NamedTuple):
    """A row: question -> options that make it "yes"; and the questions that tell more, the first asked one counts."""

    name: str
    ticks: dict[str, tuple[str, ...]]
    side: tuple[str, ...] = ()
    time: tuple[tuple[str, ...], tuple[str, ...]] = NO_TIME


PARTS = (
    Part(
        "Arm or hand",
        {"arms": ("buttons", "grip", "drop", "write", "lift", "obey", "other-task")},
        ("limb-side",),
        LIMB_TIME,
    ),
    Part("Leg or foot", {"legs": ("stairs", "walk", "trips", "drag", "other-task")}, ("limb-side",), LIMB_TIME),
    Part("Neck", {"arms": ("head",)}, (), LIMB_TIME),
    Part("Speech", {"mouth": ("slurred", "voice")}, (), SPEECH_TIME),
    Part("Swallowing, saliva", {"mouth": ("drool", "choke-daily", "choke-some", "drink-less")}, (), SWALLOW_TIME),
    Part("Breathing, on effort", {"breath": ("effort",)}, (), BREATH_TIME),
    Part("Breathing, lying flat", {"breath": ("flat",)}, (), BREATH_TIME),
    Part("Breathing, at rest", {"breath": ("rest", "ill")}, (), BREATH_TIME),
    Part("Thinner muscle", {"muscles": ("thin",)}),
    Part("Weight loss", {"body": ("weight-loss",), "als-change": ("weight",)}),
    Part("Twitching, cramps", {"muscles": ("twitch-long", "twitch-short", "cramps")}),
    Part("Thinking, emotion", {"mind": ("thinking", "behaviour", "crying-laughing")}),
)
"""Clinical design, section 6, item 3."""

ALSO = (
    Part("Danger today", {"now": (
        "breathless", "sudden-breath", "stuck", "no-swallow", "weak-fast", "back-bladder", "muddled", "hard-to-wake",
    )}),
    Part("Sudden start", {
        "sudden": ("face", "one-side", "words", "sight", "confused", "longer-ago"),
        "sudden-how": ("quick",),
        "how": ("limb", "speech", "swallow", "breath"),
    }),
    Part("New or worse lately", {
        "als-change": ("ill", "breathing", "swallowing", "chest", "other"),
        "child-change": ("fast",),
    }),
    Part("Pain", {"body": ("pain",), "limb-why": ("hurts",), "als-change": ("numb-pain",)}),
    Part("Numbness or tingling", {"body": ("numb",), "limb-why": ("numb",), "als-change": ("numb-pain",)}),
    Part("Bladder or bowel", {"body": ("bladder",), "als-change": ("bladder",)}),
    Part("Double vision or eyelid", {"body": ("eyes",)}),
    Part("Sleepy or morning headache", {"breath": ("sleepy",)}),
    Part("Fever or chesty cough", {"body": ("chesty",), "als-change": ("chest",)}),
    Part("Tired", {"body": ("tired-weeks", "tired-days")}),
    Part("Getting better", dict.fromkeys(
        ("course", "limb-course", "speech-course", "swallow-course", "breath-course"), ("better",)
    )),
    Part("Something else", {"body": ("something-else",)}),
)  # fmt: skip
"""Section 6, item 4, and what else was told and has no row of its own."""

SEEN = ("told", "sudden-checked")
"""What was already seen or tested."""
