# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# Runs that are interrupted at random moments and undone: the device must be what it was, fact by fact.

readonly ROUNDS_OF_A_DEVICE=6

# plan_rounds: lines "LANE<tab>KIND<tab>ROUNDS<tab>TEST" that share out ROUNDS and POWER_CUTS; KIND is kill or cut, and
# the test "*" is the whole suite, its tests side by side. A device of its own for each line. Where there are fewer rounds
# than tests, SEED decides who gets one.
plan_rounds() {
  local tests=() test
  mapfile -t tests < <(for test; do printf '%s %s\n' "$(cksum <<<"$SEED $test")" "$test"; done |
    sort -n | cut -d ' ' -f 3)
  set -- "${tests[@]}"
  tests=()
  share_out kill $((ROUNDS - POWER_CUTS)) "$@" '*'
  for test; do
    # The power of a container cannot be cut.
    [[ " ${LANES_OF[$test]} " != *' qemu '* ]] || tests+=("$test")
  done
  share_out cut "$POWER_CUTS" "${tests[@]}" '*'
}

# share_out KIND ROUNDS TEST...: in turn, so that each gets its part and the first ones what is left over.
share_out() {
  local kind=$1 rounds=$2 number=0 test lane count
  shift 2
  for test; do
    count=$((rounds / $# + (number < rounds % $# ? 1 : 0)))
    number=$((number + 1))
    if [[ $kind == cut ]]; then lane=qemu; elif [[ $test == '*' ]]; then lane=container; else
      lane=$(home_lane "$test")
    fi
    [[ -z $LANE || $LANE == "$lane" ]] || continue
    while ((count > 0)); do
      printf '%s\t%s\t%s\t%s\n' "$lane" "$kind" $((count < ROUNDS_OF_A_DEVICE ? count : ROUNDS_OF_A_DEVICE)) "$test"
      count=$((count - ROUNDS_OF_A_DEVICE))
    done
  done
}

# The service manager hears of unmounted file systems a few at a time, and so shows the runtime directories of many
# users who have been ended at once for some seconds longer than the kernel has them.
readonly LATE_UNIT='^new: unit run-user-[0-9]+\.mount ' SECONDS_OF_LATE_UNITS=30

# same_digest FILE WHEN: sets WRONG where DUT is not what it was, with each path that changed.
same_digest() {
  local limit=$((SECONDS + SECONDS_OF_LATE_UNITS))
  while true; do
    "$QEMU_DIR/digest" take "$DUT" >"$1.after"
    ! "$QEMU_DIR/digest" compare "$1.before" "$1.after" >"$1.difference" || return 0
    if grep -qvE "$LATE_UNIT" "$1.difference" || ((SECONDS >= limit)); then break; fi
    sleep 1
  done
  WRONG="left behind $2: $(head -n 20 "$1.difference" | tr '\n' ';')"
}

# interrupt_run KIND MILLISECONDS [TEST]: kills the runner so long after its start; or cuts the power so long after the
# run has made its first change (at once where it has ended without one).
interrupt_run() {
  local kind=$1 seconds
  printf -v seconds '%d.%03d' $(($2 / 1000)) $(($2 % 1000))
  shift 2
  set -- "$@" "${RUN_OPTIONS[@]}"
  if [[ $kind == kill ]]; then
    # shellcheck disable=SC2016  # for the shell in the device
    in_dut bash -c 'seconds=$1; shift; iec-runner run "$@" >/dev/null 2>&1 &
      sleep "$seconds"; kill -9 $!; wait; true' - "$seconds" "$@" >/dev/null 2>&1 </dev/null
    return
  fi
  # shellcheck disable=SC2016
  read -r _ < <(in_dut bash -c 'seconds=$1; shift; iec-runner run "$@" >/dev/null 2>&1 &
    until compgen -G "/var/lib/iec-runner/undo/*.journal" >/dev/null || ! kill -0 $! 2>/dev/null; do sleep 0.1; done
    sleep "$seconds"; echo now; exec sleep 600' - "$seconds" "$@" </dev/null 2>/dev/null) || true
  power_cycle "$DUT"
}

# variant_of TEST: of the device on which it has something to do; nothing where that is the device as it is.
variant_of() {
  local script
  while IFS= read -r script; do header "$REPO_DIR/$script" variant; done < <(scenarios_of "$1") | head -n 1
}

# try_rounds FILE: on DUT, as the ROUND_... variables say. Sets WRONG and UNDONE.
try_rounds() {
  local file=$1 round delay seconds=15 begin tests=()
  UNDONE=0
  RANDOM=$((ROUND_SEED % 32768))
  if [[ $ROUND_TEST != '*' ]]; then
    tests=("$ROUND_TEST")
    # What a variant adds is not made to outlast a power cut.
    [[ $ROUND_KIND == cut ]] || make_variant "$(variant_of "$ROUND_TEST")" "$file"
    [[ -z $WRONG ]] || return 0
  fi
  # What a boot changes is no trace of a run.
  if [[ $ROUND_KIND == cut ]] && ! power_cycle "$DUT" 2>"$file.interrupted"; then
    WRONG="it does not come up after a power cut before all: $(tail -n 1 "$file.interrupted")"
    return
  fi
  "$QEMU_DIR/digest" take "$DUT" >"$file.before"
  if [[ $ROUND_KIND == kill ]]; then
    begin=$(now_ms)
    run_tests "$file" "${tests[@]}"
    seconds=$((($(now_ms) - begin) / 1000 + 1))
    WRONG=$(ask_report "$file" '[.tests[] | select(.verdict | IN("pass", "not_applicable") | not) |
      "on the sound device: \(.verdict): \(.id): \(.reason)"] | first // ""')
    [[ -n $WRONG ]] || same_digest "$file" 'by a run in full'
  fi
  for ((round = 1; round <= ROUND_COUNT && ${#WRONG} == 0; round++)); do
    # Most changes are made early; later moments repeat themselves.
    delay=$((RANDOM * RANDOM * (seconds < 30 ? seconds : 30) / 32768 * 1000 / 32768))
    if ! interrupt_run "$ROUND_KIND" "$delay" "${tests[@]}" 2>"$file.interrupted"; then
      WRONG="it does not come up after a $ROUND_KIND at $delay ms: $(tail -n 1 "$file.interrupted")"
    elif ! in_dut iec-runner restore </dev/null >"$file.restored" 2>&1; then
      WRONG="restore failed after a $ROUND_KIND at $delay ms: $(head -c 2000 "$file.restored" | tr '\n' ';')"
    else
      same_digest "$file" "by a $ROUND_KIND at $delay ms"
      UNDONE=$((UNDONE + $(sed -n 's/^\([0-9]*\) change(s) undone.*/\1/p' "$file.restored")))
    fi
  done
}

# prove_rounds LANE KIND COUNT TEST SEED FILE: leaves FILE.result (JSON) and FILE.line.
prove_rounds() {
  local begin file=$6
  ROUND_KIND=$2 ROUND_COUNT=$3 ROUND_TEST=$4 ROUND_SEED=$5 UNDONE=0
  begin=$(now_ms)
  if [[ $4 == '*' ]]; then with_peer "${TEST_IDS[@]}"; else with_peer "$4"; fi
  on_fresh_dut "$1" "$file" try_rounds "$file"
  jq -n --arg lane "$1" --arg kind "$2" --argjson rounds "$3" --arg test "$4" --argjson seed "$5" \
    --argjson undone "$UNDONE" --arg wrong "$WRONG" --arg first "$FIRST" --arg seconds "$(seconds_since "$begin")" \
    '{lane: $lane, kind: $kind, rounds: $rounds, test: $test, seed: $seed, changes_undone: $undone,
      held: ($wrong == ""), wrong: $wrong, first_attempt: $first, seconds: ($seconds | tonumber)}' >"$file.json"
  say_result "$file" 'line("\(if .test == "*" then "the whole suite" else .test end): " +
    "\(.rounds) x \(if .kind == "kill" then "killed" else "power cut" end) and undone, " +
    "\(.changes_undone) changes undone"; .wrong)'
}
