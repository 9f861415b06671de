// Who sent something. Never "in" and "out": those flip with the viewpoint.

export type Side = "client" | "server";

export function otherSide(side: Side): Side {
  return side === "client" ? "server" : "client";
}
