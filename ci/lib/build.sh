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

# runner_tree: the files of the package below build/tree, as a package
# manager would unpack them; the runner stripped.
runner_tree() {
  rm -rf build/tree
  DESTDIR=$PWD/build/tree quietly install cmake --install build/release \
    --strip --component runner
}

# built_dut IMAGE: builds it with the runner of this tree in it.
built_dut() {
  qemu/build-dut "$1" --runner-tree build/tree >/dev/null
}
