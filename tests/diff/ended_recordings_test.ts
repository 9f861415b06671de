// Recordings that somebody ended while there was still traffic: what was cut then is chance, and no
// difference.

import { assertEquals } from "@std/assert";
import type { Entry } from "../../src/tape/entry.ts";
import { answered, get, opened, post, says } from "../timeline/moments_of.ts";
import { diffEntries, told } from "./told.ts";

type Ender = "client" | "server" | "tap";

function close(by: Ender, conn = 1): Entry {
  return { kind: "close", at: 100, conn, by, reset: false };
}

/** A session that is still going. */
function session(by: Ender): readonly Entry[] {
  return [
    ...opened(),
    says("client", 4, "40"),
    says("server", 5, '40{"sid":"x"}'),
    says("server", 9, '42["hello",1]'),
    close(by),
  ];
}

Deno.test("diffTapes() finds two sessions alike that the tap cut, or the end of a tape", async () => {
  assertEquals(told(await diffEntries(session("tap"), session("tap"))), []);
  assertEquals(told(await diffEntries(session("tap"), session("tap").slice(0, -1))), []);
  assertEquals(told(await diffEntries(session("tap"), session("client"))), []);
});

Deno.test("diffTapes() tells that a server ended the session which the tap had to cut", async () => {
  assertEquals(told(await diffEntries(session("tap"), session("server"))), [
    "ending tape-ended connection-closed 0",
  ]);
});

/** A stream of events of which so much had come. */
function stream(text: string, by: Ender, status = 200): readonly Entry[] {
  const response: Entry = { ...answered(5, 1, text, status) as Entry, truncated: true } as Entry;
  return [{ kind: "open", at: 0, conn: 1 }, get(1, 1, "/events"), response, close(by)];
}

Deno.test("diffTapes() does not compare how much of a stream had come when a recording ended", async () => {
  assertEquals(told(await diffEntries(stream("1", "tap"), stream("1 2", "tap"))), []);
  assertEquals(told(await diffEntries(stream("1", "tap"), stream("1 2", "tap", 500))), [
    "answer GET /events $.status",
  ]);
  // The server's own cut is told.
  assertEquals(told(await diffEntries(stream("1 2", "server"), stream("1", "server"))), [
    "answer GET /events $.body",
  ]);
});

Deno.test("diffTapes() does not compare how much of an upload had come", async () => {
  const upload = (text: string): readonly Entry[] => [
    { ...post(1, 1, "/up", text), truncated: true },
    close("tap"),
  ];
  assertEquals(told(await diffEntries(upload("ab"), upload("abcd"))), []);
});

Deno.test("diffTapes() pairs responses with requests that were whole later", async () => {
  const refused = answered(5, 1, "too much", 413);
  const upload = post(5, 1, "/up", "abcd");
  const late = [upload, answered(6, 1, "ok"), close("client")];
  const interim = answered(5, 1, "", 100);
  assertEquals(
    told(await diffEntries([upload, refused, close("client")], [refused, upload, close("client")])),
    [],
  );
  assertEquals(
    told(await diffEntries([interim, ...late], [upload, interim, ...late.slice(1)])),
    [],
  );
  assertEquals(told(await diffEntries([interim, ...late], [refused, upload, close("client")])), [
    "answer POST /up $.status $.body",
  ]);
});
