# A private PostgreSQL for one run: made from nothing, on a free loopback port, gone at the end.
# A TEST_DATABASE_URL that is already set (an administrator's URL) is used instead.

pg_folder=

# Megabytes that the databases of a run may take; where memory has no such room they are on disk.
readonly PG_ROOM=2000
readonly PG_IN_MEMORY=/dev/shm/doithoai-pg

# PostgreSQL refuses to run as root.
pg_as() {
    if ((EUID == 0)); then (cd / && runuser -u postgres -- "$@"); else "$@"; fi
}

pg_program() { printf '%s\n' /usr/lib/postgresql/*/bin/"$1" | sort -V | tail -n 1; }

postgres_start() {
    [[ -z ${TEST_DATABASE_URL:-} ]] || return 0
    remove_left_over_clusters
    pg_folder=$TEST_TOOLS/pg.$$
    # Every test has a database made and dropped, which is mostly writing of files.
    ! has_room_in_memory || pg_folder=$PG_IN_MEMORY.$$
    mkdir -p "$pg_folder"
    ((EUID != 0)) || chown postgres "$pg_folder"
    if ! pg_as test -w "$pg_folder"; then
        # A checkout below a closed home: the server's user cannot get there.
        rm -rf "$pg_folder"
        pg_folder=$(mktemp -d -t doithoai-pg.XXXXXX)
        ((EUID != 0)) || chown postgres "$pg_folder"
    fi

    local secret port
    secret=$(od -An -N16 -tx1 /dev/urandom | tr -d ' \n')
    echo "$secret" >"$pg_folder/secret"
    # The password in clear on loopback: a new connection per test must stay cheap.
    pg_as "$(pg_program initdb)" --pgdata="$pg_folder/data" --username=doithoai --pwfile="$pg_folder/secret" \
        --auth=password --encoding=UTF8 --locale=C.UTF-8 --no-sync >"$logs/initdb.log" 2>&1 || { cat "$logs/initdb.log"; return 1; }
    for _ in 1 2 3; do
        port=$(python3 -c 'import socket; s = socket.create_server(("127.0.0.1", 0)); print(s.getsockname()[1])')
        if pg_as "$(pg_program pg_ctl)" start --wait --silent --pgdata="$pg_folder/data" --log="$pg_folder/server.log" --options="\
            -c listen_addresses=127.0.0.1 -c port=$port -c unix_socket_directories= -c max_connections=200 \
            -c fsync=off -c synchronous_commit=off -c full_page_writes=off \
            -c max_wal_size=256MB -c autovacuum=off" >/dev/null; then
            export TEST_DATABASE_URL="postgres://doithoai:$secret@127.0.0.1:$port/postgres"
            return 0
        fi
    done
    tail -n 20 "$pg_folder/server.log"
    return 1
}

has_room_in_memory() {
    local free
    [[ -w ${PG_IN_MEMORY%/*} ]] && free=$(df --output=avail --block-size=1M "${PG_IN_MEMORY%/*}" | tail -n 1) && ((free >= PG_ROOM))
}

# By the pid in the cluster's own postmaster.pid.
postgres_stop() {
    [[ -n $pg_folder ]] || return 0
    pg_as "$(pg_program pg_ctl)" stop --mode=immediate --silent --pgdata="$pg_folder/data" >/dev/null 2>&1 || true
    rm -rf "$pg_folder"
    pg_folder=
}

# Clusters of runs that were killed before they could stop their own.
remove_left_over_clusters() {
    local folder
    for folder in "$TEST_TOOLS"/pg.* "$PG_IN_MEMORY".*; do
        [[ -O $folder || $EUID == 0 ]] || continue
        [[ -d $folder && ! -d /proc/${folder##*.} ]] || continue
        pg_folder=$folder
        postgres_stop
    done
}
