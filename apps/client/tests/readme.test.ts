// The voyage of the root README, as it stands there, on a chain whose clock is in January 2013 and can be moved on.
import { test } from "node:test";
import assert from "node:assert/strict";
import { Chain, FUNDS, SETTLEMENT } from "./chain.js";
import { blocksBelow, Example } from "./example.js";
import { Portolan } from "./portolan.js";

const NAMES = ["seller", "buyer", "carrier", "arbiter", "chamber", "investor", "anyone"] as const;

test("every message of the README's example is taken, and its questions are answered as it says", async (t) => {
  const chain = await Chain.connect();
  const portolan = await Portolan.setUp(chain);
  const people = await chain.people(NAMES);
  const example = new Example(portolan, people);
  const staked = await chain.balance(portolan.oracle, SETTLEMENT);
  const blocks = blocksBelow("../../README.md", "## One voyage in messages");
  assert.notEqual(blocks.length, 0);

  for (const block of blocks) {
    const [message] = Object.keys(block.msg ?? block.query);
    await t.test(`${block.contract}.${message}`, async () => {
      if (block.query === undefined) return example.send(block);
      const { actual, expected } = await example.ask(block);
      contains(actual, expected);
    });
  }

  const gained = async (name: (typeof NAMES)[number]) => (await chain.balance(people[name].address, SETTLEMENT)) - FUNDS;
  assert.equal(await gained("seller"), 3_000);
  assert.equal(await gained("investor"), 6_930);
  assert.equal(await gained("buyer"), -9_930);
  assert.equal(await gained("carrier"), 0, "the questions' deposits are back");
  assert.equal(await chain.balance(portolan.escrow, SETTLEMENT), 0);
  assert.equal(await chain.balance(portolan.shipment, SETTLEMENT), 0);
  assert.equal(await chain.balance(portolan.oracle, SETTLEMENT), staked);
  const { status } = await portolan.as(people.anyone).shipment.title({ tokenId: "MSC:BL-7" });
  assert.equal(status, "accomplished");
});

/** All that is expected is in the answer, which may say more. */
function contains(actual: any, expected: any): void {
  if (typeof expected !== "object") return assert.equal(actual, expected);
  if (Array.isArray(expected)) assert.equal(actual.length, expected.length);
  for (const [name, field] of Object.entries(expected)) contains(actual[name], field);
}
