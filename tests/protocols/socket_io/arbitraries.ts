// Random packets as applications send them, for the tests against the stock parsers.

import fc from "fast-check";
import type { Value } from "../../../src/base/json.ts";
import type { OutgoingPacket } from "../../../src/protocols/socket_io/encode.ts";
import { isReserved } from "../../../src/protocols/socket_io/payload.ts";

/** Any text: control characters, quotes, pairs of surrogates, lone ones too. */
const text = fc.oneof(fc.string(), fc.string({ unit: "binary" }));

/** No `_placeholder`, which nobody can send: the stock parser takes it for binary. */
const key = fc.oneof(text, fc.constantFrom("__proto__", "num", "toString", "0"));

const leaf: fc.Arbitrary<Value> = fc.oneof(
  fc.constant(null),
  fc.boolean(),
  fc.integer(),
  fc.double({ noNaN: true, noDefaultInfinity: true }).map((value) =>
    Object.is(value, -0) ? 0 : value
  ),
  text,
);

function tree(leaves: fc.Arbitrary<Value>, keys: fc.Arbitrary<string>): fc.Arbitrary<Value> {
  return fc.letrec<{ value: Value }>((tie) => ({
    value: fc.oneof(
      { depthSize: "small", withCrossShrink: true },
      leaves,
      fc.array(tie("value"), { maxLength: 4 }),
      fc.array(fc.tuple(keys, tie("value")), { maxLength: 4 }).map((entries) =>
        Object.fromEntries(entries)
      ),
    ),
  })).value;
}

export const plainValue = tree(leaf, key);

const bytes = fc.uint8Array({ maxLength: 12 }).map((part) => new Uint8Array(part));

/** Binary anywhere. Stock objects are assigned key by key, so no `__proto__` here. */
export const binaryValue = tree(
  fc.oneof(leaf, bytes),
  key.filter((name) => name !== "__proto__"),
);

export const namespace = fc.oneof(
  fc.constant("/"),
  fc.constantFrom("/sfa", "/a-b_c.d", "/ä/ö", "/12", "/a?b=c"),
  fc.string().map((name) => `/${name.replaceAll(",", "")}`),
);

const ackId = fc.oneof(fc.nat(20), fc.nat(), fc.constant(Number.MAX_SAFE_INTEGER));

const eventName = fc.oneof(text.filter((name) => !isReserved(name)), fc.nat());

function args(value: fc.Arbitrary<Value>): fc.Arbitrary<readonly Value[]> {
  return fc.array(value, { maxLength: 4 });
}

type Fields = Pick<OutgoingPacket, "type"> & Partial<Pick<OutgoingPacket, "ackId" | "data">>;

function events(value: fc.Arbitrary<Value>): fc.Arbitrary<Fields> {
  return fc.oneof(
    fc.tuple(eventName, args(value)).map(([name, rest]): Fields => ({
      type: "EVENT",
      data: [name, ...rest],
    })),
    fc.tuple(eventName, args(value), ackId).map(([name, rest, id]): Fields => ({
      type: "EVENT",
      ackId: id,
      data: [name, ...rest],
    })),
    fc.tuple(args(value), ackId).map(([data, id]): Fields => ({ type: "ACK", ackId: id, data })),
  );
}

const connects: fc.Arbitrary<Fields> = fc.oneof(
  fc.constant<Fields>({ type: "CONNECT" }),
  fc.constant<Fields>({ type: "DISCONNECT" }),
  fc.record({ token: text }).map((data): Fields => ({ type: "CONNECT", data })),
  fc.record({ message: text, data: plainValue })
    .map((data): Fields => ({ type: "CONNECT_ERROR", data })),
);

function inNamespace(fields: fc.Arbitrary<Fields>): fc.Arbitrary<OutgoingPacket> {
  return fc.tuple(fields, namespace).map(([packet, name]) => ({ ...packet, namespace: name }));
}

export const plainPacket = inNamespace(fc.oneof(connects, events(plainValue)));

/** With at most ten attachments, the stock parser's limit. */
export const binaryPacket = inNamespace(events(binaryValue))
  .filter(({ data }) => countBinary(data) <= 10);

export function countBinary(value: Value | undefined): number {
  if (value instanceof Uint8Array) return 1;
  if (typeof value !== "object" || value === null) return 0;
  return Object.values(value).reduce<number>((sum, item) => sum + countBinary(item), 0);
}
