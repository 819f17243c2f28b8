# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# Commands and files across the border of a running device: the one that running_dut (state.sh) has found.

# run_command COMMAND...: in a session of its own, so that it and all it starts can be signalled together. INT, TERM and
# HUP that reach us are passed on to it.
run_command() {
  local leader=$LEADER job status=0
  [[ $LANE != qemu ]] || exec perl "$QEMU_DIR/lib/harness/client" "$PLACE" "$@"
  # Job control gives nsenter a process group apart: the Ctrl-C of a terminal must not take it away from under the
  # command, which would then run on unseen.
  set -m
  (
    cgroup_join_payload "$leader"
    inside "$leader" setsid -- "$@"
  ) <&0 &
  job=$!
  set +m
  # shellcheck disable=SC2064  # the job is known now
  trap "pass_on INT $job" INT
  # shellcheck disable=SC2064
  trap "pass_on TERM $job" TERM
  # shellcheck disable=SC2064
  trap "pass_on HUP $job" HUP
  while kill -0 "$job" 2>/dev/null; do
    wait "$job" 2>/dev/null || true # ends early at each signal
  done
  wait "$job" 2>/dev/null || status=$?
  exit "$status"
}

# pass_on SIGNAL JOB: to the command, which is the child of nsenter and leads its own group.
pass_on() {
  local child
  for child in $(children_of "$2"); do
    kill -"$1" -- "-$child" 2>/dev/null || kill -"$1" "$child" 2>/dev/null || true
  done
}

# quoted WORD...: one line that any POSIX shell reads back as exactly these words.
quoted() {
  local word
  for word; do printf "'%s' " "${word//\'/\'\\\'\'}"; done
}

# run_in_terminal COMMAND...: the terminal is one of the device's own, which login and sudo insist on. script(1) takes
# the command as text only, hence the quoting.
run_in_terminal() {
  local command saved size status=0
  command="exec $(quoted "$@")"
  if [[ $LANE == container ]]; then
    cgroup_join_payload "$LEADER"
    SHELL='' inside "$LEADER" env SHELL=/bin/sh script --quiet --return --flush --command "$command" /dev/null
  elif [[ ! -t 0 ]]; then
    run_command env SHELL=/bin/sh script --quiet --return --flush --command "$command" /dev/null
  fi
  # Our terminal hands over each key as it is; the one in the device does the rest.
  saved=$(stty --save) size=$(stty size)
  # shellcheck disable=SC2064  # as it is now
  trap "stty '$saved'" EXIT
  stty raw -echo
  in_dut env SHELL=/bin/sh script --quiet --return --flush --echo always \
    --command "stty rows ${size% *} cols ${size#* }; $command" /dev/null || status=$?
  exit "$status"
}

# in_dut COMMAND...: as run_command, for a helper of ours.
in_dut() {
  if [[ $LANE == qemu ]]; then
    perl "$QEMU_DIR/lib/harness/client" "$PLACE" "$@"
  else
    (
      cgroup_join_payload "${LEADER:?}"
      inside "$LEADER" "$@"
    )
  fi
}

# target_path SOURCE DESTINATION IS-DIRECTORY: where cp would put it.
target_path() {
  local source=${1%/}
  if [[ $2 == */ || $3 == true ]]; then
    printf '%s/%s\n' "${2%/}" "${source##*/}"
  else
    printf '%s\n' "$2"
  fi
}

# copy_in SOURCE PATH
copy_in() {
  local source=$1 target=$2 directory=false mode
  [[ -e $source ]] || die 1 "no such file: $source"
  in_dut test -d "$target" </dev/null && directory=true
  target=$(target_path "$(realpath -- "$source")" "$target" "$directory")
  if [[ -d $source ]]; then
    in_dut mkdir -p -- "$target" </dev/null
    tar --create --directory="$source" --owner=0 --group=0 --numeric-owner . |
      in_dut tar --extract --directory="$target" --preserve-permissions
  else
    # install makes a new file: it does not write through a link that lies in the way.
    mode=$(stat --format=%a -- "$source")
    in_dut install -m "$mode" -- /dev/stdin "$target" <"$source"
  fi
}

# copy_out PATH DESTINATION: tar refuses what would leave the destination; nothing is looked up by a path into the
# device's root, where a link would lead to the host's files.
copy_out() {
  local source=$1 target=$2 directory=false
  in_dut test -e "$source" </dev/null || die 1 "no such file in the DUT: $source"
  [[ -d $target ]] && directory=true
  target=$(target_path "$source" "$target" "$directory")
  if in_dut test -d "$source" </dev/null; then
    mkdir -p -- "$target"
    in_dut tar --create --directory="$source" . </dev/null |
      tar --extract --directory="$target" --preserve-permissions --no-same-owner
  else
    in_dut cat -- "$source" </dev/null >"$target"
    chmod "$(in_dut stat --format=%a -- "$source" </dev/null)" "$target"
  fi
}

# split_place PLACE: sets PLACE_NAME and PLACE_PATH where it is NAME:/PATH.
split_place() {
  [[ $1 =~ ^([^/:]+):(/.*)$ ]] || return
  PLACE_NAME=${BASH_REMATCH[1]} PLACE_PATH=${BASH_REMATCH[2]}
}

command_copy() {
  (($# == 2)) || usage_error "copy wants SOURCE DESTINATION."
  if split_place "$1"; then
    ! split_place "$2" || usage_error "copy: one side has to be on this machine."
    running_dut "$PLACE_NAME"
    copy_out "$PLACE_PATH" "$2"
  elif split_place "$2"; then
    running_dut "$PLACE_NAME"
    copy_in "$1" "$PLACE_PATH"
  else
    usage_error "copy: one side has to be NAME:/PATH, with the whole path."
  fi
}
