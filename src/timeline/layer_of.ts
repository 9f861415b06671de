// How deep a meaning goes: its innermost packet that was read.

import type { Decoded } from "../protocols/protocol.ts";
import type { Layer } from "./moment.ts";

export function layerOf(decoded: Decoded): Layer {
  if (decoded.event !== undefined) return "event";
  const { packets } = decoded;
  for (let index = packets.length - 1; index >= 0; index--) {
    switch (packets[index]?.protocol) {
      case "socket.io":
        return "socket";
      case "engine.io":
        return "engine";
    }
  }
  return "wire";
}
