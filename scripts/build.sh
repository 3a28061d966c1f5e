#!/usr/bin/env bash
# Builds the release binaries with the panel inside.
# shellcheck source=scripts/lib.sh
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

need cc:build-essential
need_rust
scripts/panel.sh build
cargo build --locked --release --workspace
target=${CARGO_TARGET_DIR:-target}
say "Built: $target/release/marmelad-http, marmelad-bots, marmelad-cli"
