// A screen that nobody reads holds nobody up.

import { assertEquals } from "@std/assert";
import { Screen } from "../../../src/view/terminal/screen.ts";

Deno.test("Screen prints what is read, in order", async () => {
  const sent: string[] = [];
  const screen = new Screen({
    send: (text) => {
      sent.push(text);
      return Promise.resolve();
    },
  });
  screen.print("one");
  screen.print("two");
  await screen.settled();
  screen.print("three");
  await screen.settled();
  assertEquals(sent.join(""), "one\ntwo\nthree\n");
});

Deno.test("Screen counts what does not fit while nobody reads", async () => {
  const sent: string[] = [];
  const reader = Promise.withResolvers<void>();
  const screen = new Screen({
    send: (text) => {
      sent.push(text);
      return reader.promise;
    },
    waitingLines: 2,
  });
  for (let index = 0; index < 6; index++) screen.print(`line ${index}`);
  assertEquals(sent, ["line 0\n"]);
  reader.resolve();
  await screen.settled();
  assertEquals(sent, ["line 0\n", `line 1\nline 2\n${" ".repeat(13)}+3 more\n`]);
});

Deno.test("Screen stops when nobody will ever read", async () => {
  let sends = 0;
  const screen = new Screen({
    send: () => {
      sends += 1;
      return Promise.reject(new Error("gone"));
    },
  });
  screen.print("one");
  await screen.settled();
  screen.print("two");
  await screen.settled();
  assertEquals(sends, 1);
});

Deno.test("Screen goes on printing after a status that was none", async () => {
  const sent: string[] = [];
  const screen = new Screen({
    send: (text) => {
      sent.push(text);
      return Promise.resolve();
    },
  });
  screen.setStatus("");
  screen.print("line");
  await screen.settled();
  screen.setStatus("below");
  screen.setStatus("");
  screen.print("last");
  await screen.settled();
  assertEquals(sent.join("").replaceAll("\r\x1b[K", "<"), "line\nbelow<last\n");
});
