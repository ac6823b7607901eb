# make film: everything set up, the example film built.   make test: the whole suite.   make bench: every figure.
PYTHON ?= python3.11
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.installed

.PHONY: film test office bench setup clean

film: setup
	$(BIN)/throughline build --film examples/crossing

test: setup office
	$(BIN)/ruff check throughline tests benchmarks
	$(BIN)/mypy
	$(BIN)/python -m pytest -n 2 --dist loadfile tests

# Workbooks and decks are proved in LibreOffice; without it these tests skip and say so.
office:
	@command -v soffice >/dev/null || { test "$$(id -u)" = 0 && apt-get update -q && apt-get install -y -q \
	  --no-install-recommends libreoffice-calc-nogui libreoffice-impress-nogui poppler-utils; } \
	  || echo "LibreOffice is missing: its tests skip; as root: apt-get install libreoffice-calc-nogui libreoffice-impress-nogui"

bench: setup
	$(BIN)/python -m benchmarks

setup: $(STAMP)
	$(BIN)/throughline setup

$(STAMP): pyproject.toml
	@command -v $(PYTHON) >/dev/null || { echo "missing: $(PYTHON); install Python 3.11"; exit 1; }
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV) 2>/dev/null || { rm -rf $(VENV); \
	  { test "$$(id -u)" = 0 && apt-get update -q && apt-get install -y -q --no-install-recommends python3-venv; } \
	  || { echo "missing: python3-venv; run as root: apt-get install python3-venv"; exit 1; }; \
	  $(PYTHON) -m venv $(VENV); }
	$(BIN)/python -m pip install -q --upgrade pip
	$(BIN)/python -m pip install -q -e '.[dev]'
	touch $@

clean:
	rm -rf $(VENV) examples/*/build
