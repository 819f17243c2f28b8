# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# The lanes, images and releases of Debian there are, for every command that takes one by name.

# shellcheck disable=SC2034  # for those who source this
readonly LANES=(container qemu) IMAGES=(hardened stock) RELEASES=(bookworm trixie)
