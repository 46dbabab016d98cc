"""Make one mistake at a time in the core and run its tests; print each that no test notices, and why that is."""

from __future__ import annotations

import argparse
import ast
import importlib
import importlib.util
import os
import resource
import sys
from collections import Counter
from importlib.machinery import ModuleSpec, SourceFileLoader
from multiprocessing import get_context
from pathlib import Path
from types import CodeType
from typing import Any

import yaml
from mutation_changes import Mutant, mutants

ROOT = Path(__file__).parents[1]
EXPLAINED = Path(__file__).with_name("mutation_explained.yaml")
TESTS = {
    "conditions": ("cases", "conditions", "evaluate", "interview"),
    "visible": ("cases", "evaluate", "conditions", "interview"),
    "evaluate": ("cases", "evaluate"),
    "interview": ("interview", "interview_machine"),
    "answers": ("answers",),
}
"""A module, and whose tests are to notice a mistake in it, the quickest first."""

PATIENCE = 60
"""Seconds of a processor that a mistake gets before it counts as noticed: it may run in circles."""


class _Mistaken(SourceFileLoader):
    """Loads a module with a mistake in it."""

    def __init__(self, name: str, path: Path, tree: ast.Module) -> None:
        super().__init__(name, str(path))
        self._code = compile(tree, str(path), "exec", dont_inherit=True)

    def get_code(self, _: str) -> CodeType:
        """Give the mistaken code."""
        return self._code


class _Finder:
    """Finds the one mistaken module before anything else does."""

    def __init__(self, loader: _Mistaken) -> None:
        self.loader = loader

    def find_spec(self, name: str, *_: object) -> ModuleSpec | None:
        """Find it by its name."""
        if name != self.loader.name:
            return None
        return importlib.util.spec_from_file_location(name, self.loader.path, loader=self.loader)


def main() -> int:
    """Try every mistake in the modules that are named; 1 when one goes unnoticed and unexplained."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("modules", nargs="*", default=list(TESTS), help=f"of {', '.join(TESTS)}")
    modules = parser.parse_args().modules
    os.environ["CI"] = "1"  # the same examples in each run
    _preload()
    work = [(name, each) for name in modules for each in (None, *mutants(_path(name).read_text(encoding="utf-8")))]
    tried, unnoticed = Counter[str](), list[dict[str, Any]]()
    with get_context("fork").Pool(os.cpu_count()) as pool:
        for (name, mutant), passes in zip(work, pool.imap(_passes, work), strict=True):
            if mutant is None and not passes:
                print(f"the tests of {name} fail without any mistake: nothing can be said")
                return 1
            if mutant is not None:
                tried[name] += 1
                unnoticed += [_told(name, mutant)] if passes else []
                print(f"{name}, {tried[name]}: {'NOT NOTICED' if passes else 'noticed'}", flush=True)
    return _report(tried, unnoticed)


def _report(tried: Counter[str], unnoticed: list[dict[str, Any]]) -> int:
    from verify_record import keep

    reasons = {tuple(each[key] for key in _KEY): each["why"] for each in yaml.safe_load(EXPLAINED.read_text()) or ()}
    for each in unnoticed:
        each["why"] = reasons.get(tuple(each[key] for key in _KEY), "")
        print(f"{each['module']}.py:{each['line']}: {each['was']}  ->  {each['now']}")
        print(f"    {each['why'] or 'NOT EXPLAINED'}")
    left = Counter(each["module"] for each in unnoticed)
    for name, count in tried.items():
        print(f"{name:12} {count:4} mistakes, {left[name]:3} unnoticed")
    code = int(any(not each["why"] for each in unnoticed))
    untried = len(TESTS) - len(tried)
    found = {"of": list(TESTS), "unasked": untried, "tried": dict(tried), "unnoticed": unnoticed}
    keep("mutation", {"code": code, **found})
    return code


_KEY = ("module", "within", "was", "now")


def _told(name: str, mutant: Mutant) -> dict[str, Any]:
    return {"module": name, **{key: getattr(mutant, key) for key in ("within", "line", "was", "now")}}


def _path(name: str) -> Path:
    return ROOT / "src" / "alsscreen" / f"{name}.py"


def _preload() -> None:
    """Import once what every try needs, and nothing of what may be mistaken."""
    sys.path[:0] = [str(ROOT / "src"), str(ROOT / "tests")]
    for name in ("hypothesis.stateful", "pytest", "alsscreen.model.people", "alsscreen.strictyaml"):
        importlib.import_module(name)


def _passes(work: tuple[str, Mutant | None]) -> bool:
    """Say whether the tests of a module pass with this mistake, in a process of its own."""
    child = os.fork()
    if not child:
        os._exit(_tests(*work))
    return os.waitpid(child, 0)[1] == 0


def _tests(name: str, mutant: Mutant | None) -> int:
    resource.setrlimit(resource.RLIMIT_CPU, (PATIENCE, PATIENCE))
    nothing = os.open(os.devnull, os.O_RDWR)
    for stream in (0, 1, 2):
        os.dup2(nothing, stream)
    try:
        if mutant is not None:
            sys.meta_path.insert(0, _Finder(_Mistaken(f"alsscreen.{name}", _path(name), mutant.tree)))  # type: ignore[arg-type]
        import pytest

        tests = [str(ROOT / "tests" / f"test_{each}.py") for each in TESTS[name]]
        quiet = ["-x", "-q", "-p", "no:cacheprovider", "-W", "ignore::pytest.PytestAssertRewriteWarning"]
        return int(pytest.main([*quiet, *tests]))
    except BaseException:  # noqa: BLE001 (a mistake may raise anything)
        return 1


if __name__ == "__main__":
    sys.exit(main())
