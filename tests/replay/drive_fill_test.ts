// fillSession(): live values in the places of hidden ones, everything else as it was recorded.

import { assert, assertEquals } from "@std/assert";
import { fillSession } from "../../src/replay/drive_fill.ts";
import { compilePath } from "../../src/timeline/filter/path.ts";
import { engineSession, scriptFrom, scriptOf } from "./fixtures.ts";

Deno.test("fillSession() puts values where secrets were, and names those that are left", async () => {
  const { sessions: [session] } = await scriptOf("driver");
  assert(session !== undefined);
  assertEquals(fillSession(session, [], undefined).unfilled, [
    { line: 5, place: "message", path: "$.payload.token" },
  ]);
  const fill = { path: compilePath("$.payload.token"), value: "fresh" };
  const filled = fillSession(session, [fill], undefined);
  assertEquals(filled.unfilled, []);
  assertEquals(filled.session.steps[0]?.messages, [
    '{"type":"authenticate","payload":{"token":"fresh","command":"start"}}',
  ]);
});

Deno.test("fillSession() keeps heads, attachments and acks as they were recorded", async () => {
  const { sessions: [session] } = await scriptFrom(engineSession([
    [1, "client", '40/a?v=1,{"k":"old"}'],
    [2, "client", '42/a,7["login","old",{"k":"x"}]'],
    [3, "client", '451-/a,["photo",{"k":"old","b":{"_placeholder":true,"num":0}}]'],
    [3, "client", new Uint8Array([4, 1, 2])],
    [4, "client", "41/a,"],
  ]));
  assert(session !== undefined);
  const fills = [
    { path: compilePath("$.k"), value: "new" },
    { path: compilePath("$[0]"), value: "name" },
  ];
  const { session: { steps } } = fillSession(session, fills, undefined);
  assertEquals(steps.map(({ messages }) => messages), [
    ['0/a?v=1,{"k":"new"}'],
    ['2/a,7["login","name",{"k":"x"}]'],
    ['51-/a,["photo",{"k":"new","b":{"_placeholder":true,"num":0}}]', new Uint8Array([4, 1, 2])],
    ["1/a,"],
  ]);
  const { session: authorised } = fillSession(session, [], { token: "t" });
  assertEquals(authorised.steps[0]?.messages, ['0/a?v=1,{"token":"t"}']);
});
