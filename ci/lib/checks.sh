# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# The checks of ci/test that need no device. Run from the top of the tree.

check_style() {
  local files scripts missing
  mapfile -t files < <(git ls-files '*.cpp' '*.h')
  clang-format --dry-run -Werror "${files[@]}" || return 1
  mapfile -t scripts < <(git ls-files | while read -r file; do
    if [ -f "$file" ] && head -c 16 "$file" | grep -qaE '^#!/bin/(ba)?sh'; then
      printf '%s\n' "$file"
    fi
  done)
  shellcheck -x "${scripts[@]}" || return 1
  # Left out: what cannot carry a comment, or would show it to users.
  missing=$(git ls-files | grep -vE \
    '^LICENSE$|\.json$|/golden/|/corpus/|/etc/issue(\.net)?$' |
    while read -r file; do
      [ -L "$file" ] || head -n 5 "$file" |
        grep -qaF 'SPDX-License-Identifier: Apache-2.0' ||
        printf '%s\n' "$file"
    done)
  if [ -n "$missing" ]; then
    say "without an SPDX line:" "$missing"
    return 1
  fi
}

unit_tests() {
  local log="$IEC_LOGS/ctest.log" status=0
  ctest --preset asan -j 2 >"$log" 2>&1 || status=$?
  [ "$status" = 0 ] || tail -n 60 "$log" >&2
  # GoogleTest's own counts, not those of the programs.
  local total bad
  total=$(sed -n 's/^\[==========\] \([0-9]*\) tests\{0,1\} from .* ran\..*/\1/p' \
    build/asan/Testing/Temporary/LastTest.log | awk '{ n += $1 } END { print n + 0 }')
  bad=$(grep -cE '^\[  FAILED  \] .* \([0-9]+ ms\)$' \
    build/asan/Testing/Temporary/LastTest.log || true)
  [ "$status" = 0 ] || [ "$bad" -gt 0 ] || bad=1
  printf '%d passed, %d failed\n' "$((total - bad))" "$bad"
  return "$status"
}

# check_binary FILE: static, position independent, hardened.
check_binary() {
  local header
  header=$(readelf -hld "$1") || return 1
  ! grep -q INTERP <<<"$header" || { say "$1 is not static" && return 1; }
  grep -q 'Type: *DYN' <<<"$header" || { say "$1 is not a static-pie" && return 1; }
  grep -q GNU_RELRO <<<"$header" || { say "$1 has no RELRO" && return 1; }
  grep -qE 'BIND_NOW|FLAGS_1.*NOW' <<<"$header" || { say "$1 binds late" && return 1; }
  grep -A1 GNU_STACK <<<"$header" | grep -q 'RW ' || { say "$1 has an executable stack" && return 1; }
  # Nothing of the program may load modules of the device's name service.
  if nm build/release/runner/iec-runner | grep -E ' [Tt] (__nss_|getaddrinfo_|_nss_)'; then
    say "$1 has code that asks the device's name service"
    return 1
  fi
  # Nor may our own code start a shell, or rely on answers that it never gets.
  if nm -C build/release/lib/libiec_*.a build/release/runner/*.a 2>/dev/null |
    grep -E ' U (getpw|getgr|getaddrinfo|getservby|gethostby|system$|popen)'; then
    say "our code calls what needs NSS or a shell"
    return 1
  fi
}
