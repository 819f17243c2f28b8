# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# Many proofs at the same time, what they found as it comes, and how long it will still take.

PASSED=0 FAILED=0 RUNNING=0 STARTED=0 DONE=0 TOTAL=0

# progress: one line at the end of a terminal.
progress() {
  live_terminal || return 0
  local left=''
  if ((DONE > RESUMED)); then
    left=$((($(now_ms) - STARTED) * (TOTAL - DONE) / (DONE - RESUMED) / 1000))
    left=", about $((left / 60)) min $((left % 60)) s left"
  fi
  printf '\r\033[K%s: %d of %d, %d at work%s' "$PROGRAM" "$DONE" "$TOTAL" "$RUNNING" "$left" >&2
}

# take_results: those that have come.
take_results() {
  local result name
  for result in "$WORK"/*.result; do
    [[ -e $result ]] || continue
    name=${result%.result}
    DONE=$((DONE + 1))
    if [[ $(<"$name.line") == ok* ]]; then
      PASSED=$((PASSED + 1))
      # Before it is said: what somebody has read of is kept, whenever this call ends.
      [[ ! -s $name.key ]] || keep_result "$(<"$name.key")" "$result"
    else
      FAILED=$((FAILED + 1))
    fi
    ! live_terminal || printf '\r\033[K' >&2
    cat -- "$name.line"
    mv -- "$result" "$name.done"
  done
}

# one_ends: waits for the next proof.
one_ends() {
  wait -n || true
  RUNNING=$((RUNNING - 1))
  take_results
  progress
}

# run_pool LANE JOBS FUNCTION: calls FUNCTION LANE FIELD... NUMBER FILE for each line of the plan in that lane.
run_pool() {
  local lane=$1 jobs=$2 function=$3 number=0 fields line count
  count=$(grep -c "^$lane"$'\t' "$WORK/plan") || return 0
  say "$count proofs in the lane $lane, $jobs at a time"
  while IFS= read -r line; do
    number=$((number + 1))
    IFS=$'\t' read -ra fields <<<"$line"
    [[ ${fields[0]} == "$lane" && ! -e $WORK/$number.done ]] || continue
    # Commands in a device read ahead: not the plan.
    "$function" "${fields[@]}" "$number" "$WORK/$number" </dev/null &
    RUNNING=$((RUNNING + 1))
    progress
    ((RUNNING < jobs)) || one_ends
  done <"$WORK/plan"
  while ((RUNNING > 0)); do one_ends; done
}
