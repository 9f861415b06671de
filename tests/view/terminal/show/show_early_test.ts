// The page of one entry where a response stands before its request, and where the tap cut in.

import { assertMatch } from "@std/assert";
import { showLines } from "../../../../src/view/terminal/show.ts";
import { showInput, tapeOf } from "./show_input.ts";

async function pageOf(entries: readonly object[], line: number): Promise<string> {
  return showLines(showInput(await tapeOf(entries), line), 80).join("\n");
}

Deno.test("showLines() finds responses that stand before their requests", async () => {
  const request = {
    kind: "request",
    at: 5,
    conn: 1,
    id: 1,
    method: "POST",
    url: "/up",
    headers: [],
  };
  const response = { kind: "response", at: 3, conn: 1, id: 1, status: 413, headers: [] };
  const interim = { ...response, at: 2, status: 100 };
  const early = [interim, response, request];
  assertMatch(
    await pageOf(early, 4),
    /Response +HTTP 413 on line 3, 2\.00 ms before this was whole/,
  );
  assertMatch(await pageOf(early, 3), /Request +POST \/up on line 4, whole 2\.00 ms later/);
  const usual = [interim, request, { ...response, at: 9, status: 200 }];
  assertMatch(await pageOf(usual, 3), /Response +HTTP 200 on line 4, after 4\.00 ms/);
  assertMatch(await pageOf(usual, 2), /Request +POST \/up on line 3, whole 3\.00 ms later/);
  assertMatch(await pageOf(usual.slice(0, 2), 3), /Response +HTTP 100 on line 2/);
});

Deno.test("showLines() says that the tap cut a connection", async () => {
  const page = await pageOf([{ kind: "close", at: 4, conn: 1, by: "tap", reset: false }], 2);
  assertMatch(page, /TCP +the recording ended: the tap cut the connection/);
});
