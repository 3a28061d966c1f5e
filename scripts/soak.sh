#!/usr/bin/env bash
# Runs the long tests of broadcasts: they kill workers, cut connections, stop MariaDB and Redis, and count every message.
# SOAK_RECIPIENTS (5000), SOAK_KILLS (50) and SOAK_LIMITED (3000, recipients of the rate test) set the length. Unless
# SOAK_STRICT=0 is set, the sandbox's rate limiter must not refuse any message, so do not load the machine meanwhile.
# Arguments select tests by a part of their names:
#
#   SOAK_KILLS=200 scripts/soak.sh whichever_worker
# shellcheck source=scripts/lib.sh
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

need mariadbd:mariadb-server-core mariadb-install-db:mariadb-server-core redis-server:redis-server
need_rust
export SOAK_RECIPIENTS=${SOAK_RECIPIENTS:-5000} SOAK_KILLS=${SOAK_KILLS:-50}
export SOAK_LIMITED=${SOAK_LIMITED:-3000} SOAK_STRICT=${SOAK_STRICT:-1}
# The tests run one after another, because they measure.
exec cargo test --locked --release -p marmelad-bots --test cluster -- "${@:-broadcasts::}" --nocapture --test-threads=1
