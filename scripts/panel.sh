#!/usr/bin/env bash
# Runs an npm script of the panel after installing its packages, when the lock file asks for others than are there:
#
#   scripts/panel.sh build
# shellcheck source=scripts/lib.sh
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

(($#)) || die "Usage: scripts/panel.sh SCRIPT…"
problem=$(node_problem)
[[ -z "$problem" ]] || die "$problem."
cd frontend

installed=node_modules/.installed-lock.json
if ! cmp -s package-lock.json "$installed"; then
  npm ci --no-progress
  cp package-lock.json "$installed"
fi
for script in "$@"; do
  npm run --silent "$script"
done

# A strict Content-Security-Policy refuses scripts written into the page.
if [[ -f dist/index.html ]] && grep -Eq '<script(>| [^>]*>)[^<]' dist/index.html; then
  die "dist/index.html holds an inline script, which the Content-Security-Policy refuses."
fi
