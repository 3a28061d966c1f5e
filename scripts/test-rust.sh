#!/usr/bin/env bash
# Runs the Rust tests beside a private MariaDB and Redis. Arguments go to the test runner:
#
#   scripts/test-rust.sh -p marmelad-core
# shellcheck source=scripts/lib.sh
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

need_rust
(($#)) || set -- --workspace

if has cargo-nextest; then
  scripts/with-services.sh cargo nextest run --locked --profile ci "$@"
else
  scripts/with-services.sh cargo test --locked --all-targets --no-fail-fast "$@"
fi
cargo test --locked --doc "$@" # nextest does not run the examples in the documentation
