#!/usr/bin/env python3
"""Compares the build of an index on a cluster with what the server alone makes of the bare texts.

    cluster_build.py PROGRAM SERVER ARTICLES.jsonl [--rounds N] [--merge]

SERVER is the address of a node on this machine, over http, such as http://127.0.0.1:9200. ARTICLES are JSON objects with
`title` and `text`, one a line. By turns,

- the server: title and text, ready-made in bulks of 8 MB, two requests in flight, into an index with the `english`
  analyzer, one shard, no replica, no refresh until the end, `_source` kept;
- clippings: `clippings index --no-clean`, into an index of one shard without replica. Its time is that of the process.

Neither time has a merge of all segments in it. With --merge, both indexes are merged into one segment afterwards, and
their sizes printed. Each index is deleted before the next is built. Prints articles a second, the seconds of the
processor in both processes, the most memory that the program had (`VmHWM`, and of that `RssAnon`), the most disk that
the index took, and the ratio of the rates.
"""
import argparse
import http.client
import json
import os
import subprocess
import tempfile
import threading
import time
from urllib.parse import urlsplit

BULK_BYTES = 8 << 20
IN_FLIGHT = 2
BARE, OURS = "bare-texts", "clippings-build"
TICKS = os.sysconf("SC_CLK_TCK")
MB = 1 << 20


class Server:
    def __init__(self, address):
        url = urlsplit(address)
        self.address, self.host, self.port = address.rstrip("/"), url.hostname, url.port
        nodes = self.ask("GET", "/_nodes/_local/process")["nodes"]
        self.process = next(iter(nodes.values()))["process"]["id"]

    def connect(self):
        return http.client.HTTPConnection(self.host, self.port, timeout=3600)

    def ask(self, method, path, body=None, connection=None):
        data = body if body is None or isinstance(body, bytes) else json.dumps(body).encode()
        connection = connection or self.connect()
        connection.request(method, path, data, {"Content-Type": "application/json"})
        answer = connection.getresponse()
        read = json.loads(answer.read() or b"{}")
        if answer.status not in (200, 404):
            raise SystemExit(f"{method} {path}: {read}")
        return read

    def delete(self, name):
        for index in self.ask("GET", f"/{name}*/_settings"):
            self.ask("DELETE", f"/{index}")

    def size(self, name):
        stats = self.ask("GET", f"/{name}*/_stats/store")
        return stats.get("_all", {}).get("primaries", {}).get("store", {}).get("size_in_bytes", 0)

    def cpu(self):
        return cpu(self.process)

    def heap(self):
        stats = self.ask("GET", "/_nodes/_local/stats/jvm")
        jvm = next(iter(stats["nodes"].values()))["jvm"]
        return jvm["mem"]["heap_max_in_bytes"], jvm["gc"]["collectors"]


def cpu(process):
    """Returns the seconds of the processor that a process has had."""
    with open(f"/proc/{process}/stat") as file:
        fields = file.read().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / TICKS


class Watch(threading.Thread):
    """Looks at the size of an index, until it is stopped."""

    def __init__(self, server, name):
        super().__init__(daemon=True)
        self.server, self.name, self.peak, self.stopped = server, name, 0, threading.Event()

    def run(self):
        while not self.stopped.wait(2):
            self.peak = max(self.peak, self.server.size(self.name))

    def stop(self):
        self.stopped.set()
        self.join()
        return max(self.peak, self.server.size(self.name))


def write_bulks(articles, file):
    """Writes the requests of the bare texts. Returns their lengths, and the number and bytes of the articles."""
    lengths, number, text_bytes, pending = [], 0, 0, bytearray()
    with open(articles, encoding="utf-8") as lines:
        for line in lines:
            article = json.loads(line)
            fields = {"title": article.get("title") or "", "text": article["text"]}
            text_bytes += sum(len(value.encode()) for value in fields.values())
            pending += b'{"index":{}}\n' + json.dumps(fields, ensure_ascii=False).encode() + b"\n"
            number += 1
            if len(pending) >= BULK_BYTES:
                file.write(pending)
                lengths.append(len(pending))
                pending.clear()
    if pending:
        file.write(pending)
        lengths.append(len(pending))
    file.flush()
    return lengths, number, text_bytes


def build_bare(server, path, lengths):
    """Builds the index of bare texts. Returns the seconds, and those of the processor in the server."""
    server.delete(BARE)
    text = {"type": "text", "analyzer": "english"}
    server.ask("PUT", f"/{BARE}", {
        "settings": {"number_of_shards": 1, "number_of_replicas": 0, "refresh_interval": "-1"},
        "mappings": {"dynamic": "strict", "properties": {"title": text, "text": text}},
    })
    lock, failures = threading.Lock(), []

    def send(file, lengths):
        connection = server.connect()
        while True:
            with lock:
                length = next(lengths, None)
                if length is None:
                    return
                bulk = file.read(length)
            answer = server.ask("POST", f"/{BARE}/_bulk?filter_path=errors", bulk, connection)
            if answer.get("errors") is not False:
                failures.append(answer)

    before, start = server.cpu(), time.perf_counter()
    with open(path, "rb") as file:
        waiting = iter(lengths)
        senders = [threading.Thread(target=send, args=(file, waiting)) for _ in range(IN_FLIGHT)]
        for sender in senders:
            sender.start()
        for sender in senders:
            sender.join()
    server.ask("POST", f"/{BARE}/_refresh")
    took = time.perf_counter() - start
    if failures:
        raise SystemExit(f"bulks failed: {failures[0]}")
    return took, server.cpu() - before


def build_ours(server, program, articles):
    """Builds the index of the program. Returns the seconds, those of the processor in the server and in the
    program, and the most memory that it had in all and of its own."""
    server.delete(OURS)
    command = [program, "index", "--index", f"{server.address}/{OURS}", "--no-clean", "--quiet", "--shards", "1",
               "--replicas", "0", articles]
    before, start = server.cpu(), time.perf_counter()
    with tempfile.TemporaryDirectory() as home:
        process = subprocess.Popen(command, env={**os.environ, "XDG_CONFIG_HOME": home, "XDG_STATE_HOME": home})
        memory, used = {}, 0
        while process.poll() is None:
            try:
                used = cpu(process.pid)
                with open(f"/proc/{process.pid}/status") as status:
                    values = dict(line.split(":", 1) for line in status)
            except (OSError, ValueError, IndexError):
                continue
            for name in ("VmHWM", "RssAnon"):
                if name in values:
                    memory[name] = max(memory.get(name, 0), int(values[name].split()[0]) << 10)
            time.sleep(0.05)
    took = time.perf_counter() - start
    if process.returncode:
        raise SystemExit(f"{command}: {process.returncode}")
    return took, server.cpu() - before, used, memory.get("VmHWM", 0), memory.get("RssAnon", 0)


def merged_size(server, name):
    server.ask("POST", f"/{name}*/_flush")
    time.sleep(45)  # changes are kept for copies that fall behind, for half a minute
    server.ask("POST", f"/{name}*/_forcemerge?max_num_segments=1")
    server.ask("POST", f"/{name}*/_refresh")  # what was merged is open until then
    return server.size(name)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("program")
    parser.add_argument("server")
    parser.add_argument("articles")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--merge", action="store_true")
    args = parser.parse_args()
    server = Server(args.server)
    rates = {BARE: [], OURS: []}
    with tempfile.NamedTemporaryFile() as file:
        lengths, number, text_bytes = write_bulks(args.articles, file)
        heap, _ = server.heap()
        print(f"{number:,} articles, {text_bytes / MB:.1f} MB of text; heap {heap / MB:.0f} MB")
        print(f"{'':10}{'s':>8}{'art./s':>8}{'server CPU':>12}{'client CPU':>12}{'VmHWM':>8}{'RssAnon':>9}{'disk':>8}"
              + (f"{'merged':>9}" if args.merge else ""))
        for round in range(args.rounds):
            for name in (BARE, OURS) if round % 2 == 0 else (OURS, BARE):
                watch = Watch(server, name)
                watch.start()
                if name == BARE:
                    took, used = build_bare(server, file.name, lengths)
                    ours = ""
                else:
                    took, used, client, peak, own = build_ours(server, args.program, args.articles)
                    ours = f"{client:12.1f}{peak / MB:8.0f}{own / MB:9.0f}"
                disk = watch.stop()
                rates[name].append(number / took)
                label = "server" if name == BARE else "clippings"
                line = f"{label:10}{took:8.1f}{number / took:8.0f}{used:12.1f}{ours or ' ' * 29}{disk / MB:8.0f}"
                if args.merge:
                    line += f"{merged_size(server, name) / MB:9.0f}"
                print(line, flush=True)
                server.delete(name)
    ratios = sorted(ours / bare for ours, bare in zip(rates[OURS], rates[BARE]))
    print(f"ratio of the rates: {' '.join(f'{ratio:.2f}' for ratio in ratios)}, of the means "
          f"{sum(rates[OURS]) / sum(rates[BARE]):.2f}")


if __name__ == "__main__":
    main()
