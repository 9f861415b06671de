// A stock server and ours side by side, with the same options, for tests that compare them.

import { createServer } from "node:http";
import { Server, type ServerOptions } from "socket.io";
import type {
  Admission,
  EngineOwner,
  EngineSession,
  SessionEnd,
  SessionOwner,
} from "../../../src/net/engine_server/engine_owner.ts";
import type { Payload } from "../../../src/base/bytes.ts";
import { inTime } from "../../peers/in_time.ts";
import { listen } from "../../peers/script_server.ts";

export interface StockServer extends AsyncDisposable {
  readonly port: number;
  readonly io: Server;
}

export async function startStock(options: Partial<ServerOptions> = {}): Promise<StockServer> {
  const http = createServer((_, response) => {
    response.writeHead(404);
    response.end();
  });
  const io = new Server(http, { allowEIO3: true, httpCompression: false, ...options });
  const port = await listen(http);
  return { port, io, [Symbol.asyncDispose]: () => io.close() };
}

/** Takes everybody, and remembers what it was told. */
export class TakeAll implements EngineOwner {
  readonly sessions: EngineSession[] = [];
  readonly told: string[] = [];
  readonly #heard: (session: EngineSession) => void;
  #next = Promise.withResolvers<void>();

  /** Does something at every message. */
  constructor(heard: (session: EngineSession) => void = () => {}) {
    this.#heard = heard;
  }

  admit(): Admission {
    return { kind: "take", owner: this.#owner() };
  }

  /** Until something was told whose beginning is this. */
  async until(beginning: string): Promise<string> {
    for (;;) {
      const found = this.told.find((line) => line.startsWith(beginning));
      if (found !== undefined) return found;
      await inTime(this.#next.promise, `"${beginning}" after ${this.told.length} lines`);
    }
  }

  #owner(): SessionOwner {
    let session: EngineSession | undefined;
    return {
      opened: (opened) => {
        session = opened;
        this.sessions.push(session);
        // What Socket.IO says to clients of Engine.IO 3 at once.
        if (session.version === 3) session.send(["0"]);
        this.#tell(`opened ${session.transport} ${session.version}`);
      },
      message: (data) => {
        this.#tell(`message ${show(data)}`);
        if (session !== undefined) this.#heard(session);
      },
      drained: () => this.#tell("drained"),
      upgraded: () => this.#tell("upgraded"),
      closed: (end) => this.#tell(`closed ${showEnd(end)}`),
    };
  }

  #tell(line: string): void {
    this.told.push(line);
    this.#next.resolve();
    this.#next = Promise.withResolvers();
  }
}

function show(data: Payload): string {
  return typeof data === "string" ? data : `<${data.join(" ")}>`;
}

function showEnd({ reason, code, text }: SessionEnd): string {
  return [reason, code, text].filter((part) => part !== undefined && part !== "").join(" ");
}
