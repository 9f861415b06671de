/**
 * Wiretape as a library: read, write and understand the traffic of Socket.IO, Engine.IO and
 * WebSocket connections.
 *
 * @module
 */

export { VERSION } from "./base/version.ts";
