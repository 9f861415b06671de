// The JSON of a Socket.IO packet, item by item: an event's name and arguments, an answer's
// arguments, what a CONNECT brings along, why a CONNECT_ERROR refuses.

import type { JsonValue } from "../../base/json.ts";
import { isJsonObject } from "../../base/json.ts";
import type { SocketPacket } from "../../protocols/socket_io/packet.ts";
import { describeValue, type ItemPlace, jsonPart, type JsonWords } from "./json_parts.ts";
import { type Context, type Findings, type Part, partOf, type PartWords } from "./part.ts";
import { senderOfConnect } from "./socket_words.ts";
import { SOCKET_SOURCES } from "./sources.ts";

export function payloadPart(
  text: string,
  start: number,
  stop: number,
  packet: SocketPacket,
  context: Context,
  findings: Findings,
  consequence: string | undefined,
): readonly Part[] {
  if (start >= stop) return [];
  const reason = packet.error?.message;
  if (packet.type === "CONNECT_ERROR" && packet.data === undefined && reason !== undefined) {
    return [partOf(text, start, stop, {
      name: "reason",
      meaning: "the reason, as plain text",
      value: reason,
      source: SOCKET_SOURCES.older,
    })];
  }
  const words = {
    ...wordsOf(packet, context),
    ...(consequence === undefined ? {} : { consequence }),
  };
  return [jsonPart(text, start, stop, words, findings)];
}

function wordsOf(packet: SocketPacket, context: Context): JsonWords {
  switch (packet.type) {
    case "EVENT":
    case "BINARY_EVENT":
      return {
        whole: {
          name: "payload",
          meaning: "a JSON array: the event's name, then its arguments",
          source: SOCKET_SOURCES.event,
        },
        item: (place) => place.index === 0 ? eventName(place) : argument(place, place.index),
      };
    case "ACK":
    case "BINARY_ACK":
      return {
        whole: {
          name: "payload",
          meaning: "a JSON array: the arguments of the answer",
          source: SOCKET_SOURCES.ack,
        },
        item: (place) => argument(place, place.index + 1),
      };
    case "CONNECT":
      return connectWords(packet, context);
    case "CONNECT_ERROR":
      return {
        whole: {
          name: "payload",
          meaning: typeof packet.data === "string"
            ? "the reason, as JSON text"
            : "a JSON object: why the server refuses",
          source: SOCKET_SOURCES.connect,
        },
        item: errorItem,
      };
    case "DISCONNECT":
    case "unknown":
      return {
        whole: { name: "payload", meaning: "JSON, which means nothing here" },
        item: ({ value }) => ({ name: "item", meaning: describeValue(value), value }),
      };
  }
}

function eventName({ value }: ItemPlace): PartWords {
  const isName = typeof value === "string" || typeof value === "number";
  return {
    name: "event name",
    meaning: isName
      ? "the event's name"
      : `${describeValue(value)}, where the event's name belongs`,
    value,
  };
}

function argument({ value }: ItemPlace, number: number): PartWords {
  const places = placeholdersIn(value);
  const described = isPlaceholder(value) ? "" : describeValue(value);
  const filled = places.length === 0
    ? ""
    : `${described === "" ? "" : "; "}the bytes of attachment ${places.join(", ")} belong here`;
  return {
    name: `argument ${number}`,
    meaning: `argument ${number}: ${described}${filled}`,
    value,
  };
}

function isPlaceholder(value: JsonValue): boolean {
  return isJsonObject(value) && value._placeholder === true;
}

function placeholdersIn(value: JsonValue): readonly JsonValue[] {
  if (typeof value !== "object" || value === null) return [];
  if (isJsonObject(value) && value._placeholder === true) return [value.num ?? null];
  return Object.values(value).flatMap(placeholdersIn);
}

function connectWords(packet: SocketPacket, context: Context): JsonWords {
  const sender = senderOfConnect(packet, context);
  return {
    whole: {
      name: "payload",
      meaning: sender === "server"
        ? "a JSON object: the server's answer"
        : "a JSON object: what the client shows (its auth option)",
      source: SOCKET_SOURCES.connect,
    },
    item: ({ key = "", value }) => ({
      name: `connect ${key}`,
      meaning: sender === "server" ? answeredKey(key, value) : askedKey(key, value, packet),
      value,
    }),
  };
}

function answeredKey(key: string, value: JsonValue): string {
  if (key === "sid") return "the id of this socket in its namespace (socket.id)";
  if (key === "pid") return "a private id: who returns with it may be sent what was missed";
  return `${key}: ${describeValue(value)}`;
}

/** A client that wants to be recovered shows both. */
function askedKey(key: string, value: JsonValue, { data }: SocketPacket): string {
  if (key === "pid") {
    return "the private id of a former connection: the client wants to be recovered";
  }
  const isReturning = typeof data === "object" && data !== null && "pid" in data;
  if (key === "offset" && isReturning) return "the last packet that the client has seen";
  return `${key}: ${describeValue(value)}, for the server to check`;
}

function errorItem({ key = "", value }: ItemPlace): PartWords {
  const words: Readonly<Record<string, string>> = {
    message: "the error's message, as connect_error tells it",
    data: "what the server's error carried besides (error.data)",
  };
  return { name: `error ${key}`, meaning: words[key] ?? `${key}: ${describeValue(value)}`, value };
}
