// The system's timers: what is to be done at once is done in the next turn, and can be called off.

import { assertEquals } from "@std/assert";
import { systemAfter } from "../../../src/net/engine_server/after.ts";

Deno.test("systemAfter() with no time to wait acts in another turn, in order", async () => {
  const done: string[] = [];
  await new Promise<void>((resolve) => {
    systemAfter(0, () => done.push("first"));
    const callOff = systemAfter(0, () => done.push("called off"));
    systemAfter(-1, () => {
      done.push("second");
      resolve();
    });
    callOff();
    queueMicrotask(() => done.push("this turn"));
  });
  assertEquals(done, ["this turn", "first", "second"]);
});

Deno.test("systemAfter() acts once the time is over, unless it is called off", async () => {
  const done: string[] = [];
  await new Promise<void>((resolve) => {
    systemAfter(1, () => done.push("called off"))();
    systemAfter(2, () => {
      done.push("acted");
      resolve();
    });
  });
  assertEquals(done, ["acted"]);
});
