# The entry points of the project; the work itself is in scripts/.
.DEFAULT_GOAL := help
.PHONY: help demo test e2e fuzz soak bench figures lint fmt gen build setup services deny fixture test-mysql

help: ## List these commands
	@awk -F ':.*## ' '/^[a-z0-9-]+:.*## / { printf "  make %-10s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

demo: ## Start everything in one process with demo data; ARGS="--fresh" starts over, Ctrl-C stops
	@scripts/demo.sh $(ARGS)

test: ## Run every check with its own MariaDB and Redis; installs missing packages
	@scripts/test.sh

test-mysql: ## Run contract, cluster and migration tests on a real MySQL; scripts/mysql-root.sh makes its folder
	@scripts/test-mysql.sh cluster

e2e: ## Open the panel and the chat page in Chromium, against the real server; ARGS="--project=phone" picks
	@scripts/e2e.sh $(ARGS)

soak: ## Kill workers 50 times during a broadcast to 5000 and count messages; ARGS="whichever_worker" selects tests
	@scripts/soak.sh $(ARGS)

fuzz: ## Fuzz the API with generated requests, as each role on both databases; EXAMPLES=200 sends more
	@scripts/api-fuzz.sh $(ARGS)

bench: ## Measure speed and memory against a minimal baseline; ARGS="cashier broadcast" selects rows
	@scripts/bench.sh $(ARGS)

figures: ## Measure the panel in Chromium against the release build: first paint, grid; USERS=100000
	@scripts/panel-figures.sh

lint: ## Check formatting, lints and the directions of dependencies
	@scripts/lint.sh

fmt: ## Format Rust and the panel
	@scripts/fmt.sh

gen: ## Regenerate the OpenAPI document and the panel's types
	@scripts/gen.sh

fixture: ## Write the upgrade fixture of a released version: VERSION=v0.2
	@scripts/with-services.sh scripts/upgrade-fixture.py $(VERSION)

build: ## Build the release binaries with the panel inside
	@scripts/build.sh

setup: ## Install what building and testing need
	@scripts/setup.sh

services: ## Open a shell beside a private MariaDB and Redis (TEST_MYSQL_URL, TEST_REDIS_URL)
	@scripts/with-services.sh "$${SHELL:-bash}"

deny: ## Check licenses, sources and banned crates; needs: cargo install cargo-deny --locked
	@cargo deny check bans licenses sources
