# Two commands: `make run` and `make test`. The rest serves them.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
# The program starts some hundred times in the tests: Python may keep what it has compiled, whatever is set outside.
export PYTHONDONTWRITEBYTECODE :=
STORE ?= $(if $(CRM_STORE),$(CRM_STORE),data/crm.duckdb)

.PHONY: run test check bench nightly screenshots lock browser office clean

run: $(VENV)/.run
	@test -e "$(STORE)" || $(BIN)/python -m crm_core --store "$(STORE)" init --demo
	@CRM_STORE="$(STORE)" $(BIN)/python app.py

test: $(VENV)/.dev browser
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	@tools/run_tests.sh "$(BIN)"

check: $(VENV)/.dev
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/python -m pytest -q -n 2 --no-loadscope-reorder -m "not nightly and not browser and not real_data"

bench: $(VENV)/.dev
	$(BIN)/python -m tools.bench.run

nightly: $(VENV)/.dev browser office
	CRM_THREADS=4 $(BIN)/python -m pytest -m nightly --timeout 3600

screenshots: $(VENV)/.dev browser
	$(BIN)/python -m tools.screenshots

lock:
	uv pip compile --universal --python-version 3.11 --generate-hashes --no-header --no-emit-index-url -q requirements.in -o requirements.txt
	uv pip compile --universal --python-version 3.11 --generate-hashes --no-header --no-emit-index-url -q requirements-dev.in -o requirements-dev.txt

# The lists are whole and pinned, so pip need not look for what they would need besides.
INSTALL = $(BIN)/python -m pip install --quiet --disable-pip-version-check --no-compile --no-deps --require-hashes

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit("Python 3.11 or newer is needed; this is " + sys.version.split()[0]) if sys.version_info < (3, 11) else None'
	@$(PYTHON) -m venv $(VENV)

$(VENV)/.run: requirements.txt | $(BIN)/python
	@$(INSTALL) -r requirements.txt
	@touch $@

# What only the tests need is installed beside what the program needs.
$(VENV)/.dev: requirements-dev.txt requirements.txt | $(BIN)/python
	@$(BIN)/python tools/more_requirements.py requirements.txt requirements-dev.txt > $(VENV)/more.txt
	@$(MAKE) --no-print-directory $(VENV)/.run & program=$$!; $(INSTALL) -r $(VENV)/more.txt; more=$$?; \
		wait $$program && test $$more = 0
	@touch $@

browser:
	@tools/install_browser.sh

office:
	@tools/install_office.sh

clean:
	rm -rf $(VENV) build .mypy_cache .pytest_cache .ruff_cache .hypothesis
