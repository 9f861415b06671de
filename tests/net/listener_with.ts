// A listener of our clients' that does only what a test is about.

import type { ClientListener } from "../../src/net/client_listener.ts";
import type { EmissionListener } from "../../src/net/emissions.ts";

type Listener = ClientListener & EmissionListener;

export function listenerWith(told: Partial<Listener>): Listener {
  const nothing = (): void => {};
  return {
    connected: nothing,
    refused: nothing,
    disconnected: nothing,
    told: nothing,
    acknowledged: nothing,
    ...told,
  };
}
