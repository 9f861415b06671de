// Whether a stock peer (socket.io-parser 4) refuses a packet, and in whose words. It is more lenient
// than it looks: a packet without any payload passes, whatever its type.

import type { Side } from "../../base/side.ts";
import type { JsonValue } from "../../base/json.ts";
import { isJsonObject, parseJson } from "../../base/json.ts";
import { PACKET_TYPES } from "../../protocols/socket_io/packet.ts";
import { isReserved } from "../../protocols/socket_io/payload.ts";

/** How many attachments stock peers take (socket.io-parser 4.2.7, `maxAttachments`). */
const MAX_STOCK_ATTACHMENTS = 10;

/** What the stock decoder throws for the text of a packet; undefined when it takes it. */
export function stockRefusal(packet: string): string | undefined {
  const [, digit = "", rest = ""] = /^(.?)(.*)$/su.exec(packet) ?? [];
  // It reads numbers as JavaScript's Number() does: white space is 0.
  const type = PACKET_TYPES[Number(digit)];
  if (type === undefined) return "unknown packet type";
  const counted = type === "BINARY_EVENT" || type === "BINARY_ACK";
  const dash = rest.indexOf("-");
  if (counted) {
    const count = dash === -1 ? NaN : Number(rest.slice(0, dash));
    if (!Number.isInteger(count) || count < 1) return "Illegal attachments";
    if (count > MAX_STOCK_ATTACHMENTS) return "too many attachments";
  }
  const afterCount = counted ? rest.slice(dash + 1) : rest;
  const afterNamespace = afterCount.startsWith("/")
    ? afterCount.replace(/^[^,]*,?/, "")
    : afterCount;
  const payload = afterNamespace.replace(/^[\d\s]+/, "");
  if (payload === "") return undefined;
  const parsed = parseJson(payload);
  // Text that is no JSON stands as `false` there, which no type takes.
  return isTaken(type, parsed.ok ? parsed.value : false) ? undefined : "invalid payload";
}

function isTaken(type: typeof PACKET_TYPES[number], payload: JsonValue): boolean {
  switch (type) {
    case "CONNECT":
      return isJsonObject(payload);
    case "DISCONNECT":
      return false;
    case "CONNECT_ERROR":
      return typeof payload === "string" || isJsonObject(payload);
    case "EVENT":
    case "BINARY_EVENT": {
      const name: JsonValue | undefined = Array.isArray(payload) ? payload[0] : undefined;
      return typeof name === "number" || typeof name === "string" && !isReserved(name);
    }
    case "ACK":
    case "BINARY_ACK":
      return Array.isArray(payload);
  }
}

/** What then happens, told to people. */
export function refusalConsequence(refusal: string, from: Side | undefined): string {
  const server = `a stock server refuses it ("${refusal}") and closes the session`;
  const client = `a stock client closes with "parse error" (${refusal})`;
  if (from === "client") return server;
  return from === "server" ? client : `${server}; ${client}`;
}
