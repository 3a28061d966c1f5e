# shellcheck shell=bash
# What the scripts share: messages, installing Debian packages, free ports. Source it, do not run it.
# Sourcing moves to the top of the project, so paths in the scripts are written from there.

set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

say() { printf '\033[1m%s\033[0m\n' "$*"; }
warn() { printf '\033[33m%s\033[0m\n' "$*" >&2; }
die() {
  printf '\033[31m%s\033[0m\n' "$*" >&2
  exit 1
}
has() { command -v "$1" >/dev/null 2>&1; }

# Colours are for people; logs and pipes get plain text.
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

# free_port  Prints a port on 127.0.0.1 that nobody listens on, below the range the kernel hands out itself.
free_port() {
  local port
  while :; do
    port=$((20000 + RANDOM % 12000))
    (exec 3<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null || break
  done
  printf '%s\n' "$port"
}
