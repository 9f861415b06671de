// Signals and keys while a recording runs.

import { assertEquals } from "@std/assert";
import { listenForControls, NO_PAUSE } from "../../../src/cli/recording/controls.ts";
import { type FakeHost, fakeHost } from "../fake_host.ts";

interface Stage extends Disposable {
  readonly host: FakeHost;
  rest(): void;
  readonly done: readonly string[];
  at(milliseconds: number): void;
}

function stage(keys: boolean): Stage {
  const host = fakeHost();
  const done: string[] = [];
  let now = 0;
  const controls = listenForControls({
    host,
    keys,
    mark: () => done.push("mark"),
    stop: () => done.push("stop"),
    hurry: () => done.push("hurry"),
    now: () => now,
  });
  return {
    host,
    done,
    rest: () => controls.rest(),
    at(milliseconds): void {
      now = milliseconds;
    },
    [Symbol.dispose]: () => controls[Symbol.dispose](),
  };
}

Deno.test("listenForControls() takes a signal that comes twice at once as one", () => {
  using scene = stage(false);
  scene.at(1000);
  scene.host.signal("SIGINT");
  scene.at(1003);
  scene.host.signal("SIGINT");
  assertEquals(scene.done, ["stop"]);
});

for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
  Deno.test(`listenForControls() hurries at a second ${signal}`, () => {
    using scene = stage(false);
    scene.host.signal(signal);
    scene.at(501);
    scene.host.signal(signal);
    assertEquals(scene.done, ["stop", "hurry"]);
  });
}

Deno.test("listenForControls() marks at the key m and at SIGUSR2", () => {
  using scene = stage(true);
  for (const key of ["m", "x", "M"]) scene.host.press(key);
  scene.host.signal("SIGUSR2");
  assertEquals(scene.done, ["mark", "mark", "mark"]);
});

Deno.test("listenForControls() leaves keys alone that are somebody else's", () => {
  using scene = stage(false);
  scene.host.press("m");
  assertEquals(scene.done, []);
});

Deno.test("listenForControls() hears nothing any more when it was disposed of", () => {
  const scene = stage(true);
  scene[Symbol.dispose]();
  scene.host.signal("SIGINT");
  scene.host.signal("SIGUSR2");
  scene.host.press("m");
  assertEquals(scene.done, []);
});

Deno.test("listenForControls() does nothing any more when it rests", () => {
  using scene = stage(true);
  scene.rest();
  scene.at(1000);
  for (const signal of ["SIGINT", "SIGUSR2", "SIGTSTP"] as const) scene.host.signal(signal);
  scene.at(2000);
  scene.host.signal("SIGINT");
  scene.host.press("m");
  assertEquals([scene.done, scene.host.stderr.written], [[], ""]);
});

Deno.test("listenForControls() tells whoever presses Ctrl-Z what ends the recording, once each", () => {
  using scene = stage(false);
  for (const milliseconds of [1000, 1003, 3000]) {
    scene.at(milliseconds);
    scene.host.signal("SIGTSTP");
  }
  assertEquals(scene.host.stderr.written, `\n${NO_PAUSE}\n`.repeat(2));
  assertEquals(scene.done, []);
});
