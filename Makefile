# Every target makes its own environment: python3 (3.11 or newer), make and git are all that must be there.
SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DELETE_ON_ERROR:
.DEFAULT_GOAL := help

PYTHON ?= python3
VENV ?= .venv
READY := $(VENV)/.ready
RUN := $(VENV)/bin/python
HAVENWATCH := $(VENV)/bin/havenwatch
export PIP_DISABLE_PIP_VERSION_CHECK := 1

DEMO := build/demo.db
REPORT := build/report-kazakhstan

.PHONY: help demo test eval bench docs lock clean

help: ## list the targets
	@awk -F':.*## ' '/^[a-z]+:.*## / { printf "make %-6s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

$(READY): pyproject.toml constraints.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "havenwatch needs Python 3.11 or newer; $(PYTHON) is $$($(PYTHON) -V 2>&1). Try: make PYTHON=python3.12" >&2; exit 1; }
	@$(PYTHON) -c 'import venv, ensurepip' || \
	  { echo "$(PYTHON) comes without venv; install it (Debian, Ubuntu: python3-venv)" >&2; exit 1; }
	@echo "making the environment in $(VENV) ..." >&2
	$(PYTHON) -m venv --clear $(VENV)
	$(RUN) -m pip install --quiet --constraint constraints.txt --editable '.[dev]'
	touch $@

demo: $(READY) ## read the example corpus, write the report on Kazakhstan
	@mkdir -p build
	@rm -f $(DEMO) $(DEMO)-*
	$(HAVENWATCH) --ledger $(DEMO) add examples/kazakhstan/documents.jsonl
	$(HAVENWATCH) --ledger $(DEMO) report Kazakhstan -o $(REPORT).html
	$(HAVENWATCH) --ledger $(DEMO) report Kazakhstan --language ru -o $(REPORT)-ru.html
	@echo
	@$(HAVENWATCH) --ledger $(DEMO) status
	@echo
	@echo "The report:    $(REPORT).html"
	@echo "In Russian:    $(REPORT)-ru.html"
	@echo "The ledger:    $(DEMO) (try: $(HAVENWATCH) --ledger $(DEMO) case)"

test: $(READY) ## lint, types, ontology lint, docs, tests, evaluation gate
	$(VENV)/bin/ruff check .
	$(VENV)/bin/ruff format --check .
	$(VENV)/bin/mypy
	$(RUN) -m havenwatch.ontology.lint
	$(RUN) -m havenwatch.ontology.docs --check docs/ontology.md
	$(VENV)/bin/pytest
	$(RUN) -m eval.gate

eval: $(READY) ## score the reading against the reference texts
	$(RUN) -m eval.gate

bench: $(READY) ## speed and memory on the example corpus
	$(RUN) -m bench.reading

docs: $(READY) ## write the generated pages anew
	$(RUN) -m havenwatch.ontology.docs --write docs/ontology.md

lock: ## write constraints.txt anew from the newest versions that fit
	rm -rf build/lock
	$(PYTHON) -m venv build/lock
	build/lock/bin/python -m pip install --quiet --editable '.[dev]'
	{ echo "# Versions that the tests run against; made by: make lock"; \
	  build/lock/bin/python -m pip freeze --exclude-editable; } > constraints.txt

clean: ## remove everything that was made
	rm -rf $(VENV) build dist .mypy_cache .ruff_cache .pytest_cache .hypothesis
