# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# The part of qemu/test for devices with a remote peer, which is the same in each lane.

# connects NAME FROM: the peer, from that address of its own, to SSH of the device; prints what it is greeted by.
connects() {
  # shellcheck disable=SC2016  # perl's
  dut exec --peer "$1" -- perl -MIO::Socket::INET -e '
    my $socket = IO::Socket::INET->new(PeerAddr => "10.62.0.1:22", LocalAddr => $ARGV[0], Timeout => 60) or die "$@\n";
    print scalar <$socket>' "$2"
}

# listens NAME: the agent, seen from the device.
listens() { dut exec "$1" -- bash -c 'exec 3<>"/dev/tcp/${1/://}"' - "$(dut exec "$1" -- cat /run/iec-peer/address)"; }

# agents: the processes of the agents of our devices: each has a root directory of its own.
agents() {
  local pid
  for pid in $(pgrep -f '^/iec-runner peer '); do
    [[ $(readlink "/proc/$pid/root") != "$(realpath "$IEC_STATE")"/* ]] || printf '%s\n' "$pid"
  done
}

# of_nobody: each of these agents.
of_nobody() {
  local pid status=1
  for pid in $(agents); do
    status=0
    same "$(stat --format=%u "/proc/$pid")" 65534 || return
    same "$(grep CapEff "/proc/$pid/status")" $'CapEff:\t0000000000000000' || return
  done
  return "$status"
}

# check_peer LANE
check_peer() {
  local lane=$1 jobs=() job name delay devices
  devices=$(ls /sys/class/net)
  for name in near far; do
    dut start --peer --lane "$lane" --image "$image" --name "$name" &
    jobs+=($!)
    # The first one makes the snapshot.
    [[ $lane == container ]] || wait "${jobs[0]}" || true
  done
  for job in "${jobs[@]}"; do check "peer: one of two starts at the same time" wait "$job"; done
  for name in near far; do
    check "peer: $name knows its address" same "$(dut exec "$name" -- cat /run/iec-peer/address)" 10.63.0.2:62443
    check "peer: the agent of $name listens there" listens "$name"
    check "peer: it reaches the device from one address" says SSH-2.0 connects "$name" 10.62.0.2
    check "peer: and from the other one" says SSH-2.0 connects "$name" 10.62.0.3
    check "peer: the key is for root only" same \
      "$(dut exec "$name" -- stat -c '%U %a' /run/iec-peer /run/iec-peer/key | paste -sd' ')" 'root 700 root 600'
    check "peer: and that of the agent" same "$(dut exec "$name" -- cat /run/iec-peer/key)" \
      "$(cat "$IEC_STATE/$name/agent/key")"
    check "peer: the device has two wires" same \
      "$(dut exec "$name" -- ip -4 -brief address show up | awk '$1 != "lo" { print $3 }' | sort | paste -sd' ')" \
      '10.62.0.1/24 10.63.0.1/24'
    check "peer: no way leads out of the device" no dut exec "$name" -- ip route get 192.0.2.1
    check "peer: nor out of its peer's network" no dut exec --peer "$name" -- ip route get 192.0.2.1
  done
  check 'peer: each device has a key of its own' no cmp "$IEC_STATE"/{near,far}/agent/key
  check 'peer: the agents may do nothing on this machine' of_nobody
  check 'peer: this machine has no network device more' same "$(ls /sys/class/net)" "$devices"
  check 'peer: exec needs one' status 125 dut exec --peer nobody -- true
  if [[ $lane == qemu ]]; then
    check 'peer: the power is cut' dut kill near
    check 'peer: and comes again' dut boot near
    check 'peer: the peer is there' listens near
    check 'peer: and has the device' says SSH-2.0 connects near 10.62.0.3
  fi
  check 'peer: one device is stopped' dut stop near
  check 'peer: the other one has its peer' listens far
  # As after a crash of everything that we have started.
  for name in leader launcher nspawn peer; do
    job=$(cut -d' ' -f1 "$IEC_STATE/far/$name" 2>/dev/null) || continue
    kill -KILL "$job" 2>/dev/null || true
  done
  check 'peer: what has crashed is cleared' dut stop far
  for delay in 0.1 0.2 0.3 0.5 1; do
    timeout --signal=INT "$delay" "$QEMU_DIR/dut" start --peer --lane "$lane" --image "$image" --name hasty \
      >"$scratch/hasty" 2>&1 || true
    [[ ! -s $scratch/hasty ]] || ! grep -qx hasty "$scratch/hasty" || dut stop hasty
    check "peer: a start interrupted after $delay s leaves nothing" same "$(dut list)" ''
  done
  for delay in 0.3 1; do
    { timeout --signal=KILL "$delay" "$QEMU_DIR/dut" start --peer --lane "$lane" --image "$image" --name killed; } \
      >"$scratch/hasty" 2>&1 || true
    check "peer: of a start killed after $delay s" dut stop killed
  done
  check 'peer: an agent that does not start: 1' status 1 \
    dut start --peer-runner /bin/false --lane "$lane" --image "$image" --name mute
  check 'peer: and it is said' says 'does not listen' \
    dut start --peer-runner /bin/false --lane "$lane" --image "$image" --name mute
  rm -rf -- "$IEC_STATE/.failed"
  check 'peer: no agent is left' same "$(agents)" ''
  check 'peer: no process is left' nothing_runs
}
