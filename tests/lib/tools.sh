# The pinned Python and Node packages of the tests, each set made again only when its lock has changed.
#   $TEST_TOOLS/venv                   tests/peers/requirements.txt
#   $TEST_TOOLS/node_modules           tests/peers/package-lock.json
#   $TEST_TOOLS/browser/node_modules   tests/browser/package-lock.json
#   $TEST_TOOLS/newer-node             a Node where the system's is older than we need

# Major version of Node that build.rs and tests/browser/package-lock.json ask for; what to take where it is missing (Debian 12).
readonly NODE_NEEDED=20 NODE_TAKEN=22.23.3

# prepare NEEDS… : packages, tools, and a PostgreSQL when asked for. What cannot be had counts as a failure;
# the rest is prepared all the same, so that the steps which do not need it still run.
prepare() {
    local started=$SECONDS before=$failed need
    printf '== Preparing\n'
    install "$@" || ((failed += 1))
    for need in "$@"; do
        case $need in
            python) python_tools || ((failed += 1)) ;;
            node) newer_node && node_tools tests/peers "$TEST_TOOLS" || ((failed += 1)) ;;
            browser) node_tools tests/browser "$TEST_TOOLS/browser" || ((failed += 1)) ;;
            postgres) postgres_start || ((failed += 1)) ;;
        esac
    done
    printf -- '-- Preparing: %s; %s s\n' "$( ((failed == before)) && echo done || echo FAILED)" $((SECONDS - started))
}

# is_made STAMP FILE… : whether STAMP holds the hash of the files.
is_made() { [[ -f $1 && $(cat "$1") == "$(cat "${@:2}" | sha256sum)" ]]; }
set_made() { cat "${@:2}" | sha256sum >"$1"; }

python_tools() {
    local venv=$TEST_TOOLS/venv list=tests/peers/requirements.txt
    ! is_made "$venv/made-from" "$list" || return 0
    echo "Making the Python tools"
    rm -rf "$venv"
    python3 -m venv "$venv" &&
        "$venv/bin/python" -m pip install --quiet --disable-pip-version-check --requirement "$list" &&
        set_made "$venv/made-from" "$list"
}

# node_tools FOLDER PLACE
node_tools() {
    local from=$1 place=$2
    ! is_made "$place/node_modules/made-from" "$from/package.json" "$from/package-lock.json" || return 0
    echo "Making the Node tools of $from"
    mkdir -p "$place" &&
        cp "$from/package.json" "$from/package-lock.json" "$place/" &&
        (cd "$place" && npm ci --silent --no-audit --no-fund --ignore-scripts) &&
        set_made "$place/node_modules/made-from" "$from/package.json" "$from/package-lock.json"
}

# Puts a new enough Node first in PATH.
newer_node() {
    local place=$TEST_TOOLS/newer-node machine
    (($(node -p 'process.versions.node.split(".")[0]') < NODE_NEEDED)) || return 0
    case $(uname -m) in
        x86_64) machine=x64 ;;
        aarch64) machine=arm64 ;;
        *) echo "Please install Node $NODE_NEEDED or newer"; return 1 ;;
    esac
    if ! [[ -x $place/node_modules/node-linux-$machine/bin/node ]]; then
        echo "Taking Node $NODE_TAKEN"
        mkdir -p "$place" &&
            npm install --silent --no-audit --no-fund --ignore-scripts --prefix "$place" "node-linux-$machine@$NODE_TAKEN" || return
    fi
    export PATH="$place/node_modules/node-linux-$machine/bin:$PATH"
}
