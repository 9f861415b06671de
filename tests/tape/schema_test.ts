// schema.json, the types and the reader say the same: an entry is good to one exactly when it is
// good to the others. Ajv judges for the schema.

import { assert, assertEquals } from "@std/assert";
import { Ajv2020, type ValidateFunction } from "ajv/dist/2020.js";
import fc from "fast-check";
import type { JsonObject, JsonValue } from "../../src/base/json.ts";
import { ENTRY_FIELDS, HEADER_FIELDS } from "../../src/tape/entry_fields.ts";
import { parseHeader } from "../../src/tape/header.ts";
import { parseEntry } from "../../src/tape/parse_entry.ts";
import schema from "../../src/tape/schema.json" with { type: "json" };
import { checkProperty } from "../house/property.ts";
import { arbitraryEntry, arbitraryUnknownEntry } from "./arbitrary_entry.ts";
import { FULL, FULL_HEADER, HEADER, SAMPLES, SHORT } from "./samples.ts";

const validate: ValidateFunction = new Ajv2020({
  strict: true,
  strictTypes: false,
  strictRequired: false,
})
  .compile(schema);

function schemaAccepts(line: JsonValue): boolean {
  return validate(line);
}

function readerAccepts(line: JsonValue): boolean {
  const text = JSON.stringify(line);
  const isHeader = typeof line === "object" && line !== null && "kind" in line &&
    line.kind === "tape";
  return isHeader ? parseHeader(text, []).ok : parseEntry(text, 2).ok;
}

/** One rule broken in each. */
const NEGATIVES: readonly (readonly [rule: string, line: JsonValue])[] = [
  ["a line is an object", 7],
  ["a line is an object, not a list", []],
  ["kind is there", { at: 1 }],
  ["kind is a string", { kind: 1, at: 1 }],
  ["at is there, for unknown kinds too", { kind: "comet" }],
  ["at is a number, for unknown kinds too", { kind: "comet", at: "1" }],
  ["at is a number", { ...SHORT.mark, at: "soon" }],
  ["the format is this one", { ...HEADER, format: "wiretape/2" }],
  ["startedAt is a time", { ...HEADER, startedAt: "yesterday" }],
  ["watch is a list of strings", { ...HEADER, watch: [1] }],
  ["redaction says on", { ...HEADER, redaction: {} }],
  ["redaction.keys is a list of strings", { ...HEADER, redaction: { on: true, keys: "a" } }],
  ["a count is not negative", { ...SHORT.open, conn: -1 }],
  ["a count is whole", { ...SHORT.open, conn: 1.5 }],
  ["a side is client or server", { ...SHORT.message, from: "tap" }],
  ["op is one of four", { ...SHORT.control, op: "pang" }],
  ["by is one of three", { ...SHORT.close, by: "disk" }],
  ["reset is true or false", { ...SHORT.close, reset: 1 }],
  ["truncated is true or not there", { ...SHORT.message, truncated: false }],
  ["compressed is true or not there", { ...SHORT.message, compressed: false }],
  ["context is true or not there", { ...SHORT.message, context: false }],
  ["a header's from is a string", { ...HEADER, from: 1 }],
  ["frames are counts", { ...SHORT.message, frames: [1, "2"] }],
  ["headers are pairs", { ...SHORT.request, headers: [["Host"]] }],
  ["headers are pairs and not triples", { ...SHORT.request, headers: [["Host", "a", "b"]] }],
  ["headers are pairs of strings", { ...SHORT.request, headers: [["Age", 1]] }],
  ["headers are in a list", { ...SHORT.request, headers: { Host: "a" } }],
  ["a message has content", { kind: "message", at: 0, conn: 1, from: "client" }],
  ["a message has one content", { ...SHORT.message, text: "", base64: "" }],
  ["bytes have content", { kind: "bytes", at: 0, conn: 1, from: "client" }],
  ["bytes have one content", { ...SHORT.bytes, text: "", base64: "" }],
  ["a request has at most one content", { ...SHORT.request, text: "", base64: "" }],
  ["a response has at most one content", { ...SHORT.response, text: "", base64: "" }],
  ["a control has at most one content", { ...SHORT.control, text: "", base64: "" }],
  ["args is a list", { ...SHORT.event, args: {} }],
  ["redacted ranges are triples", { ...SHORT.mark, redacted: { text: [[1, 2]] } }],
  ["redacted ranges begin with counts", { ...SHORT.mark, redacted: { text: [[-1, 2, ""]] } }],
  ["redacted ranges have a hash", { ...SHORT.mark, redacted: { text: [[1, 2, 3]] } }],
  ["redacted goes by field", { ...SHORT.mark, redacted: [[1, 2, "a"]] }],
  ["counts are counts", { ...SHORT.end, counts: { message: "7" } }],
  ["secrets say how many", { ...SHORT.end, secrets: {} }],
  ["hidden is a count", { ...SHORT.end, secrets: { hidden: "2" } }],
];

Deno.test("schema.json and the reader refuse a line that breaks one rule", async (t) => {
  for (const [rule, line] of NEGATIVES) {
    await t.step(rule, () => {
      assertEquals(schemaAccepts(line), false);
      assertEquals(readerAccepts(line), false);
    });
  }
});

Deno.test("schema.json and the reader accept every kind, at its shortest and its fullest", () => {
  for (const line of [HEADER, FULL_HEADER, ...SAMPLES] as unknown as JsonObject[]) {
    assert(schemaAccepts(line), `${JSON.stringify(line)}: ${JSON.stringify(validate.errors)}`);
    assert(readerAccepts(line), JSON.stringify(line));
  }
});

Deno.test("schema.json and the reader accept what they do not know", () => {
  const lines = [
    { kind: "comet", at: 1.5, tail: [1, { a: null }] },
    { ...SHORT.mark, colour: "red", base64: "the marks of tomorrow" },
    { ...HEADER, weather: {} },
  ] as unknown as JsonObject[];
  for (const line of lines) {
    assert(schemaAccepts(line), JSON.stringify(validate.errors));
    assert(readerAccepts(line), JSON.stringify(line));
  }
});

Deno.test("the types and schema.json name the same fields, needed and optional", () => {
  const definitions: Readonly<Record<string, unknown>> = schema.$defs;
  for (const [kind, fields] of Object.entries({ tape: HEADER_FIELDS, ...ENTRY_FIELDS })) {
    const definition = definitions[kind] as { properties: JsonObject; required: string[] };
    const names = Object.keys(definition.properties).filter((name) => name !== "kind");
    assertEquals(names.sort(), Object.keys(fields).sort(), kind);
    const needed = Object.entries(fields).filter(([, rule]) => !rule.optional);
    assertEquals(
      definition.required.filter((name) => name !== "kind").sort(),
      needed.map(([name]) => name).sort(),
      kind,
    );
  }
});

Deno.test("schema.json lists every kind that the types know", () => {
  const listed = schema.allOf.map((rule) => rule.if.properties.kind.const);
  assertEquals(listed, ["tape", ...Object.keys(ENTRY_FIELDS)]);
});

Deno.test("schema.json and the reader accept any entry of the types", () => {
  checkProperty(
    "any entry is valid",
    fc.property(fc.oneof(arbitraryEntry, arbitraryUnknownEntry), (entry) => {
      const line = JSON.parse(JSON.stringify(entry));
      assert(schemaAccepts(line), JSON.stringify(validate.errors));
      assert(readerAccepts(line));
    }),
  );
});

Deno.test("schema.json and the reader agree on entries with a field spoiled or gone", () => {
  const spoiled = fc.constantFrom<JsonValue>(
    null,
    true,
    false,
    -1,
    0,
    1.5,
    7,
    "",
    "server",
    "close",
    [],
    [1],
    ["a"],
    [["a", "b"]],
    [[1, 2, "c"]],
    {},
    { a: 1 },
    { a: "b" },
    { a: [[1, 2, "c"]] },
    { on: true },
    { hidden: 1 },
  ); // deno-fmt-ignore
  const full = Object.values(FULL) as unknown as JsonObject[];
  const lines = fc.constantFrom<JsonObject>(FULL_HEADER as unknown as JsonObject, ...full);
  const cases = lines.chain((line) =>
    fc.tuple(
      fc.constant(line),
      fc.constantFrom(...Object.keys(line), "base64"),
      fc.option(spoiled, { nil: undefined }),
    )
  );
  let accepted = 0;
  checkProperty(
    "a spoiled field is judged alike",
    fc.property(cases, ([line, field, value]) => {
      const changed: JsonObject = JSON.parse(JSON.stringify({ ...line, [field]: value }));
      const verdict = schemaAccepts(changed);
      if (verdict) accepted++;
      assertEquals(readerAccepts(changed), verdict, JSON.stringify(validate.errors));
    }),
    { runs: 1000 },
  );
  assert(accepted > 0);
});
