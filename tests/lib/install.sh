# Debian packages that the tests need: asked for by name, and only when what they bring is missing.
# Versions pinned by us (Python and Node packages) are the business of tools.sh.

wanted=()

# want PACKAGES CHECK… : remembers the packages unless the check succeeds.
want() {
    local -a packages
    read -ra packages <<<"$1"
    shift
    "$@" >/dev/null 2>&1 || wanted+=("${packages[@]}")
}

has_command() { command -v "$1"; }
has_package() { dpkg-query --show --showformat='${Status}' "$1" 2>/dev/null | grep -q '^install ok installed$'; }
has_file() { compgen -G "$1"; }

# install NEEDS… : any of python, node, postgres, imap, browser.
install() {
    local need
    wanted=()
    want "build-essential" has_command cc
    for need in "$@"; do
        case $need in
            python)
                want "python3 python3-venv" python3 -c 'import ensurepip, venv'
                want "fonts-dejavu-core" has_file /usr/share/fonts/truetype/dejavu/DejaVuSans.ttf
                ;;
            node)
                want "nodejs" has_command node
                want "npm" has_command npm
                ;;
            postgres)
                want "postgresql" has_file '/usr/lib/postgresql/*/bin/initdb'
                want "postgresql-client" has_command psql
                ;;
            imap)
                want "dovecot-imapd" has_file /usr/sbin/dovecot
                want "openssl" has_command openssl
                ;;
            browser)
                want "chromium" has_file /usr/bin/chromium
                want "fonts-liberation2" has_package fonts-liberation2
                want "faketime" has_file '/usr/lib/*/faketime/libfaketimeMT.so.1'
                ;;
        esac
    done
    ((${#wanted[@]} > 0)) || return 0

    local -a as_root=()
    if ((EUID != 0)); then
        has_command sudo >/dev/null || {
            echo "Please install these Debian packages, then run again: ${wanted[*]}"
            return 1
        }
        as_root=(sudo)
    fi
    echo "Installing ${wanted[*]}"
    local -a apt=("${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get -qq -o DPkg::Lock::Timeout=300)
    "${apt[@]}" update
    "${apt[@]}" install -y --no-install-recommends "${wanted[@]}" | tail -n 3
}
