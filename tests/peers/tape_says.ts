// What a tape says, for comparing two of them: session by session what each side said, in order,
// without what no two recordings have in common (ids, times, lines, connections' numbers).

import type { DecodedEvent, Packet } from "../../src/protocols/protocol.ts";
import type { SocketPacket } from "../../src/protocols/socket_io/packet.ts";
import { readTape } from "../../src/tape/reader.ts";
import type { Moment } from "../../src/timeline/moment.ts";
import { momentsOf } from "../../src/timeline/timeline.ts";
import { plain } from "./log.ts";

export interface SaidSession {
  readonly lines: readonly SaidLine[];
  /** Engine.IO's close packet and close frames: who says one first ends it. */
  readonly goodbyes: readonly SaidLine[];
  readonly transports: readonly string[];
}

/** `client event /sfa room:subscribe` with what it carried. */
export type SaidLine = readonly [what: string, data?: unknown];

export async function whatTapeSays(bytes: Uint8Array): Promise<readonly SaidSession[]> {
  const listener = new Sessions();
  for await (const moment of momentsOf(await readTape([bytes]))) listener.hear(moment);
  return listener.sessions();
}

interface Open {
  readonly lines: SaidLine[];
  readonly goodbyes: SaidLine[];
  readonly transports: Set<string>;
}

class Sessions {
  /** By sid; plain WebSockets, which have none, by connection. */
  readonly #sessions = new Map<string | number, Open>();
  readonly #byConnection = new Map<number, Open>();
  readonly #ids = new Map<string, string>();

  sessions(): readonly SaidSession[] {
    return [...this.#sessions.values()].map(({ lines, goodbyes, transports }) => ({
      goodbyes,
      lines: lines.map(([what, data]): SaidLine => [what, withNames(data, this.#ids)]),
      transports: [...transports],
    }));
  }

  hear(moment: Moment): void {
    const { conn, decoded, line } = moment;
    if (conn === undefined) return;
    if (line.known && line.entry.kind === "control" && line.entry.op === "close") {
      const { from, code, reason } = line.entry;
      this.#byConnection.get(conn)?.goodbyes.push([`${from} close frame`, { code, reason }]);
    }
    // HTTP itself is no session's, and what a WebSocket begins with says nothing.
    if (decoded === undefined || decoded.transport === "http") return;
    const [outer] = decoded.packets;
    if (outer === undefined || outer.protocol === "http") return;
    const session = this.#sessionOf(decoded.session ?? conn);
    if (decoded.transport !== undefined) session.transports.add(decoded.transport);
    if (decoded.transport === "websocket") this.#byConnection.set(conn, session);
    if (outer.type === "close") session.goodbyes.push([`${decoded.from} close packet`]);
    const said = this.#said(moment, outer);
    if (said !== undefined) session.lines.push(said);
  }

  #sessionOf(key: string | number): Open {
    const session = this.#sessions.get(key) ?? { lines: [], goodbyes: [], transports: new Set() };
    this.#sessions.set(key, session);
    if (typeof key === "string") this.#learn(key, "sid");
    return session;
  }

  #said({ from, decoded, answers, isRoutine }: Moment, outer: Packet): SaidLine | undefined {
    const { event } = decoded ?? {};
    if (event !== undefined) return [`${from} event ${place(event)}`, event.args.map(plain)];
    const packet = decoded?.packets.findLast(isSocketPacket);
    if (packet !== undefined) {
      // The parts of a packet come before it is whole.
      if (isRoutine) return undefined;
      const { type, namespace, data } = packet;
      if (type === "CONNECT") this.#learnFrom(data);
      const what = answers === undefined ? namespace : `${namespace} of ${answers.name}`;
      return [`${from} ${type} ${what}`, plain(data)];
    }
    if (!("handshake" in outer)) return undefined;
    return [`${from} open`, { ...Object(outer.handshake), sid: "" }];
  }

  #learnFrom(data: unknown): void {
    const { sid, pid } = Object(data);
    if (typeof sid === "string") this.#learn(sid, "namespace sid");
    if (typeof pid === "string") this.#learn(pid, "pid");
  }

  /** Ids by their order: which of them are the same is something that a tape says. */
  #learn(id: string, kind: string): void {
    if (!this.#ids.has(id)) this.#ids.set(id, `<${kind} ${this.#ids.size}>`);
  }
}

function place({ namespace, name, ackId }: DecodedEvent): string {
  return `${namespace} ${name}${ackId === undefined ? "" : ", asks"}`;
}

function isSocketPacket(packet: Packet): packet is SocketPacket {
  return packet.protocol === "socket.io" && packet.type !== "attachment";
}

/** With names for ids, and for what was hidden, however long it was. */
function withNames(value: unknown, names: ReadonlyMap<string, string>): unknown {
  if (typeof value === "string") {
    return /^\*+$/.test(value) ? "<hidden>" : names.get(value) ?? value;
  }
  if (Array.isArray(value)) return value.map((item) => withNames(item, names));
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value).map(([key, item]) => [key, withNames(item, names)]);
  return Object.fromEntries(entries);
}
