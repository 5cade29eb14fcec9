# Everything that is done with the project. Needs Python >= 3.11 and make; makes its own virtual environment.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
BENCH := startup chain trace handshake
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check

.PHONY: help demo test deep check bench docs format clean

help:
	@echo "make demo    a tour on local servers: a chain mended, mutual TLS, a connection as a page"
	@echo "make test    the tests"
	@echo "make deep    the seeded tests of generated inputs at full size: some minutes"
	@echo "make check   ruff, mypy --strict, import-linter"
	@echo "make bench   comparisons against peers, as ratios"
	@echo "make docs    the generated pages of docs/ from the code, registries from their CSV files"
	@echo "make format  ruff format and safe fixes"

$(VENV)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
	  || { echo "Python 3.11 or newer is needed; choose one with: make PYTHON=python3.11 ..."; exit 1; }
	$(PYTHON) -m venv $(VENV)
	@touch $@

$(VENV)/installed: $(VENV)/python pyproject.toml
	$(PIP) --editable .
	@touch $@

$(VENV)/installed-test: $(VENV)/python pyproject.toml
	$(PIP) --editable '.[test]'
	@touch $@

$(VENV)/installed-bench: $(VENV)/python pyproject.toml
	$(PIP) --editable '.[bench]'
	@touch $@

$(VENV)/installed-dev: $(VENV)/python pyproject.toml
	$(PIP) --editable '.[dev]'
	@touch $@

demo: $(VENV)/installed
	@PATH="$(CURDIR)/$(BIN):$$PATH" bash scripts/demo.sh

test: $(VENV)/installed-test
	$(BIN)/python -m pytest -n auto

deep: $(VENV)/installed-test
	TLSKIT_DEEP=1 $(BIN)/python -m pytest -n auto $$(grep -rl TLSKIT_DEEP tests --include='test_*.py')

check: $(VENV)/installed-dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	set -e; for script in scripts/*.sh scripts/*/*.sh .ci/run; do bash -n $$script; done

bench: $(VENV)/installed-bench
	@set -e; for name in $(BENCH); do echo "== $$name"; $(BIN)/python benchmarks/$$name.py; done

docs: $(VENV)/installed
	$(BIN)/python -m scripts.gen_faces
	$(BIN)/python -m scripts.gen_docs
	$(BIN)/python -m scripts.gen_floors
	$(BIN)/python scripts/gen_registries.py

format: $(VENV)/installed-dev
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

clean:
	rm -rf $(VENV) .pytest_cache .mypy_cache .ruff_cache .hypothesis
