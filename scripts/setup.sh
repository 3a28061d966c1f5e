#!/usr/bin/env bash
# Installs the programs that building and testing need, and lists those it cannot install.
# shellcheck source=scripts/lib.sh
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

need cc:build-essential chromium:chromium mariadbd:mariadb-server-core mariadb:mariadb-client-core redis-server:redis-server \
  redis-cli:redis-tools shellcheck:shellcheck
need_rust
problem=$(node_problem)
[[ -z "$problem" ]] || die "The panel cannot be built and tested: $problem."
has cargo-nextest || warn "cargo-nextest is not installed: the tests run with plain cargo test. (To have it: cargo install cargo-nextest --locked)"
say "Everything that building and testing need is here."
