#!/usr/bin/env bash
# Everything that can be found without running the product: formatting, lints, directions of dependencies.
# shellcheck source=scripts/lib.sh
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

need shellcheck:shellcheck cc:build-essential
need_rust

check "shell scripts" shellcheck --external-sources scripts/*.sh .ci/run
check "Rust formatting" cargo fmt --all --check
check "Rust lints" cargo clippy --locked --workspace --all-targets -- -D warnings
check "directions of the crates" scripts/check-architecture.sh
if has cargo-deny; then
  check "licenses and sources of dependencies" cargo deny --log-level error check bans licenses sources
else
  skipped "licenses and sources of dependencies" "cargo-deny is not installed; cargo install cargo-deny --locked, then make deny"
fi
check "panel: types, lints, formatting" scripts/panel.sh lint
summary
