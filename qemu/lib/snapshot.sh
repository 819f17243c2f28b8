# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# A device that has booted, kept in the cache: its memory, its processors and devices, its disks. The memory is a file
# that each clone maps privately, so that resuming one reads no more than it uses, and clones share the rest.

readonly BOOT_SECONDS_QEMU=600
readonly LEAVE_MEMORY_OUT='{"execute": "migrate-set-capabilities", "arguments": {"capabilities":
  [{"capability": "x-ignore-shared", "state": true}]}}'

# build_snapshot DISK PEER TARGET: with PEER, on a network whose other side has the addresses of a peer and no agent.
build_snapshot() {
  local disk=$1 target=$3 state answer file peer=''
  machine_disks "$target" "$disk" raw img
  if [[ -n $2 ]]; then
    setpriv --pdeathsig KILL unshare --net --pid --fork --kill-child -- \
      "$QEMU_DIR/lib/peer-launch" "$target" tap --no-agent &
    peer=$!
    until [[ -e $target/peer-wires ]]; do
      kill -0 "$peer" 2>/dev/null || return
      sleep 0.02
    done
    rm -f -- "$target/peer-wires"
  fi
  # Nothing is written twice: the memory goes to a file at the end, the disks ignore flushes.
  machine_launch "$target" "$disk" unsafe "${disk##*/}" 'setpriv --pdeathsig KILL' "$peer" \
    -object "memory-backend-memfd,id=ram,size=${MEMORY_MIB}M,share=on"
  machine_wait_socket "$target" "$MACHINE_PID" || return
  state=$(machine_wait_up "$target" "$BOOT_SECONDS_QEMU")
  if [[ $state != running ]]; then
    printf 'after its first boot the device is "%s"\n' "$state"
    machine_harness "$target" systemctl list-units --failed --plain --no-legend --no-pager </dev/null || true
    tail -n 5 -- "$target/console.log" "$target/qemu.log" "$target/harness.log"
    return 1
  fi
  machine_harness "$target" sh -s <"$QEMU_DIR/lib/snapshot-before" || return
  machine_control "$target" \
    "$LEAVE_MEMORY_OUT" \
    '{"execute": "migrate-set-parameters", "arguments": {"max-bandwidth": 4000000000}}' \
    '{"execute": "migrate", "arguments": {"uri": "exec:cat >state"}}' || return
  while sleep 0.1; do
    answer=$(machine_control "$target" '{"execute": "query-migrate"}') || return
    case $answer in
      *'"status": "completed"'*) break ;;
      *'"status": "failed"'* | *'"status": "cancel'*) printf '%s\n' "$answer" && return 1 ;;
    esac
  done
  for file in "/proc/$MACHINE_PID/fd"/*; do
    [[ $(readlink "$file") != /memfd:* ]] || cp --sparse=always -- "$file" "$target/ram"
  done
  [[ -s $target/ram ]] || { echo 'the memory of QEMU was not found' && return 1; }
  machine_control "$target" '{"execute": "quit"}' || true
  wait "$MACHINE_PID" || true
  [[ -z $peer ]] || { kill -KILL "$peer" && wait "$peer"; } || true
  rm -f -- "$target"/{port.*,qmp,console,harness.log,leader}
}

# machine_wait_socket PLACE PID: until QEMU listens.
machine_wait_socket() {
  until [[ -S $1/qmp && -S $1/port.$((HARNESS_PORTS - 1)) ]]; do
    kill -0 "$2" 2>/dev/null || return
    sleep 0.02
  done
}

# resume_snapshot PLACE DISK BOOTED START PEER: a clone.
resume_snapshot() {
  local place=$1 disk=$2 booted=$3 start=$4 peer=$5 answer
  machine_disks "$place" "$booted" qcow2 qcow2 || return
  machine_launch "$place" "$disk" writeback "${disk##*/} ${booted##*/}" "$start" "$peer" -incoming defer \
    -object "memory-backend-file,id=ram,size=${MEMORY_MIB}M,mem-path=$booted/ram,share=off"
  machine_wait_socket "$place" "$MACHINE_PID" || return
  machine_control "$place" \
    "$LEAVE_MEMORY_OUT" \
    "{\"execute\": \"migrate-incoming\", \"arguments\": {\"uri\": \"exec:cat <'$booted/state'\"}}" >/dev/null || return
  while true; do
    answer=$(machine_control "$place" '{"execute": "query-migrate"}') || return
    [[ $answer != *'"status": "completed"'* ]] || break
    sleep 0.02
  done
  machine_control "$place" '{"execute": "cont"}' >/dev/null || return
  head -c 64 /dev/urandom |
    machine_harness "$place" perl -e "$(<"$QEMU_DIR/lib/snapshot-after")"
}
