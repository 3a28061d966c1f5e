#!/usr/bin/env bash
# Fails when a generated file is not what its source would give today. Leaves the current version in place.
# shellcheck source=scripts/lib.sh
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

generated=(openapi)

before=$(mktemp -d)
trap 'rm -rf "$before"' EXIT
for path in "${generated[@]}"; do
  if [[ -e "$path" ]]; then cp -r "$path" "$before/"; else mkdir "$before/$path"; fi
done
scripts/gen.sh
stale=0
for path in "${generated[@]}"; do
  diff -ru "$before/$path" "$path" | head -n 60 || true
  diff -rq "$before/$path" "$path" >/dev/null || stale=1
done
((stale == 0)) || die "Generated files were out of date. They are current now: commit them."
say "Generated files are current."
