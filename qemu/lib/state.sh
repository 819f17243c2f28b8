# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# What is known of the running devices: one directory for each under ${IEC_STATE:-build/dut}, small files in it.

# shellcheck disable=SC2034  # for the callers of running_dut
LEADER='' LANE='' PLACE=''
STATE_DIR=${IEC_STATE:-$REPO_DIR/build/dut}

# valid_name NAME: a host name, and nothing that means something in a path or to a shell.
valid_name() { [[ $1 =~ ^[A-Za-z0-9][A-Za-z0-9-]{0,39}$ ]]; }

require_name() {
  valid_name "$1" || usage_error "'$1' is no name for a DUT: letters, digits and hyphens, at most 40."
}

dut_names() {
  local path
  for path in "$STATE_DIR"/*/; do
    path=${path%/}
    [[ ! -d $path ]] || ! valid_name "${path##*/}" || printf '%s\n' "${path##*/}"
  done
}

# claim_name NAME: makes the state directory; only one of two starts with one name gets it.
claim_name() {
  mkdir -p -- "$STATE_DIR"
  mkdir -m 0700 -- "$STATE_DIR/$1" 2>/dev/null
}

set_state() { printf '%s\n' "$3" >"$STATE_DIR/$1/$2"; }

# get_state NAME KEY: empty where it is not there.
get_state() { cat -- "$STATE_DIR/$1/$2" 2>/dev/null || true; }

# A process is remembered as "PID START-TIME": after a crash of the host the number may be somebody else's.
process_identity() {
  local stat
  stat=$(cat "/proc/$1/stat" 2>/dev/null) || return
  stat=${stat##*) }
  # shellcheck disable=SC2086  # fields
  set -- "$1" $stat
  # A zombie is over: fields 3 (state) and 22 (start time) of proc(5).
  [[ $2 != [ZX] ]] && printf '%s %s\n' "$1" "${21}"
}

# live_process NAME KEY: the PID if that process is still there.
live_process() {
  local remembered pid
  remembered=$(get_state "$1" "$2")
  pid=${remembered%% *}
  [[ $pid =~ ^[0-9]+$ && $(process_identity "$pid") == "$remembered" ]] && printf '%s\n' "$pid"
}

# dut_status NAME: running, starting, off or dead.
dut_status() {
  if [[ -e $STATE_DIR/$1/off ]]; then
    echo off
  elif [[ -e $STATE_DIR/$1/up ]] && live_process "$1" leader >/dev/null; then
    echo running
  elif [[ ! -e $STATE_DIR/$1/up ]] && live_process "$1" launcher >/dev/null; then
    echo starting
  else
    echo dead
  fi
}

# running_dut NAME: sets LANE, PLACE (its state directory) and LEADER: the PID, on the host, of the first process of a
# container or of QEMU. Dies where the DUT does not run.
running_dut() {
  known_dut "$1"
  LEADER=$(live_process "$1" leader) && [[ ! -e $STATE_DIR/$1/off ]] && return
  case $(dut_status "$1") in
    off) die "$EX_COULD_NOT_RUN" "the DUT '$1' is off: '$PROGRAM boot $1' boots it again." ;;
    *) die "$EX_COULD_NOT_RUN" "the DUT '$1' is $(dut_status "$1"): '$PROGRAM stop $1' removes it." ;;
  esac
}

# known_dut NAME: sets LANE and PLACE.
known_dut() {
  local hint
  require_name "$1"
  if [[ ! -d $STATE_DIR/$1 ]]; then
    mapfile -t hint < <(dut_names)
    die "$EX_COULD_NOT_RUN" "no DUT '$1'$(suggestion "$1" "${hint[@]}") '$PROGRAM list' shows those that run."
  fi
  # shellcheck disable=SC2034  # for the caller
  LANE=$(get_state "$1" lane) PLACE=$STATE_DIR/$1
}
