#!/usr/bin/env bash
# Runs the Rust tests beside a private MariaDB and Redis. Arguments go to the test runner:
#
#   scripts/test-rust.sh -p marmelad-core
# shellcheck source=scripts/lib.sh
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

need_rust

if ! has cargo-nextest; then
  (($#)) || set -- --workspace
  scripts/with-services.sh cargo test --locked --all-targets --no-fail-fast "$@"
elif (($#)); then
  scripts/with-services.sh cargo nextest run --locked --profile ci "$@"
else
  set -- --workspace
  # The cluster's tests start servers of their own from one prepared data folder, and mostly wait: they run in one process,
  # more of them at once than there are cores.
  scripts/with-services.sh cargo nextest run --locked --profile ci --workspace -E 'not binary(cluster)'
  cargo test --locked --workspace --test cluster -- --test-threads=3
fi
cargo test --locked --doc "$@" # nextest does not run the examples in the documentation
