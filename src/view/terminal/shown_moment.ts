// What the screen shows of one message while it passes, and as what line: the application's events,
// who came in, who was refused and why, answers, and messages that no protocol knows.

import type { Value } from "../../base/json.ts";
import type { Side } from "../../base/side.ts";
import type { Decoded, Packet } from "../../protocols/protocol.ts";
import { isSocketPacket, type SocketPacket } from "../../protocols/socket_io/packet.ts";
import { cut, formatArgs, formatSeconds, printable } from "./event_line.ts";

/** How much is shown of what a server says when it refuses: its message, and its data. */
export const MAX_REFUSAL = 200;

export interface ShownMoment {
  /** Where and what: the namespace, the event's name or the packet's type. */
  readonly words: readonly string[];
  /** What the peer says in words of its own. */
  readonly said?: string;
  /** It is a whole message, which stands in quotes. */
  readonly isQuoted?: true;
  readonly args: readonly Value[];
  /** How much of the arguments is shown, when not all that fits. */
  readonly mostArgs?: number;
}

/** Undefined for what is not worth a line: heartbeats, say. */
export function shownMoment(decoded: Decoded): ShownMoment | undefined {
  const { event, packets, label } = decoded;
  if (event !== undefined) return { words: [event.namespace, event.name], args: event.args };
  const packet = packets.at(-1);
  if (packet === undefined) return undefined;
  switch (packet.protocol) {
    case "engine.io":
      return packet.type === "upgrade" ? { words: [label], args: [] } : undefined;
    case "socket.io":
      // What waits for attachments is told once, when it is whole.
      if (!isSocketPacket(packet) || label.includes("(waiting")) return undefined;
      return shownPacket(packet);
    default:
      return shownPayload(packet, label);
  }
}

function shownPacket(packet: SocketPacket): ShownMoment | undefined {
  const { type, namespace, ackId, data, error } = packet;
  switch (type) {
    case "CONNECT":
    case "DISCONNECT":
      return { words: [`${type} ${namespace}`], args: [] };
    case "CONNECT_ERROR":
      return {
        words: [`${type} ${namespace}`],
        said: cut(error?.message ?? "", MAX_REFUSAL),
        args: error?.data === undefined ? [] : [error.data],
        mostArgs: MAX_REFUSAL,
      };
    case "ACK":
    case "BINARY_ACK": {
      const what = ackId === undefined ? type : `${type} ${ackId}`;
      return { words: [namespace, what], args: Array.isArray(data) ? data : [] };
    }
    default:
      return undefined;
  }
}

/** A message of nobody's: how much there is of it, and its text. */
function shownPayload(packet: Packet, label: string): ShownMoment | undefined {
  if (!("data" in packet)) return undefined;
  const { data } = packet;
  const text = typeof data === "string" ? { said: data, isQuoted: true } as const : {};
  return { words: [label], ...text, args: [] };
}

/** The moment's line, cut to `columns`. */
export function formatShown(shown: ShownMoment, from: Side, at: number, columns: number): string {
  const { words, said = "", isQuoted, args, mostArgs } = shown;
  const shownArgs = formatArgs(args);
  return formatLine(from, at, [
    ...words,
    isQuoted === true ? JSON.stringify(said) : said,
    mostArgs === undefined ? shownArgs : cut(shownArgs, mostArgs),
  ], columns);
}

/** When, which way, and what there is to say of it; what is empty is left out. */
export function formatLine(
  from: Side,
  at: number,
  parts: readonly string[],
  columns: number,
): string {
  const arrow = from === "client" ? "→" : "←";
  const line = [formatSeconds(at), arrow, ...parts.filter((part) => part !== "")].join("  ");
  return cut(printable(line), columns);
}
