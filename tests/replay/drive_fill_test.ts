// fillSession(): live values in the places of hidden ones, everything else as it was recorded.

import { assert, assertEquals } from "@std/assert";
import { encodePacket } from "../../src/protocols/socket_io/encode.ts";
import { fillSession } from "../../src/replay/drive_fill.ts";
import { compilePath } from "../../src/timeline/filter/path.ts";
import { engineSession, scriptFrom, scriptOf } from "./fixtures.ts";

Deno.test("fillSession() puts values where secrets were, and names those that are left", async () => {
  const { sessions: [session] } = await scriptOf("driver");
  assert(session !== undefined);
  assertEquals(fillSession(session, { fills: [] }).unfilled, [
    { line: 5, place: "message", path: "$.payload.token" },
  ]);
  const fill = { path: compilePath("$.payload.token"), value: "fresh" };
  const filled = fillSession(session, { fills: [fill] });
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
  const { session: { steps } } = fillSession(session, { fills });
  assertEquals(steps.map(({ messages }) => messages), [
    ['0/a?v=1,{"k":"new"}'],
    ['2/a,7["login","name",{"k":"x"}]'],
    ['51-/a,["photo",{"k":"new","b":{"_placeholder":true,"num":0}}]', new Uint8Array([4, 1, 2])],
    ["1/a,"],
  ]);
  const { session: authorised } = fillSession(session, { fills: [], auth: { token: "t" } });
  assertEquals(authorised.steps[0]?.messages, ['0/a?v=1,{"token":"t"}']);
});

Deno.test("fillSession() gives revision 3 its auth in the query, and nowhere else", async () => {
  const { sessions: [session] } = await scriptFrom(engineSession([
    [1, "client", "40/a?room=7&token=old"],
    [2, "client", "40/b,"],
  ], { version: 3 }));
  assert(session !== undefined);
  const fills = [{ path: compilePath("$.room"), value: "8" }];
  const values = { fills, auth: { token: "t/u", other: true }, query: { room: "9" } };
  const { session: { steps }, used } = fillSession(session, values);
  // What --query names goes first.
  assertEquals(steps.flatMap(({ messages }) => messages), ["0/a?room=9&token=t%2Fu,", "0/b,"]);
  assertEquals([...used], fills);
});

Deno.test("fillSession() writes CONNECT in the encoding that it had", async () => {
  const connect = { type: "CONNECT", namespace: "/a", encoding: "msgpack" } as const;
  const [old] = encodePacket({ ...connect, data: { token: "old" } });
  assert(old instanceof Uint8Array);
  const { sessions: [session] } = await scriptFrom(engineSession([[1, "client", old]]));
  assert(session !== undefined);
  const { session: { steps } } = fillSession(session, { fills: [], auth: { token: "new" } });
  assertEquals(steps[0]?.messages, encodePacket({ ...connect, data: { token: "new" } }));
});

Deno.test("fillSession() puts a number where a number was hidden, if it is one", async () => {
  const hidden = '42["login",{"pin":"**"}]';
  const { sessions: [session] } = await scriptFrom(
    engineSession([[1, "client", hidden]]).map((entry) =>
      Object(entry).text === hidden
        ? { ...entry, redacted: { text: [[hidden.indexOf('"**"'), 4, "9f2c11aa"]] } }
        : entry
    ),
  );
  assert(session !== undefined);
  for (const [value, expected] of [["1234", "1234"], ["none", '"none"'], [" ", '" "']] as const) {
    const fills = [{ path: compilePath("$.pin"), value }];
    const { session: { steps }, unfilled } = fillSession(session, { fills });
    assertEquals(unfilled, []);
    assertEquals(steps[0]?.messages, [`2["login",{"pin":${expected}}]`]);
  }
});
