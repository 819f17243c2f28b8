# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# Counted checks of a program on a device of its own. Sourced after common.sh;
# it sets the traps that throw device and work directory away.

work=$(mktemp -d)
dut=''
# shellcheck disable=SC2317  # called by the trap
finish() {
  [ -z "$dut" ] || qemu/dut stop "$dut"
  rm -rf "$work"
}
trap finish EXIT
trap 'exit 130' INT TERM HUP

passed=0 failed=0
# holds NAME COMMAND...
holds() {
  local name=$1
  shift
  if "$@"; then
    passed=$((passed + 1))
    printf 'ok %s\n' "$name"
  else
    failed=$((failed + 1))
    printf 'FAILED %s\n' "$name"
    tail -n 15 "$work/out" "$work/err" 2>/dev/null
  fi
}

# ends STATUS COMMAND...: output and messages are in $work/out and $work/err.
ends() {
  local wanted=$1 status=0
  shift
  "$@" >"$work/out" 2>"$work/err" || status=$?
  [ "$status" = "$wanted" ] || {
    printf 'status %s instead of %s\n' "$status" "$wanted"
    return 1
  }
}
on_device() { qemu/dut exec "$dut" -- "$@"; }
says() { grep -qF -- "$1" "$work/err"; }
prints() { grep -qF -- "$1" "$work/out"; }
# prints_none PATTERN: an extended regular expression.
prints_none() { ! grep -qE -- "$1" "$work/out"; }

# tally: the last line, and the exit status.
tally() {
  printf '%d passed, %d failed\n' "$passed" "$failed"
  [ "$failed" -eq 0 ]
}
