# SPDX-License-Identifier: Apache-2.0
# breaks: CR 1.1 RE(1)
# how: everybody in the plant knows the operator's password
# asserts: nobody can log in by a name that is no person's
set -eu
useradd --gid operator --create-home --shell /bin/bash operator
# of no password that anybody knows
# shellcheck disable=SC2016  # a hash
usermod --password '$6$abcdefgh$3p0zNwrX2pHYQ7eYiGkzXO0KBbhHDn0yCIIq5bJVJ7s3Zz0Zz6v0yC1n5cQf3lq6m1k2r0f1u8v5w4x3y2z1A.' operator
