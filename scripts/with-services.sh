#!/usr/bin/env bash
# Runs a command with a private MariaDB and Redis beside it:
#
#   scripts/with-services.sh cargo test -p marmelad-adapters
#
# The command sees TEST_MYSQL_URL (a user that may create and drop databases) and TEST_REDIS_URL. Both servers listen on
# free ports of 127.0.0.1, keep their data in a temporary folder, and go away with the command, however it ends.
# When both variables are set already, those servers are used and nothing is started. DATABASE=mysql runs the MySQL of
# scripts/mysql-root.sh in MariaDB's place. MARIADB_DURABLE=1 has MariaDB keep every commit, as in production.
# shellcheck source=scripts/lib.sh
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

(($#)) || die "Usage: scripts/with-services.sh COMMAND [ARGUMENT…]"
if [[ -n "${TEST_MYSQL_URL:-}" && -n "${TEST_REDIS_URL:-}" ]]; then
  say "Using the servers of TEST_MYSQL_URL and TEST_REDIS_URL."
  exec "$@"
fi

need mariadbd:mariadb-server-core mariadb-install-db:mariadb-server-core mariadb:mariadb-client-core redis-server:redis-server redis-cli:redis-tools

fast_tmpdir
home=$(mktemp -d "$TMPDIR/marmelad-services.XXXXXX")
pids=() folders=("$home")

stop_services() {
  trap '' INT TERM # a second Ctrl-C must not leave servers behind
  ((${#pids[@]} == 0)) || kill "${pids[@]}" 2>/dev/null || true
  wait 2>/dev/null || true
  rm -rf "${folders[@]}"
}
trap stop_services EXIT

# The database refuses to run as root. Servers run in a session of their own, so that Ctrl-C stops the command first, and
# the kernel ends them should this script be killed.
as_user=() leash=()
if ((EUID == 0)); then
  as_user=(setpriv --reuid nobody --regid nogroup --clear-groups)
  chown nobody:nogroup "$home"
fi
setpriv --pdeathsig TERM true 2>/dev/null && leash=(setpriv --pdeathsig TERM)

# start NAME COMMAND…  Starts a server in the background with its output in $home/NAME.log; its id goes to `pids`.
start() {
  local name=$1
  shift
  setsid "$@" >"$home/$name.log" 2>&1 </dev/null &
  pids+=("$!")
}

# answers NAME COMMAND…  Waits until the probe succeeds; fails when the server has ended or stays silent for a minute.
answers() {
  local name=$1 pid=${pids[-1]} deadline=$((SECONDS + 60))
  shift
  until "$@" >/dev/null 2>&1; do
    if ! kill -0 "$pid" 2>/dev/null || ((SECONDS > deadline)); then
      warn "$name did not start. The end of its log:"
      tail -n 20 "$home/$name.log" >&2
      return 1
    fi
    sleep 0.1
  done
}

# What MariaDB and MySQL share: the user of the tests, who may do everything, and settings. What is about meaning (charset,
# zone) is as in production; durability is switched off, since the data lives as long as the command.
password=$(od -An -N16 -tx1 /dev/urandom | tr -d ' \n')
port=$(free_port)
database_options=(--bind-address=127.0.0.1 --port="$port" --skip-name-resolve
  --character-set-server=utf8mb4 --collation-server=utf8mb4_unicode_ci --default-time-zone=+00:00
  --max-connections=1000 --innodb-buffer-pool-size=128M --skip-log-bin)
if [[ -n "${MARIADB_DURABLE:-}" ]]; then
  database_options+=(--innodb-flush-log-at-trx-commit=1)
else
  database_options+=(--innodb-flush-log-at-trx-commit=2 --innodb-flush-method=nosync --innodb-doublewrite=0)
fi

# write_users FILE  What a server does at its start.
write_users() {
  printf "CREATE USER 'test'@'127.0.0.1' IDENTIFIED BY '%s';\nGRANT ALL ON *.* TO 'test'@'127.0.0.1';\n" "$password" >"$1"
  chmod 644 "$1"
}

# database_answers NAME  Waits for the server, and names it to the tests.
database_answers() {
  answers "$1" env MYSQL_PWD="$password" mariadb --no-defaults --host=127.0.0.1 --port="$port" --user=test -e 'SELECT 1' ||
    die "The database could not be started, so nothing was run."
  export TEST_MYSQL_URL="mysql://test:$password@127.0.0.1:$port/"
}

start_mariadb() {
  # A temporary folder of its own: at its start a server removes what it takes for another's remains.
  "${as_user[@]}" mkdir "$home/tmp"
  "${as_user[@]}" mariadb-install-db --no-defaults --datadir="$home/mysql" --tmpdir="$home/tmp" --skip-test-db \
    --auth-root-authentication-method=socket >"$home/install.log" 2>&1 ||
    die "mariadb-install-db failed: $(tail -n 5 "$home/install.log")"
  write_users "$home/init.sql"
  start mariadb "${as_user[@]}" "${leash[@]}" mariadbd --no-defaults --datadir="$home/mysql" --tmpdir="$home/tmp" \
    --socket="$home/mysql.sock" --pid-file="$home/mysql.pid" --init-file="$home/init.sql" --innodb-log-file-size=64M \
    "${database_options[@]}"
  database_answers mariadb
}

start_mysql() {
  has_mysql_root "$MYSQL_ROOT" || die "There is no MySQL in $MYSQL_ROOT; as root, scripts/mysql-root.sh makes the folder."
  local outside inside run
  outside=$(mktemp -d "$MYSQL_ROOT/tmp/marmelad.XXXXXX")
  folders+=("$outside")
  chown nobody:nogroup "$outside"
  inside=${outside#"$MYSQL_ROOT"}
  run=(chroot --userspec=nobody:nogroup "$MYSQL_ROOT" "${leash[@]}" mysqld --no-defaults --datadir="$inside/data" --tmpdir="$inside"
    --secure-file-priv= --innodb-redo-log-capacity=64M)
  "${run[@]}" --initialize-insecure >"$home/install.log" 2>&1 || die "mysqld --initialize failed: $(tail -n 5 "$home/install.log")"
  write_users "$outside/init.sql"
  start mysql "${run[@]}" --socket="$inside/mysql.sock" --pid-file="$inside/mysql.pid" --mysqlx=0 --init-file="$inside/init.sql" \
    "${database_options[@]}"
  database_answers mysql
  export TEST_MYSQL_ROOT=$MYSQL_ROOT # tests that start servers of their own start this one
}

start_redis() {
  local port
  port=$(free_port)
  # Many numbered databases: each test has one to itself.
  start redis "${as_user[@]}" "${leash[@]}" redis-server --bind 127.0.0.1 --port "$port" --save '' --appendonly no --dir "$home" --databases 1024
  answers redis redis-cli -h 127.0.0.1 -p "$port" ping || die "Redis could not be started, so nothing was run."
  export TEST_REDIS_URL="redis://127.0.0.1:$port/"
}

"start_${DATABASE:-mariadb}"
start_redis
# What the command leaves in temporary folders goes away with the servers.
mkdir -m 1777 "$home/command"
export TMPDIR=$home/command
"$@"
