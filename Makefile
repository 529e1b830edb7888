# The front door: make run, make test, make check, make bench, make docs, make lock, make clean.

PYTHON ?= python3
PORT ?= 8000
SERVE ?= 1
UV ?= uv
TIMELINE_DATABASE ?= sqlite:///timeline.db
export TIMELINE_DATABASE

VENV := .venv
BIN := $(VENV)/bin
PACKAGES := api events projections timeline
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet
PROJECT := --no-deps --no-build-isolation --editable .
PROPERTIES := tests/projections/test_exposure_fold_with_acts.py tests/projections/test_narrowing.py \
	tests/projections/test_agreeing.py \
	tests/timeline/test_answers_with_acts.py tests/timeline/test_stored_projection_with_acts.py
# Tests of one file share what is costly to make, so they stay in one process.
PARALLEL := --numprocesses auto --dist loadfile
LOCK := $(UV) pip compile pyproject.toml --group build --universal --python-version 3.11 \
	--generate-hashes --no-emit-index-url --no-header --quiet

# The pyright wheel carries the checker; do not ask elsewhere for a newer one.
export PYRIGHT_PYTHON_IGNORE_WARNINGS := 1

.DELETE_ON_ERROR:
.PHONY: run test check bench docs lock clean

run: $(VENV)/run.stamp
	@$(BIN)/timeline migrate
	@$(BIN)/timeline casebook
	@echo
	@echo "What was Dahua's Xinjiang exposure on 2018-01-01?"
	@echo
	@$(BIN)/timeline exposure dahua CN-XJ --valid-at 2018-01-01
ifneq ($(SERVE),0)
	@$(BIN)/timeline serve --port $(PORT)
endif

test: $(VENV)/test.stamp
	$(BIN)/pytest $(PARALLEL)

check: $(VENV)/test.stamp
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/pyright
	$(BIN)/lint-imports
	$(BIN)/cog --check -I . README.md CONTRIBUTING.md
	HYPOTHESIS_PROFILE=long $(BIN)/pytest $(PARALLEL) -m "not postgresql" $(PROPERTIES)

bench: $(VENV)/test.stamp
	$(BIN)/python -m tests.bench

docs: $(VENV)/test.stamp
	$(BIN)/cog -r -I . README.md CONTRIBUTING.md

lock:
	$(LOCK) --output-file requirements/run.txt
	$(LOCK) --output-file requirements/test.txt --constraint requirements/run.txt --extra test

clean:
	rm -rf $(VENV) build timeline.egg-info .mypy_cache .pytest_cache .ruff_cache .hypothesis .import_linter_cache
	find $(PACKAGES) migrations tests -name __pycache__ -type d -prune -exec rm -rf {} +

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
		|| { echo "make: $(PYTHON) is missing or older than Python 3.11; PYTHON= names another" >&2; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null \
		|| { echo "make: $(PYTHON) has no ensurepip; on Debian: apt-get install python3-venv" >&2; exit 1; }
	$(PYTHON) -m venv $(VENV)

# A stamp is newer than the lock it installed, so a second make installs nothing.
$(VENV)/run.stamp: requirements/run.txt pyproject.toml | $(BIN)/python
	$(PIP) install --require-hashes --requirement requirements/run.txt
	$(PIP) install $(PROJECT)
	@touch $@

$(VENV)/test.stamp: requirements/test.txt pyproject.toml | $(BIN)/python
	$(PIP) install --require-hashes --requirement requirements/test.txt
	$(PIP) install $(PROJECT)
	@touch $@ $(VENV)/run.stamp
