#!/usr/bin/env bash
# Builds what is needed and starts the demo: everything in one process, with a Telegram sandbox, on data in demo-data/.
# Arguments go to `marmelad-cli demo`.
# shellcheck source=scripts/lib.sh
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

need cc:build-essential
need_rust

problem=$(node_problem)
if [[ -n "$problem" ]]; then
  warn "The demo starts without the panel's page: $problem."
elif ! scripts/panel.sh build; then
  warn "The demo starts without the panel's page: it could not be built, see above."
fi

# The development profile: built in half the time of a release, and shared with the tests.
say "Building the demo; the first time takes some minutes."
cargo build --locked -p marmelad-cli
exec "${CARGO_TARGET_DIR:-target}/debug/marmelad-cli" demo --data demo-data "$@"
