# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# The lane "qemu": a machine of its own with the device's kernel and disks, resumed from a snapshot or booted afresh.

# qemu_problem: why this machine cannot run the lane, and what to do about it; silent where it can.
qemu_problem() {
  if ! command -v qemu-system-x86_64 >/dev/null || ! command -v qemu-img >/dev/null; then
    echo 'it needs QEMU: apt-get install qemu-system-x86 qemu-utils'
  elif ! command -v perl >/dev/null || ! command -v setpriv >/dev/null; then
    echo 'it needs perl and setpriv: apt-get install perl-base util-linux'
  else
    disk_problem
  fi
}

# qemu_prepare ROOTFS IMAGE-NAME COLD PEER: makes what is missing of the disk and, unless COLD, of the snapshot. Sets
# DISK and BOOTED. A device with network cards has a snapshot of its own; PEER is true or false.
qemu_prepare() {
  local rootfs=$1 title=$2 cold=$3 cache=${1%/*} key stage=booted peer=''
  [[ ${rootfs##*/} == rootfs-* && -e $cache/.lock ]] ||
    usage_error "the lane qemu starts what build-dut made; $rootfs is something else."
  DISK=$cache/$(disk_entry "$rootfs") BOOTED=''
  find_accelerator_for "$title" "$rootfs" "$DISK"
  $cold && return
  ! $4 || stage=wired peer=peer
  key=$(machine_key "$DISK" "$peer")
  BOOTED=$cache/$stage-$key
  [[ ! -d $BOOTED ]] || return 0
  cache_lock "$cache"
  run_stage "first boot of $title${peer:+ on a network} ($ACCELERATOR), kept as a snapshot" "$cache" "$stage-$key" \
    build_snapshot "$DISK" "$peer"
  cache_prune "$cache" "$stage" "$stage-$key"
  cache_unlock
}

find_accelerator_for() {
  if [[ ! -d $3 ]]; then
    cache_lock "${3%/*}"
    make_disk "$1" "$2" >/dev/null
    cache_unlock
  fi
  find_accelerator "$3"
}

# qemu_start NAME COLD
qemu_start() {
  local name=$1 cold=$2 peer=''
  set_state "$name" disk "$DISK"
  set_state "$name" accelerator "$ACCELERATOR"
  if $cold; then
    machine_disks "$STATE_DIR/$name" "$DISK" raw img || return
    qemu_boot "$name"
  else
    qemu_peer "$name" || return
    resume_snapshot "$(qemu_place "$name")" "$DISK" "$BOOTED" setsid "$peer" || return
    qemu_up "$name"
  fi
}

# qemu_peer NAME: sets peer to the process of its peer, which is there then; to nothing where it has none.
qemu_peer() {
  peer=''
  ! peer_wanted "$1" || { peer_start "$1" tap && peer=$(live_process "$1" peer); }
}

# qemu_up NAME: the device has started.
qemu_up() {
  ! peer_wanted "$1" || peer_hand_over "$1" machine_harness "$(qemu_place "$1")" || return
  : >"$STATE_DIR/$1/up"
}

qemu_place() { realpath -e -- "$STATE_DIR/$1"; }

# qemu_boot NAME: from its disks as they are.
qemu_boot() {
  local name=$1 place state peer
  place=$(qemu_place "$name")
  DISK=$(get_state "$name" disk) ACCELERATOR=$(get_state "$name" accelerator)
  set_state "$name" launcher "$(process_identity $$)"
  rm -f -- "$place/off" "$place/up"
  qemu_peer "$name" || return
  machine_launch "$place" "$DISK" writeback "${DISK##*/} $(basing "$place")" setsid "$peer" \
    -object "memory-backend-ram,id=ram,size=${MEMORY_MIB}M"
  machine_wait_socket "$place" "$MACHINE_PID" || return
  state=$(machine_wait_up "$place" "$BOOT_SECONDS_QEMU")
  case $state in
    running | degraded) ;;
    *) return 1 ;;
  esac
  [[ $state == running ]] || say "$name: some unit failed: systemctl --failed in it tells which"
  qemu_up "$name"
}

# basing PLACE: the entry of the cache under its disks.
basing() {
  local below
  below=$(qemu-img info --force-share "$1/root.qcow2" | sed -n 's/^backing file: //p')
  below=${below%/*}
  printf '%s\n' "${below##*/}"
}

# qemu_kill NAME: cuts the power.
qemu_kill() {
  local pid tries
  rm -f -- "$STATE_DIR/$1/up"
  : >"$STATE_DIR/$1/off"
  if pid=$(live_process "$1" leader); then
    kill -KILL "$pid" 2>/dev/null || true
    while live_process "$1" leader >/dev/null; do sleep 0.02; done
    # Its threads are on their way out one after the other, and the last one lets go of the disks.
    for ((tries = 0; tries < 200; tries++)); do
      ! qemu-img info -- "$STATE_DIR/$1/root.qcow2" >/dev/null 2>&1 || break
      sleep 0.05
    done
  fi
}

qemu_stop() {
  qemu_kill "$1"
  peer_stop "$1"
  rm -rf --one-file-system -- "${STATE_DIR:?}/$1"
}
