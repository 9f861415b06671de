// What older recorders read differently. Where no Socket.IO was spoken, the first message of a
// connection said how they read all others: behind plain text no JSON was an event, and behind JSON
// a bare `5` was one. Their tapes are as true as any.

import { parseJson } from "../base/json.ts";
import { nameJson } from "../protocols/json/json.ts";
import type { DecodedEvent, Packet } from "../protocols/protocol.ts";
import type { Moment } from "./moment.ts";

/** Told every message, in order. */
export class OlderReading {
  /** Whether older recorders read a session as JSON. */
  readonly #asJson = new Map<string, boolean>();
  /** Sessions whose `event` lines no older recorder would have written. */
  readonly #read = new Set<string>();

  /** The session, when an older recorder saw no event in this message of it. */
  overlooks(moment: Moment): string | undefined {
    const session = sessionOf(moment);
    const [inner] = moment.decoded?.packets.slice(-1) ?? [];
    if (session === undefined || inner === undefined) return undefined;
    const asJson = this.#asJson.get(session) ?? isLikeJson(inner);
    this.#asJson.set(session, asJson);
    return asJson ? undefined : session;
  }

  /** There is an `event` line where an older recorder saw none. */
  isNewer(session: string): void {
    this.#read.add(session);
  }

  /** Whether nothing says that the session was recorded by a newer one. */
  mayBeOlder(session: string): boolean {
    return !this.#read.has(session);
  }
}

/** The event that an older recorder may have seen in text that is a bare JSON value. */
export function olderEvent({ decoded }: Moment): DecodedEvent | undefined {
  const inner = decoded?.packets.at(-1);
  if (inner?.protocol !== "raw" || !("data" in inner)) return undefined;
  const { data } = inner;
  if (typeof data !== "string" || !/^\s*["\d\-tfn]/.test(data)) return undefined;
  const parsed = parseJson(data);
  if (!parsed.ok) return undefined;
  return { namespace: "/", name: nameJson(parsed.value, []), args: [parsed.value] };
}

function sessionOf({ line, conn, decoded }: Moment): string | undefined {
  const inner = decoded?.packets.at(-1)?.protocol;
  if (inner !== "json" && inner !== "raw") return undefined;
  return line.entry.kind === "message" || decoded?.session !== undefined
    ? decoded?.session ?? `connection ${conn}`
    : undefined;
}

/** A text that began like JSON was taken for it even where it could not be read. */
function isLikeJson(inner: Packet): boolean {
  if (inner.protocol === "json") return true;
  return "data" in inner && typeof inner.data === "string" && /^\s*[[{]/.test(inner.data);
}
