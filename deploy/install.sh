#!/bin/sh
# Installs Tracker Analytics, or upgrades it: fetches the program of this machine, and puts it in its
# place only when its SHA-256 is the one of the release.
#
#   sh install.sh                     # into /usr/local/bin, or ~/.local/bin for an ordinary user
#   sh install.sh --systemd           # and runs it as a service
#   sh install.sh --version 1.2.3 --prefix /opt
#
# Everything is in functions and the last line calls them: of a script that was cut short on its way
# nothing runs.
set -eu

# A release writes these two when it copies this file; TRACKER_URL and --version stand before them.
release_url=''
release_version=''

program=tracker-analytics
unit=tracker-analytics.service
# Runs a command as the service would: with its user, its data and its settings.
control=tracker-analyticsctl

main() {
  url=${TRACKER_URL:-$release_url}
  version=$release_version
  prefix=''
  systemd=no
  parse_words "$@"
  [ -n "$url" ] || die 2 'Say where releases lie: TRACKER_URL=https://… sh install.sh.'
  [ -n "$version" ] || die 2 'Say which version: sh install.sh --version 1.2.3.'
  version=${version#v}
  case $version in *[!0-9A-Za-z.+-]*) die 2 "\"$version\" is no version." ;; esac
  check_url
  target=$(find_target)
  choose_prefix
  if [ "$systemd" = yes ]; then check_systemd; fi

  work=$(mktemp -d)
  trap 'rm -rf "$work" "${draft:-$work}"' EXIT
  trap 'exit 1' HUP INT TERM
  from=${url%/}/v$version
  fetch "$from/SHA256SUMS" "$work/SHA256SUMS"
  changed=no
  # Before the program, which would else be in its place while the service goes on with the old one.
  if [ "$systemd" = yes ]; then
    fetch_checked "$unit" "$work/$unit"
    fetch_checked "$control" "$work/$control"
  fi
  install_program
  if [ "$systemd" = yes ]; then install_service; else say_next; fi
}

parse_words() {
  while [ $# -gt 0 ]; do
    case $1 in
      --version | --prefix)
        [ $# -gt 1 ] || die 2 "$1 needs a value."
        if [ "$1" = --version ]; then version=$2; else prefix=$2; fi
        shift 2
        ;;
      --systemd)
        systemd=yes
        shift
        ;;
      --help | -h)
        echo 'sh install.sh [--version VERSION] [--prefix FOLDER] [--systemd]'
        exit 0
        ;;
      *) die 2 "\"$1\" is not understood: sh install.sh --help." ;;
    esac
  done
}

# Plain http is for trying it out on one machine.
check_url() {
  case $url in
    https://*) protocols='=https' ;;
    http://127.0.0.1:* | http://localhost:*) protocols='=http,https' ;;
    *) die 2 "TRACKER_URL must begin with https://, not \"$url\"." ;;
  esac
}

find_target() {
  case $(uname -s) in
    Linux) system=linux ;;
    Darwin) system=darwin ;;
    *) die 1 "There is no program for $(uname -s), only for Linux and macOS." ;;
  esac
  case $(uname -m) in
    x86_64 | amd64) machine=x64 ;;
    aarch64 | arm64) machine=arm64 ;;
    *) die 1 "There is no program for $(uname -m), only for x86-64 and arm64." ;;
  esac
  # A Mac says x86_64 to a shell that is translated itself.
  if [ "$system-$machine" = darwin-x64 ] &&
    [ "$(sysctl -n sysctl.proc_translated 2>/dev/null)" = 1 ]; then
    machine=arm64
  fi
  if [ "$system" = linux ] && is_musl; then
    die 1 'This system has musl, as Alpine does, and the program needs glibc: use Debian, Ubuntu, Fedora or the container image.'
  fi
  echo "$system-$machine"
}

# With glibc, ldd prints its version; musl's has no --version and says its name in complaining.
is_musl() {
  getconf GNU_LIBC_VERSION >/dev/null 2>&1 && return 1
  ldd --version 2>&1 | grep -qi musl
}

choose_prefix() {
  if [ -n "$prefix" ]; then
    bin=${prefix%/}/bin
  elif [ "$(id -u)" = 0 ]; then
    bin=/usr/local/bin
  else
    bin=$HOME/.local/bin
  fi
}

check_systemd() {
  [ "$target" != "${target#linux}" ] || die 2 '--systemd is for Linux.'
  [ "$(id -u)" = 0 ] || die 2 '--systemd needs root: sudo sh install.sh --systemd.'
  command -v systemctl >/dev/null || die 2 'There is no systemctl: leave --systemd out.'
}

fetch() {
  if command -v curl >/dev/null; then
    curl --proto "$protocols" --fail --silent --show-error --location --retry 3 --output "$2" "$1"
  elif command -v wget >/dev/null; then
    wget --quiet --output-document="$2" "$1"
  else
    die 1 'curl or wget is needed.'
  fi || die 1 "$1 could not be fetched."
}

# Writes the SHA-256 of a file.
hash_of() {
  if command -v sha256sum >/dev/null; then
    sha256sum "$1"
  elif command -v shasum >/dev/null; then
    shasum -a 256 "$1"
  else
    openssl dgst -sha256 -r "$1"
  fi | cut -c 1-64
}

# The SHA-256 that a file of the release has.
expected_hash() {
  wanted=$(awk -v name="$1" '$2 == name || $2 == "*" name { print $1 }' "$work/SHA256SUMS")
  case $wanted in
    '' | *[!0-9a-f]*) die 1 "SHA256SUMS of version $version does not name $1: nothing was changed." ;;
  esac
  [ ${#wanted} -eq 64 ] || die 1 "SHA256SUMS of version $version is damaged: nothing was changed."
  echo "$wanted"
}

# Fetches a file of the release, and ends when it is not the one that SHA256SUMS names.
fetch_checked() {
  wanted=$(expected_hash "$1")
  fetch "$from/$1" "$2"
  [ "$(hash_of "$2")" = "$wanted" ] ||
    die 1 "$1 is not the file that was released, by its SHA-256: nothing was changed."
}

install_program() {
  name=$program-$target
  wanted=$(expected_hash "$name")
  if [ -f "$bin/$program" ] && [ "$(hash_of "$bin/$program")" = "$wanted" ]; then
    echo "$bin/$program is version $version already."
    return
  fi
  mkdir -p "$bin" || die 1 "$bin cannot be made: sudo, or another --prefix."
  # Beside its place, because only there the move is one step.
  draft=$(mktemp "$bin/.$program.XXXXXX") || die 1 "$bin cannot be written: sudo, or another --prefix."
  fetch_checked "$name" "$draft"
  chmod 755 "$draft"
  "$draft" --version >/dev/null || die 1 'The program does not run on this machine: nothing was changed.'
  mv -f "$draft" "$bin/$program"
  changed=yes
  echo "$bin/$program is version $version now."
}

# Puts a file in its place in one step, with the rights that it is to have, unless it is there.
place() {
  if cmp -s "$1" "$2"; then return; fi
  draft=$(mktemp "${2%/*}/.${2##*/}.XXXXXX") || die 1 "${2%/*} cannot be written."
  cat "$1" >"$draft"
  chmod "$3" "$draft"
  mv -f "$draft" "$2"
}

install_service() {
  place "$work/$control" "$bin/$control" 755
  units=${UNIT_DIR:-/etc/systemd/system}
  sed "s|^ExecStart=[^ ]*|ExecStart=$bin/$program|" "$work/$unit" >"$work/unit"
  cmp -s "$work/unit" "$units/$unit" || changed=yes
  place "$work/unit" "$units/$unit" 644
  if ! id "$program" >/dev/null 2>&1; then
    useradd --system --user-group --home-dir "/var/lib/$program" --no-create-home \
      --shell /usr/sbin/nologin "$program"
  fi
  systemctl daemon-reload
  systemctl --quiet enable "$unit"
  # A service that runs what is installed already is left in peace. One that was not restarted after
  # its program was replaced, by an installer that was killed or ran without --systemd, is not.
  if [ "$changed" = yes ] || [ "$(running_program)" != "$(readlink -f "$bin/$program")" ]; then
    systemctl restart "$unit" || die 1 "The service does not start: journalctl --unit $program."
    # A server that refuses its settings ends within that, and is started anew after two seconds.
    sleep 1
  fi
  systemctl --quiet is-active "$unit" ||
    die 1 "The service does not stay up: journalctl --unit $program."
  echo "The service $program runs. Its settings go into /etc/$program.env."
  echo "The link for the first account: journalctl --unit $program | grep setup"
  echo "Commands with its settings: $bin/$control user list"
}

# The file that the service's process was started from; behind one that was replaced since stands
# " (deleted)". Nothing where there is no service, or it does not run.
running_program() {
  pid=$(systemctl show --property=MainPID --value "$unit" 2>/dev/null) || pid=0
  readlink "/proc/${pid:-0}/exe" 2>/dev/null || true
}

say_next() {
  if [ "$(running_program)" = "$(readlink -f "$bin/$program" 2>/dev/null) (deleted)" ]; then
    echo "The service still runs the version before: the same again with --systemd restarts it."
    return
  fi
  case :$PATH: in
    *":$bin:"*) echo "Start it: $program" ;;
    *) echo "Start it: $bin/$program" ;;
  esac
}

die() {
  echo "install.sh: $2" >&2
  exit "$1"
}

main "$@"
