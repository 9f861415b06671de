// Random entries of every kind, known and unknown, with and without what may be left out, and with
// fields that no version of the format knows.

import fc from "fast-check";
import type { JsonValue } from "../../src/base/json.ts";
import type { Entry, EntryKind, EntryOf, Header, UnknownEntry } from "../../src/tape/entry.ts";
import { ENTRY_FIELDS } from "../../src/tape/entry_fields.ts";

/** An arbitrary for each field of a kind; `text` and `base64` are chosen afterwards. */
type Fields<Kind extends EntryKind> = {
  readonly [Field in keyof Omit<EntryOf<Kind>, "kind">]-?: fc.Arbitrary<
    Exclude<EntryOf<Kind>[Field & keyof EntryOf<Kind>], undefined>
  >;
};

const text = fc.oneof(
  { weight: 8, arbitrary: fc.string({ unit: "binary" }) },
  { weight: 1, arbitrary: fc.constantFrom("\ud800", "a\r\nb", "\u2028", '"\\', "\uFEFF") },
);
const base64 = fc.uint8Array({ maxLength: 20 }).map((bytes) => bytes.toBase64());
const count = fc.nat();
const conn = fc.nat(9);
const from = fc.constantFrom("client", "server");
const header: fc.Arbitrary<Header> = fc.tuple(text, text);
const headers = fc.array(header, { maxLength: 3 });
const marker = fc.constant<true>(true);

/** Milliseconds with three decimals, as tapes hold them. */
const at = fc.nat(1e12).map((microseconds) => microseconds / 1000);

const redacted = fc.dictionary(text, fc.array(fc.tuple(count, count, text), { maxLength: 2 }), {
  maxKeys: 2,
});
const args: fc.Arbitrary<readonly JsonValue[]> = fc.array(
  fc.jsonValue().map((value): JsonValue => JSON.parse(JSON.stringify(value))),
  { maxLength: 3 },
);

const all = { at, redacted, context: marker };
const content = { text, base64, wireBytes: count, truncated: marker };
const http = {
  conn,
  id: count,
  headers,
  coding: text,
  version: text,
  trailers: headers,
  omitted: marker,
};

const FIELDS: { readonly [Kind in EntryKind]: Fields<Kind> } = {
  open: { ...all, conn, peer: text },
  request: { ...all, ...http, ...content, method: text, url: text },
  response: { ...all, ...http, ...content, status: count, reason: text },
  message: {
    ...all,
    ...content,
    conn,
    from,
    frames: fc.array(count, { maxLength: 3 }),
    compressed: marker,
  },
  event: { ...all, conn, from, ns: text, name: text, args, of: count, ack: count },
  control: {
    ...all,
    ...content,
    conn,
    from,
    op: fc.constantFrom("ping", "pong", "close", "end"),
    code: count,
    reason: text,
  },
  bytes: { ...all, ...content, conn, from },
  log: { ...all, source: text, text },
  mark: { ...all, text },
  note: { ...all, conn, rule: text, text },
  close: { ...all, conn, by: fc.constantFrom("client", "server", "tap"), reset: fc.boolean() },
  end: {
    ...all,
    entries: count,
    counts: fc.dictionary(text, count, { maxKeys: 3 }),
    secrets: fc.record({ hidden: count }),
  },
};

/** Any entry of one kind. */
export function arbitraryEntryOf(kind: EntryKind): fc.Arbitrary<Entry> {
  const { base64: binary, text: plain, ...others } = FIELDS[kind] as Record<
    string,
    fc.Arbitrary<unknown>
  >;
  const needed = Object.entries(ENTRY_FIELDS[kind])
    .filter(([field, rule]) => !rule.optional && field !== "text")
    .map(([field]) => field);
  const contents = [];
  if (plain !== undefined) contents.push(fc.record({ text: plain }));
  if (binary !== undefined) contents.push(fc.record({ base64: binary }));
  if (!["message", "bytes", "log", "mark", "note"].includes(kind)) contents.push(fc.constant({}));
  return fc
    .tuple(fc.record(others, { requiredKeys: needed }), fc.oneof(...contents), strangeFields)
    .map(([fields, chosen, strange]) => ({ kind, ...strange, ...fields, ...chosen } as Entry));
}

/** Fields that no version knows; some have names that trip careless code. */
const strangeFields = fc.dictionary(
  fc.oneof(
    fc.string({ unit: "binary" }).map((name) => `x-${name}`),
    fc.constantFrom("toString", "constructor", "7"),
  ),
  fc.jsonValue().map((value): JsonValue => JSON.parse(JSON.stringify(value))),
  { maxKeys: 2 },
);

const kinds = Object.keys(FIELDS) as EntryKind[];

/** Any entry of a known kind. */
export const arbitraryEntry: fc.Arbitrary<Entry> = fc.oneof(...kinds.map(arbitraryEntryOf));

/** An entry of a kind that this version does not know. */
export const arbitraryUnknownEntry: fc.Arbitrary<UnknownEntry> = fc
  .tuple(fc.oneof(fc.constantFrom("toString", "__proto__", ""), text), at, strangeFields)
  .filter(([kind]) => kind !== "tape" && !kinds.some((known) => known === kind))
  .map(([kind, time, strange]) => ({ ...strange, kind, at: time }));
