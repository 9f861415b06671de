// Two honest recordings of one system are the same: one tick more at the end, a token of each
// session's own, ids that went on since.

import { assertEquals } from "@std/assert";
import type { Entry } from "../../src/tape/entry.ts";
import { get, says } from "../timeline/moments_of.ts";
import { diffScripts, type ScriptAct, type ScriptSession } from "./script_tape.ts";
import { act, diffEntries, session, told } from "./told.ts";

/** A stream of equal ticks, the last rest before its client leaves. */
function ticks(count: number, rest: number, first = 100): ScriptSession {
  const all = Array.from({ length: count }, (_, n): ScriptAct => ({
    ...act("tick", [{ a: n }]),
    after: n === 0 ? first : 100,
  }));
  return { ...session(...all), rest };
}

Deno.test("diffTapes() takes one tick more at the end of a stream for chance", async () => {
  const good = [ticks(20, 95)];
  assertEquals(told(await diffScripts(good, [ticks(21, 5)])), []);
  assertEquals(told(await diffScripts([ticks(21, 5)], good)), []);
  // One was slower to get in: its stream is later, and so is its end.
  assertEquals(told(await diffScripts(good, [ticks(21, 5, 400)])), []);
});

Deno.test("diffTapes() tells what a stream has less in its midst, or by more than chance", async () => {
  const good = ticks(20, 95);
  const { acts } = good;
  const lost = acts.toSpliced(9, 2, { ...act("tick", [{ a: 10 }]), after: 200 });
  assertEquals(told(await diffScripts([good], [{ ...good, acts: lost }])), ["missing tick"]);
  assertEquals(told(await diffScripts([good], [ticks(12, 5)])), ["ending disconnect disconnect 8"]);
  const few = ticks(5, 95);
  assertEquals(told(await diffScripts([few], [{ ...few, acts: few.acts.slice(0, 4), rest: 0 }])), [
    "ending disconnect disconnect 1",
  ]);
});

/** Sessions that bring a user and a nonce each. */
function visits(users: readonly string[], nonce: string): readonly Entry[] {
  return users.flatMap((user, index): readonly Entry[] => {
    const conn = index + 1;
    const at = 10 * conn;
    const sid = `engine-${nonce}-${conn}-0000`;
    return [
      { kind: "open", at, conn },
      get(at, conn, "/socket.io/?EIO=4&transport=websocket"),
      { kind: "response", at, conn, id: conn, status: 101, headers: [] },
      says("server", at, JSON.stringify({ sid, upgrades: [] }).replace("{", "0{"), conn),
      says(
        "client",
        at + 1,
        `40${JSON.stringify({ user, nonce: `${nonce}-${conn}-4f1a9c` })}`,
        conn,
      ),
      says("server", at + 2, `40{"sid":"socket-${nonce}-${conn}-0000"}`, conn),
      says("server", at + 3, `42["hello",${JSON.stringify(user)}]`, conn),
      { kind: "close", at: at + 4, conn, by: "client" },
    ];
  });
}

Deno.test("diffTapes() takes a nonce of each session for live, and knows its user by name", async () => {
  const users = ["ann", "bob", "cyd", "dan"];
  const good = visits(users, "6fd2c1a8-77b0-4c1e");
  const other = visits(users.toReversed(), "0a9b31d4-1c55-49e2");
  const result = await diffEntries(good, other);
  assertEquals(told(result), []);
  assertEquals(result.sessions.map(({ left, right }) => [left?.number, right?.number]), [
    [1, 4],
    [2, 3],
    [3, 2],
    [4, 1],
  ]);
});

Deno.test("diffTapes() takes ids that were given out in their order for no range", async () => {
  const messages = (from: number): readonly ScriptSession[] =>
    [0, 1, 2].map((one) =>
      session(...Array.from({ length: 12 }, (_, n) => act("say", [{ id: from + n * 3, one }])))
    );
  assertEquals(told(await diffScripts(messages(5000), messages(60_000))), []);
});
