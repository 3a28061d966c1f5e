#!/usr/bin/env bash
# Regenerates every generated file in the repository. The command line's tests compare these files with the code's output.
# shellcheck source=scripts/lib.sh
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

need_rust
fresh=$(mktemp)
trap 'rm -f "$fresh"' EXIT
mkdir -p openapi
cargo run --quiet --locked -p marmelad-cli -- openapi >"$fresh"
cat "$fresh" >openapi/openapi.json # written only when the command succeeded
scripts/panel.sh types
