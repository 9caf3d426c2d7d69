# A private PostgreSQL for the tests: made in a temporary folder, reached by a socket there, thrown
# away at the end. Durability is off: these servers hold nothing anybody needs. To be sourced.

postgres_start() {
  local bin owner
  bin=$(ls -d /usr/lib/postgresql/*/bin | sort -V | tail -n 1)
  postgres_dir=$(mktemp -d /tmp/evenkeel-pg.XXXXXX)
  postgres_as=()
  owner=$(id -un)
  if [ "$(id -u)" -eq 0 ]; then # the server refuses to run as root
    owner=postgres
    chown postgres "$postgres_dir"
    postgres_as=(runuser -u postgres --)
  fi
  (cd / && "${postgres_as[@]}" "$bin/initdb" -D "$postgres_dir/data" -U test -A trust -E UTF8 --locale=C.UTF-8 --no-sync >"/tmp/evenkeel-initdb.$$.log" 2>&1) ||
    { cat "/tmp/evenkeel-initdb.$$.log" >&2; return 1; }
  rm -f "/tmp/evenkeel-initdb.$$.log"
  (cd / && "${postgres_as[@]}" "$bin/pg_ctl" -D "$postgres_dir/data" -w -s -l "$postgres_dir/log" \
    -o "-c listen_addresses='' -k $postgres_dir -c fsync=off -c full_page_writes=off -c synchronous_commit=off -c max_connections=400" start)
  postgres_bin=$bin
  export EVENKEEL_TEST_POSTGRES="postgres://test@localhost/postgres?host=$postgres_dir"
  say "private PostgreSQL $("$bin/postgres" --version | awk '{print $3}') started as $owner"
}

postgres_stop() {
  [ -n "${postgres_dir:-}" ] || return 0
  (cd / && "${postgres_as[@]}" "$postgres_bin/pg_ctl" -D "$postgres_dir/data" -s -m immediate stop) || true
  rm -rf "$postgres_dir"
  postgres_dir=
}
