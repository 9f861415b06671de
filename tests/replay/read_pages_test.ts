// Pages whose responses stand otherwise than behind their requests: interim ones, and those that came
// while a request's body was still being sent.

import { assertEquals } from "@std/assert";
import { scriptFrom } from "./fixtures.ts";

const UPLOAD = {
  kind: "request",
  at: 5,
  conn: 1,
  id: 1,
  method: "POST",
  url: "/up",
  headers: [],
  text: "abcd",
};

function response(status: number, at: number, more: object = {}): object {
  return { kind: "response", at, conn: 1, id: 1, status, headers: [], ...more };
}

async function pagesOf(...entries: readonly object[]): Promise<readonly unknown[]> {
  const { pages } = await scriptFrom(entries);
  return pages.map(({ line, path, status, body, isBodyMissing }) => [
    line,
    path,
    status,
    body,
    isBodyMissing,
  ]);
}

Deno.test("readScript() takes interim responses for no pages", async () => {
  const answer = response(200, 9, { text: "ok" });
  const page = [[4, "/up", 200, "ok", false]];
  assertEquals(await pagesOf(response(100, 2), UPLOAD, answer), page);
  assertEquals(await pagesOf(UPLOAD, response(103, 6), answer), page);
});

Deno.test("readScript() finds the page that stands before its request", async () => {
  const early = response(413, 3, { text: "no" });
  const page = [[3, "/up", 413, "no", false]];
  assertEquals(await pagesOf(response(100, 2), early, UPLOAD), page);
  assertEquals(await pagesOf({ kind: "mark", at: 1, text: "" }, early, { ...UPLOAD, id: 2 }), []);
});

Deno.test("readScript() has no body of a page that the tap cut", async () => {
  const cut = response(200, 6, { text: "data: 1", truncated: true });
  const close = { kind: "close", at: 7, conn: 1, by: "tap", reset: false };
  assertEquals((await pagesOf(UPLOAD, cut, close)).map((page) => (page as unknown[]).at(-1)), [
    true,
  ]);
});
