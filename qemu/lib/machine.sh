# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# The machine that a device of the lane qemu runs in, and which accelerator this host has for it.

readonly HARNESS_PORTS=16 MEMORY_MIB=1024 PROBE_SECONDS=8

# accelerator_options ACCELERATOR: sets ACCELERATOR_OPTIONS.
accelerator_options() {
  case $1 in
    kvm) ACCELERATOR_OPTIONS=(-accel kvm -cpu host) ;;
    *) ACCELERATOR_OPTIONS=(-accel 'tcg,thread=multi' -cpu max) ;;
  esac
}

# find_accelerator DISK: sets ACCELERATOR. There are hosts where /dev/kvm is there and no kernel of ours gets to its
# first line: so a short boot decides, once for each boot of the host.
find_accelerator() {
  local known=$STATE_DIR/.accelerator boot
  boot=$(</proc/sys/kernel/random/boot_id)
  ACCELERATOR=$(sed -n "s/^$boot //p" "$known" 2>/dev/null) || true
  [[ $ACCELERATOR != @(kvm|tcg) ]] || return 0
  ACCELERATOR=tcg
  if [[ -w /dev/kvm ]]; then
    step_begin 'trying KVM'
    if probe_kvm "$1"; then ACCELERATOR=kvm; fi
    step_end "$([[ $ACCELERATOR == kvm ]] && echo 'works' || echo 'no kernel boots with it here; emulating')"
  fi
  mkdir -p -- "$STATE_DIR"
  printf '%s %s\n' "$boot" "$ACCELERATOR" >"$known.$$"
  mv -- "$known.$$" "$known"
}

probe_kvm() {
  accelerator_options kvm
  timeout --kill-after=1 "$PROBE_SECONDS" qemu-system-x86_64 -nodefaults -no-user-config -display none -no-reboot \
    -machine q35 "${ACCELERATOR_OPTIONS[@]}" -smp 2 -m 512 -serial stdio \
    -kernel "$1/kernel" -initrd "$1/initrd" -append 'console=ttyS0 panic=-1 iec.probe' </dev/null 2>/dev/null |
    grep -q --max-count=1 'iec: this kernel runs'
}

# machine_key DISK PEER: what a snapshot depends on beside the image.
machine_key() {
  {
    qemu-system-x86_64 --version
    [[ $ACCELERATOR != kvm ]] || grep -m2 -E '^(model name|flags)' /proc/cpuinfo
    printf '%s %s\n' "$ACCELERATOR" "${1##*/}"
    cat -- "$QEMU_DIR/lib/machine.sh" "$QEMU_DIR/lib/snapshot.sh" "$QEMU_DIR/lib/snapshot-before"
    [[ -z $2 ]] || cat -- "$QEMU_DIR/lib/peer.sh"
  } | sha256sum | cut -c1-16
}

# machine_wires PEER: sets WIRES, the network cards of a device whose peer is the process PEER; none where it is empty.
# Sets ENTER to what starts QEMU in the network of the peer, where the other ends are.
machine_wires() {
  WIRES=() ENTER=''
  [[ -n $1 ]] || return 0
  ENTER="nsenter $(peer_namespace "$1") --"
  WIRES=(-netdev tap,id=attack,ifname=attack,script=no,downscript=no
    -device "virtio-net-pci,netdev=attack,mac=$PEER_DUT_MAC,romfile="
    -netdev tap,id=control,ifname=control,script=no,downscript=no
    -device "virtio-net-pci,netdev=control,mac=$PEER_DUT_CONTROL_MAC,romfile=")
}

# machine_disks PLACE DIRECTORY FORMAT SUFFIX: copy-on-write disks in PLACE, over those of DIRECTORY.
machine_disks() {
  local disk
  for disk in root audit; do
    qemu-img create -q -f qcow2 -F "$3" -b "$2/$disk.$4" "$1/$disk.qcow2"
  done
}

# machine_launch PLACE DISK CACHE "HOLD..." "START..." PEER OPTION...: QEMU for the disks in PLACE, in the background,
# started by the words of START, with network cards where PEER is the process of a peer; sets MACHINE_PID. While it lives, no build removes the entries HOLD of the cache. All sockets
# lie in PLACE under short relative names: a socket's path has about 100 characters. PLACE/leader tells which process it
# is, and is written before it is QEMU: whoever has started it may be killed at any time.
#
# CACHE=writeback: what the device has flushed is in the files when this process is killed, the rest may be lost, as
# on a real disk when the power is cut.
machine_launch() {
  local place=$1 disk=$2 cache=$3 hold=$4 start=$5 peer=$6 port entry options=() words
  shift 6
  words="console=ttyS0 no_timer_check $(<"$disk/cmdline")"
  machine_wires "$peer"
  [[ -z $peer ]] ||
    words+=" iec.wire=$PEER_DUT_MAC,$PEER_DUT iec.wire=$PEER_DUT_CONTROL_MAC,$PEER_DUT_CONTROL"
  accelerator_options "$ACCELERATOR"
  for ((port = 0; port < HARNESS_PORTS; port++)); do
    options+=(-chardev "socket,id=port$port,path=port.$port,server=on,wait=off"
      -device "virtserialport,chardev=port$port,name=iec.$port")
  done
  rm -f -- "$place"/{qmp,console} "$place"/port.* # of an earlier one
  (
    cd -- "$place" || exit
    for entry in $hold; do
      exec {lock}>"${disk%/*}/$entry.lock"
      flock --shared "$lock"
    done
    process_identity "$BASHPID" >leader || exit
    # shellcheck disable=SC2086  # words
    exec $start $ENTER qemu-system-x86_64 -nodefaults -no-user-config -display none \
      -machine q35,memory-backend=ram "${ACCELERATOR_OPTIONS[@]}" -smp 2 -m "$MEMORY_MIB" "$@" \
      -kernel "$disk/kernel" -initrd "$disk/initrd" \
      -append "$words" \
      -drive "if=none,id=root,file=root.qcow2,format=qcow2,cache=$cache" \
      -device virtio-blk-pci,drive=root,serial=root \
      -drive "if=none,id=audit,file=audit.qcow2,format=qcow2,cache=$cache" \
      -device virtio-blk-pci,drive=audit,serial=audit \
      -chardev socket,id=console,path=console,server=on,wait=off,logfile=console.log,logappend=on \
      -serial chardev:console -qmp unix:qmp,server=on,wait=off \
      -device virtio-rng-pci -device virtio-serial-pci,max_ports=31 "${options[@]}" "${WIRES[@]}" \
      </dev/null >qemu.log 2>&1 9>&-
  ) &
  # shellcheck disable=SC2034  # for the caller
  MACHINE_PID=$!
}

# machine_harness PLACE COMMAND...: a command in the device.
machine_harness() { perl "$QEMU_DIR/lib/harness/client" "$@"; }

# machine_control PLACE JSON...: commands for QEMU.
machine_control() { perl "$QEMU_DIR/lib/harness/qmp" "$@" 9>&-; }

# machine_wait_up PLACE SECONDS: until the device has started everything; prints the state that systemd tells.
machine_wait_up() {
  HARNESS_SECONDS=$2 timeout "$2" perl "$QEMU_DIR/lib/harness/client" "$1" systemctl is-system-running --wait \
    </dev/null 2>>"$1/harness.log" || true
}
