// The one list of commands, in the order of the help. A new command is one file and one line here;
// it also gets a task in deno.json with the permissions that it needs (a house test checks that).

import type { Command } from "./command.ts";
import { convertCommand } from "./convert_command.ts";
import { demoCommand } from "./demo_command.ts";
import { diffCommand } from "./diff_command.ts";
import { doctorCommand } from "./doctor_command.ts";
import { driveCommand } from "./drive_command.ts";
import { explainCommand } from "./explain_command.ts";
import { inspectCommand } from "./inspect_command.ts";
import { proxyCommand } from "./proxy_command.ts";
import { recordCommand } from "./record_command.ts";
import { replayCommand } from "./replay_command.ts";
import { viewCommand } from "./view_command.ts";

export const COMMANDS: readonly Command[] = [
  recordCommand,
  proxyCommand,
  inspectCommand,
  explainCommand,
  convertCommand,
  replayCommand,
  driveCommand,
  diffCommand,
  doctorCommand,
  viewCommand,
  demoCommand,
];
