# shellcheck shell=bash
# What `make lint` and `make test` both check: the checks that do not run the product. Source it, do not run it.
# shellcheck source=scripts/lib.sh
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

no_merge_leftovers() { ! git grep -nE '^(<{7}|>{7}) '; }

lint_checks() {
  check "leftovers of merges" no_merge_leftovers
  check "shell scripts" shellcheck --external-sources scripts/*.sh .ci/run
  check "containers, proxy, alerts, dashboard" scripts/check-deploy.sh
  check "Rust formatting" cargo fmt --all --check
  check "directions of the crates" scripts/check-architecture.sh
  if has cargo-deny; then
    check "licenses and sources of dependencies" cargo deny --log-level error check bans licenses sources
  else
    skipped "licenses and sources of dependencies" "cargo-deny is not installed; cargo install cargo-deny --locked, then make deny"
  fi
  check "Rust lints" cargo clippy --locked --workspace --all-targets -- -D warnings
}
