// Random Engine.IO packets, payloads and their mutations, for the properties of this folder.

import fc from "fast-check";
import { Buffer } from "node:buffer";
import type { Payload } from "../../../src/base/bytes.ts";
import { ENGINE_TYPES, type EngineType } from "../../../src/protocols/engine_io/packet.ts";

export interface GoodPacket {
  readonly type: EngineType;
  readonly data: Payload;
}

/** Any UTF-16, lone surrogates among it. */
export const anyText = fc.oneof(
  fc.string({ unit: "grapheme" }),
  fc.string({ unit: "binary" }),
  fc.array(fc.integer({ min: 0, max: 0xffff })).map((codes) => String.fromCharCode(...codes)),
);

/** Text that goes through UTF-8 and back. */
export const wellFormedText = fc.string({ unit: "binary" });

const type = fc.constantFrom(...ENGINE_TYPES);

export const bytes = fc.uint8Array({ maxLength: 40 });

/** Good packets of text; in revision 4 the separator cannot stand inside. */
export const textPacket: fc.Arbitrary<GoodPacket> = fc.record({
  type,
  data: wellFormedText.map((text) => text.replaceAll("\x1e", "\x1f")),
});

const binaryMessage: fc.Arbitrary<GoodPacket> = fc.record({
  type: fc.constant<EngineType>("message"),
  data: bytes,
});

/** What revision 4 can say. */
export const packet4 = fc.oneof(textPacket, binaryMessage);

/** Revision 3 has binary packets of all types. */
export const packet3 = fc.oneof(textPacket, fc.record({ type, data: bytes }));

export const packets4 = fc.array(packet4, { minLength: 1, maxLength: 8 });
export const packets3 = fc.array(packet3, { minLength: 1, maxLength: 8 });

/** Something was lost, changed or added on its way. */
export type Mutation =
  | { readonly kind: "cut"; readonly at: number }
  | { readonly kind: "drop"; readonly at: number }
  | { readonly kind: "change"; readonly at: number; readonly to: number };

export const mutations: fc.Arbitrary<readonly Mutation[]> = fc.array(
  fc.oneof(
    fc.record({ kind: fc.constant<"cut">("cut"), at: fc.nat(1000) }),
    fc.record({ kind: fc.constant<"drop">("drop"), at: fc.nat(1000) }),
    fc.record({ kind: fc.constant<"change">("change"), at: fc.nat(1000), to: fc.nat(255) }),
  ),
  { minLength: 1, maxLength: 4 },
);

/** Binary is changed by bytes, text by UTF-16 units. */
export function mutate(data: Payload, changes: readonly Mutation[]): Payload {
  const isText = typeof data === "string";
  let units = isText ? data.split("").map((unit) => unit.charCodeAt(0)) : [...data];
  for (const change of changes) {
    const at = units.length === 0 ? 0 : change.at % units.length;
    switch (change.kind) {
      case "cut":
        units = units.slice(0, at);
        break;
      case "drop":
        units = units.toSpliced(at, 1);
        break;
      case "change":
        units = units.toSpliced(at, 1, change.to);
        break;
    }
  }
  return isText ? String.fromCharCode(...units) : Uint8Array.from(units);
}

/** As a stock parser gives it: Buffers and missing data made like ours. */
export function likeOurs(packet: { readonly type: string; readonly data?: unknown }): unknown {
  const { data = "" } = packet;
  return {
    type: packet.type,
    data: Buffer.isBuffer(data) ? new Uint8Array(data) : data,
  };
}

/** As a stock parser takes it. */
export function forStock({ type, data }: GoodPacket): { type: EngineType; data: string | Buffer } {
  return { type, data: typeof data === "string" ? data : Buffer.from(data) };
}
