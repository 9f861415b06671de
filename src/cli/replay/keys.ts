// The keys of a replay in a terminal: space pauses and goes on, n plays the next message, s goes on
// without what is waited for, + and - change the speed, . and , go forward and back.

import type { PlaySpeed } from "../../replay/player_contract.ts";
import type { ReplayServer } from "../../net/replay_server/replay_server.ts";
import type { Host } from "../host.ts";

/** What + and - go through. */
export const SPEEDS: readonly PlaySpeed[] = ["step", 0.1, 0.25, 0.5, 1, 2, 5, 10, 50, 100, "max"];

/** How far . and , go, in milliseconds of the tape. */
export const SEEK_BY = 10_000;

export type Deck = Pick<
  ReplayServer,
  "isPaused" | "speed" | "pause" | "resume" | "step" | "skip" | "seekBy" | "setSpeed"
>;

export function listenForKeys(
  deck: Deck,
  { stdin }: Pick<Host, "stdin">,
  tell: (line: string) => void,
): Disposable {
  return stdin.onKey((key) => {
    switch (key) {
      case " ":
        if (deck.isPaused) deck.resume();
        else deck.pause();
        tell(deck.isPaused ? "Paused" : "Goes on");
        break;
      case "n":
        deck.step();
        break;
      case "s":
        deck.skip();
        break;
      case ".":
      case ",":
        deck.seekBy(key === "." ? SEEK_BY : -SEEK_BY);
        tell(key === "." ? "10 s forward" : "10 s back");
        break;
      case "+":
      case "=":
      case "-": {
        const speed = neighbour(deck.speed, key === "-" ? -1 : 1);
        if (speed === deck.speed) break;
        deck.setSpeed(speed);
        tell(`Speed ${speed}`);
        break;
      }
    }
  });
}

/** The next speed of the list; one that is not on it goes to where it would stand. */
function neighbour(speed: PlaySpeed, by: 1 | -1): PlaySpeed {
  const place = SPEEDS.indexOf(speed);
  if (place >= 0) return SPEEDS[Math.min(Math.max(place + by, 0), SPEEDS.length - 1)] ?? speed;
  const numbers = SPEEDS.filter((one) => typeof one === "number");
  const current = Number(speed);
  const beyond = by > 0
    ? numbers.find((one) => one > current)
    : numbers.findLast((one) => one < current);
  return beyond ?? (by > 0 ? "max" : "step");
}
