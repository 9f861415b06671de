// docs/tape-format.md is true: its example is a whole tape by the schema's and the reader's word,
// and it names every kind and every field.

import { assert, assertEquals } from "@std/assert";
import { Ajv2020 } from "ajv/dist/2020.js";
import { encodeUtf8 } from "../../src/base/bytes.ts";
import { ENTRY_FIELDS, HEADER_FIELDS } from "../../src/tape/entry_fields.ts";
import { MAX_LINE_BYTES } from "../../src/tape/lines.ts";
import schema from "../../src/tape/schema.json" with { type: "json" };
import { readAll } from "./memory_tape.ts";

const page = await Deno.readTextFile(new URL("../../docs/tape-format.md", import.meta.url));
const example = /```ndjson\n([^`]*)```/.exec(page)?.[1] ?? "";

Deno.test("docs/tape-format.md shows a whole tape with every kind", async () => {
  const { header, lines, ending } = await readAll(encodeUtf8(example));
  assert(ending.state === "whole");
  assertEquals(ending.end.entries, ending.entries);
  const counts: Record<string, number> = {};
  for (const { entry: { kind } } of lines) counts[kind] = (counts[kind] ?? 0) + 1;
  assertEquals(counts, { ...ending.end.counts, end: 1 });
  assertEquals(Object.keys(counts).sort(), Object.keys(ENTRY_FIELDS).sort());
  const [start = 0, length = 0] = header.redacted?.target?.[0] ?? [];
  assertEquals(header.target?.slice(start, start + length), "********");
  const validate = new Ajv2020({ strictTypes: false, strictRequired: false }).compile(schema);
  for (const line of example.trim().split("\n")) assert(validate(JSON.parse(line)), line);
});

Deno.test("docs/tape-format.md names every field and the limit", () => {
  for (const [kind, fields] of Object.entries({ tape: HEADER_FIELDS, ...ENTRY_FIELDS })) {
    assert(page.includes(`\`${kind}\``), kind);
    for (const field of Object.keys(fields)) assert(page.includes(`\`${field}\``), field);
  }
  assert(page.includes(`${MAX_LINE_BYTES.toLocaleString("en")} bytes`));
});
