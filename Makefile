# What a person types; `make` alone lists it. Only python3 (3.11 or newer) and make are needed.
# A value may be given to each: make run PORT=8001, make test ARGS="-k windows", make PYTHON=python3.12 run

PYTHON ?= python3
ARGS ?=

INSTALL = @$(PYTHON) hub/local/bootstrap.py
LOCAL = @.venv/bin/python -m hub.local
DJANGO = $(LOCAL) with-servers manage.py

.DEFAULT_GOAL := help
.PHONY: help run test prove bench lint servers servers-stop

help: ## show this list
	@grep -E '^[a-z-]+:.*## ' Makefile | sed 's/:.*## /\t/' | expand -t 16

run: ## start the whole portal on this machine; Ctrl-C stops it
	$(INSTALL) run -m hub.local run

test: ## run everything that a commit can break; ARGS goes to pytest
	$(INSTALL) dev -m hub.local test $(ARGS)

prove: ## run what is heavier: load, races, faults, scale; ARGS goes to pytest
	$(INSTALL) dev -m hub.local prove $(ARGS)

bench: ## measure the speed of pages and posts on servers of their own
	$(INSTALL) dev -m hub.local bench $(ARGS)

lint: ## check format, types, layers, templates, migrations, messages, deployment settings
	$(INSTALL) dev
	@.venv/bin/python -m ruff format --quiet --check .
	@.venv/bin/python -m ruff check --quiet .
	@SECRET_KEY=of-checks DATABASE_URL=postgres:///none REDIS_URL=redis:///0 .venv/bin/python -m mypy
	@.venv/bin/lint-imports --no-cache --no-logo
	@find templates -name '*.html' -exec .venv/bin/djade --check --target-version 5.2 {} +
	@.venv/bin/python -m djlint --quiet --lint templates
	@.venv/bin/python -m hub.kit.catalogue check
	$(DJANGO) makemigrations --check --dry-run
	@SITE_URL=https://consultations.example.org .venv/bin/python -m hub.local with-servers \
		manage.py check --deploy --fail-level WARNING

servers: ## start PostgreSQL and Redis for development in the background; they write var/test/env
	$(INSTALL) dev -m hub.local servers

servers-stop: ## stop them
	$(INSTALL) dev -m hub.local servers-stop
