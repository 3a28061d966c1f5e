#!/usr/bin/env bash
# Every check of the project. Installs what is missing, starts MariaDB and Redis for the tests, and always stops them.
# shellcheck source=scripts/lint-checks.sh
source "$(dirname "${BASH_SOURCE[0]}")/lint-checks.sh"

scripts/setup.sh

# The panel is built first: the server's tests then find it, as in production.
check "panel: build and tests" scripts/panel.sh build test
lint_checks
check "Rust tests, on SQLite, MariaDB and Redis" scripts/test-rust.sh
# The tests before have built the programs.
check "the panel and the chat page in a browser" env BUILT=1 scripts/e2e.sh
check "the OpenAPI document and the clients made of it" env BUILT=1 scripts/check-openapi.sh
check "the API with made-up requests, as each role, on both databases" env BUILT=1 EXAMPLES=3 scripts/api-fuzz.sh
summary
