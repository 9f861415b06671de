// What only counts on the deeper layers: Engine.IO's own packets, HTTP below it, WebSocket's control
// frames. What they say is compared as everything else.

import type { Value } from "../base/json.ts";
import { type EnginePacket, isEnginePacket } from "../protocols/engine_io/packet.ts";
import { readEngineUrl } from "../protocols/engine_io/http.ts";
import type { Layer, Moment } from "../timeline/moment.ts";
import type { Saying } from "./open_session.ts";

/** Header fields that are other ones for every exchange, or every connection. */
const VOLATILE_HEADERS: ReadonlySet<string> = new Set([
  "age",
  "content-length",
  "cookie",
  "date",
  "etag",
  "host",
  "origin",
  "referer",
  "sec-websocket-accept",
  "sec-websocket-key",
  "set-cookie",
]);

export class DeepActs {
  readonly #wire: boolean;

  private constructor(wire: boolean) {
    this.#wire = wire;
  }

  /** Undefined where a layer has none. */
  static of(layer: Layer): DeepActs | undefined {
    return layer === "wire" || layer === "engine" ? new DeepActs(layer === "wire") : undefined;
  }

  /** What a moment says beside what it says to applications. */
  sayings(moment: Moment): readonly Saying[] {
    const [outer] = moment.decoded?.packets ?? [];
    const packets = outer !== undefined && isEnginePacket(outer) && outer.type !== "message"
      ? [packetSaying(moment, outer)]
      : [];
    return this.#wire ? [...packets, ...wireSayings(moment)] : packets;
  }
}

function packetSaying(moment: Moment, packet: EnginePacket): Saying {
  const { type, data, handshake, probe } = packet;
  const { sid: _sid, ...rest } = handshake ?? {};
  return {
    from: moment.from ?? "server",
    kind: "packet",
    name: probe === true ? `${type} probe` : type,
    value: handshake === undefined ? data : { ...rest },
  };
}

function wireSayings({ line, part, from }: Moment): readonly Saying[] {
  if (!line.known || part > 0) return [];
  const { entry } = line;
  switch (entry.kind) {
    case "request": {
      const { path, transport = "" } = readEngineUrl(entry.url);
      const name = `${entry.method} ${path} ${transport}`.trim();
      return [frame("client", name, headersOf(entry.headers))];
    }
    case "response":
      return [frame("server", `HTTP ${entry.status}`, headersOf(entry.headers))];
    case "message": {
      const { frames, compressed = false } = entry;
      if (frames === undefined && !compressed) return [];
      return [frame(entry.from, "message", { frames: frames?.length ?? 1, compressed })];
    }
    case "control":
      if (entry.op === "end") return [];
      return [
        frame(entry.from, entry.op, { code: entry.code ?? null, reason: entry.reason ?? "" }),
      ];
    case "bytes":
      return [frame(entry.from, "bytes", entry.text ?? entry.base64 ?? "")];
    case "close":
      return from === undefined ? [] : [frame(from, "close", { reset: entry.reset ?? false })];
    default:
      return [];
  }
}

function frame(from: Saying["from"], name: string, value: Value): Saying {
  return { from, kind: "frame", name, value };
}

function headersOf(headers: readonly (readonly [string, string])[]): Value {
  const kept = headers.map(([name, value]) => [name.toLowerCase(), value] as const)
    .filter(([name]) => !VOLATILE_HEADERS.has(name));
  return Object.fromEntries(kept);
}
