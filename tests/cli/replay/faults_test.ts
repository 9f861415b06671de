// `--fault` as it is typed.

import { assertEquals, assertStringIncludes, assertThrows } from "@std/assert";
import { readFault, readFaults } from "../../../src/cli/replay/faults.ts";
import { UsageError } from "../../../src/cli/usage_error.ts";
import { fakeHost } from "../fake_host.ts";

for (
  const [text, fault] of [
    ["drop", { kind: "drop", nth: 1 }],
    ["drop location:track nth=3", { kind: "drop", event: "location:track", nth: 3 }],
    ["reorder tick ns=/sfa", { kind: "reorder", event: "tick", namespace: "/sfa", nth: 1 }],
    ["corrupt event=nth=x", { kind: "corrupt", event: "nth=x", nth: 1 }],
    ["delay tick by=500ms nth=2", { kind: "delay", event: "tick", nth: 2, by: 500 }],
    ["lose-ack room:subscribe", { kind: "lose-ack", event: "room:subscribe", nth: 1 }],
    ["close tick", { kind: "close", event: "tick", nth: 1, code: 1011 }],
    ["close code=4401 message=who are you", {
      kind: "close",
      nth: 1,
      code: 4401,
      reason: "who are you",
    }],
    ["refuse-connect /sfa message=no way", {
      kind: "refuse-connect",
      namespace: "/sfa",
      nth: 1,
      message: "no way",
    }],
    ["close message=no way nth=2", { kind: "close", nth: 2, code: 1011, reason: "no way" }],
    ["close message=a=b", { kind: "close", nth: 1, code: 1011, reason: "a=b" }],
    ['close message="no nth=2" nth=3', {
      kind: "close",
      nth: 3,
      code: 1011,
      reason: "no nth=2",
    }],
    ["refuse-connect /a message='go  away' nth=2", {
      kind: "refuse-connect",
      namespace: "/a",
      nth: 2,
      message: "go  away",
    }],
    ["cut tick times=2 client=3", { kind: "cut", event: "tick", nth: 1, times: 2, client: 3 }],
    ["starve-pings times=2", { kind: "starve-pings", times: 2 }],
    ["cut tick", { kind: "cut", event: "tick", nth: 1 }],
    ["  starve-pings ", { kind: "starve-pings" }],
    ["block-upgrade", { kind: "block-upgrade" }],
    ["stall-polls", { kind: "stall-polls" }],
  ] as const
) {
  Deno.test(`readFault() reads "${text}"`, () => {
    assertEquals<unknown>(readFault(text), fault);
  });
}

for (
  const [text, why] of [
    ["", 'there is no ""'],
    ["dorp tick", 'there is no "dorp", did you mean drop?'],
    ["drop tick nth=0", 'nth is "0", expected a whole number from 1 on'],
    ["drop tick nth=1.5", 'nth is "1.5"'],
    ["drop tick tock", '"tock" is one too many'],
    ["drop tick by=1s", 'only delay has "by="'],
    ["drop tick time=2", 'there is no "time="'],
    ["drop tick times=0", 'times is "0", expected a whole number from 1 on'],
    ["refuse-connect sfa", '"sfa" is no namespace, did you mean /sfa?'],
    ["drop tick ns=sfa", '"sfa" is no namespace'],
    ["close message=no nth=2 nth=3", '"nth=3" is one too many'],
    ["starve-pings tick", "starve-pings takes nothing but times= and client="],
    ["delay tick", "by=TIME is missing"],
    ["close code=1006", "1006 may not be sent as a close code"],
    ["close code=99999", "99999 may not be sent as a close code"],
    ["cut message=x", 'cut has no "message="'],
    ["starve-pings nth=2", "starve-pings takes nothing"],
  ] as const
) {
  Deno.test(`readFault() refuses "${text}"`, () => {
    const error = assertThrows(() => readFault(text), UsageError);
    assertStringIncludes(error.message, why);
    assertStringIncludes(error.advice ?? "", "drop location:track nth=3");
  });
}

Deno.test("readFaults() reads texts and files of texts", async () => {
  const folder = await Deno.makeTempDir({ prefix: "wiretape-" });
  try {
    await Deno.writeTextFile(`${folder}/faults.json`, '["drop a", "block-upgrade"]');
    await Deno.writeTextFile(`${folder}/bad.json`, '[{"kind":"drop"}]');
    const host = fakeHost({ folder });
    assertEquals<unknown>(readFaults(["cut b", "faults.json"], host), [
      { kind: "cut", event: "b", nth: 1 },
      { kind: "drop", event: "a", nth: 1 },
      { kind: "block-upgrade" },
    ]);
    assertThrows(() => readFaults(["bad.json"], host), UsageError, "expected a list of texts");
    assertThrows(() => readFaults(["none.json"], host), Error, 'Cannot read the faults in "none');
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});
