# Everything a newcomer needs: `make run` and `make test` set up what they need first.
PYTHON ?= python3
PORT ?= 8000
VENV := .venv
BIN := $(VENV)/bin

.PHONY: run test check format lock bench clean

run: $(VENV)/run.stamp  ## serve the CRM pack with its example data on http://127.0.0.1:8000
	$(BIN)/guiju -C . serve --port $(PORT)

test: $(VENV)/dev.stamp  ## run every test
	$(BIN)/python -m pytest -n auto

check: $(VENV)/dev.stamp  ## lint, format, types, and the rules themselves
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/guiju -C . check

bench: $(VENV)/dev.stamp  ## measure against peers, as ratios side by side
	$(BIN)/python -m benchmarks

format: $(VENV)/dev.stamp
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

lock:  ## write the lock files anew (needs uv)
	uv pip compile --quiet --universal --generate-hashes --no-header --no-emit-index-url --python-version 3.11 \
	  pyproject.toml --group dev --extra postgresql -o requirements-dev.txt
	uv pip compile --quiet --universal --generate-hashes --no-header --no-emit-index-url --python-version 3.11 \
	  pyproject.toml requirements-build.in -c requirements-dev.txt -o requirements.txt

$(VENV)/run.stamp: requirements.txt pyproject.toml bootstrap.py
	$(PYTHON) bootstrap.py requirements.txt $@

$(VENV)/dev.stamp: requirements-dev.txt pyproject.toml bootstrap.py
	$(PYTHON) bootstrap.py requirements-dev.txt $@
	@touch $(VENV)/run.stamp

clean:
	rm -rf $(VENV) build dist .mypy_cache .ruff_cache .pytest_cache .hypothesis
