# The two commands of the README are `make demo` and `make test`.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
# A handful of dossiers for the demo; every dossier where none is set apart for it.
SAMPLES = $(sort $(or $(wildcard fixtures/dossiers/demo-*.yaml),$(wildcard fixtures/dossiers/*.yaml)))

.PHONY: help setup system demo test lint bench clean FORCE

help:
	@echo "make demo   set up, then check the sample dossiers"
	@echo "make test   set up, then run every test"
	@echo "make lint   ruff, mypy, import-linter, eligibility rules lint"
	@echo "make bench  measure: checks, awards, the record, schemes, pages, tables; ratios to a floor"
	@echo "make clean  remove what these commands made"

# durable-rules is built from source: it needs a C compiler and Python's headers.
system:
	@./scripts/system-packages $(PYTHON)

# A strict editable install only sees the files that existed when it was made,
# so it is made again when the list of files changes, not when a file does.
$(VENV)/files: FORCE
	@mkdir -p $(VENV)
	@find eligibility cli rules -type f -not -name '*.pyc' | LC_ALL=C sort > $@.new
	@if cmp -s $@.new $@; then rm $@.new; else mv $@.new $@; fi

$(VENV)/installed: $(VENV)/files pyproject.toml constraints.txt | system
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@rm -rf build
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check \
		--constraint constraints.txt \
		--config-settings editable_mode=strict --editable '.[dev]'
	@touch $@

setup: $(VENV)/installed

demo: setup
	@$(BIN)/eligibility check $(SAMPLES)
	@echo
	@echo "Another dossier: $(BIN)/eligibility new dossier --scheme contrat-3s --out mine.yaml"
	@echo "The questions of a company, on the terminal: $(BIN)/eligibility self-check"
	@echo "The same as a page: $(BIN)/eligibility serve, then open http://127.0.0.1:8000/"

test: setup
	@$(BIN)/python -m pytest --numprocesses auto --dist loadfile --no-loadscope-reorder

lint: setup
	@$(BIN)/ruff check eligibility cli tests
	@$(BIN)/ruff format --check eligibility cli tests
	@$(BIN)/mypy
	@$(BIN)/mypy --package eligibility_cli
	@$(BIN)/lint-imports
	@$(BIN)/eligibility rules lint

bench: setup
	@$(BIN)/python -m tests.benchmarks
	@$(BIN)/python -m tests.benchmarks.awards
	@$(BIN)/python -m tests.benchmarks.ledger
	@$(BIN)/python -m tests.benchmarks.schemes
	@$(BIN)/python -m tests.benchmarks.web
	@$(BIN)/python -m tests.benchmarks.screening --peers --linearity

clean:
	@rm -rf $(VENV) build .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache *.egg-info
