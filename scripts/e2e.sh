#!/usr/bin/env bash
# Opens the panel and the chat page in Chromium against the real server: as the owner on a wide screen and a phone's, as the
# other roles on a phone's.
# Arguments go to Playwright: scripts/e2e.sh --project=phone login
# BUILT=1 uses the programs in the target folder without building them.
# shellcheck source=scripts/lib.sh
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

need cc:build-essential chromium:chromium
need_rust
problem=$(node_problem)
[[ -z "$problem" ]] || die "$problem."
scripts/panel.sh build
[[ -n "${BUILT:-}" ]] || cargo build --locked -p marmelad-cli
CARGO_TARGET_DIR=$(realpath "${CARGO_TARGET_DIR:-target}")
CHROMIUM=$(command -v chromium)
export CARGO_TARGET_DIR CHROMIUM
cd frontend
exec npx playwright test "$@"
