// Every vector of fixtures/vectors/http.json and websocket.json, whole and byte by byte. A vector
// names the fields it cares about; notes are always compared.

import { assert, assertEquals } from "@std/assert";
import { concatBytes, encodeLatin1, type Payload, toHex } from "../../src/base/bytes.ts";
import type { Side } from "../../src/base/side.ts";
import type { WireEvent } from "../../src/wire/events.ts";
import httpVectors from "../../fixtures/vectors/http.json" with { type: "json" };
import webSocketVectors from "../../fixtures/vectors/websocket.json" with { type: "json" };
import { everyByte, mergeBytes, notes, play, playWebSocket, type Sent } from "./support.ts";

type Fields = { readonly [name: string]: unknown };

interface Fill {
  readonly hex: string;
  readonly times: number;
}

for (const vector of httpVectors) {
  Deno.test(`Conversation reads HTTP: ${vector.name}`, () => {
    const sent = vector.wire.map(([from, text]): Sent => {
      return { from: sideOf(from), bytes: encodeLatin1(text ?? "") };
    });
    for (const events of [play(sent), play(sent, { cut: everyByte })]) {
      compare(events, vector.events, vector.notes);
    }
  });
}

for (const vector of webSocketVectors) {
  Deno.test(`Conversation reads WebSocket: ${vector.name}`, () => {
    const { extensions = "" } = vector;
    const bytes = concatBytes([fromHex(vector.wire), filled(vector.fill)]);
    const sent = [{ from: sideOf(vector.from), bytes }];
    compare(playWebSocket(sent, { extensions }), vector.events, vector.notes);
    const cut = playWebSocket(sent, { extensions, cut: everyByte });
    compare(cut, vector.events, vector.notes);
  });
}

function compare(
  events: readonly WireEvent[],
  expected: readonly Fields[],
  rules: readonly string[],
): void {
  const told = mergeBytes(events).flatMap(fieldsOf);
  assertEquals(told.map(({ kind }) => kind), expected.map(({ kind }) => kind));
  for (const [index, fields] of expected.entries()) {
    const { fill, ...rest } = fields;
    const wanted = fill === undefined ? rest : { ...rest, hex: toHex(filled(fill as Fill)) };
    const found = told[index] ?? {};
    const same = Object.keys(wanted).map((name) => [name, found[name] ?? null]);
    assertEquals(Object.fromEntries(same), wanted);
  }
  assertEquals(notes(events), rules);
}

/** An event as vectors speak of it. */
function fieldsOf(event: WireEvent): readonly Fields[] {
  switch (event.kind) {
    case "request":
    case "response": {
      const { head, body, ...rest } = event;
      return [{ ...rest, ...head, ...body, ...contentOf(body.data) }];
    }
    case "message":
    case "control":
    case "bytes":
      return [{ ...event, ...contentOf(event.data) }];
    case "request-head":
    case "response-head":
    case "upgrade":
    case "end":
    case "note":
      return [];
  }
}

function contentOf(data: Payload): Fields {
  return typeof data === "string" ? { text: data } : { hex: toHex(data) };
}

function sideOf(text: string | undefined): Side {
  assert(text === "client" || text === "server");
  return text;
}

function fromHex(hex: string): Uint8Array {
  return Uint8Array.from(hex.match(/../g) ?? [], (pair) => parseInt(pair, 16));
}

function filled(fill: Fill | undefined): Uint8Array {
  return fill === undefined ? new Uint8Array(0) : fromHex(fill.hex.repeat(fill.times));
}
