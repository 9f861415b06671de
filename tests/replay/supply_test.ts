// Something to parse in the places of a server's secrets.

import { assert, assertEquals } from "@std/assert";
import { compilePath } from "../../src/timeline/filter/path.ts";
import type { JsonValue } from "../../src/base/json.ts";
import { type Supply, supplyScript } from "../../src/replay/supply.ts";
import type { ReplayScript } from "../../src/replay/script.ts";
import { engineSession, scriptFrom } from "./fixtures.ts";

/** Messages of the server's in which every `*` was hidden. */
async function hiddenTape(texts: readonly string[]): Promise<ReplayScript> {
  const entries = engineSession(texts.map((text, index) => [index, "server", text] as const));
  return await scriptFrom(entries.map((entry) => {
    const text = "text" in entry ? String(entry.text) : "";
    const ranges = [...text.matchAll(/\*+/g)].map(({ index, 0: run }) => [
      index,
      run.length,
      "01234567",
    ]);
    return ranges.length === 0 ? entry : { ...entry, redacted: { text: ranges } };
  }));
}

function supply(path: string, value: JsonValue, event?: string): Supply {
  const place = event === undefined ? {} : { event };
  return { ...place, path: compilePath(path), value, text: path };
}

async function supplied(
  texts: readonly string[],
  ...supplies: readonly Supply[]
): Promise<readonly string[]> {
  const { script, unused } = supplyScript(await hiddenTape(texts), supplies);
  const messages = script.sessions.flatMap(({ steps }) => steps.flatMap((step) => step.messages));
  return [...messages.map(String), ...unused.map(({ text }) => `unused ${text}`)];
}

Deno.test("supplyScript() puts values where secrets of the server's were hidden", async () => {
  const texts = ['42["login",{"token":"****","other":"****","kept":"x"}]', '42["in","****",7]'];
  assertEquals(
    await supplied(texts, supply("$.token", "a.b.c"), supply("$[0]", 19)),
    ['2["login",{"token":"a.b.c","other":"****","kept":"x"}]', '2["in",19,7]'],
  );
});

Deno.test("supplyScript() supplies CONNECTs, acks and a single event, heads as they were", async () => {
  assertEquals(
    await supplied(
      [
        '40/a,{"sid":"s","token":"***"}',
        '42/a,12["x",{"token":"***"}]',
        '42/a,["y",{"token":"***"}]',
        '43/a,5[{"token":"***"}]',
      ],
      supply("$.token", "t"),
      supply("$.token", "only y", "y"),
    ),
    [
      '0/a,{"sid":"s","token":"t"}',
      '2/a,12["x",{"token":"t"}]',
      '2/a,["y",{"token":"t"}]',
      '3/a,5[{"token":"t"}]',
      "unused $.token",
    ],
  );
});

Deno.test("supplyScript() replaces in a text only what was hidden in it", async () => {
  assertEquals(
    await supplied(['42["go","https://x/?token=***&a=1&key=***"]'], supply("$", "$&")),
    ['2["go","https://x/?token=$&&a=1&key=$&"]'],
  );
});

Deno.test("supplyScript() leaves alone what was not hidden, and says so", async () => {
  const texts = ['42["login",{"token":"plain","user":{"id":"****","name":"n"}}]'];
  assertEquals(await supplied(texts, supply("$.token", "x")), [
    '2["login",{"token":"plain","user":{"id":"****","name":"n"}}]',
    "unused $.token",
  ]);
  assertEquals(await supplied(texts, supply("$.user", { id: 1 }), supply("$.user", "no")), [
    '2["login",{"token":"plain","user":{"id":1}}]',
    "unused $.user",
  ]);
});

Deno.test("supplyScript() supplies the messages of a plain WebSocket", async () => {
  const text = '{"type":"welcome","token":"****"}';
  const script = await scriptFrom([
    { kind: "request", at: 0, conn: 1, id: 1, method: "GET", url: "/ws", headers: [] },
    { kind: "response", at: 1, conn: 1, id: 1, status: 101, headers: [] },
    {
      kind: "message",
      at: 2,
      conn: 1,
      from: "server",
      text,
      redacted: { text: [[text.indexOf("*"), 4, "01234567"]] },
    },
  ]);
  const { script: { sessions: [session] }, unused } = supplyScript(script, [
    supply("**.token", "t"),
  ]);
  assertEquals(session?.steps[0]?.messages, ['{"type":"welcome","token":"t"}']);
  const meaning = session?.steps[0]?.meaning;
  assert(meaning?.kind === "event");
  assertEquals(meaning.args, [{ type: "welcome", token: "t" }]);
  assertEquals(unused, []);
});

Deno.test("supplyScript() supplies what a CONNECT was refused with", async () => {
  assertEquals(
    await supplied(
      ['44/a,{"message":"no","data":{"hint":"****"}}'],
      supply("$.data.hint", "ask again"),
    ),
    ['4/a,{"message":"no","data":{"hint":"ask again"}}'],
  );
});

Deno.test("supplyScript() leaves the offset of recovery behind the arguments", async () => {
  const texts = ['40{"sid":"s","pid":"p"}', '42["login",{"token":"****"},"offset-1"]'];
  assertEquals(
    (await supplied(texts, supply("$.token", "t")))[1],
    '2["login",{"token":"t"},"offset-1"]',
  );
});
