// The yardstick of the inspect bench, a program: splits a tape into lines and parses each twice, the
// line and what a message carries; prints what answers the bench's question.

import { createReadStream } from "node:fs";
import process from "node:process";

const found: string[] = [];
let rest = "";
// Text is cut at line ends only: no character is torn.
for await (
  const piece of createReadStream(process.argv[2] ?? "", {
    encoding: "utf8",
    highWaterMark: 262_144,
  })
) {
  const lines = (rest + piece).split("\n");
  rest = lines.pop() ?? "";
  for (const line of lines) {
    const entry = JSON.parse(line);
    if (entry.kind !== "message") continue;
    if (!entry.text.startsWith("42/sfa,")) continue;
    const args = JSON.parse(entry.text.slice("42/sfa,".length));
    if (args[0] !== "location:track" || !(args[1].speed > 19)) continue;
    if (entry.from === "server") found.push(JSON.stringify(args));
  }
}
if (found.length > 0) process.stdout.write(`${found.join("\n")}\n`);
