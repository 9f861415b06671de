// A listener of our clients' that does only what a test is about.

import type { ClientListener } from "../../src/net/client_listener.ts";

export function listenerWith(told: Partial<ClientListener>): ClientListener {
  const nothing = (): void => {};
  return { connected: nothing, refused: nothing, disconnected: nothing, told: nothing, ...told };
}
