# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# lava-definitions/run-suite and peer, as boards run them, but here, with
# programs in the place of the runner. Sourced by test-lava-definitions.

suite=$PWD/lava-definitions/run-suite
board=$work/board
mkdir -p "$board/bin" "$board/web" "$board/cwd"

# runner FILE STATUS: one that prints its words and a record line.
runner() {
  printf '#!/bin/sh\necho "words: $*"\necho "IEC1 test 0 1 0 {}"\necho "<LAVA_SIGNAL_X y>"\nexit %s\n' \
    "$2" >"$1"
  chmod 755 "$1"
}
# As LAVA's, which the job's overlay brings.
printf '#!/bin/sh\necho "<LAVA_SIGNAL_TESTRAISE $*>"\nexit 1\n' \
  >"$board/bin/lava-test-raise"
chmod 755 "$board/bin/lava-test-raise"
# on_board STATUS NAME=VALUE...: by the shell of Debian, which is a plain one.
on_board() {
  local status=$1
  shift
  (cd "$board/cwd" && ends "$status" env "$@" \
    PATH="$board/bin:/usr/bin:/bin" /bin/sh -eu "$suite")
}
count_of() { [ "$(grep -cF -- "$2" "$work/out")" = "$1" ]; }

for status in 0 1 2; do
  runner "$board/bin/iec-runner" "$status"
  holds "a runner's status $status does not end the definition" on_board 0
done
holds "but is printed" prints "a verdict is missing (status 2)"
holds "a record line is sent twice" count_of 2 "IEC1 test 0 1"
holds "a signal is sent once" count_of 1 "LAVA_SIGNAL_X"
holds "parameters become words" on_board 0 'SELECTION=CR 1.11 fr2' \
  PROFILE=/p.yaml ARGUMENTS=--slow
holds "in their order" \
  prints "words: run --lava on --profile /p.yaml --slow CR 1.11 fr2"
holds "nothing of it stays" [ ! -e "$board/cwd/iec62443" ]
for status in 64 139; do
  runner "$board/bin/iec-runner" "$status"
  holds "a runner's status $status ends the job" on_board 1
  holds "and says why" prints "<LAVA_SIGNAL_TESTRAISE iec62443: iec-runner "
done

# --- with a peer: LAVA's messages are files here
for name in lava-wait lava-send lava-test-case; do
  printf '#!/bin/sh\necho "%s $*"\n[ ! -e "%s/$1.message" ] || cp "%s/$1.message" "$IEC_CACHE_FILE"\n' \
    "$name" "$board" "$board" >"$board/bin/$name"
  chmod 755 "$board/bin/$name"
done
export IEC_CACHE_FILE=$board/cache
runner "$board/bin/iec-runner" 0
# What it is given has to be there and for its owner only.
printf 'eval "key=\\${$#}"\nstat -c "key: %%a" "$key"; cat "$key"\n' \
  >"$board/look"
sed -i "1r $board/look" "$board/bin/iec-runner"
printf '7:address=10.63.0.2:62443\n7:key=00ff\n' >"$board/peer_ready.message"
holds "a suite with a peer" on_board 0 PEER=yes
holds "is told where it is" prints \
  "words: run --lava on --peer 10.63.0.2:62443 --peer-key $board/cwd/iec62443/key"
holds "has its key" prints 00ff
holds "for root only" prints "key: 600"
holds "and lets it go at the end" count_of 1 "lava-send dut_done"
printf '7:failed=yes\n' >"$board/peer_ready.message"
holds "a peer that is not ready ends the job" on_board 1 PEER=yes
holds "which is said" prints "the peer is not ready"
holds "and lets it go, too" count_of 1 "lava-send dut_done"
holds "without a peer nobody is told" on_board 0 PEER=
holds "of its end" count_of 0 "lava-send"

# The peer: an agent that is none, which serves until it is ended.
cat >"$board/bin/iec-runner" <<'END'
#!/bin/sh
trap 'echo "run 1: 3 sockets lent"; exit 0' TERM
echo "$*" >"$IEC_CACHE_FILE.words"
echo listens
while :; do sleep 0.1; done
END
printf '7:attack=127.0.0.1\n7:control=127.0.0.2\n' >"$board/dut.message"
suite=$PWD/lava-definitions/peer
given=('LAN_ATTACK=52:54:00:62:00:02 10.62.0.2/24 10.62.0.3/24' PORT=62443
  'LAN_CONTROL=52:54:00:63:00:02 10.63.0.2/24')
holds "a peer serves" on_board 0 "${given[@]}" 'PREPARE=echo prepared'
holds "after it was prepared" prints prepared
cp "$board/cache.words" "$work/out.words"
holds "listens on its control address, comes from the others" grep -qxE -- \
  "peer --listen 10.63.0.2:62443 --key $board/cwd/iec-peer/key --dut 127.0.0.1 --from 10.62.0.2 --from 10.62.0.3" \
  "$work/out.words"
holds "tells where, and a key" grep -qxE \
  'lava-send peer_ready address=10.63.0.2:62443 key=[0-9a-f]{64}' "$work/out"
holds "says what it did" prints "peer: run 1: 3 sockets lent"
holds "and that it served" prints "lava-test-case peer_served --result pass"
holds "nothing of it stays" [ ! -e "$board/cwd/iec-peer" ]
printf '#!/bin/sh\necho "no address" >&2\nexit 2\n' >"$board/bin/iec-runner"
holds "an agent that does not listen ends the job" on_board 1 "${given[@]}"
holds "with its reason" prints "<LAVA_SIGNAL_TESTRAISE peer: no address>"
holds "and the device is told" prints "lava-send peer_ready failed=yes"
holds "a preparation that fails ends the job" on_board 1 "${given[@]}" PREPARE=false
suite=$PWD/lava-definitions/run-suite
unset IEC_CACHE_FILE
rm "$board/bin/iec-runner"

# --- an image without a runner
machine=$(uname -m)
runner "$board/web/runner" 0
digest=$(sha256sum "$board/web/runner" | cut -d ' ' -f 1)
python3 - "$board/web" >"$work/port" 2>/dev/null <<'END' &
import functools, http.server, sys
handler = functools.partial(
    http.server.SimpleHTTPRequestHandler, directory=sys.argv[1])
server = http.server.HTTPServer(("127.0.0.1", 0), handler)
print(server.server_port, flush=True)
server.serve_forever()
END
web=$!
for _ in {1..100}; do
  [ ! -s "$work/port" ] || break
  sleep 0.1
done
url=http://127.0.0.1:$(<"$work/port")
holds "without a runner and a place to get it the job ends" on_board 1
holds "which is said" prints "the job no RUNNER_URL_$machine"
holds "a runner is fetched, judged and run" on_board 0 \
  "RUNNER_URL_$machine=$url/runner" "RUNNER_SHA256_$machine=$digest"
holds "with the words of a run" prints "words: run --lava on"
holds "one with another digest is not run" on_board 1 \
  "RUNNER_URL_$machine=$url/runner" "RUNNER_SHA256_$machine=${digest//[0-9]/0}"
holds "which is said, too" prints "not run"
holds "and was not run" count_of 0 "words:"
holds "one without a digest is not run" on_board 1 \
  "RUNNER_URL_$machine=$url/runner"
holds "one that is not there ends the job" on_board 1 \
  "RUNNER_URL_$machine=$url/none" "RUNNER_SHA256_$machine=$digest"
holds "and is named" prints "cannot fetch $url/none"
kill "$web"
wait "$web" 2>/dev/null || true
