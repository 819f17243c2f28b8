# SPDX-License-Identifier: Apache-2.0
# Talks to the lab's server by its REST interface, from inside of the lab.
#
#   client.py URL status            what the server knows of devices and jobs
#   client.py URL wait JOB...       until all have ended, with a line for what
#                                   happens; status 3 where one is not complete
#   client.py URL log JOB           the log of the job, as LAVA keeps it
#   client.py URL others JOB        for a node of a MultiNode job that runs no
#                                   suite: its own results; status 0 all pass,
#                                   1 one does not, 2 it has none, 4 it runs the
#                                   suite, or is no such node
#   client.py URL page JOB          the address of the page with most results
import json
import shutil
import sys
import time
import urllib.error
import urllib.request

import yaml

POLL_SECONDS = 3
# The definition that runs the suite.
SUITE = "lava-definitions/iec62443.yaml"
# A line for a job of which nothing else was to be told for so long.
QUIET_SECONDS = 30


class Server:
    def __init__(self, url):
        self.url = url

    def open(self, path):
        return urllib.request.urlopen(f"{self.url}/api/v0.2/{path}", timeout=60)

    def get(self, path):
        with self.open(path) as answer:
            return json.load(answer)

    def list(self, path):
        return self.get(f"{path}{'&' if '?' in path else '?'}limit=1000")["results"]

    def new_lines(self, job, start):
        """What the log has from this line on."""
        try:
            with self.open(f"jobs/{job}/logs/?start={start}&end=1000000") as answer:
                text = answer.read()
        except urllib.error.HTTPError as error:
            if error.code == 404:  # not started yet, or nothing new
                return []
            raise
        return yaml.load(text, Loader=yaml.CSafeLoader) or []


def event(line):
    """What people want to see of a line of the log, or None."""
    message = line.get("msg")
    level = line.get("lvl")
    if level == "results" and message.get("definition") != "lava":
        return f"{message['result']} {message['case']}"
    if level == "error":
        return f"error: {message}"
    if level == "info" and isinstance(message, str):
        words = message.split()
        if words[:1] == ["start:"] and words[1].count(".") == 0:
            return f"{words[2]} begins"
    return None


class Job:
    def __init__(self, server, number):
        self.server = server
        self.number = number
        self.lines = 0
        self.state = None
        self.health = None
        self.told = time.monotonic()

    def tell(self, text):
        # A panic of the kernel comes as one message of many lines.
        first = text.splitlines()[0]
        print(f"{time.strftime('%H:%M:%S')} job {self.number}: {first}", flush=True)
        self.told = time.monotonic()

    def follow(self):
        """One look; true when the job has ended."""
        known = self.server.get(f"jobs/{self.number}/")
        if known["state"] != self.state:
            self.state = known["state"]
            device = known["actual_device"]
            self.tell(self.state.lower() + (f" on {device}" if device else ""))
        for line in self.server.new_lines(self.number, self.lines):
            self.lines += 1
            text = event(line)
            if text:
                self.tell(text)
        if self.state == "Finished":
            self.health = known["health"]
            self.tell(self.health.lower())
            return True
        if time.monotonic() - self.told > QUIET_SECONDS:
            self.tell(f"{self.state.lower()}, {self.lines} lines of log")
        return False


def wait(server, numbers):
    jobs = [Job(server, number) for number in numbers]
    left = list(jobs)
    while left:
        left = [job for job in left if not job.follow()]
        if left:
            time.sleep(POLL_SECONDS)
    bad = [job for job in jobs if job.health != "Complete"]
    for job in bad:
        for test in server.list(f"jobs/{job.number}/tests/"):
            data = yaml.safe_load(test["metadata"] or "") or {}
            if isinstance(data, dict) and data.get("error_msg"):
                job.tell(f"{data.get('error_type')} error: {data['error_msg']}")
    return 3 if bad else 0


def status(server):
    for worker in server.list("workers/"):
        print(f"worker  {worker['hostname']:10} {worker['state']}, {worker['health']}")
    for device in server.list("devices/"):
        print(f"device  {device['hostname']:10} {device['state']}, {device['health']}")
    count = 0
    for state in ("Submitted", "Scheduling", "Scheduled", "Running", "Canceling"):
        for job in server.list(f"jobs/?state={state}"):
            device = job["actual_device"] or "no device yet"
            print(f"job     {job['id']:<10} {state} ({device}): {job['description']}")
            count += 1
    done = server.get("jobs/?state=Finished&limit=1")["count"]
    print(f"queue   {count} jobs, {done} done before")
    return 0


def others(server, number):
    text = server.get(f"jobs/{number}/")["definition"]
    group = yaml.load(text, Loader=yaml.CSafeLoader).get("protocols", {})
    if "lava-multinode" not in group or f"path: {SUITE}" in text:
        return 4
    suites = server.list(f"jobs/{number}/suites/")
    names = {suite["id"]: suite["name"] for suite in suites if suite["name"] != "lava"}
    count = bad = 0
    for test in server.list(f"jobs/{number}/tests/"):
        # A result is made of each message between the nodes, too.
        if test["suite"] not in names or test["name"].startswith("multinode-"):
            continue
        print(f"{group['lava-multinode']['role']} (job {number}): "
              f"{test['result']} {test['name']}")
        count += 1
        bad += test["result"] != "pass"
    if not count:
        print(f"job {number} has no result")
        return 2
    return 1 if bad else 0


def page(server, number):
    suites = server.list(f"jobs/{number}/suites/")
    # The suite `lava` is LAVA's own.
    names = {suite["id"]: suite["name"] for suite in suites if suite["name"] != "lava"}
    counts = dict.fromkeys(names, 0)
    for test in server.list(f"jobs/{number}/tests/"):
        if test["suite"] in counts:
            counts[test["suite"]] += 1
    if not counts:
        print(f"error: job {number} has no results", file=sys.stderr)
        return 1
    print(f"{server.url}/results/{number}/{names[max(counts, key=counts.get)]}")
    return 0


def main(url, command, *jobs):
    server = Server(url)
    if command == "status":
        return status(server)
    if command == "wait":
        return wait(server, jobs)
    if command == "others":
        return others(server, *jobs)
    if command == "page":
        return page(server, *jobs)
    if command == "log":
        with server.open(f"jobs/{jobs[0]}/logs/") as answer:
            shutil.copyfileobj(answer, sys.stdout.buffer)
        return 0
    raise SystemExit(f"unknown command {command}")


try:
    sys.exit(main(*sys.argv[1:]))
except urllib.error.URLError as failure:
    place = getattr(failure, "url", sys.argv[1])
    print(f"error: {place}: {failure.reason}", file=sys.stderr)
    sys.exit(2)
except KeyboardInterrupt:
    sys.exit(130)
