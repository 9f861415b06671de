// Where a demo runs apart from who started it: with modules of its own, so that the server's debug
// lines are not taken for the client's, and on a thread of its own.

import { type ApartAnswer, type ApartRequest, startApart } from "./apart.ts";

/** As much of a worker's global scope as is used here; the types at hand are a window's. */
interface WorkerScope {
  onmessage: (message: { readonly data: ApartRequest | "stop" }) => void;
  postMessage(answer: ApartAnswer): void;
}

// Nothing but a worker runs this file.
const scope = globalThis as unknown as WorkerScope;

let started: ReturnType<typeof startApart> = Promise.resolve(undefined);

scope.onmessage = ({ data }): void => {
  if (data === "stop") void stop();
  else started = startApart(data, (answer) => scope.postMessage(answer));
};

async function stop(): Promise<void> {
  const server = await started;
  await server?.[Symbol.asyncDispose]();
  scope.postMessage({ kind: "stopped" });
}
