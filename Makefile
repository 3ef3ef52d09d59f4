# Two commands do everything: `make run` and `make test`. The rest is for those who work on the code.
SHELL := /bin/bash
.DEFAULT_GOAL := help
PYTHON ?= python3
PY := .venv/bin/python
# A folder given in the environment (VANKIEN_DATA_DIR, VANKIEN_MODEL_DIR) wins over var/.
DATA := $(or $(VANKIEN_DATA_DIR),var)

.PHONY: help run test check setup quick format samples extraction-report clean

help: ## say what each command does
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:[^#]*## /\t/' | expand -t 20

setup: .venv/.ready ## make the environment (.venv) and the embedding model (var/model)
	@$(PY) -m indices.model

.venv/.ready: requirements.txt
	@bash .ci/venv "$(PYTHON)"
	@touch $@

run: setup ## set up, ingest corpus/samples, serve http://127.0.0.1:5000
	@$(PY) -m indices upgrade
	@$(PY) -m ingest corpus/samples
	@exec $(PY) -m webapp

test: setup ## set up, run all tests
	@bash .ci/system
	@$(PY) -m pytest -n 2 --dist loadgroup

quick: ## the inner loop: the tests that need neither model nor browser nor server
	@$(PY) -m pytest -n 2 -m "not slow and not model and not server and not browser"

check: setup ## ruff, mypy --strict, import-linter, tests
	@.venv/bin/ruff check .
	@.venv/bin/ruff format --check .
	@.venv/bin/mypy
	@.venv/bin/lint-imports
	@$(MAKE) --no-print-directory test

format: ## let ruff mend what it can
	@.venv/bin/ruff check --fix .
	@.venv/bin/ruff format .

samples: ## make the binary samples (docx, pdf) anew from their script
	@$(PY) -m corpus.typeset

extraction-report: ## citations and directives on the gold: what this tree gains and loses against the last commit
	@bash .ci/extraction-report "$(PY)"

clean: ## forget all that was made here: environment, data, model
	rm -rf .venv var .pytest_cache .mypy_cache .ruff_cache .import_linter_cache
