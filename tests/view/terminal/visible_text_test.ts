// Text of peers as it may be shown: nothing that steers the terminal, nothing that passes for a
// redaction.

import { assert, assertEquals } from "@std/assert";
import fc from "fast-check";
import { HIDDEN_MARK, visibleText } from "../../../src/view/terminal/visible_text.ts";
import { checkProperty } from "../../house/property.ts";

Deno.test("visibleText() shows control characters by their pictures", () => {
  assertEquals(visibleText("a\x1b[31m\x1e\n\x7f\x9b"), "a␛[31m␞␊␡\\u009b");
});

Deno.test("visibleText() shows what would turn text round or not be seen", () => {
  assertEquals(visibleText("a\u202eb\u200bc\ud800"), "a\\u202eb\\u200bc\\ud800");
  assertEquals(visibleText("👨‍👩‍👧 é 日本"), "👨‍👩‍👧 é 日本");
});

Deno.test("visibleText() marks what was hidden, and only that", () => {
  assertEquals(visibleText("token=***&x=***", [[6, 3, "abc"]]), "token=▒▒▒&x=***");
  assertEquals(visibleText("a▒b"), "a\\u2592b");
});

Deno.test("visibleText() counts hidden ranges from where the text stands", () => {
  assertEquals(visibleText("3456", [[0, 4], [5, 10]], 3), "▒4▒▒");
  assertEquals(visibleText("3456", [[0, 3], [7, 1]], 3), "3456");
});

Deno.test("visibleText() shows no control character and no mark of its own", () => {
  checkProperty(
    "visible",
    fc.property(fc.string({ unit: "binary" }), (text) => {
      const shown = visibleText(text);
      // deno-lint-ignore no-control-regex
      assert(!/[\x00-\x1f\x7f-\x9f]/.test(shown) && !shown.includes(HIDDEN_MARK));
    }),
  );
});
