#!/usr/bin/env bash
# Formats everything: Rust and the panel.
# shellcheck source=scripts/lib.sh
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

need_rust
cargo fmt --all
scripts/panel.sh fmt
