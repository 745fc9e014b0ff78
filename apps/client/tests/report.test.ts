import { test } from "node:test";
import assert from "node:assert/strict";
import { toHex } from "@cosmjs/encoding";
import { reportDigest, subjectDigest, type oracle } from "../src/index.js";

// The same values, by Python's hashlib, stand in packages/types/tests/signed.rs.
test("a report is signed over chain, contract, feed, subject, round, word and time", () => {
  const subject: oracle.Subject = {
    collection: "wasm1shipment",
    token_id: "MSC:BL-7",
    milestone: { leg: 1, event: "ARRI", place: "CZPRG" },
  };
  const round = subjectDigest("portolan-1", "wasm1oracle", 7, subject, 2);
  assert.equal(toHex(round), "45184a8439a7189e9071b68628b71adb89dbfbe4dae136eeb4d27033193fde7a");

  const expected: [oracle.Outcome, string][] = [
    [{ happened: { at: 1_360_000_000 } }, "86fe4635e89d49b1eb87cc4a83f0ae1249d40195d2fb252f3419675e8486a7bb"],
    [{ not_by: { cutoff: 1_360_086_400 } }, "4d784d2580f11b8e41421ebdc1b3ef5c8b1be02bc94fc5203a4b8c18cd28fe4e"],
    [{ unresolvable: {} }, "6bfba20532aa7d4222253af30c07ab0ef4f52dd3c84637c6c0837960b57bbab4"],
  ];
  for (const [outcome, digest] of expected) {
    assert.equal(toHex(reportDigest(round, outcome, 1_360_090_000)), digest);
  }
});
