# What a person types. `make help` lists it. Only python3 (3.11 or newer) and make are needed.

PYTHON ?= python3
ARGS ?=
BOOTSTRAP = @$(PYTHON) hub/local/bootstrap.py

.DEFAULT_GOAL := help
.PHONY: help servers servers-stop

help: ## show this list
	@grep -E '^[a-z-]+:.*## ' Makefile | sed 's/:.*## /\t/' | expand -t 16

servers: ## start PostgreSQL and Redis for development in the background; they write var/test/env
	$(BOOTSTRAP) dev -m hub.local servers

servers-stop: ## stop them
	$(BOOTSTRAP) dev -m hub.local servers-stop
