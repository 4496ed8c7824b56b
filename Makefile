# Needs python3 (3.11 or newer), make and git; everything else goes into .venv.

PYTHON ?= python3
PY := .venv/bin/python
STAMP := .venv/.installed

.DEFAULT_GOAL := help
.PHONY: help demo boards docs pictures test nightly check bench torture faults clean FORCE

help:
	@echo "make demo      upload a pattern to the virtual board, play it and watch"
	@echo "make boards    draw the pages of docs/boards from boards/"
	@echo "make pictures  draw docs/pictures"
	@echo "make docs      build the documentation as a site, build/site/index.html"
	@echo "make test      run all tests"
	@echo "make nightly   run all tests, what is given chance tries much more: half an hour"
	@echo "make check     format, lint, types, layers, spelling"
	@echo "make bench     measure against peers"
	@echo "make torture   attack it: millions of inputs, power cuts, days of use, two faults at once"
	@echo "make faults    inject every fault; rewrite the table in docs/safety.md"
	@echo "make clean     remove .venv and what the tools left"
	@echo "Each sets up .venv when it must. PYTHON=python3.12 names another interpreter."

# The stamp holds the folder that was installed: a clone that was moved or copied, or whose
# interpreter is gone, is set up anew.
INSTALLED := $(shell $(PY) -c "print(open('$(STAMP)').read())" 2>/dev/null)
ifneq ($(strip $(INSTALLED)),$(CURDIR))
$(STAMP): FORCE
endif

$(STAMP): pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || { \
	  echo "solewave needs Python 3.11 or newer, $(PYTHON) is $$($(PYTHON) --version 2>&1)."; \
	  echo "Install a newer one, or name it: make PYTHON=python3.12 $(MAKECMDGOALS)"; exit 1; } >&2
	@$(PYTHON) -c 'import venv, ensurepip' 2>/dev/null || { \
	  echo "$(PYTHON) comes without venv or ensurepip."; \
	  echo "On Debian and Ubuntu: sudo apt install python3-venv"; exit 1; } >&2
	@echo "setting up .venv (once; a minute or two)"
	@[ ! -e $(STAMP) ] || [ "$$(cat $(STAMP))" = '$(CURDIR)' ] || rm -rf .venv
	@rm -f $(STAMP)
	@$(PY) -m pip --version >/dev/null 2>&1 || { rm -rf .venv; $(PYTHON) -m venv .venv; }
	@$(PY) -m pip install -qq --disable-pip-version-check --no-input -e '.[dev]'
	@printf '%s\n' '$(CURDIR)' > $(STAMP)

demo: $(STAMP)
	@rm -rf .venv/demo
	SOLEWAVE_STATE_DIR=.venv/demo .venv/bin/solewave play examples/first-pattern.toml --port virtual:20

boards: $(STAMP)
	@.venv/bin/solewave boards draw --to docs/boards

test: $(STAMP)
	@echo "tests"
	@$(PY) -m pytest -n 2 --dist worksteal tests

nightly: $(STAMP)
	@SOLEWAVE_NIGHTLY=1 $(PY) -m pytest -n 2 --dist worksteal tests

check: $(STAMP)
	@echo "format"
	@$(PY) -m ruff format --check --quiet . || { \
	  echo "ruff would format these files otherwise: $(PY) -m ruff format ." >&2; exit 1; }
	@echo "lint"
	@$(PY) -m ruff check --quiet .
	@echo "types"
	@$(PY) -m mypy --no-error-summary
	@echo "layers"
	@.venv/bin/lint-imports --no-logo >.venv/layers.log 2>&1 || { cat .venv/layers.log; exit 1; }
	@echo "spelling"
	@$(PY) -m codespell_lib

bench: $(STAMP)
	@set -e; found=; for script in benchmarks/bench_*.py; do \
	  [ -e "$$script" ] || continue; found=1; echo "$$script"; $(PY) "$$script"; done; \
	[ -n "$$found" ] || echo "no benchmarks yet"

pictures: $(STAMP)
	@$(PY) docs/draw_pictures.py

docs: $(STAMP)
	@NO_MKDOCS_2_WARNING=1 $(PY) -m mkdocs build --quiet --strict

ATTACKS := tests/powercut tests/host/test_update_power_cut.py tests/fuzz/test_files_started.py \
  tests/fuzz/test_guests.py

torture: $(STAMP)
	@echo "every power cut; thousands of spoiled files, on a board and on all interpreters"
	@SOLEWAVE_NIGHTLY=1 $(PY) -m pytest -n 2 --dist worksteal $(ATTACKS)
	@$(PY) benchmarks/torture.py
	@$(PY) benchmarks/torture_verdicts.py
	@$(PY) benchmarks/torture_soak.py
	@$(PY) benchmarks/torture_load.py
	@$(PY) benchmarks/torture_pairs.py

faults: $(STAMP)
	@$(PY) benchmarks/fault_table.py

clean:
	@rm -rf .venv .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache build dist

FORCE:
