// What an Engine.IO message (or one of a plain WebSocket) carries: Socket.IO, JSON, or anything.

import { recogniseMessages } from "../../protocols/registry.ts";
import { describeValue, jsonPart } from "./json_parts.ts";
import { type Context, type Findings, type InnerProtocol, type Part, partOf } from "./part.ts";
import { socketParts } from "./socket_parts.ts";
import { WEBSOCKET_SOURCES } from "./sources.ts";

export interface MessageParts {
  readonly parts: readonly Part[];
  /** `a Socket.IO EVENT` */
  readonly title: string;
}

export function messageParts(
  text: string,
  start: number,
  stop: number,
  context: Context,
  findings: Findings,
): MessageParts {
  const inner = context.inner ?? guessInner(text.slice(start, stop), context);
  switch (inner) {
    case "socket.io":
      return socketParts(text, start, stop, context, findings);
    case "json":
      return jsonMessage(text, start, stop, findings);
    case "raw":
      return rawMessage(text, start, stop, context, findings);
  }
}

/** Broken Socket.IO is still told as Socket.IO: that is when people ask. */
function guessInner(text: string, context: Context): InnerProtocol {
  const { name } = recogniseMessages(text, context.from ?? "server");
  if (name === "json") return "json";
  return name === "socket.io" || /^[0-9](?:$|[/[{"\d-])/.test(text) ? "socket.io" : "raw";
}

function jsonMessage(
  text: string,
  start: number,
  stop: number,
  findings: Findings,
): MessageParts {
  const part = jsonPart(text, start, stop, {
    whole: { name: "JSON message", meaning: "the application's own message, as JSON" },
    item: ({ index, key, value }) => ({
      name: key === undefined ? `item ${index}` : `key ${key}`,
      meaning: key === undefined
        ? `item ${index}: ${describeValue(value)}`
        : `${key}: ${describeValue(value)}`,
      value,
    }),
  }, findings);
  return { parts: start === stop ? [] : [part], title: "JSON" };
}

function rawMessage(
  text: string,
  start: number,
  stop: number,
  context: Context,
  findings: Findings,
): MessageParts {
  if (start === stop) return { parts: [], title: "no data" };
  if (context.inner === undefined) {
    findings.remark(
      "The message carries neither Socket.IO nor JSON: a Socket.IO packet begins with a type from " +
        "0 to 6. --inner says how to read it all the same",
    );
  }
  const part = partOf(text, start, stop, {
    name: "text",
    meaning: "text of the application's own",
    source: WEBSOCKET_SOURCES.data,
  });
  return { parts: [part], title: "text" };
}
