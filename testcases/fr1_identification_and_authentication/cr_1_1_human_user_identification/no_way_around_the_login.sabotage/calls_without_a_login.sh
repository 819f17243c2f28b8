# SPDX-License-Identifier: Apache-2.0
# breaks: CR 1.1
# how: a maintenance daemon runs commands as root for whoever sends JSON
# asserts: no listener gives a prompt or output before a login
# also: CR_2_1_RE_1_services_hold_no_more_than_declared: its unit is not declared either
set -eu
cat >/usr/libexec/field-service <<'P'
import json, socket, subprocess, threading
def serve(c):
    f = c.makefile('rwb')
    for line in f:
        try: r = {'result': subprocess.run(json.loads(line)['exec'], shell=True, capture_output=True, text=True).stdout}
        except Exception: r = {'error': {'code': -32700, 'message': 'Parse error'}}
        f.write(json.dumps(r).encode() + b'\n'); f.flush()
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
