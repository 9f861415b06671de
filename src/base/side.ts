// Who sent something. Never "in" and "out": those flip with the viewpoint.

/** Who sent something. */
export type Side = "client" | "server";

export function otherSide(side: Side): Side {
  return side === "client" ? "server" : "client";
}
