# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# Stages of a build: each makes one entry of the cache, in a process group of its own, with its output in a log.

STAGE_JOB=''

# stage_end_job: so that all of it ends with us.
stage_end_job() {
  local tries
  [[ -n $STAGE_JOB ]] || return 0
  kill -TERM -- "-$STAGE_JOB" 2>/dev/null || true
  for ((tries = 0; tries < 50; tries++)); do
    kill -0 -- "-$STAGE_JOB" 2>/dev/null || break
    sleep 0.1
  done
  kill -KILL -- "-$STAGE_JOB" 2>/dev/null || true
  wait "$STAGE_JOB" 2>/dev/null || true
  STAGE_JOB=''
}

# run_stage TITLE DIR NAME FUNCTION ARG...: calls FUNCTION ARG... with the work directory appended, unless the result
# is there.
run_stage() {
  local title=$1 dir=$2 name=$3 log=$2/$3.log
  shift 3
  [[ -d $dir/$name ]] && return
  step_begin "$title"
  cache_begin "$dir"
  # In the background, so that a signal is answered at once and not when the stage has ended.
  set -m
  "$@" "$CACHE_WORK" </dev/null >"$log" 2>&1 &
  STAGE_JOB=$!
  set +m
  if ! wait "$STAGE_JOB"; then
    STAGE_JOB=''
    step_end failed
    tail -n 12 -- "$log" | sed 's/^/  | /' >&2
    die 1 "$title failed; the whole log: $log"
  fi
  STAGE_JOB=''
  cache_commit "$dir" "$name"
  step_end
}
