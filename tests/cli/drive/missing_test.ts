// What `drive` asks for before it connects: every secret that was hidden and not given, once.

import { assertEquals, assertThrows } from "@std/assert";
import {
  type Missing,
  missingHeader,
  missingParameter,
  missingValue,
  refuseMissing,
} from "../../../src/cli/drive/missing.ts";
import { planDrive } from "../../../src/cli/drive/plan.ts";
import { DRIVE_FLAGS } from "../../../src/cli/drive/flags.ts";
import { readRules } from "../../../src/cli/drive/rules.ts";
import { parseFlags } from "../../../src/cli/flags.ts";
import { UsageError } from "../../../src/cli/usage_error.ts";
import { fakeHost } from "../fake_host.ts";
import { engineSession, scriptFrom } from "../../replay/fixtures.ts";

function refusal(missing: readonly Missing[]): readonly (string | undefined)[] {
  const error = assertThrows(() => refuseMissing(missing), UsageError);
  return [error.message, error.advice];
}

Deno.test("refuseMissing() lets a tape pass on which nothing is missing", () => {
  refuseMissing([]);
});

Deno.test("refuseMissing() names each flag once, ready for a shell", () => {
  assertEquals(
    refusal([
      missingParameter(3, "token"),
      missingParameter(9, "token"),
      missingHeader(3, "X-Key"),
      missingValue({ line: 12, place: "query", path: "api key" }),
      missingValue({ line: 13, place: "message", path: "$.a['b']" }),
    ]),
    [
      'Cannot send entry 3: "token" in its query was hidden on the tape\n' +
      'Cannot send entry 3: its header "X-Key" was hidden on the tape\n' +
      'Cannot send entry 12: "api key" in the query of its namespace was hidden on the tape\n' +
      "Cannot send entry 13: $.a['b'] in it was hidden on the tape",
      "Give it with --query token=… --header 'X-Key: …' --query 'api key=…' " +
      "--fill '$.a['\\''b'\\'']=env:WIRETAPE_B'",
    ],
  );
});

Deno.test("refuseMissing() offers --auth where only the auth is missing", () => {
  const auth = missingValue({ line: 6, place: "auth", path: "$.token" });
  const advice = "Give it with --fill '$.token=env:WIRETAPE_TOKEN'";
  assertEquals(refusal([auth])[1], `${advice}, or with --auth '{…}'`);
  const [, both] = refusal([auth, missingParameter(3, "key")]);
  assertEquals(both, `${advice} --query key=…`);
  const bare = missingValue({ line: 6, place: "message", path: "$" });
  assertEquals(refusal([bare])[1], "Give it with --fill '$=env:WIRETAPE_SECRET'");
});

Deno.test("refuseMissing() knows no flag for what is hidden nobody knows where", () => {
  assertEquals(
    refusal([missingParameter(3, "key"), missingValue({ line: 8, place: "somewhere" })]),
    [
      "Cannot send entry 8: something in it was hidden on the tape, and nobody can tell where",
      "Record the session again with --keep-secrets, and keep that tape to yourself",
    ],
  );
});

Deno.test("planDrive() says which sessions of a tape it leaves out", async () => {
  const url = "/socket.io/?EIO=4&transport=websocket&sid=goneBefore01";
  const script = await scriptFrom([
    { kind: "open", at: 0, conn: 1 },
    { kind: "request", at: 0, conn: 1, id: 1, method: "GET", url, headers: [] },
    { kind: "response", at: 0, conn: 1, id: 1, status: 101, headers: [] },
    { kind: "message", at: 1, conn: 1, from: "client", text: '42["late"]' },
    ...engineSession([[20, "client", "40"]], { conn: 2, at: 10 }),
  ]);
  const { flags } = parseFlags(DRIVE_FLAGS, []);
  const header = { kind: "tape", format: "wiretape/1", id: "1", tool: "", mode: "proxy" } as const;
  const tape = {
    header: { ...header, startedAt: "2026-11-21T03:00:00.000Z" },
    script,
    hiddenHeaders: () => undefined,
  };
  const { notes, sessions } = planDrive("http://127.0.0.1:9", tape, readRules(flags, fakeHost()));
  assertEquals(sessions.length, 1);
  assertEquals(notes, ["1 session of the tape cannot be played: the beginning is not on it"]);
});
