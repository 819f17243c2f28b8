# SPDX-License-Identifier: Apache-2.0
# A device with a radio that is in use, wlan0, which members of the group netdev steer. The machine has no radio: a
# network interface of the kernel's own (TUN) is given the link type of one, and a socket stands where wpa_supplicant
# has its own.
set -eu
cat >/usr/libexec/make-radio <<'EOF'
#!/usr/bin/python3
# A persistent interface with the link type of a radio: make-radio NAME
import fcntl
import struct
import sys

TUNSETIFF, TUNSETPERSIST, TUNSETLINK = 0x400454CA, 0x400454CB, 0x400454CD
IFF_TUN_NO_PI, ARPHRD_IEEE80211 = 0x1001, 801
with open("/dev/net/tun", "r+b", buffering=0) as tun:
    fcntl.ioctl(tun, TUNSETIFF, struct.pack("16sH14x", sys.argv[1].encode(), IFF_TUN_NO_PI))
    fcntl.ioctl(tun, TUNSETLINK, ARPHRD_IEEE80211)
    fcntl.ioctl(tun, TUNSETPERSIST, 1)
EOF
chmod 0755 /usr/libexec/make-radio
/usr/libexec/make-radio wlan0
ip link set wlan0 up

getent group netdev >/dev/null || groupadd --system netdev
cat >/etc/systemd/system/radio-control.socket <<'EOF'
[Socket]
ListenDatagram=/run/wpa_supplicant/wlan0
SocketGroup=netdev
SocketMode=0660
[Install]
WantedBy=sockets.target
EOF
cat >/etc/systemd/system/radio-control.service <<'EOF'
[Service]
ExecStart=/usr/bin/cat
StandardInput=socket
StandardOutput=null
DynamicUser=yes
EOF
systemctl daemon-reload
systemctl --quiet enable --now radio-control.socket

sed -i -e 's/^name: .*/name: reference device with a radio/' -e 's/^capabilities: \[/&wireless, /' \
  -e 's/^parameters:/&\n  wireless: {in_use: [wlan0], users: [netdev]}/' /etc/iec-runner/profile.yaml
