# shellcheck shell=bash
# What the scripts share: messages, installing Debian packages, free ports. Source it, do not run it.
# Sourcing moves to the top of the project, so paths in the scripts are written from there.

set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
PATH="$PATH:/usr/sbin:/sbin" # where Debian keeps mariadbd

say() { printf '\033[1m%s\033[0m\n' "$*"; }
warn() { printf '\033[33m%s\033[0m\n' "$*" >&2; }
die() {
  printf '\033[31m%s\033[0m\n' "$*" >&2
  exit 1
}
has() { command -v "$1" >/dev/null 2>&1; }

# Use colours on a terminal only; logs and pipes get plain text.
if [[ ! -t 1 || -n "${NO_COLOR:-}" ]]; then
  say() { printf '%s\n' "$*"; }
  warn() { printf '%s\n' "$*" >&2; }
  die() {
    printf '%s\n' "$*" >&2
    exit 1
  }
fi

# need COMMAND:PACKAGE…  Installs the Debian packages of the commands that are missing, or stops with the line to type.
need() {
  local pair missing=() packages=()
  for pair in "$@"; do
    has "${pair%%:*}" && continue
    missing+=("${pair%%:*}")
    packages+=("${pair#*:}")
  done
  ((${#missing[@]})) || return 0

  local install=(apt-get install -y -q --no-install-recommends "${packages[@]}")
  has apt-get || die "Missing: ${missing[*]}. There is no apt-get here: install ${packages[*]} with your system's package manager and run this again."
  local root=()
  if ((EUID != 0)); then
    has sudo || die "Missing: ${missing[*]}. Neither root nor sudo here; ask an administrator to run: ${install[*]}"
    root=(sudo)
  fi
  say "Installing: ${packages[*]}"
  "${root[@]}" apt-get update -q >/dev/null || warn "apt-get update failed; trying with the package lists at hand."
  "${root[@]}" env DEBIAN_FRONTEND=noninteractive "${install[@]}" >/dev/null ||
    die "Could not install ${packages[*]}. Run this by hand to see why: ${install[*]}"
  for pair in "$@"; do
    has "${pair%%:*}" || die "${pair#*:} is installed, but the command ${pair%%:*} is still not in PATH."
  done
}

# The folder of a real MySQL server, which scripts/mysql-root.sh makes.
MYSQL_ROOT=${MYSQL_ROOT:-${XDG_CACHE_HOME:-$HOME/.cache}/marmelad-dvorik/mysql-root}

# has_mysql_root FOLDER  Holds when a MySQL server can be run from the folder.
has_mysql_root() { [[ -x "$1/usr/sbin/mysqld" ]] && ((EUID == 0)); }

# fast_tmpdir  Has temporary files of tests and their servers lie in memory, where a few gigabytes of it are free.
fast_tmpdir() {
  local free
  free=$(df --output=avail --block-size=M /dev/shm 2>/dev/null | tail -n 1 | tr -dc 0-9)
  if [[ -z "${TMPDIR:-}" && -w /dev/shm ]] && ((${free:-0} > 4000)); then
    TMPDIR=/dev/shm
  fi
  export TMPDIR=${TMPDIR:-/tmp}
}

# free_port  Prints a port on 127.0.0.1 that nobody listens on, below the range the kernel hands out itself.
free_port() {
  local port
  while :; do
    port=$((20000 + RANDOM % 12000))
    (exec 3<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null || break
  done
  printf '%s\n' "$port"
}

# at_least VERSION WANTED  Holds when VERSION is WANTED or newer.
at_least() { [[ "$(printf '%s\n%s\n' "$2" "$1" | sort -V | head -n 1)" == "$2" ]]; }

# need_rust  Makes sure that cargo is there, works, and is as new as Cargo.toml asks.
need_rust() {
  local wanted found
  wanted=$(sed -n 's/^rust-version *= *"\(.*\)"/\1/p' Cargo.toml)
  has cargo || PATH="$PATH:${CARGO_HOME:-$HOME/.cargo}/bin"
  has cargo || die "Rust is not installed (version $wanted or newer is needed). Install it with rustup, then open a new shell and run this again:
  curl --proto '=https' --tlsv1.2 -sSf https://sh.rustup.rs | sh"
  found=$(cargo --version 2>&1) || die "cargo does not start: $found
Usually this helps: rustup toolchain install"
  found=$(cut -d ' ' -f 2 <<<"$found")
  at_least "${found%%-*}" "$wanted" || die "Rust $found is too old, version $wanted or newer is needed. Update it with: rustup update
(no rustup? It comes with: curl --proto '=https' --tlsv1.2 -sSf https://sh.rustup.rs | sh)"
}

# node_problem  Prints why the panel cannot be built here; prints nothing when it can. Installs Debian's Node when that is new enough.
node_problem() {
  local wanted=20.19 packaged
  if ! has node && has apt-cache; then
    packaged=$(apt-cache policy nodejs 2>/dev/null | sed -n 's/^ *Candidate: *\([0-9.]*\).*/\1/p')
    if [[ -n "$packaged" ]] && at_least "$packaged" "$wanted"; then
      (need node:nodejs npm:npm) >&2 || true # what is missing then is said below
    fi
  fi
  if ! has node; then
    echo "Node.js is not installed (version $wanted or newer is needed, see https://nodejs.org)"
  elif ! at_least "$(node --version | tr -d v)" "$wanted"; then
    echo "Node.js $(node --version) is too old (version $wanted or newer is needed, see https://nodejs.org)"
  elif ! has npm; then
    echo "npm is not installed beside Node.js"
  fi
}

# check NAME COMMAND…  Runs one check, goes on when it fails, and remembers how it went for `summary`.
results=() failures=() skips=0
check() {
  local name=$1 started=$SECONDS word=ok
  shift
  say "── $name"
  if ! "$@"; then
    word=FAIL
    failures+=("$name")
  fi
  results+=("$(printf '%-4s  %4d s  %s' "$word" "$((SECONDS - started))" "$name")")
}

# beside NAME COMMAND…  Starts a check that goes on while others run, with its output kept for `await_beside`.
beside_names=() beside_pids=() beside_logs=()
beside() {
  local name=$1 log
  shift
  log=$(mktemp)
  say "── $name (goes on beside the next)"
  (
    started=$SECONDS code=0
    "$@" >"$log" 2>&1 || code=$?
    printf '%s\n' "$((SECONDS - started))" >"$log.seconds"
    exit "$code"
  ) &
  beside_names+=("$name") beside_pids+=("$!") beside_logs+=("$log")
  trap 'kill "${beside_pids[@]}" 2>/dev/null || true' EXIT
}

# await_beside  Waits for what `beside` has started, shows its output, and remembers how it went for `summary`.
await_beside() {
  local index name log word
  for index in "${!beside_pids[@]}"; do
    name=${beside_names[index]} log=${beside_logs[index]} word=ok
    if ! wait "${beside_pids[index]}"; then
      word=FAIL
      failures+=("$name")
    fi
    say "── $name"
    cat "$log"
    results+=("$(printf '%-4s  %4d s  %s' "$word" "$(cat "$log.seconds" 2>/dev/null || echo 0)" "$name")")
    rm -f "$log" "$log.seconds"
  done
  beside_names=() beside_pids=() beside_logs=()
  trap - EXIT
}

# skipped NAME WHY  Puts a check that was not run into the summary, so that nobody takes it for passed.
skipped() {
  skips=$((skips + 1))
  results+=("$(printf '%-4s  %6s  %s (%s)' SKIP '' "$1" "$2")")
}

# summary  Lists every check and ends the script: with 0 when all passed.
summary() {
  say "── Result"
  printf '%s\n' "${results[@]}"
  ((${#failures[@]} == 0)) || die "${#failures[@]} of $((${#results[@]} - skips)) checks failed: $(printf '%s; ' "${failures[@]}" | sed 's/; $//')"
  say "All $((${#results[@]} - skips)) checks passed in $((SECONDS / 60)) min $((SECONDS % 60)) s."
  exit 0
}
