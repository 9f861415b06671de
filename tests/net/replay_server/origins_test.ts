// Whose pages are let in.

import { assertEquals } from "@std/assert";
import { originRule } from "../../../src/net/replay_server/origins.ts";
import { startReplayServer } from "../../../src/net/replay_server/replay_server.ts";
import { scriptOf } from "./scripts.ts";

const PAGE = "http://page.example";

for (
  const [recorded, extra, origin, allowed, refused] of [
    [[PAGE], undefined, PAGE, PAGE, []],
    [[PAGE], undefined, undefined, PAGE, []],
    [[PAGE], undefined, "http://other.example", PAGE, ["http://other.example"]],
    [[PAGE], "http://other.example", "http://other.example", "http://other.example", []],
    [["*"], undefined, PAGE, "*", []],
    [["*"], undefined, undefined, "*", []],
    [[], PAGE, PAGE, PAGE, []],
    [[], PAGE, "http://other.example", undefined, ["http://other.example"]],
    [[], "*", PAGE, PAGE, []],
  ] as const
) {
  const said = recorded.length === 0 ? "nobody" : recorded.join();
  Deno.test(`originRule() of a tape for ${said}, and --cors ${extra}, answers ${origin}`, () => {
    const told: string[] = [];
    const rule = originRule({
      recorded: recorded.map((one) => ({ origin: one, credentials: false })),
      ...(extra === undefined ? {} : { extra }),
      refused: (one) => told.push(one),
    });
    assertEquals(rule.allow(origin), allowed);
    assertEquals<readonly string[]>(told, refused);
    assertEquals(rule.credentials, extra !== undefined);
  });
}

for (
  const [name, cors, allowed] of [
    ["chat", undefined, "http://127.0.0.1:5500"],
    ["express", undefined, "http://localhost:5173"],
    ["layers", undefined, "*"],
    ["tracking", undefined, null],
    ["tracking", "http://localhost:5173", "http://localhost:5173"],
  ] as const
) {
  Deno.test(`startReplayServer() lets pages in to ${name} as the tape does, or ${cors}`, async () => {
    const script = await scriptOf(name);
    const told: string[] = [];
    await using server = await startReplayServer({
      onEvent: (event) => event.kind === "origin" ? told.push(event.origin) : undefined,
      script,
      ...(cors === undefined ? {} : { cors }),
    });
    const answer = await fetch(`${server.url}/socket.io/?EIO=4&transport=polling`, {
      headers: { Origin: "http://localhost:5173" },
    });
    await answer.body?.cancel();
    assertEquals(answer.headers.get("access-control-allow-origin"), allowed);
    const isIn = allowed === "*" || allowed === "http://localhost:5173";
    assertEquals(told, isIn ? [] : ["http://localhost:5173"]);
  });
}
