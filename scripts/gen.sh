#!/usr/bin/env bash
# Writes every generated file that is kept in the repository anew. The command line's tests compare what is kept with what the
# code gives.
# shellcheck source=scripts/lib.sh
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

need_rust
fresh=$(mktemp)
trap 'rm -f "$fresh"' EXIT
mkdir -p openapi
cargo run --quiet --locked -p marmelad-cli -- openapi >"$fresh"
cat "$fresh" >openapi/openapi.json # written only when the command succeeded
scripts/panel.sh types
