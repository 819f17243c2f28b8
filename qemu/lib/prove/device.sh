# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# What all proofs do with a device of their own: start it, run tests on it, look at it.

# in_dut COMMAND...: on the device of this proof. The longest is the whole suite; a device whose kernel hangs never answers.
in_dut() { timeout --foreground 1800 "$QEMU_DIR/dut" exec "$DUT" -- "$@"; }

# with_peer TEST...: gives the devices that are started from now on a remote peer where one of these tests needs it.
START_OPTIONS=() RUN_OPTIONS=()
with_peer() {
  local test
  START_OPTIONS=() RUN_OPTIONS=()
  for test; do
    [[ ${PEER_OF[$test]-} == yes ]] || continue
    START_OPTIONS=(--peer) RUN_OPTIONS=("${PEER_OPTIONS[@]}")
    return 0
  done
}

# run_tests FILE [TEST...]: leaves the collector's report in FILE, nothing where there is none.
run_tests() {
  local file=$1
  shift
  rm -f -- "$file"
  in_dut iec-runner run "$@" "${RUN_OPTIONS[@]}" --output record:- </dev/null >"$file.record" 2>"$file.stderr" || true
  "$COLLECTOR" report "$file.record" --output "json:$file" >/dev/null 2>>"$file.stderr" || true
}

# ask_report FILE FILTER [JQ-ARGUMENT...]: the answer of a function of judge.jq.
ask_report() {
  local file=$1 filter=$2
  shift 2
  [[ -s $file ]] || { printf 'no report: %s\n' "$(tail -n 1 "$file.stderr" 2>/dev/null)" && return; }
  jq -r -L "$QEMU_DIR/lib/prove" "$@" "include \"judge\"; $filter" "$file" || printf 'the report cannot be read\n'
}

# say_result FILE FILTER: FILE.json becomes the proof's result; FILTER gives, of its fields, what its line says.
say_result() {
  jq -r -L "$QEMU_DIR/lib/prove" "include \"judge\"; $2" "$1.json" >"$1.line"
  mv -- "$1.json" "$1.result"
}

# planned_grounds COLUMN: lines "LANE<space>VARIANT" of the devices that the plan begins with; the scenario, which names
# the variant, is in that column.
planned_grounds() {
  local lane script variant
  cut -f "1,$1" "$WORK/plan" | while IFS=$'\t' read -r lane script; do
    variant=''
    [[ $script == /* || -e $script ]] || script=$REPO_DIR/$script
    [[ ! -f $script ]] || variant=$(header "$script" variant)
    printf '%s %s\n' "$lane" "$variant"
  done | LC_ALL=C sort -u
}

# baseline LANE VARIANT: where the verdicts of the sound device are kept. ground: what it is called.
baseline() { printf '%s\n' "$WORK/baseline.$1${2:+.$2}"; }
ground() { printf '%s\n' "lane $1${2:+, variant $2}"; }

# make_variant VARIANT FILE: makes DUT one of that variant, with a profile that says so. Sets WRONG where that fails.
make_variant() {
  local profile=$REPO_DIR/lib/profile/profiles/reference.yaml
  [[ -n $1 ]] || return 0
  if ! in_dut sh -c 'mkdir -p /etc/iec-runner && cd /etc/iec-runner && { [ -e profile.yaml ] || cat >profile.yaml; }' \
    <"$profile" >"$2.variant" 2>&1 || ! in_dut sh -s <"$VARIANTS/$1.sh" >"$2.variant" 2>&1; then
    WRONG="the variant $1 cannot be made: $(tail -n 1 "$2.variant")"
  fi
}

# test_ms FILE TEST: how long the test itself took.
test_ms() { jq --arg id "$2" '[.tests[] | select(.id == $id) | .seconds * 1000] | add // 0 | floor' "$1" 2>/dev/null || echo 0; }

# power_cycle DUT
power_cycle() { "$QEMU_DIR/dut" kill "$1" && "$QEMU_DIR/dut" boot "$1"; }

# reboot_dut: what it has flushed by then is kept, as in an orderly reboot.
reboot_dut() { in_dut sync </dev/null && power_cycle "$DUT"; }

# inconclusive REASON: nothing was found out, as it happens on a busy machine; no word against test or device.
inconclusive() {
  [[ $1 == 'on the sound device: error: '* || $1 == 'sabotaged, and the verdict is error: '* ||
    $1 == 'moves, undeclared: '*' -> error'* || $1 == 'moves, undeclared: '*' -> missing'* ||
    $1 == 'the device did not start: '* || $1 == 'it does not come up after '* ||
    $1 == 'no record of the test'* || $1 == 'no report: '* || $1 == 'the report cannot be read'* ]]
}

# on_fresh_dut LANE FILE FUNCTION [ARG...]: FUNCTION works on DUT and sets WRONG, empty where all is as it must be. What
# came to no conclusion gets one more device; FIRST is then what was wrong with the first.
on_fresh_dut() {
  local lane=$1 file=$2 attempt
  shift 2
  DUT='' FIRST=''
  trap '[[ -z $DUT ]] || "$QEMU_DIR/dut" stop "$DUT"' EXIT
  for attempt in 1 2; do
    WRONG=''
    if DUT=$("$QEMU_DIR/dut" start --lane "$lane" --image "$IMAGE" "${START_OPTIONS[@]}" 2>"$file.start" </dev/null); then
      "$@"
      "$QEMU_DIR/dut" stop "$DUT"
      DUT=''
    else
      WRONG="the device did not start: $(tail -n 1 "$file.start")"
    fi
    inconclusive "$WRONG" || return 0
    ((attempt == 2)) || FIRST=$WRONG
  done
}
