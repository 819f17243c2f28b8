# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# The libraries that are built from Debian's sources: small, in pieces of which
# the linker drops those that nothing needs, and with what of them cannot be
# linked statically left out. Run from the top of the tree.

# fetch_source FOLDER NAME: unpacks Debian's source package there, fetched with
# apt (which checks signatures) by source entries derived from those that this
# machine already uses.
fetch_source() {
  local folder=$1 name=$2 version
  local apt=(-o Dir::Etc::SourceList=/dev/null
    -o "Dir::Etc::SourceParts=$folder/parts"
    -o "Dir::State::Lists=$folder/lists" -o APT::Sandbox::User=root)
  if [ ! -d "$folder/lists" ]; then
    source_entries "$folder/parts"
    mkdir -p "$folder/lists/partial"
    quietly apt-source-lists apt-get "${apt[@]}" update
  fi
  # A mirror may lack the source of the newest security update.
  for version in $(apt-cache "${apt[@]}" showsrc "$name" |
    sed -n 's/^Version: //p' | sort -Vru); do
    if (cd "$folder" && quietly "apt-source" apt-get "${apt[@]}" source \
      "$name=$version") 2>/dev/null; then
      say "$name $version"
      return 0
    fi
  done
  die "no source of $name can be fetched: see $IEC_LOGS/apt-source.log and" \
    "check that the apt sources offer deb-src"
}

# source_entries FOLDER: writes them there.
source_entries() {
  local file
  mkdir -p "$1"
  for file in /etc/apt/sources.list.d/*.sources; do
    [ -f "$file" ] || continue
    sed 's/^Types:.*/Types: deb-src/' "$file" >"$1/$(basename "$file")"
  done
  for file in /etc/apt/sources.list /etc/apt/sources.list.d/*.list; do
    [ -f "$file" ] || continue
    sed -n 's/^deb\(-src\)\{0,1\} /deb-src /p' "$file" | sort -u \
      >"$1/$(basename "$file" .list).list"
  done
}

compiler_flags="-ffunction-sections -fdata-sections -fstack-protector-strong"
compiler_flags+=" -fstack-clash-protection -U_FORTIFY_SOURCE"
compiler_flags+=" -D_FORTIFY_SOURCE=2"
# No exception passes through C: what is needed to unwind it stays away.
c_flags="-fno-asynchronous-unwind-tables -fno-unwind-tables"
every_library=(-DCMAKE_BUILD_TYPE=MinSizeRel -DBUILD_SHARED_LIBS=OFF
  -DCMAKE_POSITION_INDEPENDENT_CODE=ON -DCMAKE_INSTALL_LIBDIR=lib)
mbedtls_options=(-DENABLE_PROGRAMS=OFF -DENABLE_TESTING=OFF)
libssh_options=(-DWITH_MBEDTLS=ON -DWITH_GSSAPI=OFF -DWITH_ZLIB=OFF
  -DWITH_SERVER=OFF -DWITH_SFTP=OFF -DWITH_PCAP=OFF -DWITH_EXAMPLES=OFF
  -DUNIT_TESTING=OFF -DWITH_SYMBOL_VERSIONING=OFF)
yaml_cpp_options=(-DYAML_CPP_BUILD_TESTS=OFF -DYAML_CPP_BUILD_TOOLS=OFF
  -DYAML_CPP_BUILD_CONTRIB=OFF)

# install_library WORK NAME PREFIX OPTION...: from the unpacked source.
install_library() {
  local work=$1 name=$2 prefix=$3 source flags
  shift 3
  source=$(find "$work" -maxdepth 1 -type d -name "$name-*")
  flags="$compiler_flags -ffile-prefix-map=$source=$name"
  quietly "$name-configure" cmake -S "$source" -B "$work/build-$name" \
    -G Ninja "${every_library[@]}" "-DCMAKE_C_FLAGS=$flags $c_flags" \
    "-DCMAKE_CXX_FLAGS=$flags" "-DCMAKE_INSTALL_PREFIX=$prefix" "$@"
  quietly "$name-build" cmake --build "$work/build-$name"
  quietly "$name-install" cmake --install "$work/build-$name"
}

# build_dependencies: leaves them under build/deps/static.
build_dependencies() {
  local key final
  key=$( (
    printf '%s\n' "${every_library[@]}" "${mbedtls_options[@]}" \
      "${libssh_options[@]}" "${yaml_cpp_options[@]}" "$compiler_flags" \
      "$c_flags"
    cat ci/lib/dependencies/*
  ) | sha256sum | cut -c1-16)
  final="$PWD/build/deps/static-$key"
  mkdir -p build/deps
  if [ ! -d "$final" ]; then
    say "building mbedTLS, libssh and yaml-cpp"
    local work
    work=$(mktemp -d)
    # shellcheck disable=SC2064  # the path of now is meant
    trap "rm -rf '$work'" EXIT
    fetch_source "$work" mbedtls
    cp ci/lib/dependencies/mbedtls_config.h \
      "$work"/mbedtls-*/include/mbedtls/config.h
    fetch_source "$work" libssh
    patch --quiet --strip=1 --directory="$(echo "$work"/libssh-*/)" \
      <ci/lib/dependencies/libssh-ed25519.patch
    fetch_source "$work" yaml-cpp
    rm -rf "$final.new"
    install_library "$work" mbedtls "$final.new" "${mbedtls_options[@]}"
    install_library "$work" libssh "$final.new" "${libssh_options[@]}" \
      "-DMBEDTLS_ROOT_DIR=$final.new"
    install_library "$work" yaml-cpp "$final.new" "${yaml_cpp_options[@]}"
    mv "$final.new" "$final"
    rm -rf "$work"
    trap - EXIT
  fi
  ln -sfn "static-$key" build/deps/static
}
