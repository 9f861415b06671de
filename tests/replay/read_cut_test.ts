// A recording that ended while its sessions went on: the tap cut them, and nobody else.

import { assertEquals } from "@std/assert";
import { engineSession, scriptFrom } from "./fixtures.ts";

Deno.test("readScript() takes a connection that the tap cut for no end of its session", async () => {
  const talk = engineSession([[1, "client", "40"], [2, "server", '40{"sid":"recordedSid"}']]);
  const endingOf = async (...more: readonly object[]): Promise<unknown> => {
    const { how, by, line } = (await scriptFrom([...talk, ...more])).sessions[0]?.ending ?? {};
    return { how, by, line };
  };
  const close = { kind: "close", at: 3, conn: 1, by: "tap", reset: false };
  const mark = { kind: "mark", at: 4, text: "late" };
  const line = talk.length + 2;
  assertEquals(await endingOf(close, mark), { how: "tape-ended", by: undefined, line });
  const left = { kind: "note", at: 3, rule: "client/disconnected", text: "io client disconnect" };
  assertEquals(await endingOf(left, close), { how: "closed", by: "client", line: line + 1 });
});
