#!/usr/bin/env bash
# Every check of the project. Installs what is missing, starts MariaDB and Redis for the tests, and always stops them.
# shellcheck source=scripts/lint-checks.sh
source "$(dirname "${BASH_SOURCE[0]}")/lint-checks.sh"

scripts/setup.sh

beside "panel: build, types, lints, formatting, tests" scripts/panel.sh build lint test
lint_checks
# The server's tests find the built panel, as in production.
await_beside
check "Rust tests, on SQLite, MariaDB and Redis" scripts/test-rust.sh
if has_mysql_root "$MYSQL_ROOT"; then
  check "Rust contract and migration tests, on MySQL" scripts/test-mysql.sh
else
  warn "SKIP: no MySQL in $MYSQL_ROOT, so nothing is tried on it. As root, scripts/mysql-root.sh makes the folder."
  skipped "Rust contract and migration tests, on MySQL" "no server in $MYSQL_ROOT; scripts/mysql-root.sh makes it"
fi
# The tests before have built the programs.
check "the panel and the chat page in a browser" env BUILT=1 scripts/e2e.sh
check "the OpenAPI document and the clients made of it" env BUILT=1 scripts/check-openapi.sh
check "the API with made-up requests, as each role, on both databases" env BUILT=1 EXAMPLES=3 scripts/api-fuzz.sh
summary
