import { Ed25519, Secp256k1, sha256 } from "@cosmjs/crypto";
import { toBase64, toUtf8 } from "@cosmjs/encoding";
import { p256 } from "@noble/curves/p256.js";
import { reportDigest, subjectDigest, type oracle } from "../src/index.js";

const CLASSES: oracle.SourceClass[] = ["carrier", "terminal", "satellite"];

/** One of those who sign what they see. */
export interface Reporter {
  /** Whose it is, of five. */
  operator: number;
  class: oracle.SourceClass;
  key: oracle.RawKey;
  /** 64 bytes over a digest: r and s, or those of RFC 8032. */
  sign(digest: Uint8Array): Promise<Uint8Array>;
}

/** Nine reporters of five operators and three source classes, three of each signature scheme; the first is number 1. */
export async function nineReporters(): Promise<Reporter[]> {
  const schemes = [secp256k1, secp256r1, ed25519];
  const reporters = Array.from({ length: 9 }, async (_, index) => ({
    operator: Math.floor(index / 2),
    class: CLASSES[index % 3]!,
    ...(await schemes[index % 3]!(sha256(toUtf8(`reporter ${index + 1}`)))),
  }));
  return Promise.all(reporters);
}

/** The word of these reporters about what a round is about. */
export async function signedReports(
  reporters: Reporter[],
  numbers: number[],
  about: { chainId: string; oracle: string; feed: number; subject: oracle.Subject; round: number },
  outcome: oracle.Outcome,
  signedAt: number,
): Promise<oracle.SignedReport[]> {
  const round = subjectDigest(about.chainId, about.oracle, about.feed, about.subject, about.round);
  const digest = reportDigest(round, outcome, signedAt);
  return Promise.all(
    numbers.map(async (reporter) => {
      const signer = reporters[reporter - 1];
      if (signer === undefined) throw new Error(`there is no reporter ${reporter}`);
      return { reporter, outcome, signed_at: signedAt, signature: toBase64(await signer.sign(digest)) };
    }),
  );
}

type Signer = Pick<Reporter, "key" | "sign">;

async function secp256k1(seed: Uint8Array): Promise<Signer> {
  const { pubkey, privkey } = Secp256k1.makeKeypair(seed);
  return {
    key: { secp256k1: toBase64(Secp256k1.compressPubkey(pubkey)) },
    sign: async (digest) => Secp256k1.createSignature(digest, privkey).toFixedLength().subarray(0, 64),
  };
}

async function secp256r1(seed: Uint8Array): Promise<Signer> {
  return {
    key: { secp256r1: toBase64(p256.getPublicKey(seed)) },
    sign: async (digest) => p256.sign(digest, seed, { prehash: false, lowS: true }).toCompactRawBytes(),
  };
}

async function ed25519(seed: Uint8Array): Promise<Signer> {
  const pair = await Ed25519.makeKeypair(seed);
  return {
    key: { ed25519: toBase64(pair.pubkey) },
    sign: async (digest) => Ed25519.createSignature(digest, pair),
  };
}
