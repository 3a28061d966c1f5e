#!/usr/bin/env bash
# Measures what the product takes, on this machine: the release binaries, on the embedded default.
# Arguments pick rows by a word of their names: start, memory, cashier, race.
# shellcheck source=scripts/lib.sh
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

need cc:build-essential
need_rust
cargo build --locked --release -p marmelad-http -p marmelad-bots -p marmelad-cli
exec cargo bench --locked -p marmelad-cli --bench shop -- "$@"
