# Everything starts here. `make` alone says what there is.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PORT ?= 8000
PEOPLE ?= 20000
KILLS ?= 200

BOARD := minben/desk/static/designer

.PHONY: help install demo designer test lint check-long bench clean
help:
	@echo "make demo        the practice city on http://127.0.0.1:$(PORT)  (PORT=, PEOPLE=)"
	@echo "make install     the environment of a server ($(VENV)), nothing started"
	@echo "make designer    the drawing board of processes and decision tables (needs npm; all else works without it)"
	@echo "make test        all tests, the browser journeys too"
	@echo "make lint        style, types, floors of the house, templates, translations"
	@echo "make check-long  what is too long for every change"
	@echo "make bench       how fast it is, beside the bare database"
	@echo "make clean       remove the environment and caches (.demo, the practice city, stays)"

demo: $(VENV)/installed
	@exec $(BIN)/minben demo --people $(PEOPLE) --port $(PORT)

install: $(VENV)/installed
	@$(BIN)/python -m minben.config.messages --compile

designer: $(BOARD)/installed

test: $(VENV)/installed-dev
	@if command -v npm >/dev/null; then $(MAKE) -s designer || true; fi
	@$(BIN)/python -m minben.config.messages --compile
	@$(BIN)/python -m minben.cli.testing

lint: $(VENV)/installed-dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy minben bench
	$(BIN)/lint-imports
	$(BIN)/djlint minben --lint --quiet
	$(BIN)/python -m minben.config.messages --check

check-long: $(VENV)/installed-dev
	@$(BIN)/python -m minben.config.messages --compile
	@$(BIN)/python -m minben.cli.testing tests/long
	@$(BIN)/python -m bench.faults --kills $(KILLS)

bench: $(VENV)/installed
	@$(BIN)/python -m bench$(if $(filter command line environment,$(origin PEOPLE)), --people $(PEOPLE))

$(VENV)/made:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo "Minben needs Python 3.11 or newer; name it with PYTHON=python3.12."; exit 1; }
	@echo "  making $(VENV)"
	@$(PYTHON) -m venv $(VENV) || { echo "Install the package python3-venv (Debian, Ubuntu), then try again."; exit 1; }
	@printf '%s\n' '$(CURDIR)' > "$$($(BIN)/python -c 'import site; print(site.getsitepackages()[0])')/minben.pth"
	@printf '#!/bin/sh\nexec "%s/$(BIN)/python" -m minben "$$@"\n' '$(CURDIR)' > $(BIN)/minben && chmod +x $(BIN)/minben
	@touch $@

$(VENV)/installed: requirements.lock | $(VENV)/made
	@echo "  installing libraries (requirements.lock)"
	@$(BIN)/python -m pip install -qq --disable-pip-version-check --require-hashes -r requirements.lock
	@touch $@

$(VENV)/installed-dev: requirements-dev.lock $(VENV)/installed
	@echo "  installing tools (requirements-dev.lock)"
	@$(BIN)/python -m pip install -qq --disable-pip-version-check --require-hashes -r requirements-dev.lock
	@touch $@

$(BOARD)/installed: designer/package-lock.json designer/bpmn.js designer/dmn.js
	@command -v npm >/dev/null || { echo "The drawing board needs npm (Node.js 18 or newer). Install it, then try again."; exit 1; }
	@echo "  installing the drawing board (designer/package-lock.json)"
	@cd designer && npm ci --silent --fetch-timeout=60000 --fetch-retries=2
	@rm -rf $(BOARD)
	@designer/node_modules/.bin/esbuild designer/bpmn.js designer/dmn.js --bundle --minify '--define:process.env.NODE_ENV="production"' --legal-comments=linked --log-level=warning --outdir=$(BOARD)
	@for kind in bpmn dmn; do mkdir -p $(BOARD)/$$kind && cp -R designer/node_modules/$$kind-js/LICENSE designer/node_modules/$$kind-js/dist/assets $(BOARD)/$$kind/; done
	@touch $@

clean:
	rm -rf $(BOARD) designer/node_modules
	rm -rf $(VENV) .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache screenshots
	find minben tests -name __pycache__ -type d -prune -exec rm -rf {} +
