"""Passes requests to a server and records what was exchanged.

Arguments: the port to listen on, the port of the server, and the file to write when the program is terminated.
Headers are recorded only if they depend on the document.
"""

import base64
import http.client
import json
import signal
import sys
from http.server import BaseHTTPRequestHandler, HTTPServer

SENT = ("accept", "accept-language", "authorization", "content-type", "cookie")
ANSWERED = ("content-type", "location")
exchanges = []


def text_or_base64(body):
    try:
        return body.decode()
    except UnicodeDecodeError:
        return [base64.b64encode(body).decode()]


def is_recorded(name, names):
    return name in names or (name.startswith("x-") and name != "x-powered-by")


class Recorder(BaseHTTPRequestHandler):
    def exchange(self):
        body = self.rfile.read(int(self.headers.get("content-length") or 0))
        server = http.client.HTTPConnection("127.0.0.1", int(sys.argv[2]))
        headers = {name: value for name, value in self.headers.items() if name.lower() != "connection"}
        server.request(self.command, self.path, body, headers)
        reply = server.getresponse()
        answer = reply.read()
        sent = {name.lower(): value for name, value in self.headers.items()}
        answered = {name.lower(): value for name, value in reply.getheaders()}
        exchanges.append({
            "request": f"{self.command} {self.path}",
            "request_headers": {name: sent[name] for name in sorted(sent) if is_recorded(name, SENT)},
            "request_body": text_or_base64(body),
            "status": reply.status,
            "reply_headers": {name: answered[name] for name in sorted(answered) if is_recorded(name, ANSWERED)},
            "reply_body": text_or_base64(answer),
        })
        self.send_response_only(reply.status)
        for name, value in answered.items():
            if name not in ("transfer-encoding", "connection", "content-length"):
                self.send_header(name, value)
        if reply.status != 204:
            self.send_header("content-length", str(len(answer)))
        self.end_headers()
        self.wfile.write(answer)

    do_GET = do_POST = do_PUT = do_PATCH = do_DELETE = exchange

    def log_message(self, *_):
        pass


def finish(*_):
    with open(sys.argv[3], "w", encoding="utf-8") as file:
        json.dump(exchanges, file, indent=1, ensure_ascii=False)
        file.write("\n")
    sys.exit(0)


signal.signal(signal.SIGTERM, finish)
HTTPServer(("127.0.0.1", int(sys.argv[1])), Recorder).serve_forever()
