#!/usr/bin/env bash
# The arrows between the crates go one way, and the core stays pure. Names whoever breaks that, with the path to it.
# shellcheck source=scripts/lib.sh
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

broken=0

# never CRATE PATTERN WHY  CRATE must not depend, however indirectly, on a package whose name matches PATTERN.
never() {
  local crate=$1 pattern=$2 why=$3 tree name
  tree=$(cargo tree --locked --package "$crate" --edges normal --prefix none --format '{p}')
  while read -r name; do
    [[ -n "$name" ]] || continue
    broken=1
    warn "$crate must not depend on $name: $why. It comes by:"
    cargo tree --locked --package "$crate" --edges normal --invert "$name" >&2
  done < <(cut -d ' ' -f 1 <<<"$tree" | sort -u | grep -Ex "$pattern" || true)
}

never marmelad-core 'marmelad-(adapters|http|bots|cli|sandbox|testkit)' 'the core knows nobody'
never marmelad-core '(sqlx|poem|teloxide|dptree|redis|deadpool|rusqlite|mysql)([-_].*)?' 'storage and front ends are behind ports'
never marmelad-core '(reqwest|hyper|axum|tokio|mio|socket2)([-_].*)?' 'the core does no input and output'
never marmelad-core '(rand|rand_core|getrandom|fastrand|uuid|dotenvy)' 'chance and environment come in through ports'
never marmelad-adapters 'marmelad-(http|bots|cli|sandbox|testkit)' 'adapters fill the ports of the core, nothing else'
never marmelad-http 'marmelad-(bots|cli|sandbox|testkit)' 'front ends stand side by side, and no sandbox goes into production'
never marmelad-bots 'marmelad-(http|cli|sandbox|testkit)' 'front ends stand side by side, and no sandbox goes into production'
never marmelad-cli 'marmelad-testkit' 'no test code goes into production'
never marmelad-sandbox 'marmelad-(core|adapters|http|bots|cli|testkit)' 'the sandbox plays Telegram, which does not know us'

# The areas of the core depend on each other in one direction: each may use those named before it.
areas=(kernel alerts audit media messages delivery intake people settings segments clients staff sessions discounts
  callbacks campaigns onboarding orders broadcasts system reports notifications calendar)

# area_uses AREA  Prints `used-area file` for every area that AREA's code names, tests left out.
area_uses() {
  find "marmelad-core/src/$1" -name '*.rs' ! -name tests.rs ! -name testing.rs -exec awk '
    FNR == 1 { is_test = 0 }
    /^mod tests [{]/ { is_test = 1 }
    is_test || /^ *\/\// { next }
    { while (match($0, /crate::[a-z_]+/)) { print substr($0, RSTART + 7, RLENGTH - 7), FILENAME; $0 = substr($0, RSTART + RLENGTH) } }
  ' {} + | sort -u
}

for folder in marmelad-core/src/*/; do
  [[ " ${areas[*]} " == *" $(basename "$folder") "* ]] || {
    broken=1
    warn "$folder is not among the areas in scripts/check-architecture.sh: put it after the areas that it uses"
  }
done
for ((i = 0; i < ${#areas[@]}; i++)); do
  later=" ${areas[*]:i+1} "
  while read -r used file; do
    [[ "$later" == *" $used "* ]] || continue
    broken=1
    warn "$file uses the area $used, which comes after ${areas[i]}: move what both need into an area before them"
  done < <(area_uses "${areas[i]}")
done

# `App::ports` exists for tests only, but a build with the tests' features would accept it everywhere.
if grep -rn --include='*.rs' --exclude=tests.rs --exclude=testing.rs '\.ports()' marmelad-{bots,http,cli}/src >&2; then
  broken=1
  warn "Front ends call services, never ports: give the job to the area's service."
fi

((broken == 0)) || exit 1
say "The crates and the areas of the core depend on each other as they should."
