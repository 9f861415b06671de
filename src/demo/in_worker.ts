// Starts a demo in a worker, and ends both.

import type { ApartAnswer, ApartRequest } from "./apart.ts";

/** What a demo that runs apart says when it is ready, and how it is ended. */
export interface ApartDemo extends AsyncDisposable {
  readonly ready: Extract<ApartAnswer, { readonly kind: "ready" }>;
}

export async function startInWorker(request: ApartRequest): Promise<ApartDemo> {
  const worker = new Worker(new URL("./worker.ts", import.meta.url), { type: "module" });
  try {
    const answer = await ask(worker, request);
    if (answer.kind !== "ready") throw new Error(messageIn(answer));
    return {
      ready: answer,
      async [Symbol.asyncDispose](): Promise<void> {
        try {
          await ask(worker, "stop");
        } finally {
          worker.terminate();
        }
      },
    };
  } catch (error) {
    worker.terminate();
    throw error;
  }
}

function messageIn(answer: ApartAnswer): string {
  return answer.kind === "failed" ? answer.message : `The demo answered "${answer.kind}" to start`;
}

/** The worker's next answer; rejects when the worker fails instead. */
async function ask(worker: Worker, request: ApartRequest | "stop"): Promise<ApartAnswer> {
  try {
    return await new Promise<ApartAnswer>((resolve, reject) => {
      worker.onmessage = ({ data }: MessageEvent<ApartAnswer>): void => resolve(data);
      worker.onerror = (event): void => {
        event.preventDefault();
        reject(new Error(`The demo's worker failed: ${event.message}`));
      };
      worker.postMessage(request);
    });
  } finally {
    worker.onmessage = null;
    worker.onerror = null;
  }
}
