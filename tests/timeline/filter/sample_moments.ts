// Moments for the tests of expressions: a short tape as lines, decoded as any tape is.

import type { Decoded } from "../../../src/protocols/protocol.ts";
import { Decoder } from "../../../src/protocols/registry.ts";
import { parseEntry } from "../../../src/tape/parse_entry.ts";
import { carriedOf } from "../../../src/timeline/carried_of.ts";
import type { Moment } from "../../../src/timeline/moment.ts";

/** The moments of lines; their numbers begin with 2, as on a tape. */
export function momentsOfLines(lines: readonly string[]): readonly Moment[] {
  const decoder = new Decoder();
  return lines.flatMap((text, index) => momentsOfLine(decoder, text, index + 2));
}

/** The moments of one line. What cannot be read has none. */
export function momentsOfLine(
  decoder: Decoder,
  text: string,
  number: number,
): readonly Moment[] {
  const parsed = parseEntry(text, number);
  if (!parsed.ok) return [];
  const { line } = parsed;
  const { at } = line.entry;
  const base = { line, part: 0, at, layer: "wire", size: text.length, isRoutine: false } as const;
  const carried = line.known ? carriedOf(line.entry) : undefined;
  const decoded = carried === undefined ? [] : decoder.receive(carried);
  if (decoded.length === 0) return [{ ...base, label: line.entry.kind }];
  return decoded.map((meaning, part) => momentOf(base, meaning, part));
}

function momentOf(base: Omit<Moment, "label">, decoded: Decoded, part: number): Moment {
  const { label, from } = decoded;
  const layer = decoded.event === undefined ? "engine" : "event";
  return { ...base, part, layer, label, from, conn: 1, decoded };
}

function line(fields: Readonly<Record<string, unknown>>): string {
  return JSON.stringify(fields);
}

/** A WebSocket upgrade on a connection, request and response. */
export function upgradeLines(conn: number, url: string): readonly string[] {
  return [
    line({ kind: "request", at: 1, conn, id: conn, method: "GET", url, headers: [] }),
    line({ kind: "response", at: 2, conn, id: conn, status: 101, headers: [] }),
  ];
}

/** A message in the order of fields that our writer has. */
export function messageLine(conn: number, from: string, text: string, at = 10): string {
  return line({ kind: "message", at, conn, from, text });
}

export const ENGINE_URL = "/socket.io/?EIO=4&transport=websocket";

/** The moments by what they show. */
export const SAMPLES = {
  track: sample(['42/sfa,7["location:track",{"speed":12.5,"id":"5","lat":null,"tags":["a","b"]}]']),
  two: sample(['42["move",{"x":1},[1,2,3]]']),
  none: sample(['42["hello"]']),
  ack: {
    ...sample(['43/sfa,7[{"ok":true}]']),
    answers: { line: 5, part: 0, ackId: 7, name: "location:track", latency: 12.4 },
  },
  ping: sample(["2"]),
  error: sample(['44/sfa,{"message":"not authorized"}']),
  bad: sample(["40", '42["x"']),
  json: momentOfPlain('{"type":"moved","lat":1}'),
  open: sample(['0{"sid":"abc","pingInterval":25000}']),
  request: momentAt([
    line({ kind: "request", at: 1, conn: 1, id: 1, method: "GET", url: "/x", headers: [] }),
  ], 0),
  response: momentAt([
    line({ kind: "response", at: 2, conn: 1, id: 1, status: 404, headers: [], text: "no" }),
  ], 0),
  body: momentAt([
    line({
      kind: "request",
      at: 1,
      conn: 1,
      id: 1,
      method: "POST",
      url: "/socket.io/?EIO=4&transport=polling&sid=abc",
      headers: [],
      text: '42["a"]\u001e42["b",1]',
    }),
  ], 1),
  binary: momentAt([
    ...upgradeLines(1, ENGINE_URL),
    messageLine(1, "server", '451-["shot",{"_placeholder":true,"num":0}]'),
    line({ kind: "message", at: 12, conn: 1, from: "server", base64: "AAEC" }),
  ], -1),
  mark: momentAt([line({ kind: "mark", at: 9000, text: "turned left" })], 0),
  note: momentAt([line({ kind: "note", at: 5, rule: "wire/not-http", text: "odd" })], 0),
  close: momentAt([line({ kind: "close", at: 5, conn: 1, by: "server", reset: false })], 0),
  strange: momentAt([line({ kind: "future", at: 5, deep: { er: [1] } })], 0),
} as const satisfies Readonly<Record<string, Moment>>;

function sample(messages: readonly string[]): Moment {
  const lines = messages.map((text) => messageLine(1, "server", text, 20_000));
  return momentAt([...upgradeLines(1, ENGINE_URL), ...lines], -1);
}

function momentOfPlain(text: string): Moment {
  return momentAt([...upgradeLines(1, "/live"), messageLine(1, "client", text)], -1);
}

function momentAt(lines: readonly string[], index: number): Moment {
  const moment = momentsOfLines(lines).at(index);
  if (moment === undefined) throw new TypeError("Cannot make a moment of no lines");
  return moment;
}
