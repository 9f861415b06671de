// mitmproxy's recorder in the place of the tap, where it is installed: another program that records
// websockets, as a yardstick.

// deno-lint-ignore-file no-console

import { linesOf, numberIn } from "./tap_commands.ts";
import type { Stage } from "./tap_stage.ts";

/** It takes some hundred times as long as the others. */
const MESSAGES = 20_000;
const PATIENCE_MILLISECONDS = 60_000;

export async function measureMitmdump(stage: Stage): Promise<void> {
  const child = start(stage);
  if (child === undefined) {
    console.log("mitmdump: SKIPPED, it is not on PATH");
    return;
  }
  const impatient = setTimeout(() => child.kill("SIGKILL"), PATIENCE_MILLISECONDS);
  try {
    const port = await portOf(child);
    const question = { how: "blocks", count: MESSAGES, port };
    const slow = numberIn(await stage.client.ask("flood", question), "milliseconds");
    const turn = await stage.turn("tap", stage.client, "flood", question);
    const fast = numberIn(turn.answer, "milliseconds");
    const speed = (MESSAGES / slow / 1000).toFixed(4);
    console.log(
      `mitmdump, recording: ${speed} M msg/s; the tap is ${(slow / fast).toFixed(0)} times as fast`,
    );
  } finally {
    clearTimeout(impatient);
    child.kill("SIGKILL");
    await child.status;
  }
}

function start(stage: Stage): Deno.ChildProcess | undefined {
  const args = ["--mode", `reverse:http://127.0.0.1:${stage.port}`, "--listen-host", "127.0.0.1"];
  const own = ["--listen-port", "0", "--set", `confdir=${stage.folder}`, "--set", "flow_detail=0"];
  try {
    return new Deno.Command("mitmdump", {
      args: [...args, ...own, "-w", `${stage.folder}/mitmdump`],
      env: { PYTHONUNBUFFERED: "1" },
      stdin: "null",
      stdout: "piped",
      stderr: "null",
    }).spawn();
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return undefined;
    throw error;
  }
}

/** `Proxy server listening at http://127.0.0.1:39421` */
async function portOf(child: Deno.ChildProcess): Promise<number> {
  for await (const line of linesOf(child.stdout)) {
    const [, port] = /listening at \D*[\d.]+:(\d+)/.exec(line) ?? [];
    if (port !== undefined) return Number(port);
  }
  throw new Error("mitmdump ended before it listened");
}
