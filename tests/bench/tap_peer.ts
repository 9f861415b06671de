// Both ends of the wire that a tap is measured on: a server that floods, echoes or keeps many
// clients waiting, and clients that count bytes. Neither parses more than it must.

// @ts-types="./tap_ws.d.ts"
import { Sender } from "ws";
import net from "node:net";
import { decodeLatin1 } from "../../src/base/bytes.ts";
import { type Answer, answerCommands, numberIn } from "./tap_commands.ts";
import {
  BLOCK,
  BLOCK_EVENTS,
  ECHO,
  EVENT_TEXTS,
  OPENING,
  pollRequest,
  pollResponse,
  QUESTION,
  STAMPED_BYTES,
  stampedFrame,
  stampedText,
  stampIn,
  UPGRADE_RESPONSE,
  upgradeRequest,
} from "./tap_traffic.ts";

/** Whose turn it is to be sent to, all the time round. */
const waiting: (() => void)[] = [];

function serve(socket: net.Socket): void {
  socket.setNoDelay(true);
  socket.on("error", () => {});
  let head = "";
  const readHead = (bytes: Uint8Array): void => {
    head += decodeLatin1(bytes);
    if (!head.endsWith("\r\n\r\n")) return;
    const asked = new URL(head.split(" ")[1] ?? "", "http://bench").searchParams;
    head = "";
    if (asked.get("transport") === "polling") {
      waiting.push(() => socket.write(pollResponse(stampedText(performance.now()))));
      return;
    }
    socket.off("data", readHead);
    socket.write(UPGRADE_RESPONSE);
    socket.write(OPENING);
    serveWebSocket(socket, asked.get("how"), Number(asked.get("count")));
  };
  socket.on("data", readHead);
}

function serveWebSocket(socket: net.Socket, how: string | null, count: number): void {
  let missing = QUESTION.length;
  switch (how) {
    case "blocks":
      return pour(socket, count / BLOCK_EVENTS);
    case "sends":
      return sendEach(new Sender(socket), count / BLOCK_EVENTS);
    case "echo":
      socket.on("data", (bytes: Uint8Array) => {
        missing -= bytes.length;
        if (missing > 0) return;
        missing = QUESTION.length;
        socket.write(ECHO);
      });
      return;
    case "crowd": {
      const send = (): void => {
        socket.write(stampedFrame(performance.now()));
        waiting.push(send);
      };
      waiting.push(send);
      return;
    }
  }
}

function pour(socket: net.Socket, blocks: number): void {
  for (let left = blocks; left > 0; left--) {
    if (socket.write(BLOCK) || left === 1) continue;
    socket.once("drain", () => pour(socket, left - 1));
    return;
  }
}

const PLAIN = { binary: false, compress: false, fin: true, mask: false };

/** As a stock server does it: every event is a send of ws of its own. */
function sendEach(sender: Sender, blocks: number): void {
  if (blocks === 0) return;
  const next = (): void => sendEach(sender, blocks - 1);
  for (const [index, text] of EVENT_TEXTS.entries()) {
    sender.send(text, PLAIN, index === EVENT_TEXTS.length - 1 ? next : undefined);
  }
}

/** Opens a WebSocket; what follows the head of the answer comes as data. */
async function openWebSocket(port: number, request: Uint8Array): Promise<net.Socket> {
  const socket = net.connect({ port, host: "127.0.0.1" });
  socket.setNoDelay(true);
  socket.on("error", () => {});
  socket.write(request);
  let head = "";
  await new Promise<void>((resolve, reject) => {
    const read = (bytes: Uint8Array): void => {
      head += decodeLatin1(bytes);
      const end = head.indexOf("\r\n\r\n");
      if (end === -1) return;
      socket.off("data", read);
      socket.pause();
      const rest = bytes.subarray(bytes.length - (head.length - end - 4));
      if (rest.length > 0) socket.unshift(rest);
      resolve();
    };
    socket.on("data", read);
    socket.once("close", () => reject(new Error(`The connection was closed: ${head}`)));
  });
  return socket;
}

/** Takes so many bytes. */
async function receive(port: number, request: Uint8Array, count: number): Promise<void> {
  const socket = await openWebSocket(port, request);
  let missing = count;
  await new Promise<void>((resolve, reject) => {
    socket.on("data", (bytes: Uint8Array) => {
      missing -= bytes.length;
      if (missing <= 0) resolve();
    });
    socket.once("close", () => reject(new Error(`The connection was closed: ${missing} missing`)));
    socket.resume();
  });
  socket.destroy();
}

async function listen(port: number, late: number[]): Promise<net.Socket> {
  const socket = await openWebSocket(port, upgradeRequest("crowd", 0));
  let opening = OPENING.length;
  let text = "";
  socket.on("data", (bytes: Uint8Array) => {
    const now = performance.now();
    const skipped = Math.min(opening, bytes.length);
    opening -= skipped;
    text += decodeLatin1(bytes.subarray(skipped));
    for (; text.length >= STAMPED_BYTES; text = text.slice(STAMPED_BYTES)) {
      late.push(now - stampIn(text));
    }
  });
  socket.resume();
  return socket;
}

async function poll(port: number, session: number, late: number[]): Promise<net.Socket> {
  const socket = net.connect({ port, host: "127.0.0.1" });
  socket.setNoDelay(true);
  socket.on("error", () => {});
  await new Promise<void>((resolve) => socket.once("connect", resolve));
  const request = pollRequest(session);
  let text = "";
  socket.on("data", (bytes: Uint8Array) => {
    text += decodeLatin1(bytes);
    if (!text.endsWith("]")) return;
    late.push(performance.now() - stampIn(text));
    text = "";
    socket.write(request);
  });
  socket.write(request);
  return socket;
}

/** Sends to whoever waits longest, so many times a second, evenly. */
async function sendInTurn(seconds: number, rate: number): Promise<void> {
  const started = performance.now();
  let sent = 0;
  for (;;) {
    const passed = (performance.now() - started) / 1000;
    if (passed >= seconds) return;
    for (const due = passed * rate; sent < due; sent++) waiting.shift()?.();
    await new Promise((resolve) => setTimeout(resolve, 1));
  }
}

await answerCommands({
  async serve(): Promise<Answer> {
    const server = net.createServer(serve);
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const address = server.address();
    if (address === null || typeof address === "string") throw new TypeError("It has no address");
    return { port: address.port };
  },

  /** Takes a flood, in milliseconds. */
  async flood(question): Promise<Answer> {
    const count = numberIn(question, "count");
    const bytes = OPENING.length + BLOCK.length * count / BLOCK_EVENTS;
    const started = performance.now();
    await receive(numberIn(question, "port"), upgradeRequest(String(question.how), count), bytes);
    return { milliseconds: performance.now() - started };
  },

  /** Milliseconds of each round trip, one after another. */
  async echo(question): Promise<Answer> {
    const count = numberIn(question, "count");
    const took: number[] = [];
    const socket = await openWebSocket(numberIn(question, "port"), upgradeRequest("echo", count));
    const whole = Promise.withResolvers<void>();
    let missing = OPENING.length;
    let sent = 0;
    socket.on("data", (bytes: Uint8Array) => {
      missing -= bytes.length;
      if (missing > 0) return;
      const now = performance.now();
      if (sent > 0) took.push(now - sent);
      if (took.length === count) return whole.resolve();
      missing = ECHO.length;
      sent = performance.now();
      socket.write(QUESTION);
    });
    socket.resume();
    await whole.promise;
    socket.destroy();
    return { took };
  },

  /** How late each event of many clients comes; the server must be of this process. */
  async crowd(question): Promise<Answer> {
    const { how } = question;
    const port = numberIn(question, "port");
    const late: number[] = [];
    const sockets = await Promise.all(
      Array.from(
        { length: numberIn(question, "clients") },
        (_, index) => how === "polling" ? poll(port, index, late) : listen(port, late),
      ),
    );
    await sendInTurn(numberIn(question, "seconds"), numberIn(question, "rate"));
    for (const socket of sockets) socket.destroy();
    waiting.length = 0;
    return { late };
  },
});
