#!/usr/bin/env bash
# Measures what the product takes, on this machine: the release binaries, on the embedded default and on a private MariaDB
# (with every commit on disk) and Redis. Arguments pick rows by a word of their names: start, memory, cashier, race,
# webhooks, redeem, segments, users, users-million (only when named), export (ROWS=100000 for fewer clients).
# shellcheck source=scripts/lib.sh
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

need cc:build-essential
need_rust
cargo build --locked --release -p marmelad-http -p marmelad-bots -p marmelad-cli
export MARIADB_DURABLE=1
exec scripts/with-services.sh cargo bench --locked -p marmelad-cli --bench shop -- "$@"
