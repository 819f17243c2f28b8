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

# stage NAME COMMAND...: runs it and prints what it took.
stage() {
  local name=$1 begin=$SECONDS
  shift
  say "== $name"
  "$@"
  say "== $name: $((SECONDS - begin)) s"
}

usage() {
  say "error: $*"
  exit 64
}
