# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# One proof: a device of its own, the test on it before or after a sabotage.

# header SCRIPT KEY: the text behind "# KEY: ".
header() { sed -n "s/^# $2: *//p" -- "$1" | head -n 1; }

# declared_tests: lines "SOURCE<tab>ID<tab>LANES", sorted by source, as the runner itself tells.
declared_tests() {
  "$RUNNER" list --json 2>/dev/null |
    jq -r '.tests[] | [(.source | sub("^\\./"; "")), .id, (.lanes | join(" "))] | @tsv' | LC_ALL=C sort
}

# lane_for LANES [SCRIPT]: where it is proven; nothing where this call does not prove it.
lane_for() {
  local wanted=$LANE asked=''
  [[ -z ${2-} ]] || asked=$(header "$2" lane)
  [[ -n $wanted ]] || if [[ $1 == *container* ]]; then wanted=container; else wanted=qemu; fi
  [[ -n $LANE || -z $asked ]] || wanted=$asked
  if [[ " $1 " == *" $wanted "* && (-z $asked || $asked == "$wanted") ]]; then printf '%s\n' "$wanted"; fi
}

# plan_proofs [NAME...]: lines "TEST<tab>LANE<tab>SCRIPT"; an empty SCRIPT is the proof on the sound device, of which
# there is one in each lane that a scenario is shown in.
plan_proofs() {
  local source test lanes script key wanted lane unsound=0 count
  local -A used=() sound=()
  while IFS=$'\t' read -r source test lanes; do
    count=0
    for script in "$REPO_DIR/${source%.cpp}".sabotage/*.sh; do
      [[ -e $script ]] || continue
      count=$((count + 1))
      for key in breaks how asserts; do
        [[ -n $(header "$script" "$key") ]] || { say "$script: no header line '# $key: ...'" && unsound=2; }
      done
      lane=$(lane_for "$lanes" "$script")
      for wanted in "${@:-$test}"; do
        [[ $wanted == "$test" || $script == *"/$wanted" || $script == "$wanted" ]] || continue
        used[$wanted]=1
        [[ -n $lane ]] || continue
        [[ -n ${sound[$test $lane]-} ]] || printf '%s\t%s\t\n' "$test" "$lane"
        sound[$test $lane]=1
        printf '%s\t%s\t%s\n' "$test" "$lane" "$script"
      done
    done
    ((count > 0)) || { say "$source: no scenario beside it: it is not proven to fail" && unsound=2; }
  done < <(declared_tests)
  for wanted; do
    [[ -n ${used[$wanted]-} ]] || { say "nothing to prove is called '$wanted'" && unsound=64; }
  done
  return "$unsound"
}

# take_baseline LANE FILE: clones of the lane qemu come from one snapshot, so one digest serves them all; after a boot
# of their own where their power will be cut.
take_baseline() {
  local lane=$1 file=$2 dut status=0
  : >"$file"
  [[ $lane == qemu ]] || return 0
  dut=$("$QEMU_DIR/dut" start --lane qemu --image "$IMAGE" 2>"$file.stderr") || return
  [[ $MODE != power-cut ]] || power_cycle "$dut" 2>"$file.stderr" || status=$?
  ((status != 0)) || "$QEMU_DIR/digest" take "$dut" >"$file" 2>"$file.stderr" || status=$?
  "$QEMU_DIR/dut" stop "$dut"
  return "$status"
}

# power_cycle DUT
power_cycle() { "$QEMU_DIR/dut" kill "$1" && "$QEMU_DIR/dut" boot "$1"; }

# digest_before DUT FILE
digest_before() {
  if [[ -s $WORK/baseline ]]; then
    cp -- "$WORK/baseline" "$2"
  else
    "$QEMU_DIR/digest" take "$1" >"$2"
  fi
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

# try_sabotage DUT TEST SCRIPT FILE: prints what is wrong; nothing where the proof holds.
try_sabotage() {
  local dut=$1 test=$2 script=$3 file=$4
  digest_before "$dut" "$file.before"
  if ! "$QEMU_DIR/dut" exec "$dut" -- sh -s <"$script" >"$file.sabotage" 2>&1; then
    printf 'the scenario itself failed: %s\n' "$(tail -n 1 "$file.sabotage")"
    return
  fi
  "$QEMU_DIR/digest" take "$dut" >"$file.after"
  if cmp -s "$file.before" "$file.after"; then
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

# interrupt_test DUT TEST MILLISECONDS: kills the runner so long after its start; or cuts the power so long after the
# test has made its first change (at once where it has ended without one).
interrupt_test() {
  local seconds
  printf -v seconds '%d.%03d' $(($3 / 1000)) $(($3 % 1000))
  if [[ $MODE == restore ]]; then
    # shellcheck disable=SC2016  # for the shell in the device
    "$QEMU_DIR/dut" exec "$1" -- bash -c \
      'iec-runner run "$1" >/dev/null 2>&1 & sleep "$2"; kill -9 $!; wait; true' - "$2" "$seconds" >/dev/null 2>&1
    return
  fi
  # shellcheck disable=SC2016
  read -r _ < <("$QEMU_DIR/dut" exec "$1" -- bash -c 'iec-runner run "$1" >/dev/null 2>&1 &
    until compgen -G "/var/lib/iec-runner/undo/*.journal" >/dev/null || ! kill -0 $! 2>/dev/null; do sleep 0.1; done
    sleep "$2"; echo now; exec sleep 600' - "$2" "$seconds" </dev/null 2>/dev/null) || true
  power_cycle "$1"
}

# try_restore DUT TEST FILE SEED: a full run, then interrupted ones; prints the first trace that is left.
try_restore() {
  local dut=$1 test=$2 file=$3 round delay seconds wrong='' begin how=kill undone=0
  RANDOM=$(($4 % 32768))
  [[ $MODE == restore ]] || how='power cut'
  digest_before "$dut" "$file.before"
  if [[ $MODE == power-cut ]]; then
    # The suite in full is not what is asked here: some seconds from the first change on hold all others.
    seconds=15
    printf '{}\n' >"$file"
  else
    begin=$(now_ms)
    run_test "$dut" "$test" "$file"
    seconds=$((($(now_ms) - begin) / 1000 + 1))
    wrong=$(judge_sound "$file" "$test")
    [[ -n $wrong ]] || wrong=$(same_digest "$dut" "$file" "by a run in full")
  fi
  for ((round = 1; round <= ROUNDS && ${#wrong} == 0; round++)); do
    # Most changes are made early; later moments repeat themselves.
    delay=$((RANDOM * RANDOM / 32768 * (seconds < 30 ? seconds : 30) * 1000 / 32768))
    if ! interrupt_test "$dut" "$test" "$delay" 2>"$file.interrupted"; then
      wrong="it does not come up after a $how at $delay ms: $(tail -n 1 "$file.interrupted")"
    elif ! "$QEMU_DIR/dut" exec "$dut" -- iec-runner restore </dev/null >"$file.restored" 2>&1; then
      wrong="restore failed after a $how at $delay ms: $(tail -n 1 "$file.restored")"
    else
      wrong=$(same_digest "$dut" "$file" "by a $how at $delay ms")
      undone=$((undone + $(sed -n 's/^\([0-9]*\) change(s) undone.*/\1/p' "$file.restored")))
    fi
  done
  printf ', %d changes undone' "$undone" >"$file.note"
  [[ -z $wrong ]] || printf '%s\n' "$wrong"
}

# try_proof DUT TEST SCRIPT FILE SEED: prints what is wrong; nothing where the proof holds.
try_proof() {
  if [[ $MODE != sabotage ]]; then
    try_restore "$1" "$2" "$4" "$5"
  elif [[ -n $3 ]]; then
    try_sabotage "$1" "$2" "$3" "$4"
  else
    run_test "$1" "$2" "$4"
    judge_sound "$4" "$2"
  fi
}

# attempt LANE TEST SCRIPT FILE SEED: one proof on a device of its own; sets WRONG, empty where it holds.
attempt() {
  local lane=$1 test=$2 script=$3 file=$4 seed=$5
  rm -f -- "$file" "$file.note"
  if DUT=$("$QEMU_DIR/dut" start --lane "$lane" --image "$IMAGE" 2>"$file.start"); then
    WRONG=$(try_proof "$DUT" "$test" "$script" "$file" "$seed")
    "$QEMU_DIR/dut" stop "$DUT"
    DUT=''
  else
    WRONG="the device did not start: $(tail -n 1 "$file.start")"
  fi
  if [[ -z $WRONG && ! -s $file ]]; then WRONG="no report: $(tail -n 1 "$file.stderr" 2>/dev/null)"; fi
}

# inconclusive REASON: nothing was found out, as it happens on a busy machine; no word against test or device.
inconclusive() {
  [[ $1 == 'on the sound device: error: '* || $1 == 'sabotaged, and the verdict is error: '* ||
    $1 == 'the device did not start: '* || $1 == 'it does not come up after '* ||
    $1 == 'no record of the test'* || $1 == 'no report: '* || $1 == 'the report cannot be read'* ]]
}

# prove_one LANE TEST SCRIPT FILE SEED: writes FILE.result, one line that begins with "ok" or "NOT PROVEN". What came to
# no conclusion gets one more attempt, and the line says so.
prove_one() {
  local lane=$1 test=$2 script=$3 file=$4 begin name first=''
  begin=$(now_ms)
  name=${script##*/}
  case $MODE in
    restore) name='killed and undone' ;;
    power-cut) name='power cut and undone' ;;
    *) name=${name:-sound device} ;;
  esac
  DUT='' WRONG=''
  trap '[[ -z $DUT ]] || "$QEMU_DIR/dut" stop "$DUT"' EXIT
  attempt "$@"
  if inconclusive "$WRONG"; then
    first="; at the second attempt, the first: $WRONG"
    attempt "$@"
  fi
  if [[ -z $WRONG ]]; then
    printf 'ok %s: %s: %s (%s s%s)%s\n' "$lane" "$test" "$name" "$(seconds_since "$begin")" \
      "$(cat -- "$file.note" 2>/dev/null)" "$first" >"$file.tmp"
  else
    printf 'NOT PROVEN %s: %s: %s: %s (%s s)%s\n' "$lane" "$test" "$name" "$WRONG" "$(seconds_since "$begin")" \
      "$first" >"$file.tmp"
  fi
  mv -- "$file.tmp" "$file.result"
}
