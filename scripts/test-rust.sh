#!/usr/bin/env bash
# Runs the Rust tests beside a private MariaDB and Redis. Arguments go to the test runner:
#
#   scripts/test-rust.sh -p marmelad-core
# shellcheck source=scripts/lib.sh
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

need_rust
fast_tmpdir

# slowest_tests  Lists the tests that took longest, from the report that nextest has written.
slowest_tests() {
  say "The slowest tests, in seconds:"
  python3 - target/nextest/ci/junit.xml <<'PYTHON'
import sys, xml.etree.ElementTree as xml
tests = [(float(t.get("time")), t.get("classname"), t.get("name")) for t in xml.parse(sys.argv[1]).iter("testcase")]
for seconds, program, name in sorted(tests, reverse=True)[:15]:
    print(f"{seconds:7.1f}  {program} {name}")
PYTHON
}

if ! has cargo-nextest; then
  (($#)) || set -- --workspace
  scripts/with-services.sh cargo test --locked --all-targets --no-fail-fast "$@"
elif (($#)); then
  scripts/with-services.sh cargo nextest run --locked --profile ci "$@"
else
  set -- --workspace
  cargo test --locked --workspace --no-run
  # The cluster's tests start servers of their own from one prepared data folder, and mostly wait: they run in one process,
  # more of them at once than there are cores, beside the others.
  beside "tests of several processes" cargo test --locked --workspace --test cluster -- --test-threads=3
  check "all other tests" scripts/with-services.sh cargo nextest run --locked --profile ci --workspace -E 'not binary(cluster)'
  await_beside
  slowest_tests
  printf '%s\n' "${results[@]}"
  ((${#failures[@]} == 0)) || exit 1
fi
cargo test --locked --doc "$@" # nextest does not run the examples in the documentation
