# Every target sets up what it needs by itself; the first one takes a minute or two.
.DEFAULT_GOAL := help
SHELL := /bin/bash

BIN := .venv/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check
READY := .venv/ready
UV_VERSION := 0.13.9

# The first interpreter that truly runs and is one of ours; a name on PATH may be an empty shim.
PYTHON ?= $(shell for python in python3.13 python3.12 python3.11 python3; do \
	$$python -c 'import sys, venv, ensurepip; sys.exit(not (3, 11) <= sys.version_info < (3, 14))' \
	2>/dev/null && { echo $$python; break; }; done)

.PHONY: help demo test check serve bench-ingest bench-sentiment bench-moderation bench-experiments bench-mood bench-recommend lock

help: ## list the targets
	@sed -nE 's/^([a-z -]+):.* ## (.*)/  make \1\t\2/p' Makefile | expand -t 40

demo: $(READY) ## see it work, with made-up members and no token
	@$(BIN)/qunzhu demo

serve: $(READY) ## run the bot with the settings of .env
	@$(BIN)/qunzhu run

test: $(READY) ## run every test, on SQLite and on PostgreSQL
	@$(BIN)/python -m pytest -n 2 --dist worksteal

check: $(READY) ## format, style, types, architecture, dependencies, dead code
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-logo
	$(BIN)/deptry .
	$(BIN)/vulture
	$(BIN)/python -m pytest -q tests/architecture

bench-ingest bench-sentiment bench-moderation bench-experiments bench-mood bench-recommend: bench-%: $(READY) ## measure a figure that the README states
	@$(BIN)/python -m benchmarks.$*

lock: $(READY) ## choose the newest versions that pyproject.toml allows
	@$(PIP) install --quiet --target .venv/uv 'uv==$(UV_VERSION)'
	@.venv/uv/bin/uv pip compile pyproject.toml --extra dev --universal --python-version 3.11 \
		--upgrade --generate-hashes --no-annotate --no-header --quiet \
		--output-file requirements.lock
	@echo 'requirements.lock is up to date'

$(READY): requirements.lock pyproject.toml
	@test -n '$(PYTHON)' || { echo 'Python 3.11, 3.12 or 3.13 with venv is needed' >&2; exit 1; }
	@echo 'Setting up .venv with $(PYTHON) (once) …'
	@test -x $(BIN)/python || $(PYTHON) -m venv .venv
	@{ $(PIP) install --require-hashes -r requirements.lock \
		&& $(PIP) install --no-deps --no-build-isolation -e .; } >.venv/setup.log 2>&1 \
		|| { cat .venv/setup.log >&2; exit 1; }
	@touch $@
