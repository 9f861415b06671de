// Writes down what an outcome means for the packets of a group, or says why it cannot be done.

import type { Payload } from "../../base/bytes.ts";
import { type Value, valueToJson } from "../../base/json.ts";
import { nameJson } from "../../protocols/json/json.ts";
import { encodePacket } from "../../protocols/socket_io/encode.ts";
import type { Decoded } from "../../protocols/protocol.ts";
import { payloadOf } from "../content.ts";
import type { Moment } from "../moment.ts";
import type { Extra, HeldEvent, HeldLine, HeldPart } from "./held_line.ts";
import type { Addition, Outcome } from "./outcome.ts";
import type { PacketGroup } from "./packet_groups.ts";
import { argumentsIn, dataOf, enginePacketOf, socketPacketOf } from "./packet_data.ts";
import { rewriteJsonMessage, rewriteSocketPacket, type Rewritten } from "./rewrite_packet.ts";
import { isCarrying, whyNotWhole } from "./with_content.ts";

/** What a group is besides its packets. */
export interface GroupMeaning {
  readonly held: HeldEvent | undefined;
  /** What names plain JSON. */
  readonly eventKeys: readonly string[];
}

/** Marks the parts; the reason when it cannot be done, and then nothing is marked. */
export function planGroup(
  { members, torn }: PacketGroup,
  outcome: Outcome,
  { held: event, eventKeys }: GroupMeaning,
): string | undefined {
  const last = members.at(-1);
  const first = members[0];
  if (last === undefined || first === undefined) return undefined;
  if (outcome.drop === true && isWholeLine(last.held) && members.length === 1) {
    last.part.dropped = true;
    if (event !== undefined) event.dropped = true;
    return planAdditions(last.part, outcome.additions ?? [], eventKeys);
  }
  const obstacle = members.map(({ held }) => obstacleOf(held)).find((reason) => reason);
  if (obstacle !== undefined) return obstacle;
  if (torn) return "it is a binary packet without all of its attachments, or among those of one";
  if (outcome.copies !== undefined) {
    const obstacle = whyNotCopied(members);
    if (obstacle !== undefined) return obstacle;
  }
  const { decoded } = last.part.moment;
  if (outcome.data !== undefined && outcome.drop !== true) {
    if (isJsonMessage(decoded) && !isEvent(outcome.data)) return NO_EVENT;
    const rewritten = rewrite(first.part.moment, decoded, outcome.data);
    if (!rewritten.ok) return rewritten.reason;
    first.part.inner = rewritten.data;
    if (event !== undefined && decoded !== undefined) {
      event.args = argumentsIn(decoded, event.event, outcome.data);
      if (socketPacketOf(decoded) === undefined) {
        event.name = nameJson(valueToJson(outcome.data), eventKeys);
      }
    }
  }
  if (outcome.copies !== undefined) {
    const copied = members.map(({ held, part }) => ({ held, inner: innerOf(part) }));
    for (let count = 0; count < outcome.copies; count++) {
      copied.forEach(({ held, inner = "" }, index) =>
        last.part.extras.push({
          payload: inner,
          ...likeOf(held),
          ...(index === copied.length - 1 && event !== undefined ? { copyOf: event } : {}),
        })
      );
    }
  }
  if (outcome.drop === true) {
    for (const { part } of members) part.dropped = true;
    if (event !== undefined) event.dropped = true;
  }
  return planAdditions(last.part, outcome.additions ?? [], eventKeys);
}

/** A line that is no polling body: it can go as a whole, whatever stands in it. */
function isWholeLine({ line }: HeldLine): boolean {
  return !line.known || line.entry.kind !== "request" && line.entry.kind !== "response" ||
    line.entry.text === undefined && line.entry.base64 === undefined;
}

function obstacleOf({ line }: HeldLine): string | undefined {
  if (!line.known || !isCarrying(line.entry)) return "it carries no message";
  return whyNotWhole(line.entry);
}

function whyNotCopied(members: PacketGroup["members"]): string | undefined {
  if (members.some(({ part }) => innerOf(part) === undefined)) return "there is no message to copy";
  if (!members.some(({ held }) => hidesInBody(held))) return undefined;
  return "secrets are hidden in its polling body, and the copy's could not be listed";
}

function hidesInBody({ line }: HeldLine): boolean {
  if (!line.known || !isCarrying(line.entry) || line.entry.kind === "message") return false;
  const { redacted } = line.entry;
  return redacted?.text !== undefined || redacted?.base64 !== undefined;
}

function likeOf({ line }: HeldLine): Pick<Extra, "like"> {
  return line.known && line.entry.kind === "message" ? { like: line.entry } : {};
}

/** What an Engine.IO packet holds, or the message itself. */
function innerOf(part: HeldPart): Payload | undefined {
  if (part.inner !== undefined) return part.inner;
  const { decoded, line } = part.moment;
  const engine = decoded === undefined ? undefined : enginePacketOf(decoded);
  if (engine !== undefined) return engine.type === "message" ? engine.data : undefined;
  return line.known && line.entry.kind === "message" ? payloadOf(line.entry) : undefined;
}

function rewrite(first: Moment, decoded: Decoded | undefined, after: Value): Rewritten {
  const message = innerOf({ moment: first, inner: undefined, dropped: false, extras: [] });
  const before = decoded === undefined ? undefined : dataOf(decoded);
  if (decoded === undefined || message === undefined || before === undefined) {
    return { ok: false, reason: "it carries nothing that can be set" };
  }
  const packet = socketPacketOf(decoded);
  return packet === undefined
    ? rewriteJsonMessage(message, before, after)
    : rewriteSocketPacket(message, packet, after);
}

function planAdditions(
  part: HeldPart,
  additions: readonly Addition[],
  eventKeys: readonly string[],
): string | undefined {
  const { decoded } = part.moment;
  const packet = decoded === undefined ? undefined : socketPacketOf(decoded);
  const isJson = isJsonMessage(decoded);
  for (const { name, args } of additions) {
    if (packet !== undefined) {
      const { namespace, encoding } = packet;
      const event = { type: "EVENT", namespace, data: [name, ...args] } as const;
      const payloads = encodePacket(encoding === undefined ? event : { ...event, encoding });
      for (const payload of payloads) {
        part.extras.push({ payload, added: { namespace, name, args } });
      }
    } else if (isJson) {
      const value = args[0] ?? null;
      if (!isEvent(value)) return NO_EVENT;
      const added = { namespace: "/", name: nameJson(value, eventKeys), args: [value] };
      part.extras.push({ payload: JSON.stringify(value), added });
    } else {
      return "an event can only be put behind a message of Socket.IO or JSON";
    }
  }
  return undefined;
}

const NO_EVENT = "a JSON message that is no object or array is no event";

function isJsonMessage(decoded: Decoded | undefined): boolean {
  return decoded?.packets.at(-1)?.protocol === "json";
}

/** Whether JSON is read as an event when it stands alone. */
function isEvent(value: Value): boolean {
  return typeof value === "object" && value !== null;
}
