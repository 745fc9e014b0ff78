import { Sha256, sha256 } from "@cosmjs/crypto";
import { toUtf8 } from "@cosmjs/encoding";
import type { Outcome, Subject } from "./generated/Oracle.types.js";

/** What all reporters of a round sign alike. The subject's event is a canonical code: `ARRI`, not its synonym `ARR`. */
export function subjectDigest(chainId: string, oracle: string, feed: number, subject: Subject, round: number): Uint8Array {
  const { leg, event, place } = subject.milestone;
  return chain(sha256(toUtf8("portolan/oracle/report/1")), [
    toUtf8(chainId),
    toUtf8(oracle),
    bigEndian(feed, 4),
    toUtf8(subject.collection),
    toUtf8(subject.token_id),
    bigEndian(leg, 1),
    toUtf8(event),
    toUtf8(place),
    bigEndian(round, 4),
  ]);
}

/** The 32 bytes that a reporter signs: the round's subject, its word and the time of signing, in seconds since 1970. */
export function reportDigest(subject: Uint8Array, outcome: Outcome, signedAt: number): Uint8Array {
  const [tag, time] = word(outcome);
  return chain(subject, [toUtf8(tag), bigEndian(time, 8), bigEndian(signedAt, 8)]);
}

function word(outcome: Outcome): [tag: string, time: number] {
  if ("happened" in outcome) return ["H", outcome.happened.at];
  if ("not_by" in outcome) return ["N", outcome.not_by.cutoff];
  return ["U", 0];
}

/** A history of parts: SHA-256 of the previous digest and each part behind its length. */
function chain(previous: Uint8Array, parts: Uint8Array[]): Uint8Array {
  const hash = new Sha256(previous);
  for (const part of parts) hash.update(bigEndian(part.length, 8)).update(part);
  return hash.digest();
}

function bigEndian(value: number, bytes: number): Uint8Array {
  const eight = new DataView(new ArrayBuffer(8));
  eight.setBigUint64(0, BigInt(value));
  return new Uint8Array(eight.buffer, 8 - bytes);
}
