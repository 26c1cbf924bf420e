# shellcheck shell=bash
# Functions of the scripts that make a package for Linux of the archive; sourced by them.

fail() { echo "$0: $*" >&2; exit 1; }

# Unpacks the archive clippings-VERSION-TARGET.tar.gz into a temporary folder, and lays its files out below `root` as
# they are installed. Sets `root`, `version` and `cpu`. Usage: lay_out ARCHIVE ZSH_FOLDER FISH_FOLDER
lay_out() {
  local archive=$1 zsh=$2 fish=$3 name unpacked share doc
  name=$(basename "$archive" .tar.gz)
  case $name in
    clippings-*-x86_64-unknown-linux-gnu) cpu=x86_64 ;;
    clippings-*-aarch64-unknown-linux-gnu) cpu=aarch64 ;;
    *) fail "not an archive for Linux: $archive" ;;
  esac
  version=${name#clippings-}
  version=${version%-"$cpu"-*}
  work=$(mktemp -d)
  trap 'rm -rf "$work"' EXIT
  tar -xzf "$archive" -C "$work"
  unpacked=$work/$name
  ! LC_ALL=C readelf -lW "$unpacked/clippings" | grep -q INTERP ||
    fail "the program in $archive needs libraries: link it with -C target-feature=+crt-static"
  root=$work/root share=$root/usr/share doc=$share/doc/clippings
  install -D -m 755 "$unpacked/clippings" "$root/usr/bin/clippings"
  install -D -m 644 "$unpacked/clippings.1" "$share/man/man1/clippings.1"
  gzip -9n "$share/man/man1/clippings.1"
  install -D -m 644 "$unpacked/completions/clippings.bash" "$share/bash-completion/completions/clippings"
  install -D -m 644 "$unpacked/completions/_clippings" "$share/$zsh/_clippings"
  install -D -m 644 "$unpacked/completions/clippings.fish" "$share/$fish/clippings.fish"
  mkdir -p "$doc"
  cp -R "$unpacked"/README.md "$unpacked"/SECURITY.md "$unpacked"/LICENSES-*.txt "$unpacked/docs" "$doc"
  cp "$unpacked/CHANGELOG.md" "$doc/changelog"
  gzip -9n "$doc/changelog" "$doc"/LICENSES-*.txt
  cp "$unpacked"/LICENSE-* "$work"
  find "$root" -type d -exec chmod 755 {} +
}

# shellcheck disable=SC2034 # read by the scripts
DESCRIPTION="full-text search for saved news articles"
# shellcheck disable=SC2034
LONG_DESCRIPTION="\
clippings searches the news articles you have saved. It strips menus, banners
and other clutter from each page, finds words and exact quotes, and answers
with whole sentences, the matches marked, and the line of the file they come
from. It works offline, on the command line and in the browser."
