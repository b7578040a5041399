# Every path below is relative, so a folder with a space in its name is fine, and
# every tool runs as `python -m`, so nothing depends on a script's first line.

PYTHON ?= $(shell \
	for p in python3 python3.14 python3.13 python3.12 python3.11 python; do \
	if $$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; \
	then echo $$p; break; fi; done)
PY = .venv/bin/python
PIP = $(PY) -m pip install --quiet --disable-pip-version-check -c constraints.txt
LINT_IMPORTS = from importlinter.cli import lint_imports_command as main; main()
PURE = tracker/domain,tracker/protocols,tracker/exports,tracker/imports
PURE_TESTS = tests/domain tests/protocols tests/exports tests/imports tests/services tests/cli
# A guard against a test that hangs, not a measure of speed.
HANGS = --timeout 600
ARGS ?=

.DEFAULT_GOAL := help
.PHONY: help demo test check coverage bench torture statements docs shots constraints wheel clean

help: ## list the recipes
	@awk -F ':.*## ' '/^[a-z]+:.*## / {printf "make %-12s %s\n", $$1, $$2}' Makefile

demo: .venv/.installed-demo ## record an example person's three weeks, and show them
	@echo "An example person's recovery, in a throw-away folder ..."
	@TRACKER_PYTHON=$(PY) sh docs/demo.sh

test: .venv/.installed-dev ## run every test; one of them with ARGS="-k midnight"
	@echo "Running the tests ..."
	@$(PY) -m pytest -n auto --dist loadgroup $(HANGS) $(ARGS)

check: .venv/.installed-dev ## format, ruff, mypy, import contracts, docs
	@echo "Checking the format ..."
	@$(PY) -m ruff format --check .
	@echo "Checking with ruff ..."
	@$(PY) -m ruff check .
	@echo "Checking the types ..."
	@$(PY) -m mypy
	@echo "Checking the import contracts ..."
	@$(PY) -c '$(LINT_IMPORTS)' --no-logo
	@echo "Checking the docs ..."
	@$(PY) -m docs.check

coverage: .venv/.installed-dev ## every branch of domain, protocols and exports is tested
	@$(PY) -m coverage run --source=$(PURE) -m pytest -q $(PURE_TESTS)
	@$(PY) -m coverage report --fail-under=100

bench: .venv/.installed-dev ## measure everything, as ratios (half an hour)
	@$(PY) -m benchmarks.daily $(ARGS)
	@$(PY) -m benchmarks.people
	@$(PY) -m benchmarks.shares
	-@$(PY) -m benchmarks.web
	@$(PY) -m benchmarks.pages
	@$(PY) -m benchmarks.exports
	@$(PY) -m benchmarks.imports

torture: .venv/.installed-dev ## the long tests, before a release (an hour)
	@$(PY) -m tests.reliability.torture $(ARGS)

statements: .venv/.installed-dev ## compile the statements for the daily commands
	@$(PY) -m tracker.store.compile
	@echo "Wrote tracker/store/compiled.py."

docs: .venv/.installed-demo ## write the pages that are made from the program
	@$(PY) -m docs.commands
	@$(PY) -m docs.evidence
	@$(PY) -m docs.stories
	@$(PY) -m docs.samples
	@echo "Wrote docs/commands.md, evidence.md, stories.md and samples/."

shots: .venv/.installed-dev ## take the pictures of the page (needs Chromium)
	@$(PY) -m docs.shots

constraints: .venv/.installed-dev ## take the newest allowed versions of everything
	@$(PIP) uv
	@$(PY) -m uv pip compile --quiet --universal --upgrade --no-header --no-annotate \
		--no-emit-index-url --python-version 3.11 --all-extras \
		-o constraints.txt pyproject.toml
	@echo "Wrote constraints.txt."

wheel: .venv/.installed-dev ## build dist/*.whl and the source archive
	@$(PY) -m build --no-isolation

clean: ## remove everything that was made here
	@rm -rf .venv build dist .coverage .hypothesis .import_linter_cache \
		.mypy_cache .pytest_cache .ruff_cache
	@find . -type d -name __pycache__ -prune -exec rm -rf {} +

.venv/.made:
	@test -n "$(PYTHON)" || { echo "tracker needs Python 3.11 or newer;" \
		"none was found. Install one, or name it: make PYTHON=/path/to/python3" >&2; \
		exit 1; }
	@"$(PYTHON)" -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
		echo "tracker needs Python 3.11 or newer; $(PYTHON) is not." \
		"Name another one: make PYTHON=/path/to/python3" >&2; exit 1; }
	@echo "Making an environment in .venv ..."
	@"$(PYTHON)" -m venv .venv || { \
		echo "That Python cannot make an environment. On Debian and Ubuntu:" \
		"apt install python3-venv" >&2; exit 1; }
	@touch $@

.venv/.installed-demo: .venv/.made pyproject.toml constraints.txt
	@echo "Installing tracker into .venv (about half a minute, once) ..."
	@$(PIP) -e .
	@touch $@

.venv/.installed-dev: .venv/.made pyproject.toml constraints.txt
	@echo "Installing tracker and its tools into .venv (about a minute, once) ..."
	@$(PIP) -e '.[dev]'
	@touch $@ .venv/.installed-demo
