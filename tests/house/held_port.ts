// A port at which nobody listens, for tests of what cannot be reached. A port that was free a moment
// ago is not enough: the system gives it to whoever asks next, another test's server or client. As
// long as a connection stays that was made to it, nobody is given it, and its holder may listen there.

export interface HeldPort extends Disposable {
  readonly port: number;
}

/** Held until it is disposed of. */
export async function heldPort(): Promise<HeldPort> {
  using listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const { port } = listener.addr;
  const [near, far] = await Promise.all([
    listener.accept(),
    Deno.connect({ hostname: "127.0.0.1", port }),
  ]);
  return {
    port,
    [Symbol.dispose](): void {
      near.close();
      far.close();
    },
  };
}
