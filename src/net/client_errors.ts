// The stock client trusts what a server sends: an answer that it did not expect is thrown out of its
// callbacks, where nobody can catch it, and would end the process. Here such an error is told
// instead. Whatever else is thrown ends the process as before.

/** The packages of the stock client, as they stand in the paths of a stack. */
const CLIENT_FILE = /[\\/](?:engine\.io-client|socket\.io-client|xmlhttprequest-ssl)[\\/@]/;

/** Where a frame of a stack stands, if it is a file: the runtime's own parts are none. */
const FRAME_FILE = /\(?(file:\/\/[^\s()]+)\)?$/;

/** How deep a stack is looked into: the runtime's own frames come first. */
const STACK_FRAMES = 50;

/** How many are listening, and how deep stacks were before the first of them. */
let catching = 0;
let framesBefore = Error.stackTraceLimit;

/** Tells every such error until it is disposed of. */
export function catchClientErrors(caught: (error: Error) => void): Disposable {
  if (catching === 0) framesBefore = Error.stackTraceLimit;
  catching += 1;
  Error.stackTraceLimit = Math.max(framesBefore, STACK_FRAMES);
  const listen = (event: ErrorEvent): void => {
    const error: unknown = event.error;
    if (!(error instanceof Error) || !isThrownByClient(error)) return;
    event.preventDefault();
    caught(error);
  };
  globalThis.addEventListener("error", listen);
  return {
    [Symbol.dispose](): void {
      globalThis.removeEventListener("error", listen);
      catching -= 1;
      // Whoever came first may go first: the last one puts it back.
      if (catching === 0) Error.stackTraceLimit = framesBefore;
    },
  };
}

/** Whether the first file of its stack is the client's: what our own code throws is our own fault. */
export function isThrownByClient(error: Error): boolean {
  for (const line of error.stack?.split("\n") ?? []) {
    const [, file] = FRAME_FILE.exec(line) ?? [];
    if (file !== undefined && /^\s+at /.test(line)) return CLIENT_FILE.test(file);
  }
  return false;
}
