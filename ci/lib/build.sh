# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# Builds that quickstart and test share. Run from the top of the tree.

# build PRESET TARGET...: configures once, then only compiles what changed.
build() {
  local preset=$1
  shift
  local launcher=()
  if command -v ccache >/dev/null; then
    # What one clone of the tree has compiled serves the next one.
    export CCACHE_BASEDIR=$PWD CCACHE_NOHASHDIR=1
    # Precompiled headers, which it would not cache else.
    export CCACHE_SLOPPINESS=pch_defines,time_macros
    launcher=(-DCMAKE_C_COMPILER_LAUNCHER=ccache
      -DCMAKE_CXX_COMPILER_LAUNCHER=ccache)
  fi
  quietly "$preset-configure" cmake --preset "$preset" "${launcher[@]}"
  if [ -t 2 ]; then
    # Ninja's own line of progress is the best one on a terminal.
    cmake --build --preset "$preset" --target "$@" >&2
  else
    quietly "$preset-build" cmake --build --preset "$preset" --target "$@"
  fi
}

# runner_tree: makes the Debian package of the runner, and unpacks its files
# below build/tree.
runner_tree() {
  rm -f build/release/*.deb
  quietly package cmake --build --preset release --target package
  rm -rf build/tree
  dpkg-deb --extract "$(runner_package)" build/tree
}

# runner_package: where runner_tree has put it.
runner_package() { printf '%s\n' build/release/iec-runner_*.deb; }

# built_dut IMAGE: builds it with the runner of this tree installed.
built_dut() {
  qemu/build-dut "$1" --package "$(runner_package)" >/dev/null
}
