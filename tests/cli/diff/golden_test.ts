// What `diff` prints of tapes that differ in every way that it knows, word for word. WIRETAPE_UPDATE=1
// writes it anew: read what changed before you keep it.

import { assertEquals } from "@std/assert";
import { join } from "node:path";
import { root } from "../../house/tree.ts";
import { TapeFolder } from "./run_diff.ts";

const golden = join(root, "fixtures", "golden", "diff");

interface Golden {
  /** Of the file. */
  readonly name: string;
  readonly does: string;
  readonly args: readonly string[];
  readonly code: 0 | 1;
  readonly ending?: "json";
  readonly terminal?: number;
}

const GOLDEN: readonly Golden[] = [
  {
    name: "same",
    does: "other transport, other time",
    args: ["tracking", "tracking_websocket"],
    code: 0,
  },
  { name: "same_live", does: "another ride", args: ["ride", "other_ride"], code: 0 },
  { name: "changed", does: "another room", args: ["tracking", "room"], code: 1 },
  { name: "refused", does: "a refused namespace", args: ["tracking", "tracking_refused"], code: 1 },
  {
    name: "session",
    does: "a session less",
    args: ["tracking_reconnect", "tracking_websocket"],
    code: 1,
  },
  { name: "live", does: "live values of another shape", args: ["ride", "broken_ride"], code: 1 },
  { name: "ending", does: "a server that leaves early", args: ["ride", "short_ride"], code: 1 },
  {
    name: "timing",
    does: "slow answers and a silence",
    args: ["ride", "slow_ride", "--timing"],
    code: 1,
  },
  {
    name: "order",
    does: "another order, one more, one less",
    args: ["ride", "mixed_ride"],
    code: 1,
  },
  { name: "answer", does: "lost and other answers", args: ["ride", "silent_ride"], code: 1 },
  { name: "values", does: "all values", args: ["ride", "other_ride", "--values"], code: 1 },
  {
    name: "values_full",
    does: "all values, all of them",
    args: ["ride", "other_ride", "--values", "--full", "--context", "0"],
    code: 1,
  },
  {
    name: "baseline",
    does: "noise of a baseline",
    args: ["ride", "silent_ride", "--baseline", "noisy_ride"],
    code: 1,
  },
  {
    name: "layer_engine",
    does: "Engine.IO packets",
    args: ["tracking", "tracking_polling", "--layer", "engine"],
    code: 1,
  },
  {
    name: "side_by_side",
    does: "two columns",
    args: ["ride", "mixed_ride", "--side-by-side", "--context", "1"],
    code: 1,
    terminal: 120,
  },
  {
    name: "narrow",
    does: "a narrow terminal",
    args: ["ride", "silent_ride"],
    code: 1,
    terminal: 60,
  },
  { name: "json", does: "JSON", args: ["ride", "mixed_ride", "--json"], code: 1, ending: "json" },
  {
    name: "json_live",
    does: "JSON of live values",
    args: ["ride", "broken_ride", "--json"],
    code: 1,
    ending: "json",
  },
  {
    name: "json_ending",
    does: "JSON of an ending",
    args: ["ride", "short_ride", "--json"],
    code: 1,
    ending: "json",
  },
  {
    name: "json_timing",
    does: "JSON of what is late",
    args: ["ride", "slow_ride", "--timing", "--json"],
    code: 1,
    ending: "json",
  },
  {
    name: "json_noise",
    does: "JSON of noise",
    args: ["ride", "silent_ride", "--baseline", "noisy_ride", "--json"],
    code: 1,
    ending: "json",
  },
  {
    name: "json_answer",
    does: "JSON of answers",
    args: ["ride", "silent_ride", "--json"],
    code: 1,
    ending: "json",
  },
  {
    name: "json_session",
    does: "JSON of a session less",
    args: ["tracking_reconnect", "tracking_websocket", "--json"],
    code: 1,
    ending: "json",
  },
  {
    name: "json_refused",
    does: "JSON of a refused namespace",
    args: ["tracking", "tracking_refused", "--json"],
    code: 1,
    ending: "json",
  },
];

async function makeTapes(): Promise<TapeFolder> {
  const folder = await TapeFolder.make({
    ride: { seed: 1, before: ["a", "b", "c", "d"] },
    "other_ride": { seed: 2, before: ["a", "b", "c", "d"] },
    "broken_ride": {
      seed: 3,
      before: ["a", "b", "c", "d"],
      point: ({ speed, ...point }, index) => {
        if (index === 12) return { ...point, speed, lat: null };
        return index % 5 === 3 ? point : { ...point, speed: Math.round(speed + 100) };
      },
    },
    "short_ride": { seed: 4, before: ["a", "b", "c", "d"], serverLeavesAfter: 14 },
    "slow_ride": {
      seed: 5,
      before: ["a", "b", "c", "d"],
      answerAfter: (visit) => visit === 0 ? 12 : 700,
      silence: { before: 20, milliseconds: 4000 },
    },
    "mixed_ride": {
      seed: 6,
      before: ["b", "c", "d", "d", "a"],
      ask: (visit) => ({ visit: visit * 2 }),
    },
    "silent_ride": {
      seed: 7,
      before: ["a", "b", "c", "d"],
      answerAfter: (visit) => visit === 1 ? undefined : 12,
      ask: (visit) => ({ visit, tags: visit === 2 ? ["a", "c"] : ["a", "b"] }),
    },
    "noisy_ride": {
      seed: 8,
      before: ["a", "b", "c", "d"],
      answerAfter: (visit) => visit === 0 ? undefined : 12,
    },
  });
  for (const name of ["tracking", "tracking_websocket", "tracking_polling"]) {
    await folder.take(name);
  }
  for (const name of ["tracking_refused", "tracking_reconnect"]) await folder.take(name);
  await folder.take("tracking", "room", [
    "--set",
    'event == "room:subscribe" => $.room="track_19"',
  ]);
  return folder;
}

for (const { name, does, args, code, ending = "txt", terminal } of GOLDEN) {
  Deno.test(`diff prints ${does} as it was reviewed (${name})`, async () => {
    await using folder = await makeTapes();
    const files = args.map((arg) =>
      /^[a-z_]+$/.test(arg) && arg !== "engine" ? `${arg}.ndjson` : arg
    );
    const compared = await folder.diff(files, terminal === undefined ? {} : { terminal });
    assertEquals([compared.code, compared.talk], [code, ""]);
    const path = join(golden, `${name}.${ending}`);
    if (Deno.env.get("WIRETAPE_UPDATE") === "1") await Deno.writeTextFile(path, compared.out);
    assertEquals(compared.out, await Deno.readTextFile(path));
  });
}
