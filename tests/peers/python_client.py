"""The client of the scripted exchange in Python, with stock python-socketio.

Reads the runs to play from its standard input, a line of JSON each, and answers each with its log,
a line of JSON. `python_client.py --probe` only says which versions there are.
"""

import base64
import json
import sys
import threading

import engineio
import socketio
from engineio import packet
from engineio.payload import Payload

# It takes no more than 16 packets of a poll, and gives up: streams send more to whoever polls late.
Payload.max_decode_packets = 10_000


def plain(value):
    """A value with its binary as JSON."""
    if isinstance(value, (bytes, bytearray)):
        return {"$binary": base64.b64encode(value).decode("ascii")}
    if isinstance(value, (list, tuple)):
        return [plain(item) for item in value]
    if isinstance(value, dict):
        return {key: plain(item) for key, item in value.items()}
    return value


def lively(value):
    """The way back."""
    if isinstance(value, list):
        return [lively(item) for item in value]
    if not isinstance(value, dict):
        return value
    if "$binary" in value:
        return base64.b64decode(value["$binary"])
    return {key: lively(item) for key, item in value.items()}


def hang_up(web_socket):
    """Stock clients leave what ended to the garbage collection, and servers wait for that."""
    if web_socket is not None:
        web_socket.shutdown()


class Engine(engineio.Client):
    """Stock, but for two things that tests need: handlers run in the order of the wire (it starts a
    thread for each message), and whoever leaves sends what is queued first."""

    leaving = False

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.sessions = []

    def _trigger_event(self, event, *args, run_async=False):
        if event == "connect":
            self.sessions.append({"session": self.sid, "sent": [], "received": []})
        return super()._trigger_event(event, *args, run_async=False)

    def _receive_packet(self, pkt):
        if pkt.packet_type == packet.MESSAGE:
            self.sessions[-1]["received"].append(plain(pkt.data))
        super()._receive_packet(pkt)

    def _send_packet(self, pkt):
        if pkt.packet_type == packet.MESSAGE and self.state == "connected":
            self.sessions[-1]["sent"].append(plain(pkt.data))
        super()._send_packet(pkt)

    def disconnect(self, abort=False):
        if self.leaving:
            self.queue.join()
        super().disconnect(abort=abort)


class Client(socketio.Client):
    """Stock, and knows which disconnects a packet told."""

    told_to_leave = False
    comes_back = False

    def connect(self, url, **options):
        # It gives namespaces a second, and then tries it all again: busy machines take longer.
        super().connect(url, **{**options, "wait": False})

    def _engineio_client_class(self):
        return Engine

    def _handle_disconnect(self, namespace):
        self.told_to_leave = True
        try:
            super()._handle_disconnect(namespace)
        finally:
            self.told_to_leave = False

    def be_back(self):
        """Its handlers hear that it is connected again before it knows that itself; who does not
        know it leaves without a word to them."""
        returning = self._reconnect_task
        if returning is not None:
            returning.join()

    def _handle_eio_disconnect(self):
        # Its own condition: by the time that somebody looks, the reconnection may be over.
        self.comes_back = self.eio.state == "connected" and self.reconnection
        super()._handle_eio_disconnect()


class Script:
    def __init__(self, run):
        self.run = run
        self.lines = []
        self.sessions = []
        self.told = threading.Condition()

    def play(self):
        if "loss" in self.run:
            return self.play_loss()
        refused = self.client(["/refused"])
        self.until("refused", "/refused", 1)
        self.leave(refused)

        client = self.client(["/", "/sfa"])
        self.until("connect", "/", 1)
        self.until("connect", "/sfa", 1)
        for values in self.run["values"]:
            self.ask(client, "/", "echo", *lively(values))
        for index in range(self.run["burst"]):
            self.tell(client, "/", "burst", index, "ü")
        self.ask(client, "/", "burst:done", self.run["burst"])
        self.ask(client, "/sfa", "room:subscribe", {"room": "track_222222"})

        self.tell(client, "/sfa", "kick")
        self.until("disconnect", "/sfa", 1)
        dropped, reading = client.eio.ws, client.eio.read_loop_task
        self.tell(client, "/", "drop")
        reading.join()
        hang_up(dropped)
        if not client.comes_back:
            # Over polling it takes the server's close packet for the end, and has to be told.
            self.connect(client, ["/", "/sfa"])
        self.until("connect", "/", 2)
        self.until("connect", "/sfa", 2)
        client.be_back()
        self.ask(client, "/", "echo", "again", b"\x01\x02\x03")
        self.ask(client, "/", "bye", "👋")
        for namespace in client.namespaces:
            self.note("sent", namespace, "disconnect", "")
        self.leave(client)
        return {"lines": self.lines, "sessions": self.sessions}

    def play_loss(self):
        client = self.client(["/"])
        self.until("connect", "/", 1)
        lost, reading = client.eio.ws, client.eio.read_loop_task
        if self.run["loss"] != "silence":
            self.ask(client, "/", "echo", "before", b"\x01\x02\x03")
            self.tell(client, "/", "lose", self.run["loss"])
        reading.join()
        hang_up(lost)
        self.until("connect", "/", 2)
        client.be_back()
        self.ask(client, "/", "echo", "after", b"\x04\x05\x06")
        self.ask(client, "/", "bye", "👋")
        self.note("sent", "/", "disconnect", "")
        self.leave(client)
        return {"lines": self.lines, "sessions": self.sessions}

    def client(self, namespaces):
        client = Client(
            reconnection_delay=0.02, reconnection_delay_max=0.02, randomization_factor=0
        )
        for namespace in namespaces:
            self.listen(client, namespace)
        self.connect(client, namespaces)
        return client

    def connect(self, client, namespaces):
        client.connect(
            self.run["url"],
            transports=self.run["transports"],
            namespaces=namespaces,
        )

    def leave(self, client):
        client.eio.leaving = True
        client.disconnect()
        client.eio.read_loop_task.join()
        hang_up(client.eio.ws)
        if client.eio.http is not None:
            client.eio.http.close()
        self.sessions += client.eio.sessions

    def listen(self, client, namespace):
        def on(kind, name=""):
            def heard(*args):
                self.note("received", namespace, kind, name, *args)

            return heard

        def pushed(*args):
            self.note("received", namespace, "event", "pushed", *args)
            self.note("sent", namespace, "ack", "pushed", *args)
            return args

        def refused(error):
            # The trouble of a transport is a text: it tries again by itself.
            if not isinstance(error, str):
                self.note("received", namespace, "refused", error["message"], error["data"])

        def ended():
            told = client.told_to_leave
            name = "" if told else "transport close"
            self.note("received", namespace, "disconnect" if told else "lost", name)

        client.on("connect", on("connect"), namespace=namespace)
        client.on("connect_error", refused, namespace=namespace)
        client.on("disconnect", ended, namespace=namespace)
        client.on("pushed", pushed, namespace=namespace)
        for name in ("burst-back", "location:track"):
            client.on(name, on("event", name), namespace=namespace)

    def tell(self, client, namespace, name, *args):
        self.note("sent", namespace, "event", name, *args)
        client.emit(name, args, namespace=namespace)

    def ask(self, client, namespace, name, *args):
        answered = threading.Event()

        def answer(*answer_args):
            self.note("received", namespace, "ack", name, *answer_args)
            answered.set()

        self.note("sent", namespace, "event", name, *args)
        client.emit(name, args, namespace=namespace, callback=answer)
        answered.wait()

    def note(self, direction, namespace, kind, name, *args):
        line = {
            "direction": direction,
            "namespace": namespace,
            "kind": kind,
            "name": name,
            "args": plain(args),
        }
        with self.told:
            self.lines.append(line)
            self.told.notify_all()

    def until(self, kind, namespace, count):
        """Until as many of this kind have come."""

        def have_come():
            come = [
                line
                for line in self.lines
                if line["direction"] == "received"
                and line["kind"] == kind
                and line["namespace"] == namespace
            ]
            return len(come) >= count

        with self.told:
            self.told.wait_for(have_come)


if __name__ == "__main__" and "--probe" in sys.argv:
    from importlib.metadata import version

    import requests
    import websocket

    print(version("python-socketio"), requests.__version__, websocket.__version__)
    sys.exit()

if __name__ == "__main__":
    for order in sys.stdin:
        print(json.dumps(Script(json.loads(order)).play()), flush=True)
