// What is hidden in each step of a script: of both sides, in polling bodies, with attachments.

import { assert, assertEquals } from "@std/assert";
import { missOf } from "../../src/replay/match.ts";
import type { ReplaySession, Step } from "../../src/replay/script.ts";
import { Redactor } from "../../src/tape/redact/redactor.ts";
import type { Entry } from "../../src/tape/entry.ts";
import { engineSession, type Line, scriptFrom } from "./fixtures.ts";

async function hiddenSession(entries: readonly object[]): Promise<ReplaySession> {
  const redactor = new Redactor({ hashKey: new Uint8Array(16), extra: ["pin"], enabled: true });
  // Made by hand as whole entries.
  const { sessions: [session] } = await scriptFrom(
    entries.map((entry) => redactor.redactEntry(entry as Entry)),
  );
  assert(session !== undefined);
  return session;
}

function kindsOf(steps: readonly Step[]): readonly (string | undefined)[] {
  return steps.map(({ hidden }) => hidden?.kind);
}

const EVENT = '451-["photo",{"token":"recorded-secret","bytes":{"_placeholder":true,"num":0}}]';

Deno.test("readScript() marks what either side hid, and nothing else", async () => {
  const lines: readonly Line[] = [
    [1, "client", "40"],
    [2, "server", '40{"sid":"a-namespace-sid"}'],
    [3, "client", '42["login",{"token":"recorded-secret"}]'],
    [4, "server", '42["session",{"token":"recorded-secret"}]'],
    [5, "server", '42["session",{"token":""}]'],
    [6, "server", EVENT],
    [6, "server", new Uint8Array([1, 2, 3])],
    [7, "client", EVENT],
    [7, "client", new Uint8Array([1, 2, 3])],
    [8, "client", '42["over"]'],
  ];
  const { steps } = await hiddenSession(engineSession(lines));
  assertEquals(kindsOf(steps), [
    undefined,
    undefined,
    "marked",
    "marked",
    undefined,
    "marked",
    "marked",
    undefined,
  ]);
});

Deno.test("readScript() marks a packet whose text is hidden before a new one is begun", async () => {
  const { steps } = await hiddenSession(engineSession([
    [1, "server", EVENT],
    // Its attachment never came, nor that of the next.
    [2, "server", EVENT.replace("photo", "picture")],
    [3, "server", '451-["photo",{"_placeholder":true,"num":0}]'],
    [3, "server", new Uint8Array([1])],
    [4, "server", EVENT],
    [5, "server", '42["over"]'],
    [6, "server", EVENT],
    [6, "server", new Uint8Array([1])],
  ]));
  assertEquals(steps.map(({ meaning, hidden }) => [meaning.kind, hidden?.kind]), [
    ["other", "marked"],
    ["other", "marked"],
    ["event", undefined],
    ["other", "marked"],
    ["event", undefined],
    ["event", "marked"],
  ]);
});

Deno.test("readScript() knows no place where text and attachment are hidden each its own way", async () => {
  const { sessions: [session] } = await scriptFrom(
    engineSession([[1, "server", EVENT], [2, "server", new Uint8Array([42, 42, 3])]])
      .map((entry) => {
        const { text, base64 } = Object(entry);
        if (text === EVENT) {
          return { ...entry, redacted: { text: [[EVENT.indexOf("recorded"), 15, "9f2c11aa"]] } };
        }
        return base64 === undefined
          ? entry
          : { ...entry, redacted: { base64: [[0, 2, "9f2c11aa"]] } };
      }),
  );
  assertEquals(kindsOf(session?.steps ?? []), ["somewhere"]);
});

/** A session of these lines, in which a part of one is hidden. */
async function hiddenIn(
  lines: readonly Line[],
  hiding: string,
  range: readonly [start: number, length: number],
): Promise<readonly Step[]> {
  const entries = engineSession(lines).map((entry) =>
    Object(entry).text === hiding
      ? { ...entry, redacted: { text: [[...range, "9f2c11aa"]] } }
      : entry
  );
  return (await scriptFrom(entries)).sessions[0]?.steps ?? [];
}

Deno.test("readScript() tells where nobody can read what is hidden, of that packet alone", async () => {
  const hiding = '42["one",1]';
  for (const from of ["client", "server"] as const) {
    const lines: readonly Line[] = [[1, from, hiding], [2, from, '42["two",2]']];
    assertEquals(kindsOf(await hiddenIn(lines, hiding, [0, 2])), ["somewhere", undefined]);
  }
});

Deno.test("readScript() keeps the place of what nobody can read, hidden or not", async () => {
  const hiding = "4nothing of Socket.IO's";
  const [, step] = await hiddenIn([[1, "server", "40/sfa,"], [2, "server", hiding]], hiding, [
    3,
    5,
  ]);
  const { hidden } = step ?? {};
  assert(hidden?.kind === "marked");
  assertEquals([step?.meaning.namespace, hidden.meaning.namespace], ["/sfa", "/sfa"]);
});

Deno.test("readScript() marks the packets of a polling body one by one", async () => {
  const request = { kind: "request", conn: 1, method: "GET", headers: [] };
  const open = '0{"sid":"recordedEngineSid01","upgrades":[],"pingInterval":1,"pingTimeout":1}';
  const body = '42["first",1]\x1e42["second",{"pin":1234}]';
  const { steps } = await hiddenSession([
    { kind: "open", at: 0, conn: 1 },
    { ...request, at: 1, id: 1, url: "/socket.io/?EIO=4&transport=polling" },
    { kind: "response", at: 2, conn: 1, id: 1, status: 200, headers: [], text: open },
    {
      ...request,
      at: 3,
      id: 2,
      url: "/socket.io/?EIO=4&transport=polling&sid=recordedEngineSid01",
    },
    { kind: "response", at: 4, conn: 1, id: 2, status: 200, headers: [], text: body },
  ]);
  assertEquals(kindsOf(steps), [undefined, "marked"]);
  const second = steps[1];
  assert(second !== undefined);
  const said = (pin: string | number) => ({
    kind: "event" as const,
    namespace: "/",
    name: "second",
    args: [{ pin }],
  });
  for (const mode of ["strict", "shape"] as const) {
    const rules = { mode, ignore: [] };
    assertEquals(missOf(second, said(7), rules), undefined);
    assertEquals(missOf(second, said("7"), rules)?.differences[0]?.path, "$.pin");
  }
});
