"""The scripted exchange with python-socketio's AsyncClient, which stands on aiohttp.

Reads runs and answers logs as python_client.py does, and plays the same but for what that one has
beyond: the refused namespace, and the reconnection.
"""

import asyncio
import json
import sys

sys.dont_write_bytecode = True

import aiohttp
import engineio
import socketio
from engineio import packet
from python_client import lively, plain


class Engine(engineio.AsyncClient):
    """Stock, but handlers run in the order of the wire: it starts a task for each message."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.session = {"session": "", "sent": [], "received": []}

    async def _trigger_event(self, event, *args, run_async=False):
        if event == "connect":
            self.session["session"] = self.sid
        return await super()._trigger_event(event, *args, run_async=False)

    async def _receive_packet(self, pkt):
        if pkt.packet_type == packet.MESSAGE:
            self.session["received"].append(plain(pkt.data))
        await super()._receive_packet(pkt)

    async def _send_packet(self, pkt):
        if pkt.packet_type == packet.MESSAGE and self.state == "connected":
            self.session["sent"].append(plain(pkt.data))
        await super()._send_packet(pkt)


class Client(socketio.AsyncClient):
    def _engineio_client_class(self):
        return Engine


class Script:
    def __init__(self, run):
        self.run = run
        self.lines = []
        self.told = asyncio.Event()
        self.client = Client(reconnection=False)
        for namespace in ("/", "/sfa"):
            self.listen(namespace)

    async def play(self):
        await self.client.connect(
            self.run["url"],
            transports=self.run["transports"],
            namespaces=["/", "/sfa"],
            wait_timeout=20,
        )
        for values in self.run["values"]:
            await self.ask("/", "echo", *lively(values))
        for index in range(self.run["burst"]):
            await self.tell("/", "burst", index, "ü")
        await self.ask("/", "burst:done", self.run["burst"])
        await self.ask("/sfa", "room:subscribe", {"room": "track_222222"})
        await self.tell("/sfa", "kick")
        while self.lines[-1]["kind"] != "disconnect":
            self.told.clear()
            await self.told.wait()
        await self.ask("/", "bye", "👋")
        self.note("sent", "/", "disconnect", "")
        # Whoever leaves sends what is queued first, and hears the answer to its last poll.
        await self.client._send_packet(socketio.packet.Packet(socketio.packet.DISCONNECT, namespace="/"))
        await self.client.eio.queue.join()
        self.client.connected = False
        await self.client.eio.disconnect()
        return {"lines": self.lines, "sessions": [self.client.eio.session]}

    def listen(self, namespace):
        def on(kind, name=""):
            def heard(*args):
                self.note("received", namespace, kind, name, *args)

            return heard

        def pushed(*args):
            self.note("received", namespace, "event", "pushed", *args)
            self.note("sent", namespace, "ack", "pushed", *args)
            return args

        self.client.on("connect", on("connect"), namespace=namespace)
        self.client.on("disconnect", on("disconnect"), namespace=namespace)
        self.client.on("pushed", pushed, namespace=namespace)
        for name in ("burst-back", "location:track"):
            self.client.on(name, on("event", name), namespace=namespace)

    async def tell(self, namespace, name, *args):
        self.note("sent", namespace, "event", name, *args)
        await self.client.emit(name, args, namespace=namespace)

    async def ask(self, namespace, name, *args):
        answered = asyncio.Event()

        def answer(*answer_args):
            self.note("received", namespace, "ack", name, *answer_args)
            answered.set()

        self.note("sent", namespace, "event", name, *args)
        await self.client.emit(name, args, namespace=namespace, callback=answer)
        await answered.wait()

    def note(self, direction, namespace, kind, name, *args):
        line = {
            "direction": direction,
            "namespace": namespace,
            "kind": kind,
            "name": name,
            "args": plain(args),
        }
        self.lines.append(line)
        self.told.set()


if __name__ == "__main__" and "--probe" in sys.argv:
    print(aiohttp.__version__)
    sys.exit()

if __name__ == "__main__":
    for order in sys.stdin:
        print(json.dumps(asyncio.run(Script(json.loads(order)).play())), flush=True)
