// Fidelity probes with the stock WebSocket client and server of `ws`: what they agree on and what
// they hear.

import type { Buffer } from "node:buffer";
import http from "node:http";
import https from "node:https";
import type { Socket } from "node:net";
import type { Side } from "../../src/base/side.ts";
import { type ClientOptions, type ServerOptions, WebSocket, WebSocketServer } from "ws";
import type { Probe, Seen, Stage } from "./fidelity.ts";

interface Script {
  readonly name: string;
  readonly expects: readonly string[];
  readonly server?: ServerOptions;
  readonly client?: ClientOptions;
  readonly protocols?: readonly string[];
  readonly endedBy?: Side;
  readonly isCompressed?: true;
  /** What the two say to each other; the client's end closes the exchange. */
  say(client: WebSocket, server: WebSocket): Promise<void>;
}

/** Repetitive, as what a live session says is: context takeover pays. */
function position(index: number): string {
  const lat = -6.2 + index / 10_000;
  return JSON.stringify(["location:track", { room: "track_222222", lat, lng: 106.8, speed: 8.3 }]);
}

const CHAT = async (client: WebSocket, server: WebSocket): Promise<void> => {
  for (let index = 0; index < 500; index++) {
    server.send(position(index));
    if (index % 5 === 0) client.send(position(index));
    if (index % 100 === 0) server.ping(`ping ${index}`);
  }
  server.send(new Uint8Array(100_000).fill(7));
  await heard(client, 501);
  client.close(4002, "enough");
};

const SCRIPTS: readonly Script[] = [
  {
    name: "permessage-deflate with context takeover, over many messages",
    isCompressed: true,
    expects: ["permessage-deflate  permessage-deflate", "close 4002 enough", "ping ping 400"],
    server: { perMessageDeflate: { threshold: 0 } },
    client: { perMessageDeflate: { threshold: 0 } },
    say: CHAT,
  },
  {
    name: "permessage-deflate without context takeover and with small windows",
    isCompressed: true,
    expects: ["server_no_context_takeover; server_max_window_bits=10", "close 4002 enough"],
    server: {
      perMessageDeflate: {
        threshold: 0,
        serverNoContextTakeover: true,
        serverMaxWindowBits: 10,
      },
    },
    client: { perMessageDeflate: { threshold: 0, clientMaxWindowBits: 11 } },
    say: CHAT,
  },
  {
    name: "compression that the server does not want",
    expects: ["close 4002 enough"],
    server: { perMessageDeflate: false },
    say: CHAT,
  },
  {
    name: "subprotocols, of which the server takes one",
    expects: ["second.v2", "Sec-WebSocket-Protocol|first.v1,second.v2", "close 4002 enough"],
    server: { handleProtocols: (offered: Set<string>): string => [...offered][1] ?? "" },
    protocols: ["first.v1", "second.v2"],
    say: CHAT,
  },
  {
    name: "a close by the server with 1011 and a reason",
    expects: ["text before", "close 1011 something broke"],
    async say(client, server): Promise<void> {
      server.send("before");
      await heard(client, 1);
      server.close(1011, "something broke");
    },
  },
  {
    name: "a server that is gone: 1006",
    endedBy: "server",
    expects: ["text before", "close 1006 "],
    async say(client, server): Promise<void> {
      server.send("before");
      await heard(client, 1);
      server.terminate();
    },
  },
  {
    name: "a client that is gone: 1006",
    endedBy: "client",
    expects: ["text before", "close 1006 "],
    async say(client, server): Promise<void> {
      client.send("before");
      await heard(server, 1);
      client.terminate();
    },
  },
];

const counts = new WeakMap<WebSocket, number>();

/** This side has heard so many messages. */
function heard(socket: WebSocket, wanted: number): Promise<void> {
  return new Promise((resolve) => {
    const check = (): void => {
      if ((counts.get(socket) ?? 0) < wanted) return;
      socket.off("message", check);
      resolve();
    };
    socket.on("message", check);
    check();
  });
}

interface Ear {
  readonly lines: string[];
  readonly closed: Promise<void>;
  /** Of all messages that it heard, uncompressed. */
  readonly length: number;
}

function listen(socket: WebSocket): Ear {
  const lines: string[] = [];
  let length = 0;
  socket.on("message", (data: Buffer, isBinary: boolean) => {
    length += data.length;
    counts.set(socket, (counts.get(socket) ?? 0) + 1);
    lines.push(`${isBinary ? "binary" : "text"} ${data.toString("latin1")}`);
  });
  socket.on("ping", (data: Buffer) => lines.push(`ping ${data}`));
  socket.on("pong", (data: Buffer) => lines.push(`pong ${data}`));
  socket.on("error", (error: Error) => lines.push(`error ${error.message}`));
  const closed = new Promise<void>((resolve) => {
    socket.on("close", (code: number, reason: Buffer) => {
      lines.push(`close ${code} ${reason}`);
      resolve();
    });
  });
  return {
    lines,
    closed,
    get length(): number {
      return length;
    },
  };
}

async function play(script: Script, { route, certificate }: Stage): Promise<Seen> {
  const web = certificate === undefined
    ? http.createServer()
    : https.createServer({ ...certificate });
  const server = new WebSocketServer({ server: web, ...script.server });
  await new Promise<void>((resolve) => web.listen(0, "127.0.0.1", resolve));
  const port = Reflect.get(Object(server.address()), "port");
  const accepted = new Promise<readonly [socket: WebSocket, raw: Socket, head: string]>(
    (resolve) =>
      server.once("connection", (socket, request) => {
        const { rawHeaders } = request;
        const host = rawHeaders.indexOf("Host") + 1;
        const key = rawHeaders.indexOf("Sec-WebSocket-Key") + 1;
        const kept = rawHeaders.filter((_, index) => index !== host && index !== key);
        const isRight = rawHeaders[host] === `127.0.0.1:${port}`;
        resolve([socket, request.socket, `${kept.join("|")} Host is right: ${isRight}`]);
      }),
  );
  try {
    const client = new WebSocket(
      `${certificate === undefined ? "ws" : "wss"}://127.0.0.1:${await route(port)}/a?b=c`,
      [...script.protocols ?? []],
      { ...script.client, ...(certificate === undefined ? {} : { ca: certificate.cert }) },
    );
    const clientEar = listen(client);
    let clientRaw: Socket | undefined;
    client.on("upgrade", (response) => {
      clientRaw = response.socket;
      const kept = response.rawHeaders.map((text, index, all) =>
        all[index - 1] === "Sec-WebSocket-Accept" ? "" : text
      );
      clientEar.lines.push(`${response.statusCode} ${response.statusMessage} ${kept.join("|")}`);
    });
    const opened = new Promise<void>((resolve) => client.once("open", () => resolve()));
    const [serving, serverRaw, head] = await accepted;
    const serverEar = listen(serving);
    await opened;
    await script.say(client, serving);
    await Promise.all([clientEar.closed, serverEar.closed]);
    const agreed =
      `${client.protocol} ${client.extensions} ${serving.protocol} ${serving.extensions}`;
    return {
      client: [agreed, ...clientEar.lines, wireBytes(clientRaw?.bytesRead, clientEar)],
      server: [head, ...serverEar.lines, wireBytes(serverRaw.bytesRead, serverEar)],
    };
  } finally {
    for (const each of server.clients) each.terminate();
    server.close();
    await new Promise<void>((resolve) => web.close(() => resolve()));
  }
}

/** What came over the wire, and whether that is less than was said: it was compressed then. */
function wireBytes(length: number | undefined, ear: Ear): string {
  const isLess = length !== undefined && length < ear.length;
  return `${length} bytes on the wire, ${isLess ? "less" : "not less"} than was heard`;
}

export const WS_PROBES: readonly Probe[] = SCRIPTS.map((script) => ({
  name: script.name,
  expects: script.expects,
  isCompressed: script.isCompressed ?? false,
  ...(script.endedBy === undefined ? {} : { endedBy: script.endedBy }),
  play: (stage) => play(script, stage),
}));
