# SPDX-License-Identifier: Apache-2.0
# breaks: CR 2.2
# how: a radio that nobody has declared
# asserts: a device that declares no wireless has no radio
# before: not_applicable
set -eu
python3 - <<'EOF'
import fcntl, struct
with open("/dev/net/tun", "r+b", buffering=0) as tun:
    fcntl.ioctl(tun, 0x400454CA, struct.pack("16sH14x", b"lan1", 0x1001))
    fcntl.ioctl(tun, 0x400454CD, 801)  # the link type of Wi-Fi
    fcntl.ioctl(tun, 0x400454CB, 1)
EOF
