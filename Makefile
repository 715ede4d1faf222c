# Daybook, from a fresh clone: `make run`, `make test`. Only Python 3.11 or newer and make are needed.
.DEFAULT_GOAL := help
MAKEFLAGS += --no-print-directory
SHELL := /bin/sh

VENV := .venv
BIN := $(VENV)/bin
# The node of the virtual environment comes before any other, for Reflex looks on PATH.
export PATH := $(CURDIR)/$(BIN):$(PATH)
export PIP_DISABLE_PIP_VERSION_CHECK := 1

# A Python to make the virtual environment with: PYTHON=/path/to/python3.12 make run
CANDIDATES := python3.11 python3.12 python3.13 python3.14 python3 python
IS_FIT := import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))
PYTHON ?= $(shell for name in $(CANDIDATES); do "$$name" -c '$(IS_FIT)' >/dev/null 2>&1 && command -v "$$name" && break; done)

# How many test processes; arguments for pytest: make test ARGS='-k cancel'
JOBS ?= 2
ARGS ?=
PYTEST = $(BIN)/python -m pytest -n $(JOBS) --dist worksteal

## Use it

run: $(BIN)/.run ## Start the shop with demo data on http://localhost:3000 (DAYBOOK_PORT for another port)
	@DAYBOOK_DEMO=$${DAYBOOK_DEMO:-1} $(BIN)/python -m app serve

build: $(BIN)/.run ## Build the front end, if it is stale
	@$(BIN)/python -m app build

migrate: $(BIN)/.run ## Bring the database of DAYBOOK_DATABASE_URL to the newest revision
	@$(BIN)/python -m app migrate

demo: $(BIN)/.run ## Fill an empty database with a demo shop: make demo ARGS='--orders 20000'
	@$(BIN)/python -m app demo $(ARGS)

doctor: $(BIN)/.run ## Look at database, keys, mail and disk, and say what to do about each fault
	@$(BIN)/python -m app doctor

## Work on it

test: $(BIN)/.dev chromium build ## Run every test but the slow ones, browsers and real servers included
	@$(PYTEST) $(ARGS)

test-slow: $(BIN)/.bench chromium build ## Run the slow tests: millions of rows, real data, faults
	@$(PYTEST) -m slow --timeout 3600 $(ARGS)

check: check-format check-lint check-types check-rooms check-code check-docs check-docker check-shell ## Run every check: a line each, and what is wrong

check-format: $(BIN)/.dev
	@$(call quietly,$(BIN)/ruff format --check --diff .)
check-lint: $(BIN)/.dev
	@$(call quietly,$(BIN)/ruff check .)
check-types: $(BIN)/.dev
	@$(call quietly,$(BIN)/basedpyright)
check-rooms: $(BIN)/.dev
	@$(call quietly,$(BIN)/lint-imports)
# Our own rules of code, migrations in step with the models, requirements in step, contracts that can fail.
check-code: $(BIN)/.dev
	@$(call quietly,$(BIN)/python -m pytest -q -n 0 -p no:randomly tests/checks)
check-docs: $(BIN)/.dev
	@$(call quietly,$(BIN)/python docs/generate.py --check)
check-docker: $(BIN)/.dev
	@$(call quietly,$(BIN)/hadolint Dockerfile)
check-shell: $(BIN)/.dev
	@$(call quietly,$(BIN)/shellcheck .ci/run deploy/*.sh)

format: $(BIN)/.dev ## Write the code in the one format, and mend what can be mended
	@$(BIN)/ruff check --fix-only --quiet .
	@$(BIN)/ruff format .

docs: $(BIN)/.run ## Write the parts of the docs that are made from the code
	@$(BIN)/python docs/generate.py

# With their extras: pip refuses `granian[reload]` beside a pinned `granian` as soon as there is a newer one.
lock: $(BIN)/.dev ## Pin the requirements anew from the .in files; all of them at their newest with UPGRADE=--upgrade
	@for name in requirements requirements-dev requirements-bench; do \
		$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url \
			--no-strip-extras --custom-compile-command 'make lock' $(UPGRADE) $$name.in --output-file $$name.txt || exit 1; \
	done

docker-steps: $(BIN)/.dev ## Do the steps of the Dockerfile one by one, without Docker, in an empty folder (as root)
	@$(BIN)/python -m deploy.docker_steps $(ARGS)

chromium: $(BIN)/.dev
	@$(BIN)/python -m tests.support.chromium

## Tidy up

clean: ## Remove what was built and cached; the virtual environment, the data and the keys stay
	@rm -rf .web .states .build test-results .pytest_cache .ruff_cache .hypothesis .schemathesis .import_linter_cache
	@find . -path ./$(VENV) -prune -o -name __pycache__ -type d -exec rm -rf {} +

distclean: clean ## Remove the virtual environment too
	@rm -rf $(VENV)

help: ## List these targets
	@awk 'BEGIN { FS = ":.*## " } /^## / { printf "\n%s\n", substr($$0, 4) } /^[a-z-]+:.*## / { printf "  make %-14s %s\n", $$1, $$2 }' $(firstword $(MAKEFILE_LIST))
	@echo

.PHONY: run build migrate demo doctor test test-slow check check-format check-lint check-types check-rooms check-code \
	check-docs check-docker check-shell docs format lock docker-steps chromium clean distclean help

# Run a check: one line when it passes, else all that it says.
define quietly
said=$$($(1) 2>&1) && echo "ok      $(@:check-%=%)" || { printf 'FAILED  %s\n%s\n' '$(@:check-%=%)' "$$said"; exit 1; }
endef

# The virtual environment. A stamp stands for each set of requirements, older than none of what it was made from.
$(BIN)/python:
	@if [ -z "$(PYTHON)" ]; then \
		echo 'Daybook needs Python 3.11 or newer with venv; none was found on PATH. On Debian and Ubuntu: apt install' \
			'python3 python3-venv. If it stands elsewhere: make PYTHON=/path/to/python3 run' >&2; exit 1; \
	fi
	@echo "Making $(VENV) with $(PYTHON)"
	@"$(PYTHON)" -m venv $(VENV)

install = $(BIN)/python -m pip install --quiet --require-hashes --requirement $<

$(BIN)/.run: requirements.txt | $(BIN)/python
	@echo 'Installing what Daybook needs (a minute, once)'
	@$(install)
	@touch $@

$(BIN)/.dev: requirements-dev.txt $(BIN)/.run
	@echo 'Installing what its tests and checks need'
	@$(install)
	@touch $@

$(BIN)/.bench: requirements-bench.txt $(BIN)/.dev
	@echo 'Installing what its benchmarks need'
	@$(install)
	@touch $@
