# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# The remote peer of a device: a network namespace that has a wire to attack on and a wire to be controlled by, and in
# it the agent `iec-runner peer`. Nothing leads out of it. The namespace has no name: it is held by its processes and is
# gone with them, so that the host has nothing to clean up. Each device has one of its own, hence always the same
# addresses.

# shellcheck disable=SC2034  # for those who source this
readonly PEER_DUT=10.62.0.1 PEER_ATTACKS=(10.62.0.2 10.62.0.3) PEER_DUT_CONTROL=10.63.0.1 PEER_CONTROL=10.63.0.2 \
  PEER_PORT=62443
# Known to the device's neighbour table, which is part of a snapshot.
readonly PEER_DUT_MAC=52:54:00:62:00:01 PEER_MAC=52:54:00:62:00:02 \
  PEER_DUT_CONTROL_MAC=52:54:00:63:00:01 PEER_CONTROL_MAC=52:54:00:63:00:02
# Where the device finds address and key; options of `iec-runner run` in it.
readonly PEER_FILES=/run/iec-peer
# shellcheck disable=SC2034
readonly PEER_OPTIONS=(--peer "$PEER_CONTROL:$PEER_PORT" --peer-key "$PEER_FILES/key")
readonly PEER_SECONDS=20 PEER_USER=65534

# peer_problem LANE: why this machine cannot give a device of that lane a peer; silent where it can.
peer_problem() {
  if ! command -v ip >/dev/null; then
    echo 'it needs ip: apt-get install iproute2'
  elif ! unshare --net true 2>/dev/null; then
    echo 'network namespaces are not allowed here: give this machine or container the right to make them (CAP_SYS_ADMIN)'
  elif [[ $1 == qemu ]]; then
    [[ -c /dev/net/tun ]] || modprobe --quiet tun 2>/dev/null || echo 'there is no /dev/net/tun: load the module "tun"'
  elif ! unshare --net ip link add name one type veth peer name other 2>/dev/null; then
    echo 'the kernel has no pairs of network devices: load the module "veth"'
  fi
}

# peer_wanted NAME
peer_wanted() { [[ -e $STATE_DIR/$1/peer-runner ]]; }

# peer_namespace PID: the network of that process, for nsenter.
peer_namespace() { printf -- '--net=/proc/%s/ns/net\n' "$1"; }

# peer_ask NAME RUNNER: the device NAME is to have a peer, whose agent is RUNNER. The agent knows its key and nothing
# else of this machine: it reads what a device sends that may be hostile, so it is nobody, in a root directory of its own.
peer_ask() {
  local place=$STATE_DIR/$1/agent
  mkdir -m 0755 -- "$place" &&
    install -m 0755 -- "$2" "$place/iec-runner" &&
    od -An -v -tx1 -N32 /dev/urandom | tr -d ' \n' | install -m 0400 -o "$PEER_USER" /dev/stdin "$place/key" || return
  set_state "$1" peer-runner "$2"
}

# peer_start NAME veth|tap: the wires, and the agent on them; nothing where they are there already.
peer_start() {
  local name=$1 place self pid deadline=$((SECONDS + PEER_SECONDS))
  ! live_process "$name" peer >/dev/null || return 0
  place=$(realpath -e -- "$STATE_DIR/$name") || return
  rm -f -- "$place"/peer{,.log,.err,-wires,-ended}
  # Known to us before it is what has to be ended.
  (
    self=$BASHPID # which is another one between the parentheses below
    set_state "$name" peer "$(process_identity "$self")"
    exec setsid unshare --net --pid --fork --kill-child -- "$QEMU_DIR/lib/peer-launch" "$place" "$2"
  ) </dev/null >"$place/peer.log" 2>"$place/peer.err" 9>&- &
  pid=$!
  disown # no word when it is killed
  # It says a line when it listens.
  until [[ -s $place/peer.log || -e $place/peer-ended ]]; do
    ((SECONDS < deadline)) && kill -0 "$pid" 2>/dev/null || break
    sleep 0.02
  done
  if [[ -e $place/peer-ended || ! -s $place/peer.log ]] || ! live_process "$name" peer >/dev/null; then
    say "the peer of $name does not listen: $(cat -- "$place"/peer.{err,log} | head -n 3 | paste -sd' ')"
    return 1
  fi
}

# peer_stop NAME: all processes of it end with the first one, and the network with them.
peer_stop() {
  local pid child tries
  pid=$(live_process "$1" peer) || return 0
  # Stopped first, so that it starts nothing that is not seen.
  kill -STOP "$pid" 2>/dev/null || true
  child=$(children_of "$pid")
  # shellcheck disable=SC2086  # words
  kill -KILL $child "$pid" 2>/dev/null || true
  # The first process of the namespace is there until all the others are gone.
  for ((tries = 0; tries < 200; tries++)); do
    # shellcheck disable=SC2086
    process_identity ${child:-"$pid"} >/dev/null || break
    sleep 0.02
  done
}

# peer_hand_over NAME COMMAND...: address and key, into the device that COMMAND... runs a command in; when it has its own
# addresses.
peer_hand_over() {
  local name=$1
  shift
  # shellcheck disable=SC2016  # for the shell in the device
  "$@" sh -c 'umask 077 && mkdir -p "$1" && cd "$1" && printf "%s\n" "$2" >address && cat >key || exit
    tries=0
    until grep -qF "$3" /proc/net/fib_trie && grep -qF "$4" /proc/net/fib_trie; do
      tries=$((tries + 1))
      [ "$tries" -lt 200 ] || { echo "the device has no network device for its peer" >&2 && exit 1; }
      sleep 0.1
    done' sh "$PEER_FILES" "$PEER_CONTROL:$PEER_PORT" "$PEER_DUT" "$PEER_DUT_CONTROL" <"$STATE_DIR/$name/agent/key"
}
