// Many clients that play S1's side and count what they get, in one process of their own. They know
// where frames begin and end and nothing else, so that the server is what is measured.

import net from "node:net";
import { decodeLatin1, encodeUtf8 } from "../../src/base/bytes.ts";
import { encodeFrame } from "../../src/wire/frames.ts";
import { CLIENT_SAYS, NAMESPACE } from "./replay_tape.ts";
import { type Answer, answerCommands, numberIn } from "./tap_commands.ts";

const MASK = new Uint8Array([0x37, 0xfa, 0x21, 0x3d]);

const REQUEST = encodeUtf8(
  `GET ${CLIENT_SAYS.target} HTTP/1.1\r\nHost: bench\r\nUpgrade: websocket\r\n` +
    "Connection: Upgrade\r\nSec-WebSocket-Version: 13\r\n" +
    "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n",
);
const [CONNECT, SUBSCRIBE] = [CLIENT_SAYS.connect, CLIENT_SAYS.subscribe].map((text) =>
  encodeFrame({ opcode: 1, payload: encodeUtf8(text), mask: MASK })
);

/** A text of one character: Engine.IO's ping. */
const HEARTBEAT_BYTES = 1;
/** How many come together: fewer than a listener keeps waiting. */
const AT_ONCE = 50;

/** How many frames of events are whole; heartbeats are too short to be one. */
class FrameCounter {
  #head: number[] = [];
  /** Of the payload, once the head is whole. */
  #left: number | undefined;
  #isEvent = false;

  add(bytes: Uint8Array): number {
    let whole = 0;
    for (let at = 0; at < bytes.length;) {
      if (this.#left === undefined) {
        this.#head.push(bytes[at] ?? 0);
        at += 1;
        this.#readHead();
        continue;
      }
      const taken = Math.min(this.#left, bytes.length - at);
      at += taken;
      this.#left -= taken;
      if (this.#left > 0) break;
      if (this.#isEvent) whole += 1;
      this.#left = undefined;
    }
    return whole;
  }

  /** RFC 6455, section 5.2; a server has no mask. */
  #readHead(): void {
    const [, short = 0, high = 0, low = 0] = this.#head;
    if (this.#head.length < 2 || short === 126 && this.#head.length < 4) return;
    if (short === 127) throw new RangeError("No event of the bench is as long as this frame");
    this.#left = short === 126 ? high << 8 | low : short;
    this.#isEvent = this.#left > HEARTBEAT_BYTES;
    this.#head = [];
  }
}

class Client {
  readonly #socket: net.Socket;
  readonly #counter = new FrameCounter();
  #got: (events: number) => void = () => {};

  private constructor(socket: net.Socket) {
    this.#socket = socket;
  }

  /** Joins the namespace. */
  static async open(port: number): Promise<Client> {
    const socket = net.connect({ port, host: "127.0.0.1" });
    socket.setNoDelay(true);
    socket.on("error", () => {});
    socket.write(REQUEST);
    let text = "";
    let isAsked = false;
    await new Promise<void>((resolve, reject) => {
      const read = (bytes: Uint8Array): void => {
        text += decodeLatin1(bytes);
        if (!isAsked && text.includes("pingTimeout")) {
          isAsked = true;
          socket.write(CONNECT ?? "");
        }
        if (!text.includes(`40${NAMESPACE},{"sid":`)) return;
        socket.off("data", read);
        resolve();
      };
      socket.on("data", read);
      socket.once("close", () => reject(new Error(`The connection was closed: ${text}`)));
    });
    const client = new Client(socket);
    socket.on("data", (bytes: Uint8Array) => client.#got(client.#counter.add(bytes)));
    return client;
  }

  subscribe(got: (events: number) => void): void {
    this.#got = got;
    this.#socket.write(SUBSCRIBE ?? "");
  }

  /** Rejects when it is gone before its time. */
  async take(count: number, each: (events: number) => void): Promise<void> {
    let missing = count;
    await new Promise<void>((resolve, reject) => {
      const lost = (): void => reject(new Error(`The connection was closed: ${missing} missing`));
      this.#socket.once("close", lost);
      this.subscribe((events) => {
        each(events);
        missing -= events;
        if (missing > 0) return;
        this.#socket.off("close", lost);
        resolve();
      });
    });
  }

  leave(): void {
    this.#socket.destroy();
  }
}

let clients: readonly Client[] = [];

await answerCommands({
  /** Everybody comes, and joins; a few at a time. */
  async come(question): Promise<Answer> {
    const come: Client[] = [];
    while (come.length < numberIn(question, "clients")) {
      const missing = Math.min(numberIn(question, "clients") - come.length, AT_ONCE);
      const some = Array.from({ length: missing }, () => Client.open(numberIn(question, "port")));
      come.push(...await Promise.all(some));
    }
    clients = come;
    return {};
  },

  /** Everybody subscribes and takes so many events, in milliseconds. */
  async flood(question): Promise<Answer> {
    const count = numberIn(question, "count");
    const started = performance.now();
    await Promise.all(clients.map((client) => client.take(count, () => {})));
    return { milliseconds: performance.now() - started };
  },

  /**
   * How late each event came: counted from the moment when its client subscribed, as all do at once;
   * and from when the server can have heard it at the latest, by the client's most punctual event.
   */
  async late(question): Promise<Answer> {
    const interval = numberIn(question, "interval");
    const late: number[] = [];
    const anchored: number[] = [];
    await Promise.all(clients.map(async (client) => {
      const own: number[] = [];
      let due = performance.now();
      await client.take(numberIn(question, "count"), (events) => {
        const now = performance.now();
        for (let left = events; left > 0; left--) own.push(now - (due += interval));
      });
      const least = Math.min(...own);
      for (const each of own) {
        late.push(each);
        anchored.push(each - least);
      }
    }));
    return { late, anchored };
  },

  leave(): Promise<Answer> {
    for (const client of clients) client.leave();
    clients = [];
    return Promise.resolve({});
  },
});
