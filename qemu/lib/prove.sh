# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# One proof: a device of its own, the test on it before or after a sabotage.

# header SCRIPT KEY: the text behind "# KEY: ".
header() { sed -n "s/^# $2: *//p" -- "$1" | head -n 1; }

# test_of SOURCE: the id that a test case's file declares.
test_of() {
  tr -d '\n' <"$1" | sed -n 's/.*IEC_TEST_CASE( *\([A-Za-z0-9_]*\), *\([A-Za-z0-9_]*\),.*/\1_\2/p'
}

# plan_proofs [NAME...]: lines "TEST<tab>SCRIPT"; an empty SCRIPT is the proof on the sound device.
plan_proofs() {
  local source test script key wanted unsound=0 count
  local -A used=()
  while IFS= read -r source; do
    test=$(test_of "$source")
    [[ -n $test ]] || continue
    count=0
    local scripts=()
    for script in "${source%.cpp}".sabotage/*.sh; do
      [[ -e $script ]] || continue
      count=$((count + 1))
      for key in breaks how asserts; do
        [[ -n $(header "$script" "$key") ]] || { say "$script: no header line '# $key: ...'" && unsound=2; }
      done
      for wanted in "${@:-$test}"; do
        if [[ $wanted == "$test" || $script == *"$wanted" ]]; then
          scripts+=("$script")
          used[$wanted]=1
        fi
      done
    done
    ((count > 0)) || { say "$source: no scenario beside it: it is not proven to fail" && unsound=2; }
    ((${#scripts[@]} > 0)) || continue
    printf '%s\t\n' "$test"
    printf "$test\t%s\n" "${scripts[@]}"
  done < <(find "$REPO_DIR/testcases" -name '*.cpp' | LC_ALL=C sort)
  for wanted; do
    [[ -n ${used[$wanted]-} ]] || { say "nothing to prove is called '$wanted'" && unsound=64; }
  done
  return "$unsound"
}

# run_test DUT TEST FILE: leaves the report as JSON in FILE.
run_test() {
  "$QEMU_DIR/dut" exec "$1" -- iec-runner run "$2" --output record:- >"$3.record" 2>"$3.stderr" || true
  "$COLLECTOR" report "$3.record" --output "json:$3" >/dev/null 2>>"$3.stderr" || true
}

# judge_sound REPORT TEST / judge_sabotaged REPORT TEST ASSERTS: empty where it is as it must be.
judge_sound() {
  jq -r --arg id "$2" '[.tests[] | select(.id == $id)] |
    if length != 1 then "no record of the test"
    elif .[0].verdict != "pass" then "on the sound device: \(.[0].verdict): \(.[0].reason)"
    else "" end' "$1" || printf 'the report cannot be read\n'
}

judge_sabotaged() {
  jq -r --arg id "$2" --arg asserts "$3" '[.tests[] | select(.id == $id)] |
    if length != 1 then "no record of the test"
    elif .[0].verdict != "fail" then "sabotaged, and the verdict is \(.[0].verdict): \(.[0].reason)"
    else .[0].checks | map(select(.kind == "expectation" and (.holds | not))) |
      if any(.expected | contains($asserts)) then ""
      else "failed elsewhere: \(map(.expected) | join(" | "))" end
    end' "$1" || printf 'the report cannot be read\n'
}

# try_proof DUT TEST SCRIPT FILE: prints what is wrong; nothing where the proof holds.
try_proof() {
  local dut=$1 test=$2 script=$3 file=$4
  if [[ $script == --restore* ]]; then
    # shellcheck disable=SC2086  # words
    try_restore "$dut" "$test" "$file" ${script#--restore}
    return
  fi
  if [[ -z $script ]]; then
    run_test "$dut" "$test" "$file"
    judge_sound "$file" "$test"
    return
  fi
  "$QEMU_DIR/digest" take "$dut" >"$file.before"
  if ! "$QEMU_DIR/dut" exec "$dut" -- sh -s <"$script" >"$file.sabotage" 2>&1; then
    printf 'the scenario itself failed: %s\n' "$(tail -n 1 "$file.sabotage")"
    return
  fi
  "$QEMU_DIR/digest" take "$dut" >"$file.after"
  if cmp -s "$file.before" "$file.after" && [[ $(header "$script" effect) != outside-digest ]]; then
    printf 'the scenario changed nothing on the device\n'
    return
  fi
  run_test "$dut" "$test" "$file"
  judge_sabotaged "$file" "$test" "$(header "$script" asserts)"
}

# same_digest DUT FILE WHEN: prints what is different from FILE.before.
same_digest() {
  "$QEMU_DIR/digest" take "$1" >"$2.after"
  if ! "$QEMU_DIR/digest" compare "$2.before" "$2.after" >"$2.difference"; then
    printf 'left behind %s: %s\n' "$3" "$(head -n 5 "$2.difference" | tr '\n' ';')"
  fi
}

# try_restore DUT TEST FILE ROUNDS SEED: a full run, then killed ones; prints the first trace that is left.
try_restore() {
  local dut=$1 test=$2 file=$3 rounds=$4 seed=$5 round delay seconds wrong begin
  RANDOM=$((seed % 32768))
  "$QEMU_DIR/digest" take "$dut" >"$file.before"
  begin=$(now_ms)
  run_test "$dut" "$test" "$file"
  seconds=$((($(now_ms) - begin) / 1000 + 1))
  wrong=$(judge_sound "$file" "$test")
  [[ -n $wrong ]] || wrong=$(same_digest "$dut" "$file" "by a run in full")
  for ((round = 1; round <= rounds && ${#wrong} == 0; round++)); do
    # Most changes are made early; later moments repeat themselves.
    delay=$((RANDOM * RANDOM / 32768 * (seconds < 30 ? seconds : 30) * 1000 / 32768))
    # shellcheck disable=SC2016  # for the shell in the device
    "$QEMU_DIR/dut" exec "$dut" -- bash -c 'iec-runner run "$1" >/dev/null 2>&1 & sleep "$2"; kill -9 $!; wait; true' \
      - "$test" "$((delay / 1000)).$(printf %03d $((delay % 1000)))" >/dev/null 2>&1
    if ! "$QEMU_DIR/dut" exec "$dut" -- iec-runner restore >"$file.restored" 2>&1; then
      wrong="restore failed after a kill at $delay ms: $(tail -n 1 "$file.restored")"
    else
      wrong=$(same_digest "$dut" "$file" "by a kill at $delay ms")
    fi
  done
  [[ -z $wrong ]] || printf '%s\n' "$wrong"
}

# prove_one TEST SCRIPT FILE: writes FILE.result, one line that begins with "ok" or "NOT PROVEN".
prove_one() {
  local test=$1 script=$2 file=$3 dut='' begin wrong name
  begin=$(now_ms)
  name=${script##*/}
  name=${name:-sound device}
  [[ $script != --restore* ]] || name="killed and undone"
  # shellcheck disable=SC2064  # the state at this time is meant
  trap '[[ -z $dut ]] || "$QEMU_DIR/dut" stop "$dut"' EXIT
  if dut=$("$QEMU_DIR/dut" start --image "$IMAGE" 2>"$file.start"); then
    wrong=$(try_proof "$dut" "$test" "$script" "$file")
    "$QEMU_DIR/dut" stop "$dut"
    dut=''
  else
    wrong="the device did not start: $(tail -n 1 "$file.start")"
  fi
  if [[ -z $wrong && ! -s $file ]]; then wrong="no report: $(tail -n 1 "$file.stderr" 2>/dev/null)"; fi
  if [[ -z $wrong ]]; then
    printf 'ok %s: %s (%s s)\n' "$test" "$name" "$(seconds_since "$begin")" >"$file.tmp"
  else
    printf 'NOT PROVEN %s: %s: %s (%s s)\n' "$test" "$name" "$wrong" "$(seconds_since "$begin")" >"$file.tmp"
  fi
  mv -- "$file.tmp" "$file.result"
}
