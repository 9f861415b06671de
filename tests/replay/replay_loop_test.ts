// Rounds of a whole replay: sessions that are given again, each time with ids of their own.

import { assertEquals } from "@std/assert";
import { enter, leave, replayOf, say, twoVisitors } from "./visitors.ts";

Deno.test("Replay with loop gives the sessions again when all have been given", async () => {
  const replay = replayOf(await twoVisitors(), { loop: true });
  const numbers = [1, 2, 3, 4].map(() => {
    const client = enter(replay);
    say(client, "0");
    leave(replay, client);
    return client.session?.number;
  });
  assertEquals(numbers, [1, 2, 1, 2]);
});

Deno.test("Replay with loop gives other ids in another round", async () => {
  const replay = replayOf(await twoVisitors(), { loop: true });
  const heard = ["red", "blue", "red", "blue"].map((room, index) => {
    const client = enter(replay, `liveSid${index}`);
    const said = [...say(client, "0"), ...say(client, `2["join","${room}"]`)];
    leave(replay, client);
    return said;
  });
  const [first, second, third, fourth] = heard;
  const ids = heard.map(([welcome]) => welcome);
  assertEquals(new Set(ids).size, 4, JSON.stringify(ids));
  // Who joined is named by the id that this round gave.
  for (
    const [welcome = "", joined = ""] of [first, second, third, fourth].map((one) => one ?? [])
  ) {
    const { sid } = JSON.parse(welcome.slice(1));
    assertEquals(JSON.parse(joined.slice(1)).at(-1), sid);
  }
});
