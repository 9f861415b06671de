// Takes apart what the user gave, and prints it for people or as JSON.

import { concatBytes, toHex } from "../../base/bytes.ts";
import { anatomyOf } from "../../timeline/anatomy/anatomy.ts";
import type { Anatomy, Part } from "../../timeline/anatomy/part.ts";
import { anatomyLines } from "../../view/terminal/anatomy_lines.ts";
import { paint } from "../colour.ts";
import { EXIT, type ExitCode } from "../exit_code.ts";
import type { Host, Input } from "../host.ts";
import { UsageError } from "../usage_error.ts";
import { anatomyOptions, type ExplainFlags, spellingOf } from "./flags.ts";
import { MAX_INPUT_BYTES, type ReadInput, readStdin, readWritten } from "./input.ts";

export async function explain(
  written: string | undefined,
  flags: ExplainFlags,
  host: Host,
): Promise<ExitCode> {
  const options = anatomyOptions(flags);
  const spelling = spellingOf(flags);
  const { input, remarks }: ReadInput = written === undefined || written === "-"
    ? readStdin(await readAll(host.stdin), spelling, options)
    : readWritten(written, spelling, options);
  const taken = anatomyOf(input, options);
  const anatomy = { ...taken, remarks: [...remarks, ...taken.remarks] };
  if (flags.json) {
    host.stdout.write(`${JSON.stringify(anatomyToJson(anatomy))}\n`);
    return EXIT.fine;
  }
  const lines = anatomyLines(anatomy, {
    columns: host.stdout.columns,
    paint: (tone, text) => paint(host.stdout, tone, text),
  });
  host.stdout.write(`${lines.join("\n")}\n`);
  return EXIT.fine;
}

async function readAll(stdin: Input): Promise<Uint8Array> {
  if (stdin.isTerminal) {
    throw new UsageError(
      "Cannot explain nothing: no text was given",
      `Try: deno task explain '42["hello","world"]'`,
    );
  }
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of stdin.bytes) {
    length += chunk.length;
    if (length > MAX_INPUT_BYTES) {
      throw new RangeError(`Cannot explain this input: it has more than ${MAX_INPUT_BYTES} bytes`);
    }
    chunks.push(chunk);
  }
  return concatBytes(chunks);
}

/** Binary input stands as `{"hex":"…"}`; everything else is as it is. */
function anatomyToJson(anatomy: Anatomy): Record<string, unknown> {
  const { input, parts } = anatomy;
  return {
    ...anatomy,
    input: typeof input === "string" ? input : { hex: toHex(input) },
    parts: parts.map(partToJson),
  };
}

function partToJson(part: Part): Record<string, unknown> {
  const { children, inside, ...own } = part;
  return {
    ...own,
    ...(children === undefined ? {} : { children: children.map(partToJson) }),
    ...(inside === undefined ? {} : { inside: anatomyToJson(inside) }),
  };
}
