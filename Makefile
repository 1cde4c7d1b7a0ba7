# siggraph: the two commands are `make demo` and `make test`; `make help` lists the rest.
SHELL := /bin/sh
VENV ?= .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
# The newest Python from 3.11 on that is here.
PYTHON ?= $(shell for p in python3.13 python3.12 python3.11 python3 python; do \
	"$$p" -c 'import sys, venv; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1 && { echo "$$p"; break; }; done)

.DEFAULT_GOAL := help
.PHONY: help demo test lint types pytest eval bench fit soak fuzz system lock clean setup lowest

help: ## List the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  %-10s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

setup: $(READY) ## Make the virtual environment, from pinned and hashed packages

$(READY): requirements/dev.txt pyproject.toml
	@test -n "$(PYTHON)" || { echo "siggraph needs Python 3.11 or later (make PYTHON=/path/to/python)"; exit 1; }
	@test -x "$(BIN)/python" || "$(PYTHON)" -m venv "$(VENV)"
	@echo "setting up $(VENV) ..."
	@"$(BIN)/python" -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/dev.txt
	@"$(BIN)/python" -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch "$(READY)"

demo: $(READY) ## The packaged letter through the whole line, then what to open next
	@"$(BIN)/siggraph" demo --out demo

test: $(READY) lint types pytest ## Lint, types, tests: all green, under 15 minutes

lint: $(READY) ## ruff
	@"$(BIN)/ruff" check .
	@"$(BIN)/ruff" format --check .

types: $(READY) ## mypy --strict
	@"$(BIN)/mypy"

pytest: $(READY) ## Doctests and tests
	@"$(BIN)/python" -m pytest --doctest-modules

eval: $(READY) ## Measured quality on labelled lists (SIGGRAPH_SHARED) and labelled pairs
	@"$(BIN)/python" -m scripts.evaluate

bench: $(READY) ## Speed, side by side in one run, as ratios; 200,000 names matched takes a while
	@"$(BIN)/python" -m scripts.bench
	@"$(BIN)/python" -m scripts.bench_match --names 200000

fit: $(READY) ## Fit the weights of compare anew, on the fitted half of the labelled pairs
	@"$(BIN)/python" -m scripts.fit_match

soak: $(READY) ## Killed builds, over and over: the last good one must answer
	@"$(BIN)/python" -m scripts.soak --rounds 30

fuzz: $(READY) ## Property tests with many more examples
	@SIGGRAPH_HYPOTHESIS=fuzz "$(BIN)/python" -m pytest -m property

lowest: ## The tests with the lowest versions that pyproject.toml allows
	@test -x .venv-lowest/bin/python || "$(PYTHON)" -m venv .venv-lowest
	@.venv-lowest/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/lowest.txt
	@.venv-lowest/bin/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@.venv-lowest/bin/python -m pytest

system: ## System parts of the tests: a browser and fonts (Debian; CI calls it)
	@command -v chromium >/dev/null 2>&1 || { apt-get update -qq && apt-get install -y -qq --no-install-recommends \
		chromium fonts-noto-cjk fonts-noto-core >/dev/null; }

lock: $(READY) ## Pin the requirements again, with hashes and without addresses
	@"$(BIN)/python" -m pip install --quiet uv
	@"$(BIN)/uv" pip compile -q --universal --generate-hashes --no-header --extra dev --extra all --python-version 3.11 \
		pyproject.toml -o requirements/dev.txt
	@"$(BIN)/uv" pip compile -q --universal --generate-hashes --no-header --extra dev --extra all --python-version 3.11 \
		--resolution lowest-direct pyproject.toml -o requirements/lowest.txt

clean: ## Remove what was made here
	@rm -rf "$(VENV)" .venv-lowest build demo dist coalitions my-letters .mypy_cache .ruff_cache .pytest_cache .hypothesis
