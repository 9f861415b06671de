// Pages that were recorded several times, in the order in which they were answered.

import { assertEquals } from "@std/assert";
import { Pages } from "../../src/replay/pages.ts";
import type { RecordedPage } from "../../src/replay/script.ts";

function page(url: string, body: string, rest: Partial<RecordedPage> = {}): RecordedPage {
  const [path = ""] = url.split("?", 1);
  const how = { method: "GET", status: 200, headers: [], isBodyMissing: false };
  return { line: 1, at: 0, path, url, body, ...how, ...rest };
}

function asked(pages: Pages, ...urls: readonly string[]): readonly unknown[] {
  return urls.map((url) => pages.next("GET", url)?.body);
}

Deno.test("Pages gives the answers in their order, and the last one again and again", () => {
  const pages = new Pages([page("/a", "one"), page("/b", "other"), page("/a", "two")]);
  assertEquals(asked(pages, "/a", "/b", "/a", "/a", "/b"), ["one", "other", "two", "two", "other"]);
});

Deno.test("Pages counts methods and queries apart", () => {
  const pages = new Pages([
    page("/a?x=1", "x1 first"),
    page("/a?x=2", "x2"),
    page("/a?x=1", "x1 second"),
    page("/a?x=1", "posted", { method: "POST" }),
  ]);
  assertEquals(asked(pages, "/a?x=2", "/a?x=1"), ["x2", "x1 first"]);
  assertEquals(pages.next("POST", "/a?x=1")?.body, "posted");
  assertEquals(asked(pages, "/a?x=1", "/a?x=2"), ["x1 second", "x2"]);
  assertEquals(pages.next("PUT", "/a?x=1"), undefined);
});

Deno.test("Pages answers a query that was never asked by the path, in order as well", () => {
  const pages = new Pages([page("/a?t=1", "one"), page("/a?t=2", "two")]);
  assertEquals(asked(pages, "/a?t=8", "/a?t=9", "/a", "/a?t=1"), ["one", "two", "two", "one"]);
  assertEquals(asked(pages, "/b"), [undefined]);
});

Deno.test("Pages leaves out what only a client with an older answer can use, or has no body", () => {
  const unchanged = page("/a", "", { status: 304 });
  const missing = page("/a", "", { isBodyMissing: true });
  const pages = new Pages([missing, page("/a", "one"), unchanged, page("/a", "two")]);
  assertEquals(asked(pages, "/a", "/a", "/a"), ["one", "two", "two"]);
  assertEquals(new Pages([unchanged]).next("GET", "/a")?.status, 304);
});
