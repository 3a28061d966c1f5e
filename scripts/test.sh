#!/usr/bin/env bash
# Every check of the project. Installs what is missing, starts MariaDB and Redis for the tests, and always stops them.
# shellcheck source=scripts/lint-checks.sh
source "$(dirname "${BASH_SOURCE[0]}")/lint-checks.sh"

scripts/setup.sh

# The panel is built first: the server's tests then find it, as in production.
check "panel: build and tests" scripts/panel.sh build test
lint_checks
check "Rust tests, on SQLite, MariaDB and Redis" scripts/test-rust.sh
summary
