# Tepat Alamat. `make` alone prints this help.
PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin
PIP    := $(BIN)/python -m pip --disable-pip-version-check --quiet --quiet

.DEFAULT_GOAL := help
.PHONY: help run install test lint format check bench clean

help: ## Print this help
	@grep -hE '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | expand -t 12

run: $(VENV)/installed ## Set everything up and run it here, with an example export: http://127.0.0.1:8470
	@$(BIN)/tepat up --demo

install: $(VENV)/installed ## Make .venv with the pinned dependencies and the command .venv/bin/tepat

test: $(VENV)/installed-test lint ## Lint, types, import contracts, tests
	@$(BIN)/python -m pytest -n auto --dist loadfile

lint: $(VENV)/installed-test ## Lint, types, import contracts
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports --no-cache

format: $(VENV)/installed-test ## Format the code
	@$(BIN)/ruff format .
	@$(BIN)/ruff check --fix .

bench: $(VENV)/installed-test ## Every benchmark, with its table; REAL=folder of the real texts for those that need them
	@for name in triage privacy offices urgency duplicates learning_curve retraining doubts delivery monev restructuring rerouting review; do $(BIN)/python -m benchmarks.$$name || exit 1; done
	@for name in quality peers ablation learning drift; do \
		$(BIN)/python -m benchmarks.$$name $(if $(REAL),--real $(REAL)) || exit 1; done

clean: ## Remove .venv and caches; the data in var/ stay
	@rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .hypothesis *.egg-info

$(VENV)/installed: pyproject.toml constraints.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or newer is needed: make PYTHON=/path/to/python3.11 run")'
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@echo "Installing pinned dependencies into $(VENV) ..."
	@$(PIP) install -c constraints.txt -e .
	@touch $@

$(VENV)/installed-test: $(VENV)/installed
	@echo "Installing test dependencies into $(VENV) ..."
	@$(PIP) install -c constraints.txt -e '.[test]'
	@touch $@
