// Which errors are the stock client's own, and which end the process as they always did.

import { assertEquals } from "@std/assert";
import { catchClientErrors, isThrownByClient } from "../../src/net/client_errors.ts";

const STACKS: readonly [name: string, frames: readonly string[], isClients: boolean][] = [
  [
    "the client's, under the runtime's",
    [
      "JSON.parse (<anonymous>)",
      "Url.urlParse (ext:deno_node/url.ts:1:8167)",
      "Socket._onPacket (file:///npm/engine.io-client/6.6.8/build/esm-debug/socket.js:371:43)",
    ],
    true,
  ],
  [
    "the client's without a name",
    ["file:///npm/.deno/xmlhttprequest-ssl@2.1.2/lib/XMLHttpRequest.js:453:21"],
    true,
  ],
  [
    "ours, called by the client",
    [
      "connected (file:///src/cli/record/deck.ts:1:1)",
      "Socket.emit (file:///npm/socket.io-client/4.8.4/build/socket.js:1:1)",
    ],
    false,
  ],
  ["a server's", ["send (file:///npm/engine.io/6.6.11/build/socket.js:1:1)"], false],
  ["the runtime's alone", ["connect (ext:deno_node/net.ts:1:1)"], false],
];

for (const [name, frames, isClients] of STACKS) {
  Deno.test(`isThrownByClient() knows an error that is ${name}`, () => {
    const error = new TypeError("x");
    error.stack = ["TypeError: x", ...frames.map((frame) => `    at ${frame}`)].join("\n");
    assertEquals(isThrownByClient(error), isClients);
  });
}

Deno.test("isThrownByClient() is not taken in by a message that looks like a frame", () => {
  const error = new Error("file:///npm/engine.io-client/6.6.8/x.js");
  error.stack = `Error: file:///npm/engine.io-client/6.6.8/x.js\n    at a (file:///src/b.ts:1:1)`;
  assertEquals(isThrownByClient(error), false);
});

Deno.test("catchClientErrors() takes the client's errors, leaves others, and ends", () => {
  const caught: string[] = [];
  const throwing = (message: string, file: string): boolean => {
    const error = new Error(message);
    error.stack = `Error: ${message}\n    at run (${file}:1:1)`;
    const event = new ErrorEvent("error", { error, cancelable: true });
    globalThis.dispatchEvent(event);
    return event.defaultPrevented;
  };
  const client = "file:///npm/socket.io-client/4.8.4/build/manager.js";
  const limit = Error.stackTraceLimit;
  {
    using _errors = catchClientErrors((error) => caught.push(error.message));
    assertEquals(throwing("theirs", client), true);
    assertEquals(throwing("ours", "file:///src/net/tap.ts"), false);
  }
  assertEquals(throwing("late", client), false);
  assertEquals(caught, ["theirs"]);
  assertEquals(Error.stackTraceLimit, limit);
});

Deno.test("catchClientErrors() puts the depth of stacks back when the first one ends first", () => {
  const limit = Error.stackTraceLimit;
  const first = catchClientErrors(() => {});
  const depth = Error.stackTraceLimit;
  const second = catchClientErrors(() => {});
  first[Symbol.dispose]();
  assertEquals(Error.stackTraceLimit, depth);
  second[Symbol.dispose]();
  assertEquals(Error.stackTraceLimit, limit);
});
