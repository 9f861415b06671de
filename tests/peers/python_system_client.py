"""The client of the five systems in Python, with stock python-socketio.

Reads orders from its standard input, a line of JSON each, does the steps of each, and answers with
what was heard, a line of JSON.
"""

import json
import sys
import threading
from urllib.parse import urlencode

from python_client import Client, hang_up, lively, plain


class Seat:
    """One client of an order."""

    def __init__(self, order, client):
        self.order = order
        self.namespace = client["namespace"]
        self.query = client.get("query", {})
        self.heard = []
        self.transport = ""
        self.told = threading.Condition()
        self.reading = None
        self.web_socket = None
        self.client = Client(
            reconnection=client.get("returns", False),
            reconnection_delay=0.001,
            reconnection_delay_max=0.001,
            randomization_factor=0,
        )
        for kind in ("connect", "disconnect"):
            self.client.on(kind, self.listener(kind), namespace=self.namespace)
        self.client.on("connect_error", self.refused, namespace=self.namespace)
        for name, most in client["hears"].items():
            self.listen(name, most, lively(client.get("answers", {}).get(name)))

    def act(self, step):
        getattr(self, step["do"])(step)

    def log(self):
        return {"heard": self.heard, "transport": self.transport}

    def connect(self, _step=None):
        url = self.order["url"]
        if self.query:
            url += "?" + urlencode(self.query)
        ways = {"transports": self.order["transports"]} if "transports" in self.order else {}
        self.client.connect(url, namespaces=[self.namespace], wait=False, **ways)
        self.reading = self.client.eio.read_loop_task
        self.web_socket = self.client.eio.ws
        self.wait_for(lambda: self.heard)

    def emit(self, step):
        self.client.emit(step["event"], tuple(lively(step["args"])), namespace=self.namespace)

    def ask(self, step):
        answered = threading.Event()

        def answer(*args):
            self.note("ack", step["event"], *args)
            answered.set()

        said = tuple(lively(step["args"]))
        self.client.emit(step["event"], said, namespace=self.namespace, callback=answer)
        answered.wait()

    def until(self, step):
        kind, name, count = step["kind"], step.get("event", ""), step["count"]
        if kind == "connect" and count > 1:
            self.come_back()

        def have_come():
            lines = [line for line in self.heard if line["kind"] == kind]
            return len([line for line in lines if name in ("", line["name"])]) >= count

        self.wait_for(have_come)
        if kind == "connect":
            self.client.be_back()

    def come_back(self):
        """Over polling it takes the server's close packet for the end, and has to be told."""
        self.reading.join()
        hang_up(self.web_socket)
        if self.client._reconnect_task is None and not self.client.connected:
            self.connect()

    def leave(self, _step):
        self.transport = self.client.transport()
        web_socket = self.client.eio.ws
        self.client.eio.leaving = True
        self.client.disconnect()
        self.client.eio.read_loop_task.join()
        hang_up(web_socket)
        if self.client.eio.http is not None:
            self.client.eio.http.close()

    def listener(self, kind):
        def heard(*args):
            self.note(kind, "", *args)

        return heard

    def listen(self, name, most, answers):
        taken = []

        def heard(*args):
            taken.append(name)
            if len(taken) <= most:
                self.note("event", name, *args)
            return None if answers is None else tuple(answers)

        self.client.on(name, heard, namespace=self.namespace)

    def refused(self, error):
        # The trouble of a transport is a text: it tries again by itself.
        if not isinstance(error, str):
            self.note("refused", error["message"], error["data"])

    def note(self, kind, name, *args):
        known = {
            self.client.get_sid(self.namespace): "<socket id>",
            self.client.eio.sid: "<engine id>",
        }
        line = {"kind": kind, "name": name, "args": without_ids(plain(args), known)}
        with self.told:
            self.heard.append(line)
            self.told.notify_all()

    def wait_for(self, predicate):
        with self.told:
            self.told.wait_for(predicate)


def without_ids(value, known):
    """A client's ids are another's in another run."""
    if isinstance(value, str):
        return known.get(value, value)
    if isinstance(value, list):
        return [without_ids(item, known) for item in value]
    if isinstance(value, dict):
        return {key: without_ids(item, known) for key, item in value.items()}
    return value


def play(order):
    seats = {who: Seat(order, client) for who, client in order["clients"].items()}
    for step in order["steps"]:
        seats[step["who"]].act(step)
    return {who: seat.log() for who, seat in seats.items()}


for line in sys.stdin:
    print(json.dumps(play(json.loads(line))), flush=True)
