# The two commands of the README set up .venv by themselves. GNU make 3.81 (macOS) is enough.

PYTHON ?= python3
VENV ?= .venv
BIN := $(VENV)/bin
NODE ?= node
CHROMIUM ?= chromium

export PIP_DISABLE_PIP_VERSION_CHECK := 1
export PIP_NO_INPUT := 1

define check_python
	@command -v $(PYTHON) > /dev/null || { \
	    echo "alsscreen needs Python 3.11 or newer, and '$(PYTHON)' is not here."; \
	    echo "Install Python, or say where it is: make run PYTHON=python3.12"; exit 1; }
	@$(PYTHON) -c 'import sys; sys.version_info >= (3, 11) or sys.exit("alsscreen needs Python 3.11 or newer; $(PYTHON) is %d.%d.\nSay where a newer one is: make run PYTHON=python3.12" % sys.version_info[:2])'
endef

.DEFAULT_GOAL := help
.PHONY: help run test test-browser test-fhir lint format bench waiting-room dist constraints clean
.DELETE_ON_ERROR:

help: ## show this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "make %-12s %s\n", $$1, $$2 }' Makefile

run: $(VENV)/.run ## start the questionnaire (make run ARGS="--plain")
	@$(BIN)/alsscreen $(ARGS)

test: $(VENV)/.dev ## run the tests (make test ARGS=tests/test_house.py)
	$(BIN)/python -m pytest -n 2 --dist loadgroup $(ARGS)

test-fhir: $(VENV)/.dev ## FHIR against other programs (needs node, npm, chromium; minutes)
	@$(BIN)/python tests/fhir/run.py

test-browser: $(VENV)/.browser ## try the browser kiosk in a real Chromium (SHOTS=DIR: pictures)
	@command -v $(NODE) > /dev/null && command -v $(CHROMIUM) > /dev/null || { \
	    echo "SKIPPED: the browser kiosk was NOT tried, since '$(NODE)' or '$(CHROMIUM)' is not here."; \
	    echo "On Debian: apt-get install nodejs npm chromium"; exit 0; }; \
	mkdir -p build/browser && cp tests/browser/package.json build/browser/ && \
	npm install --silent --no-audit --no-fund --prefix build/browser && \
	BROWSER_MODULES=$(CURDIR)/build/browser CHROMIUM=$$(command -v $(CHROMIUM)) PYTHON=$(BIN)/python SHOTS=$(SHOTS) \
	    $(NODE) --test --test-concurrency=1 tests/browser/*.cjs

lint: $(VENV)/.dev ## ruff, strict mypy, import floors
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy --strict src
	$(BIN)/lint-imports

format: $(VENV)/.dev ## lay out the code as lint wants it
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

bench: $(VENV)/.bench ## measure side by side with other libraries
	$(BIN)/python bench/run.py $(ARGS)

waiting-room: $(VENV)/.run ## how often we would alarm made-up ordinary people
	@$(BIN)/python tools/waiting_room.py $(ARGS)

dist: $(VENV)/.dev ## build the sdist, and from it the wheel, into dist/
	$(BIN)/python -m build --no-isolation

constraints: ## renew constraints.txt with the newest versions that pyproject.toml allows
	$(check_python)
	$(PYTHON) -m venv --clear build/constraints
	build/constraints/bin/pip install --quiet --editable '.[dev,bench]'
	@{ sed -n '/^#/p' constraints.txt; build/constraints/bin/pip freeze --exclude-editable; } > build/constraints.txt
	mv build/constraints.txt constraints.txt
	rm -rf build/constraints

clean: ## remove .venv and everything that was built
	rm -rf $(VENV) build dist .hypothesis .import_linter_cache .mypy_cache .pytest_cache .ruff_cache
	find src tests -name __pycache__ -type d -prune -exec rm -rf {} +

# .venv is made anew when its ingredients change. A stamp says what is in it: .run, and with it .dev or .bench.

$(VENV)/.run: pyproject.toml constraints.txt
	$(check_python)
	@echo "Setting up $(VENV) (once; this needs the network)"
	@$(PYTHON) -m venv --clear $(VENV)
	@$(BIN)/pip install --quiet --constraint constraints.txt --editable .
	@touch $@

$(VENV)/.dev: $(VENV)/.run
	@echo "Adding the developers' tools to $(VENV)"
	@$(BIN)/pip install --quiet --constraint constraints.txt --editable '.[dev]'
	@touch $@

$(VENV)/.bench: $(VENV)/.run
	@echo "Adding the libraries to compare with to $(VENV)"
	@$(BIN)/pip install --quiet --constraint constraints.txt --editable '.[bench]'
	@touch $@

$(VENV)/.browser: $(VENV)/.run
	@echo "Adding what the browser kiosk needs to $(VENV)"
	@$(BIN)/pip install --quiet --constraint constraints.txt --editable '.[kiosk]'
	@touch $@
