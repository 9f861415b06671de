// Which messages of a replay are shared by its clients: those that are as on the tape.

import { assert, assertEquals } from "@std/assert";
import { SharedSteps } from "../../../src/net/replay_server/shared_steps.ts";
import { plainScript } from "./plain_tape.ts";
import { onlySession } from "./scripts.ts";

const SCRIPT = plainScript([[1, "server", "one"], [2, "server", "three"]]);

Deno.test("SharedSteps gives everybody the same message for a step as it is on the tape", async () => {
  const session = onlySession(await SCRIPT);
  const shared = new SharedSteps();
  for (const [index, { messages }] of session.steps.entries()) {
    const first = shared.messagesOf(session, index, messages);
    assert(first === shared.messagesOf(session, index, messages));
    assertEquals(first.map((message) => typeof message === "object" && "data" in message), [true]);
  }
});

Deno.test("SharedSteps leaves alone what one client alone is told", async () => {
  const session = onlySession(await SCRIPT);
  const shared = new SharedSteps();
  const own = ["one"];
  assert(shared.messagesOf(session, 0, own) === own);
  const [messages = []] = session.steps.map((step) => step.messages);
  assert(shared.messagesOf(undefined, 0, messages) === messages);
  assert(shared.messagesOf(session, undefined, messages) === messages);
  assert(shared.messagesOf(session, 1, messages) === messages);
});

Deno.test("SharedSteps keeps no more than its limit", async () => {
  const session = onlySession(await SCRIPT);
  const [one = [], three = []] = session.steps.map(({ messages }) => messages);
  const shared = new SharedSteps(5);
  assert(shared.messagesOf(session, 0, one) !== one);
  assert(shared.messagesOf(session, 1, three) === three);
  assert(shared.messagesOf(session, 0, one) !== one);
});
