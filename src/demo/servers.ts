// Every demo's server by its name. A server is loaded when it is started.

import type { DemoServer, DemoServerOptions } from "./demo_server.ts";
import { DEMO_PORTS, type DemoName } from "./names.ts";

export interface StartOptions extends DemoServerOptions {
  /** For the chat: the one origin that it allows. */
  readonly origin?: string;
}

/** Starts the demo in this process, on the system's own port unless told otherwise. */
export async function startServer(
  name: DemoName,
  options: StartOptions = {},
): Promise<DemoServer> {
  const ported = { port: DEMO_PORTS[name], ...options };
  switch (name) {
    case "tracking":
      return await (await import("./tracking.ts")).startTracking(ported);
    case "driver":
      return await (await import("./driver.ts")).startDriver(ported);
    case "chat":
      return await (await import("./chat.ts")).startChat(ported);
    case "express":
      return await (await import("./express.ts")).startExpress(ported);
    case "layers":
      return await (await import("./layers.ts")).startLayers(ported);
  }
}
