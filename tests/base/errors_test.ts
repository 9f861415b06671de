// Words for whatever was thrown, errors or not.

import { assertEquals } from "@std/assert";
import { messageOf } from "../../src/base/errors.ts";

Deno.test("messageOf() gives an error's message and anything else as text", () => {
  assertEquals(
    [new RangeError("too far"), "plain", undefined, 7].map(messageOf),
    ["too far", "plain", "undefined", "7"],
  );
});
