#!/usr/bin/env bash
# Runs the tests of broadcasts long: workers are killed, lines cut, MariaDB and Redis taken away, limits kept, and everything is
# counted out. SOAK_RECIPIENTS (5000), SOAK_KILLS (50) and SOAK_LIMITED (3000, recipients where the pace is measured) say how
# long; without SOAK_STRICT=0 Telegram's limiter must not refuse a single message, so leave the machine alone meanwhile.
# Arguments pick tests by a part of their names:
#
#   SOAK_KILLS=200 scripts/soak.sh whichever_worker
# shellcheck source=scripts/lib.sh
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

need mariadbd:mariadb-server-core mariadb-install-db:mariadb-server-core redis-server:redis-server
need_rust
export SOAK_RECIPIENTS=${SOAK_RECIPIENTS:-5000} SOAK_KILLS=${SOAK_KILLS:-50}
export SOAK_LIMITED=${SOAK_LIMITED:-3000} SOAK_STRICT=${SOAK_STRICT:-1}
# One after another: they measure.
exec cargo test --locked --release -p marmelad-bots --test cluster -- "${@:-broadcasts::}" --nocapture --test-threads=1
