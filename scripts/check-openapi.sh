#!/usr/bin/env bash
# Checks the OpenAPI document from outside: two validators, and the clients that three generators make of it. Each client
# is compiled and lists clients, creates a segment, redeems a code and reads a problem of the real server.
#
# BUILT=1 takes the programs as they are in the target folder.
# shellcheck source=scripts/lib.sh
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

need python3:python3 curl:curl
problem=$(node_problem)
[[ -z "$problem" ]] || die "$problem."
need_rust
[[ -n "${BUILT:-}" ]] || cargo build --locked --quiet -p marmelad-http -p marmelad-cli
target=$(realpath "${CARGO_TARGET_DIR:-target}")/debug

# The tools are installed once per set of pinned versions.
clients=$PWD/scripts/openapi-clients
versions=$(cat "$clients/requirements.txt" "$clients/package-lock.json" | sha256sum | cut -c 1-12)
tools=${XDG_CACHE_HOME:-$HOME/.cache}/marmelad-dvorik/openapi-clients-$versions
if [[ ! -e $tools/complete ]]; then
  say "Installing the validators and client generators"
  rm -rf "$tools" && mkdir -p "$tools"
  cp "$clients/package.json" "$clients/package-lock.json" "$tools"
  python3 -m venv "$tools/python"
  "$tools/python/bin/pip" install --quiet --disable-pip-version-check -r "$clients/requirements.txt"
  npm ci --prefix "$tools" --no-progress --no-audit --no-fund --ignore-scripts --silent
  touch "$tools/complete"
fi
PATH=$tools/python/bin:$tools/node_modules/.bin:$PATH

home=$(mktemp -d)
server=
stop() {
  [[ -z $server ]] || { kill "$server" 2>/dev/null && wait "$server" 2>/dev/null; } || true
  rm -rf "$home"
}
trap stop EXIT

document=$PWD/openapi/openapi.json
openapi-spec-validator "$document"
REDOCLY_TELEMETRY=off REDOCLY_SUPPRESS_UPDATE_NOTICE=true redocly lint --config "$clients/redocly.yaml" \
  --format stylish "$document"

say "Generating clients"
cp "$clients"/*.ts "$clients/tsconfig.json" "$clients/python_client.py" "$home"
ln -s "$tools/node_modules" "$home/node_modules"
cd "$home"
openapi-typescript "$document" --output schema.ts >/dev/null
openapi-ts --input "$document" --output hey-api-client --silent
openapi-python-client generate --path "$document" --config "$clients/python.yaml" --meta none \
  --output-path marmelad_api_client --fail-on-warning
tsc
python3 -m compileall -q marmelad_api_client

say "Calling the server"
export DB_URL=sqlite:$home/shop.db MEDIA_DIR=$home/media REDIS_URL='' RUST_LOG=warn
export JWT_SECRET=0123456789abcdef0123456789abcdef
cli() { "$target/marmelad-cli" "$@"; }
field() { sed -n 's/.*"'"$1"'": *"\([^"]*\)".*/\1/p'; }
cli migrate >/dev/null
cli seed --users 300 >/dev/null
cli admin add 9001 --role owner --name Владелец >/dev/null
port=$(free_port)
HTTP_ADDR=127.0.0.1:$port "$target/marmelad-http" >server.log 2>&1 &
server=$!
for _ in {1..100}; do
  curl -fsS -o /dev/null "http://127.0.0.1:$port/ready" 2>/dev/null && break
  kill -0 "$server" 2>/dev/null || die "The server did not start: $(cat server.log)"
  sleep 0.1
done
export API=http://127.0.0.1:$port/api/v1 TOKEN CODE
secret=$(cli --json admin login-link 9001 | field url | sed 's/.*token=//')
TOKEN=$(curl -fsS "$API/auth/login-token" -H 'Content-Type: application/json' -d "{\"token\":\"$secret\"}" | field access_token)
curl -fsS "$API/discounts?state=active&per_page=3" -H "Authorization: Bearer $TOKEN" |
  grep -o '"code":"[^"]*"' | cut -d '"' -f 4 >codes
# call GENERATOR COMMAND…  Runs the client of a generator with a code of its own.
call() {
  local name=$1
  shift
  CODE=$(head -n 1 codes)
  sed -i 1d codes
  "$@" || die "The client of $name failed. The server's log: $(cat server.log)"
  say "$name: ok"
}
for client in openapi-typescript hey-api; do
  esbuild "$client.ts" --bundle --platform=node --format=esm --log-level=warning --outfile="$client.mjs"
  call "$client" node "$client.mjs"
done
call openapi-python-client python3 python_client.py
