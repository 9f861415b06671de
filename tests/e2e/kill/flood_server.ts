// An Engine.IO server that floods whoever comes with numbered events, and knows from outside what a
// client has received: over websocket by the pongs that answer the pings between the events, over
// polling by the next poll. Written by hand, because stock servers ping when they like.

import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo, Socket } from "node:net";
import { type WebSocket, WebSocketServer } from "ws";
import type { Chance } from "./chance.ts";

export interface FloodServer extends AsyncDisposable {
  readonly port: number;
  /** All that was sent to the client, in order. */
  readonly sent: readonly string[];
  /** How many of these the client certainly had. */
  readonly confirmed: number;
  /** All that came from the client, in order. */
  readonly received: readonly string[];
  /** Done when the client has had so many messages. */
  whenConfirmed(count: number): Promise<void>;
  /** Done when all that the client has sent has been read, and it is gone. */
  whenLeft(): Promise<void>;
}

const HANDSHAKE = { sid: "engine", upgrades: [], pingInterval: 60_000, pingTimeout: 60_000 };
const OPEN = `0${JSON.stringify({ ...HANDSHAKE, maxPayload: 1_000_000 })}`;
const WELCOME = '40{"sid":"inner"}';
const PING = "2";
const PONG = "3";
/** Between the packets of a polling body. */
const SEPARATOR = "\x1e";

/** How many batches are under way at a time over websocket. */
const BATCHES_UNDER_WAY = 4;
const MAX_BATCH_EVENTS = 30;
const MAX_PADDING = 400;
/** Now and then a message is as large as several reads of a socket. */
const LARGE_PADDING = 200_000;
const ONE_LARGE_IN = 200;

/** Starts one that serves one client. */
export async function startFloodServer(chance: Chance): Promise<FloodServer> {
  const http = createServer();
  const flood = new Flood(chance);
  const sockets = new Set<Socket>();
  let gone = Promise.withResolvers<void>();
  http.on("connection", (socket: Socket) => {
    sockets.add(socket);
    socket.on("error", () => {});
    socket.on("close", () => {
      sockets.delete(socket);
      gone.resolve();
      gone = Promise.withResolvers<void>();
    });
  });
  http.on("request", (request, response) => flood.answer(request, response));
  const websockets = new WebSocketServer({ server: http, perMessageDeflate: false });
  websockets.on("connection", (websocket) => flood.serve(websocket));
  await new Promise<void>((resolve) => http.listen(0, "127.0.0.1", resolve));
  // listen() on TCP always gives an AddressInfo
  const { port } = http.address() as AddressInfo;
  return {
    port,
    sent: flood.sent,
    received: flood.received,
    get confirmed(): number {
      return flood.confirmed;
    },
    whenConfirmed: (count) => flood.whenConfirmed(count),
    async whenLeft(): Promise<void> {
      while (sockets.size > 0) await gone.promise;
    },
    async [Symbol.asyncDispose](): Promise<void> {
      for (const socket of sockets) socket.destroy();
      websockets.close();
      await new Promise<void>((resolve) => http.close(() => resolve()));
    },
  };
}

class Flood {
  readonly sent: string[] = [];
  readonly received: string[] = [];
  readonly #chance: Chance;
  /** Where the pings stand that have not been answered. */
  readonly #pings: number[] = [];
  #number = 0;
  #stage: "outside" | "welcome" | "in" = "outside";
  /** A poll that waits for the client's CONNECT. */
  #poll: ServerResponse | undefined;
  #awaited = Infinity;
  #reached: () => void = () => {};
  #confirmed = 0;

  constructor(chance: Chance) {
    this.#chance = chance;
  }

  get confirmed(): number {
    return this.#confirmed;
  }

  async whenConfirmed(count: number): Promise<void> {
    if (this.#confirmed >= count) return;
    await new Promise<void>((resolve) => {
      this.#awaited = count;
      this.#reached = resolve;
    });
  }

  serve(websocket: WebSocket): void {
    websocket.on("error", () => {});
    const send = (messages: readonly string[]): void => {
      for (const message of messages) websocket.send(message);
    };
    send(this.#note([OPEN]));
    websocket.on("message", (data) => {
      const message = String(data);
      this.received.push(message);
      if (message.startsWith("40")) {
        send(this.#note([WELCOME]));
        for (let batch = 0; batch < BATCHES_UNDER_WAY; batch++) send(this.#batch());
      } else if (message === PONG) {
        this.#confirm(this.#pings.shift() ?? 0);
        send(this.#batch());
      }
    });
  }

  answer(request: IncomingMessage, response: ServerResponse): void {
    const isFirst = !request.url?.includes("sid=");
    if (request.method === "POST") {
      let body = "";
      request.setEncoding("utf8").on("data", (text: string) => body += text);
      request.on("end", () => {
        this.received.push(...body.split(SEPARATOR));
        response.end("ok");
        if (!body.startsWith("40")) return;
        this.#stage = "welcome";
        this.#answerPoll();
      });
    } else if (isFirst) {
      response.end(this.#note([OPEN]).join(SEPARATOR));
    } else {
      this.#confirm(this.sent.length);
      this.#poll = response;
      this.#answerPoll();
    }
  }

  /** Whatever comes first, the poll or the client's CONNECT: the answer waits for both. */
  #answerPoll(): void {
    const poll = this.#poll;
    if (poll === undefined || this.#stage === "outside") return;
    this.#poll = undefined;
    const messages = this.#stage === "welcome" ? this.#note([WELCOME]) : this.#batch();
    this.#stage = "in";
    poll.end(messages.join(SEPARATOR));
  }

  /** Some events, and the ping whose answer says that they have come. */
  #batch(): readonly string[] {
    const events = Array.from({ length: 1 + this.#chance(MAX_BATCH_EVENTS) }, () => {
      const isLarge = this.#chance(ONE_LARGE_IN) === 0;
      const padding = "x".repeat(isLarge ? LARGE_PADDING : this.#chance(MAX_PADDING));
      return `42["location:track",{"number":${this.#number++},"padding":"${padding}"}]`;
    });
    const noted = this.#note([...events, PING]);
    this.#pings.push(this.sent.length);
    return noted;
  }

  #note(messages: readonly string[]): readonly string[] {
    this.sent.push(...messages);
    return messages;
  }

  #confirm(count: number): void {
    this.#confirmed = Math.max(this.#confirmed, count);
    if (this.#confirmed >= this.#awaited) this.#reached();
  }
}
