# shellcheck shell=bash
# Functions that install the tools of a step; sourced by the other scripts of this folder.

have() { command -v "$1" >/dev/null; }

# Runs a command as root.
as_root() {
  if [ "$(id -u)" = 0 ]; then "$@"; else sudo -n "$@"; fi
}

# Returns whether apt can be reached.
can_apt() {
  have apt-get && as_root apt-get update -qq >/dev/null 2>&1
}

# Installs packages of Debian. Fails if apt cannot be reached.
apt_install() {
  can_apt && as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$@" >/dev/null
}

# Returns whether npm can be reached.
can_npm() {
  have npm && npm ping >/dev/null 2>&1
}

# Returns whether there is a Node.js that has what the tests use.
have_node() {
  have npm && node -e 'const [a, b] = process.versions.node.split("."); process.exit(a > 20 || a == 20 && b >= 11 ? 0 : 1)' \
    2>/dev/null
}

# Makes a virtual environment of Python with the packages of a file, and names it in `venv`; says that the step is
# skipped if there is none. Usage: python_venv NAME REQUIREMENTS
python_venv() {
  venv=${CARGO_TARGET_DIR:-target}/$1-venv
  cmp -s "$2" "$venv/requirements.txt" && return
  rm -rf "$venv"
  if ! python3 -m venv "$venv" 2>/dev/null; then
    if ! apt_install python3 python3-venv; then
      echo "skipped: $1 (python3-venv missing, and apt cannot be reached)"
      return 1
    fi
    python3 -m venv "$venv"
  fi
  if ! "$venv/bin/pip" install --quiet --disable-pip-version-check -r "$2"; then
    if ! "$venv/bin/pip" download --quiet --no-deps --dest "$venv/reached" idna >/dev/null 2>&1; then
      echo "skipped: $1 (the Python packages cannot be reached)"
      return 1
    fi
    exit 1
  fi
  cp "$2" "$venv/requirements.txt"
}

# Prints a token that nobody can guess.
new_token() {
  od -An -N16 -tx1 /dev/urandom | tr -d ' \n'
}

# Waits for ten seconds until a program has written to a file; if it has not, prints its messages and fails.
# Usage: wait_for FILE MESSAGES
wait_for() {
  for _ in $(seq 100); do
    [ -s "$1" ] && return
    sleep 0.1
  done
  cat "$2" >&2
  return 1
}

# Prints the path of the program, which is built if it is missing.
program() {
  if [ -z "${CLIPPINGS_BIN:-}" ]; then
    cargo build --quiet --release --features opensearch >&2
    CLIPPINGS_BIN=${CARGO_TARGET_DIR:-target}/release/clippings
  fi
  realpath "$CLIPPINGS_BIN"
}
