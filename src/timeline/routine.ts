// What is folded away unless somebody asks: heartbeats, probes, noops, requests that only carry
// others, connections that come and go as they should, and the recording client's own log.

import type { Decoded } from "../protocols/protocol.ts";
import { isWaiting } from "./answers.ts";
import type { Moment } from "./moment.ts";

/** In the order in which they are told. */
export const ROUTINES = [
  "heartbeat",
  "probe",
  "noop",
  "HTTP exchange",
  "binary part",
  "TCP line",
  "log line",
] as const;

export type Routine = typeof ROUTINES[number];

/** Whether a message or packet is there for the transport alone. */
export function isRoutineTraffic(decoded: Decoded): boolean {
  if (decoded.notes.length > 0 || decoded.event !== undefined) return false;
  const inner = decoded.packets.at(-1);
  switch (inner?.protocol) {
    case "engine.io":
      return inner.type === "ping" || inner.type === "pong" || inner.type === "noop";
    case "socket.io":
      return inner.type === "attachment" || isWaiting(decoded);
    default:
      return false;
  }
}

/** What kind of routine a moment is that is one. */
export function routineOf(moment: Moment): Routine {
  const inner = moment.decoded?.packets.at(-1);
  if (inner?.protocol === "engine.io") {
    if ("probe" in inner) return "probe";
    return inner.type === "noop" ? "noop" : "heartbeat";
  }
  if (inner?.protocol === "socket.io") return "binary part";
  const { entry } = moment.line;
  switch (entry.kind) {
    case "request":
    case "response":
      return "HTTP exchange";
    case "log":
      return "log line";
    case "control":
      return entry.op === "end" ? "TCP line" : "heartbeat";
    default:
      return "TCP line";
  }
}
