# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# lava-definitions/run-suite, as a board runs it, but here, with programs in
# the place of the runner. Sourced by test-lava-definitions.

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
