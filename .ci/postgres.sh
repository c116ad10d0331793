# shellcheck shell=bash
# A private PostgreSQL server for one run of the tests: own folder, own port, gone afterwards.
# Sourced by ./test, which must call `stop_postgres` when it ends.

postgres_folder=
postgres_user=
postgres_bin=

# Starts the server and exports SOHOC_TEST_POSTGRES, the address the tests connect to.
# Returns 1 where there is no server to start; a server that is there and does not start is an error.
start_postgres() {
    postgres_bin=$(find_postgres) || { install_postgres && postgres_bin=$(find_postgres); } || return 1
    # Not under TMPDIR: the server's own account must be able to walk to it, and a socket's path must stay short.
    postgres_folder=$(mktemp -d /tmp/sohoc-postgres.XXXXXX)
    choose_postgres_user
    # Durability is off because nothing here outlives the run; the C locale because no result may rest on one.
    as_postgres "$postgres_bin/initdb" --pgdata="$postgres_folder/data" --username=sohoc \
        --auth=trust --encoding=UTF8 --locale=C --no-sync >"$postgres_folder/initdb.log" 2>&1 ||
        { cat "$postgres_folder/initdb.log" >&2; exit 1; }
    local try port
    for try in 1 2 3 4 5; do
        port=$((20000 + RANDOM % 12000))
        if as_postgres "$postgres_bin/pg_ctl" --pgdata="$postgres_folder/data" --log="$postgres_folder/server.log" \
            --wait --silent --options="-c listen_addresses=127.0.0.1 -c port=$port -c max_connections=200 \
            -c unix_socket_directories=$postgres_folder \
            -c fsync=off -c synchronous_commit=off -c full_page_writes=off" start >/dev/null 2>&1; then
            export SOHOC_TEST_POSTGRES="host=127.0.0.1 port=$port user=sohoc dbname=postgres"
            return 0
        fi
    done
    echo "PostgreSQL did not start in $try tries; the end of its log:" >&2
    tail -n 20 "$postgres_folder/server.log" >&2
    exit 1
}

stop_postgres() {
    [ -n "$postgres_folder" ] || return 0
    # Immediate: there is nothing to keep, and a test that still holds a connection must not delay the end.
    as_postgres "$postgres_bin/pg_ctl" --pgdata="$postgres_folder/data" --mode=immediate --silent stop >/dev/null 2>&1 || true
    rm -rf "$postgres_folder"
    postgres_folder=
}

# The folder of the server's programs; Debian keeps them out of PATH, the newest version is taken.
find_postgres() {
    local folder newest=
    while IFS= read -r folder; do newest=$folder; done < <(printf '%s\n' /usr/lib/postgresql/*/bin | sort -V)
    if [ -x "$newest/initdb" ] && [ -x "$newest/pg_ctl" ]; then
        echo "$newest"
    elif command -v initdb >/dev/null && command -v pg_ctl >/dev/null; then
        dirname "$(command -v initdb)"
    else
        return 1
    fi
}

# Only as root, where a machine is there to be set up; a person's machine is left as it is.
install_postgres() {
    [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null || return 1
    echo "no PostgreSQL server here: installing Debian's"
    { DEBIAN_FRONTEND=noninteractive apt-get update && DEBIAN_FRONTEND=noninteractive apt-get install --yes --no-install-recommends postgresql; } \
        </dev/null >/dev/null 2>&1
}

# The server refuses to run as root, so root lends the folder to an account without rights.
choose_postgres_user() {
    [ "$(id -u)" = 0 ] || return 0
    postgres_user=nobody
    if id postgres >/dev/null 2>&1; then postgres_user=postgres; fi
    chown "$postgres_user" "$postgres_folder"
}

as_postgres() (
    cd "$postgres_folder" || exit 1
    if [ -n "$postgres_user" ]; then runuser -u "$postgres_user" -- "$@"; else "$@"; fi
)
