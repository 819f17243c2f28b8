# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# Shared by the scripts of ci/. Diagnostics go to stderr, data to stdout.

IEC_LOGS=${IEC_LOGS:-$PWD/build/logs}
mkdir -p "$IEC_LOGS"

say() { printf '%s\n' "$*" >&2; }

die() {
  say "error: $*"
  exit 2
}

# quietly NAME COMMAND...: the output goes to a log that is shown on failure.
quietly() {
  local log="$IEC_LOGS/$1.log"
  shift
  if ! "$@" >"$log" 2>&1; then
    say "failed: $*"
    tail -n 30 "$log" >&2
    say "the whole log: $log"
    return 1
  fi
}

# stage NAME COMMAND...: runs it and prints what it took. Its status is the
# command's, also where `set -e` does not count, as behind `if`.
stage() {
  local name=$1 begin=$SECONDS status=0
  shift
  say "== $name"
  "$@" || status=$?
  say "== $name: $((SECONDS - begin)) s"
  return "$status"
}

usage() {
  say "error: $*"
  exit 64
}

# print_help SCRIPT: its head comment from the line "# Usage" on.
print_help() { sed -n '/^# Usage/,/^set/{/^#/s/^# \{0,1\}//p}' "$1"; }

# require_lane NAME: before long work is done for a lane that is none.
require_lane() {
  # shellcheck source=../../qemu/lib/names.sh
  . qemu/lib/names.sh
  [[ " ${LANES[*]} " == *" $1 "* ]] ||
    usage "there is no lane '$1', but: ${LANES[*]}"
}
