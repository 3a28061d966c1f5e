#!/usr/bin/env bash
# Runs the Rust tests that touch the database server on a real MySQL: contract and migration tests, and with `cluster`
# as the argument those of several processes too. scripts/mysql-root.sh makes the server's folder.
# shellcheck source=scripts/lib.sh
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

need_rust
has_mysql_root "$MYSQL_ROOT" || die "There is no MySQL in $MYSQL_ROOT; as root, scripts/mysql-root.sh makes the folder."
export DATABASE=mysql

# What does not touch the server is the same as beside MariaDB.
if has cargo-nextest; then
  scripts/with-services.sh cargo nextest run --locked --profile ci --workspace --test contract -E 'test(/mariadb|schema|upgrade|connect/)'
else
  scripts/with-services.sh cargo test --locked --workspace --test contract -- mariadb schema upgrade connect
fi
if [[ "${1:-}" == cluster ]]; then
  scripts/with-services.sh cargo test --locked --workspace --test cluster -- --test-threads=3
fi
