#!/usr/bin/env bash
# Every check of the project. Installs what is missing, starts MariaDB and Redis for the tests, and always stops them.
# shellcheck source=scripts/lib.sh
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

scripts/setup.sh

# The panel first: the server's tests then find it built, as in production.
check "panel: build and tests" scripts/panel.sh build test
check "formatting, lints, architecture" scripts/lint.sh
check "Rust tests, on SQLite, MariaDB and Redis" scripts/test-rust.sh
check "generated files" scripts/check-generated.sh
summary
