// JSONP both ways: what the stock server and client do as oracles, and scripts of other servers.

import fc from "fast-check";
import { assert, assertEquals } from "@std/assert";
import { parse } from "node:querystring";
import {
  decodeJsonpBody,
  decodeJsonpResponse,
  encodeJsonpBody,
  encodeJsonpResponse,
} from "../../../src/protocols/engine_io/jsonp.ts";
import { checkProperty } from "../../house/property.ts";
import { anyText, wellFormedText } from "./arbitraries.ts";

/** Text full of what escaping is about. */
const tricky = fc.array(
  fc.constantFrom("\\", "n", "\n", '"', "'", "+", "%", "&", "=", "€", "\u2028"),
)
  .map((parts) => parts.join(""));

/** What the stock server makes of a form (engine.io 6, polling-jsonp `onData`). */
function readAsServer(body: string): unknown {
  const { d } = parse(body);
  return typeof d !== "string" ? d : d
    .replace(/(\\)?\\n/g, (match, slashes) => slashes ? match : "\n")
    .replace(/\\\\n/g, "\\n");
}

Deno.test("decodeJsonpResponse() reads what encodeJsonpResponse() wrote", () => {
  const property = fc.property(fc.oneof(tricky, anyText), fc.nat(99), (payload, j) => {
    const script = encodeJsonpResponse(payload, String(j));
    assert(!/[\n\u2028\u2029]/.test(script));
    assertEquals(decodeJsonpResponse(script), { payload, notes: [] });
    assertEquals(JSON.parse(script.slice(`___eio[${j}](`.length, -2)), payload);
  });
  checkProperty("JSONP responses", property, { runs: 1000 });
});

Deno.test("decodeJsonpBody() reads every form as the stock server does", () => {
  const form = fc.oneof(tricky, wellFormedText).map((text) => `d=${encodeURIComponent(text)}`);
  const property = fc.property(form, (body) => {
    assertEquals(decodeJsonpBody(body), { payload: String(readAsServer(body)), notes: [] });
  });
  checkProperty("JSONP forms", property, { runs: 1000 });
});

Deno.test("encodeJsonpBody() writes what the stock server reads as it was", () => {
  const property = fc.property(fc.oneof(tricky, wellFormedText), (payload) => {
    // The one thing that the stock rule cannot tell: a backslash right before a line end.
    fc.pre(!payload.includes("\\\n"));
    assertEquals(readAsServer(encodeJsonpBody(payload)), payload);
    assertEquals(decodeJsonpBody(encodeJsonpBody(payload)), { payload, notes: [] });
  });
  checkProperty("JSONP bodies", property, { runs: 1000 });
});

Deno.test("decodeJsonpResponse() and decodeJsonpBody() take anything", () => {
  const script = fc.tuple(fc.constantFrom("", '___eio[0]("', "___eio[1]('"), tricky, anyText)
    .map((parts) => parts.join(""));
  const property = fc.property(script, (text) => {
    const script = decodeJsonpResponse(text);
    if (!text.startsWith("___eio[")) assertEquals([script.payload, script.notes.length], [text, 1]);
    const form = decodeJsonpBody(text);
    if (!text.includes("d=")) assertEquals([form.payload, form.notes.length], [text, 1]);
  });
  checkProperty("JSONP of any kind", property, { runs: 2000 });
});

const scripts: readonly (readonly [name: string, script: string, payload: string])[] = [
  ["a separator left unescaped, as Python sends it", '___eio[0]("4a\x1e4\\"b");', '4a\x1e4"b'],
  ["no semicolon", '___eio[0]("6")', "6"],
  ["single quotes", "___eio[2]('4\\'\"');", "4'\""],
  ["hex escapes", '___eio[0]("4\\x41\\u0042\\u{1F69A}");', "4AB\u{1f69a}"],
  ["other escapes", '___eio[0]("4\\b\\f\\v\\0\\/\\q\\\r\n!");', "4\b\f\v\0/q!"],
  ["white space around", '\n ___eio[0]( "6" ) ; \n', "6"],
];

for (const [name, script, payload] of scripts) {
  Deno.test(`decodeJsonpResponse() takes ${name}`, () => {
    const read = decodeJsonpResponse(script);
    assertEquals(read, { payload, notes: [] });
  });
}

const broken: readonly (readonly [name: string, script: string, payload: string])[] = [
  ["no callback", "4hello", "4hello"],
  ["no string", "___eio[0](4);", "___eio[0](4);"],
  ["no closing quote", '___eio[0]("4hel', "4hel"],
  ["no end", '___eio[0]("4hello"', "4hello"],
  ["more behind it", '___eio[0]("4hello"); alert(1)', "4hello"],
  ["a line end inside", '___eio[0]("4a\nb");', "4a\nb"],
  ["an escape that is none", '___eio[0]("4\\xg1");', "4\\xg1"],
  ["a code point too high", '___eio[0]("4\\u{110000}");', "4\\u{110000}"],
  ["a backslash at its end", '___eio[0]("4\\', "4\\"],
];

for (const [name, script, payload] of broken) {
  Deno.test(`decodeJsonpResponse() notes a script with ${name}`, () => {
    const read = decodeJsonpResponse(script);
    assertEquals(read.payload, payload);
    assert(read.notes.length > 0);
    assert(read.notes.every(({ rule }) => rule === "engine.io/jsonp"));
  });
}

Deno.test("decodeJsonpBody() notes forms that are not as they should be", () => {
  for (const body of ["4hello", "x=1", "d=4a&e=5", "d=%E2%82", "d=%zz"]) {
    assertEquals(decodeJsonpBody(body).notes.length, 1, body);
  }
  assertEquals(decodeJsonpBody("4hello").payload, "4hello");
  assertEquals(decodeJsonpBody("e=5&d=4a+b").payload, "4a b");
});
