// A WebSocket client whose frames are written by hand, and what it sees: a line for everything that
// comes, to the end of the connection.

import { concatBytes, encodeLatin1, encodeUtf8, type Payload } from "../../../src/base/bytes.ts";
import { Conversation } from "../../../src/wire/conversation.ts";
import type { WireEvent } from "../../../src/wire/events.ts";
import { encodeFrame, OPCODE } from "../../../src/wire/frames.ts";
import { inTime } from "../../peers/in_time.ts";
import { dial } from "../sockets.ts";

export const UPGRADE: readonly string[] = [
  "Connection: Upgrade",
  "Upgrade: websocket",
  "Sec-WebSocket-Version: 13",
  "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==",
];

const MASK = Uint8Array.of(1, 2, 3, 4);

export class RawWebSocket implements Disposable {
  /** `text …`, `binary …`, `ping …`, `pong …`, `close …`, `bytes …`, and `end` or `error …` last. */
  readonly seen: string[] = [];
  readonly #socket;
  readonly #conversation = new Conversation();
  #next = Promise.withResolvers<void>();
  #isLeaving = false;
  #watch: (frames: readonly number[]) => void = () => {};

  /** `early` is sent with the head of the request. */
  constructor(port: number, target: string, early: readonly Uint8Array[] = []) {
    this.#socket = dial(port);
    const head = encodeLatin1(
      [`GET ${target} HTTP/1.1`, "Host: localhost", ...UPGRADE, "", ""].join("\r\n"),
    );
    this.#conversation.receive("client", head);
    this.#socket.write(concatBytes([head, ...early]));
    this.#socket.on("data", (bytes: Uint8Array) => {
      for (const event of this.#conversation.receive("server", bytes)) this.#see(event);
    });
    this.#socket.on("end", () => {
      this.#tell("end");
      this.#socket.end();
    });
    this.#socket.on("error", (error: NodeJS.ErrnoException) => this.#tell(`error ${error.code}`));
  }

  /** Until so many lines of this beginning have come; all that came by then. */
  async until(beginning: string, count: number = 1): Promise<readonly string[]> {
    while (this.seen.filter((line) => line.startsWith(beginning)).length < count) {
      await inTime(this.#next.promise, `"${beginning}" after ${this.seen.length} lines`);
    }
    return this.seen;
  }

  send(...frames: readonly Uint8Array[]): void {
    this.#socket.write(concatBytes(frames));
  }

  /** Is told the lengths of every message's frames. */
  watch(watch: (frames: readonly number[]) => void): void {
    this.#watch = watch;
  }

  /** Reads no more, until it is told to go on. */
  pause(): void {
    this.#socket.pause();
  }

  resume(): void {
    this.#socket.resume();
  }

  end(): void {
    this.#socket.end();
  }

  /** The socket dies without a goodbye. */
  [Symbol.dispose](): void {
    this.#socket.destroy();
  }

  /** Says goodbye, and reads to the end. */
  async leave(): Promise<void> {
    this.#isLeaving = true;
    this.send(closeFrame(1000));
    await this.until("end");
  }

  #see(event: WireEvent): void {
    switch (event.kind) {
      case "message":
        this.#watch(event.frames);
        this.#tell(`${typeof event.data === "string" ? "text" : "binary"} ${show(event.data)}`);
        break;
      case "control": {
        const { op, data, code, reason } = event;
        this.#tell(`${op} ${code ?? ""}${reason ?? ""}${show(data)}`);
        if (op === "close" && !this.#isLeaving) this.send(closeFrame(code));
        break;
      }
      case "response":
        this.#tell(`answer ${event.head.status} ${show(event.body.data)}`);
        break;
      case "bytes":
        this.#tell(`bytes ${show(event.data)}`);
        break;
      case "note":
        this.#tell(`note ${event.note.rule}`);
        break;
      default:
        break;
    }
  }

  #tell(line: string): void {
    this.seen.push(line.replace(/"sid":"[\w-]+"/, '"sid":""'));
    this.#next.resolve();
    this.#next = Promise.withResolvers();
  }
}

export function frame(data: Payload, opcode?: number): Uint8Array {
  const isText = typeof data === "string";
  const payload = isText ? encodeUtf8(data) : data;
  return encodeFrame({
    opcode: opcode ?? (isText ? OPCODE.text : OPCODE.binary),
    payload,
    mask: MASK,
  });
}

export function closeFrame(code?: number, reason: string = ""): Uint8Array {
  const payload = code === undefined
    ? new Uint8Array(0)
    : concatBytes([Uint8Array.of(code >> 8, code & 0xff), encodeUtf8(reason)]);
  return encodeFrame({ opcode: OPCODE.close, payload, mask: MASK });
}

function show(data: Payload): string {
  return typeof data === "string" ? data : `<${data.join(" ")}>`;
}
