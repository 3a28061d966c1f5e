#!/usr/bin/env bash
# Checks formatting, lints and the directions of dependencies.
# shellcheck source=scripts/lint-checks.sh
source "$(dirname "${BASH_SOURCE[0]}")/lint-checks.sh"

need shellcheck:shellcheck cc:build-essential
need_rust
check "panel: types, lints, formatting" scripts/panel.sh lint
lint_checks
summary
