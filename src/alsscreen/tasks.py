"""The tasks and doors of the command line by name: the module of each, which is loaded only when it is named."""

from __future__ import annotations

DOORS = {"kiosk": ".kiosk.cli", "fhir": ".fhir.cli"}
"""The module of a command that adds its own options."""

TASKS: dict[str, dict[str, tuple[str, str]]] = {
    "review": {
        "lint": (".review.lint", "check the rule book and name everything that is wrong with it"),
        "audit": (".review.audit", "hold the ledger and the quotations against the article"),
        "coverage": (".review.coverage", "show that nothing of the source and no rule was overlooked"),
        "trace": (".review.trace", "show what an id leads to and what leads to it"),
        "judgements": (".review.judgements", "list what the authors decided without a source"),
        "prove": (".review.prove", "prove each property of the rules, or show the smallest counter-example"),
        "test": (".review.test", "hold the people against the rules, and find changes that nobody notices"),
        "diff": (".review.diff", "show exactly what a change of the rules changes"),
        "book": (".review.book", "write the rule book as one page to read, print and approve"),
        "approve": (".review.approve", "put your name to the rule book"),
        "approvals": (".review.approvals", "show who approved what, and whether it still holds"),
    },
    "intake": {
        "list": (".intake.list_", "list the intakes, unread and urgent ones first"),
        "show": (".intake.show", "show one intake on one page"),
        "export": (".intake.export", "give intakes to other software"),
        "purge": (".intake.purge", "delete intakes by their age or by a person's code"),
    },
}
"""The tasks of a command: the module that has `arguments(parser)` and `run(options)`, and what it does."""
