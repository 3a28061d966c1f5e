#!/usr/bin/env bash
# Tries the whole API with made-up requests (schemathesis): as each role, on the embedded database and on MariaDB.
# No answer may be a 5xx or differ from the OpenAPI document.
#
#   scripts/api-fuzz.sh              # a few examples of each operation
#   EXAMPLES=200 scripts/api-fuzz.sh # more
#   scripts/api-fuzz.sh owner        # one role
#
# SEED=7 tries other requests; the same seed tries the same ones again. BUILT=1 takes the programs as they stand in the target folder.
# shellcheck source=scripts/lib.sh
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

readonly VERSION=4.32.5
tools=${XDG_CACHE_HOME:-$HOME/.cache}/marmelad-dvorik/schemathesis-$VERSION

install_schemathesis() {
  [[ -x $tools/bin/schemathesis ]] && return 0
  need python3:python3
  say "Installing schemathesis $VERSION"
  rm -rf "$tools"
  if ! python3 -m venv "$tools" ||
    ! "$tools/bin/pip" install --quiet --disable-pip-version-check "schemathesis==$VERSION"; then
    rm -rf "$tools"
    die "schemathesis could not be installed from PyPI (see above; Debian keeps venv in python3-venv). The API was not tried."
  fi
}

install_schemathesis
need curl:curl
if [[ -z "${TEST_MYSQL_URL:-}" ]]; then
  exec scripts/with-services.sh "$0" "$@"
fi
need_rust
[[ -n "${BUILT:-}" ]] || cargo build --locked --quiet -p marmelad-http -p marmelad-cli
target=$(realpath "${CARGO_TARGET_DIR:-target}")/debug
cli() { "$target/marmelad-cli" "$@"; }

home=$(mktemp -d)
project=$PWD
server=
stop() {
  [[ -z $server ]] || { kill "$server" 2>/dev/null && wait "$server" 2>/dev/null; } || true
  server=
}
trap 'stop; rm -rf "$home"' EXIT

# A fresh shop with clients, codes and purchases, and an admin of each role; more admins stand before those, so that
# ids that everybody guesses (1, 2) are not theirs.
open_shop() {
  local number
  export JWT_SECRET=0123456789abcdef0123456789abcdef MEDIA_DIR=$home/media RUST_LOG=warn REDIS_URL=
  cli migrate >/dev/null
  cli seed --users 300 >/dev/null
  for number in {1..20}; do
    cli admin add "$((100 + number))" --role readonly --name "Админ $number" >/dev/null
  done
}

# token_of TELEGRAM_ID ROLE  Prints a bearer token of a fresh session.
token_of() {
  local link
  cli admin add "$1" --role "$2" --name "$2" >/dev/null
  link=$(cli --json admin login-link "$1" | sed -n 's/.*"url": *"[^"]*token=\([0-9a-f]*\)".*/\1/p')
  curl -fsS "$url/api/v1/auth/login-token" -H 'Content-Type: application/json' -d "{\"token\":\"$link\"}" |
    sed -n 's/.*"access_token": *"\([^"]*\)".*/\1/p'
}

# try ROLE SUFFIX ARGUMENT…  One run; at its end the session must still hold, or it has tried nothing but closed doors.
try() {
  local role=$1 name=$2 token log
  shift 2
  token=$(token_of "$((9000 + ${#role}))" "$role") # their names differ in length
  log=$home/$name.log
  # It keeps notes in the folder where it is started.
  if ! (cd "$home" && "$tools/bin/schemathesis" --config-file "$project/scripts/schemathesis.toml" run "$url/openapi.json" \
    --checks all --phases examples,coverage,fuzzing --mode all --max-examples "${EXAMPLES:-12}" --seed "${SEED:-1}" \
    --continue-on-failure --request-timeout 20 --warnings off --workers 1 --no-color \
    --suppress-health-check all -H "Authorization: Bearer $token" "$@") >"$log" 2>&1; then
    cat "$log" >&2
    return 1
  fi
  say "$name: $(grep -A 1 'Test cases:' "$log" | tail -n 1 | sed 's/^ *//')"
  curl -fsS -o /dev/null "$url/api/v1/auth/me" -H "Authorization: Bearer $token" ||
    die "The session of $name ended during the run: what came after was not tried."
}

try_backend() {
  local backend=$1 role port run runs=() failed=0
  shift
  open_shop
  port=$(free_port)
  url=http://127.0.0.1:$port
  HTTP_ADDR=127.0.0.1:$port "$target/marmelad-http" >"$home/server.log" 2>&1 &
  server=$!
  for _ in {1..100}; do
    curl -fsS -o /dev/null "$url/ready" 2>/dev/null && break
    kill -0 "$server" 2>/dev/null || die "The server did not start: $(cat "$home/server.log")"
    sleep 0.1
  done
  # Left out: `logOut` ends the session that tries, and `changeAdmin` may; the server's own tests try both. The stream of a running
  # broadcast does not end by itself.
  local rest=(--exclude-operation-id logOut --exclude-operation-id changeAdmin --exclude-operation-id watchBroadcast)
  # The roles at once, each in a process of its own: several workers in one confuse Python 3.11's parser.
  for role in "$@"; do
    try "$role" "$role on $backend" "${rest[@]}" &
    runs+=("$!")
  done
  for run in "${runs[@]}"; do
    wait "$run" || failed=1
  done
  stop
  if grep -q '"level":"ERROR"\| ERROR ' "$home/server.log"; then
    grep -m 5 '"level":"ERROR"\| ERROR ' "$home/server.log" >&2
    die "The server logged errors (above)."
  fi
  return "$failed"
}

roles=("$@")
((${#roles[@]})) || roles=(owner marketing readonly)
failed=0
DB_URL="sqlite:$home/shop.db" try_backend SQLite "${roles[@]}" || failed=1
database=marmelad_fuzz_$$
mariadb_url=${TEST_MYSQL_URL%/*}/$database
read -r user password port < <(sed -E 's#^mysql://([^:@]+):([^@]*)@127\.0\.0\.1:([0-9]+).*#\1 \2 \3#' <<<"$TEST_MYSQL_URL")
MYSQL_PWD=$password mariadb --protocol=tcp --host=127.0.0.1 --port="$port" --user="$user" --execute="CREATE DATABASE $database"
DB_URL=$mariadb_url try_backend MariaDB "${roles[@]}" || failed=1
exit "$failed"
