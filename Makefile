# The two commands of the README set up .venv by themselves. GNU make 3.81 (macOS) is enough.

PYTHON ?= python3
VENV ?= .venv
BIN := $(VENV)/bin
NODE ?= node
CHROMIUM ?= chromium
SECONDS = 600

export PIP_DISABLE_PIP_VERSION_CHECK := 1
export PIP_NO_INPUT := 1

define check_python
	@command -v $(PYTHON) > /dev/null || { \
	    echo "alsscreen needs Python 3.11 or newer, and '$(PYTHON)' is not here."; \
	    echo "Install Python, or say where it is: make run PYTHON=python3.12"; exit 1; }
	@$(PYTHON) -c 'import sys; sys.version_info >= (3, 11) or sys.exit("alsscreen needs Python 3.11 or newer; $(PYTHON) is %d.%d.\nSay where a newer one is: make run PYTHON=python3.12" % sys.version_info[:2])'
endef

.DEFAULT_GOAL := help
.PHONY: bench-review help run test test-browser test-fhir lint format bench soak waiting-room prove-controls fuzz coverage mutation \
    dependencies sbom verify dist constraints clean
.DELETE_ON_ERROR:

help: ## show this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "make %-15s %s\n", $$1, $$2 }' Makefile

run: $(VENV)/.run ## start the questionnaire (make run ARGS="--plain")
	@$(BIN)/alsscreen $(ARGS)

test: $(VENV)/.dev ## run the tests (make test ARGS=tests/test_house.py)
	$(BIN)/python -m pytest -n 2 --dist loadgroup $(ARGS)

test-fhir: $(VENV)/.dev ## FHIR against other programs (needs node, npm, chromium; minutes)
	@$(BIN)/python tests/fhir/run.py $(ARGS)

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
	$(BIN)/python bench/intake.py $(filter --write,$(ARGS))
	$(BIN)/python bench/web.py $(filter --write,$(ARGS))
	$(BIN)/python bench/kiosk.py $(filter --write,$(ARGS))

soak: $(VENV)/.dev ## the kiosk on a bad day: noise, kill -9 at each screen, a terminal that hangs (minutes)
	SOAK=1 $(BIN)/python -m pytest -n 2 tests/test_kiosk_hostile.py tests/test_kiosk_sessions.py tests/test_kiosk_send.py

bench-review: $(VENV)/.bench ## measure the reviewer's commands, on large books too
	$(BIN)/python bench/review.py $(ARGS)

waiting-room: $(VENV)/.run ## how often we would alarm made-up ordinary people
	@$(BIN)/python tools/waiting_room.py $(ARGS)

prove-controls: $(VENV)/.dev ## take each control of docs/hazards.yaml away: do its tests notice? (minutes)
	@$(BIN)/python tools/prove_controls.py $(ARGS)

fuzz: $(VENV)/.verify ## hunt with damaged files, ten minutes a reader (SECONDS=60: shorter)
	@$(BIN)/python tools/fuzz.py --seconds $(SECONDS) $(ARGS)

coverage: $(VENV)/.verify ## which lines and branches no test takes (minutes)
	@rm -rf build/coverage
	COVERAGE_FILE=$(CURDIR)/build/coverage/data $(BIN)/python -m pytest -n 2 --dist loadgroup -p no:cacheprovider \
	    --cov --cov-report=json:build/coverage/report.json
	@$(BIN)/python tools/coverage_figures.py build/coverage/report.json

mutation: $(VENV)/.verify ## put one mistake at a time into the core: do its tests notice? (minutes)
	@$(BIN)/python tools/mutation.py $(ARGS)

dependencies: $(VENV)/.verify ## write docs/dependencies.md
	@$(BIN)/python tools/dependencies.py

sbom: $(VENV)/.verify ## bill of materials (CycloneDX) in build/, and known vulnerabilities
	@$(BIN)/python tools/sbom.py

verify: $(VENV)/.verify ## run all of that, and write docs/verification.md (an hour and more)
	@$(BIN)/python tools/verify.py $(ARGS)

dist: $(VENV)/.dev ## build the sdist, and from it the wheel, into dist/
	$(BIN)/python -m build --no-isolation

constraints: ## renew constraints.txt with the newest versions that pyproject.toml allows
	$(check_python)
	$(PYTHON) -m venv --clear build/constraints
	build/constraints/bin/pip install --quiet --editable '.[dev,bench,verify]'
	@{ sed -n '/^#/p' constraints.txt; build/constraints/bin/pip freeze --exclude-editable; } > build/constraints.txt
	mv build/constraints.txt constraints.txt
	@build/constraints/bin/pip-compile --quiet --generate-hashes --allow-unsafe --strip-extras --no-annotate --no-header \
	    --no-emit-index-url --no-emit-find-links --no-emit-options --constraint constraints.txt \
	    --extra kiosk --extra clinic --extra review --output-file build/hashed.txt pyproject.toml
	@{ sed -n '/^#/p' requirements-hashed.txt; cat build/hashed.txt; } > build/requirements-hashed.txt
	mv build/requirements-hashed.txt requirements-hashed.txt
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
	@$(BIN)/pip install --quiet --constraint constraints.txt --editable '.[bench,clinic,kiosk]'
	@touch $@

$(VENV)/.verify: $(VENV)/.dev
	@echo "Adding what verifies the program to $(VENV)"
	@$(BIN)/pip install --quiet --constraint constraints.txt --editable '.[bench,verify]'
	@touch $@

$(VENV)/.browser: $(VENV)/.run
	@echo "Adding what the browser kiosk needs to $(VENV)"
	@$(BIN)/pip install --quiet --constraint constraints.txt --editable '.[clinic,kiosk]'
	@touch $@
