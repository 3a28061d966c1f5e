#!/usr/bin/env bash
# Measures the panel in Chromium against the release build: size and first paint of the first page, and the speed of
# the grid of clients. USERS=100000 sets the number of clients.
# shellcheck source=scripts/lib.sh
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

need cc:build-essential chromium:chromium
need_rust
problem=$(node_problem)
[[ -z "$problem" ]] || die "$problem."
scripts/panel.sh build
cargo build --locked --release -p marmelad-cli
CARGO_TARGET_DIR=$(realpath "${CARGO_TARGET_DIR:-target}")
CHROMIUM=$(command -v chromium)
export CARGO_TARGET_DIR CHROMIUM E2E_PROFILE=release E2E_USERS=${USERS:-100000}
cd frontend
exec npx playwright test --config playwright.figures.config.ts
