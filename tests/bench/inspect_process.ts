// A whole process, measured: how long it takes, how much memory it has at its greatest, how many
// lines it prints.

export interface Measured {
  readonly seconds: number;
  readonly megabytes: number;
  readonly lines: number;
}

/** How often the memory of a process is looked at. */
const LOOK_MILLISECONDS = 200;

/** Throws when it ends with another code. */
export async function measure(command: readonly string[], expected = 0): Promise<Measured> {
  const began = performance.now();
  const child = start(command);
  let megabytes = 0;
  const look = async (): Promise<void> => {
    megabytes = Math.max(megabytes, await highWaterMark(child.pid));
  };
  const timer = setInterval(look, LOOK_MILLISECONDS);
  let lines = 0;
  for await (const bytes of child.stdout) for (const byte of bytes) if (byte === 10) lines += 1;
  const { code } = await child.status;
  clearInterval(timer);
  const seconds = (performance.now() - began) / 1000;
  if (code !== expected) throw new Error(`${command.join(" ")} ended with ${code}`);
  return { seconds, megabytes, lines };
}

/** Seconds until the first byte is printed; the process is ended then. */
export async function firstLine(command: readonly string[]): Promise<number> {
  const began = performance.now();
  const child = start(command);
  const reader = child.stdout.getReader();
  await reader.read();
  const seconds = (performance.now() - began) / 1000;
  await reader.cancel();
  await child.status;
  return seconds;
}

function start([program = "", ...args]: readonly string[]): Deno.ChildProcess {
  return new Deno.Command(program, {
    args,
    stdin: "null",
    stdout: "piped",
    stderr: "inherit",
  }).spawn();
}

/** The most memory that a process has had, in MB; Deno itself may not read what `cat` may. */
async function highWaterMark(pid: number): Promise<number> {
  const { stdout } = await new Deno.Command("cat", {
    args: [`/proc/${pid}/status`],
    stderr: "null",
  }).output();
  const status = new TextDecoder().decode(stdout);
  return Number(/^VmHWM:\s+(\d+) kB$/m.exec(status)?.[1] ?? 0) / 1000;
}
