import { suite, test } from "node:test";
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { accept, connect, endorse, present, propose } from "../examples/sale.js";
import { issueBill, PREFUNDED, terms } from "./deal.js";
import { DAY, type Portolan } from "./portolan.js";

/** What this folder's README tells wallets to do. */
export function sale(portolan: Portolan): void {
  suite("the example in the client's README", () => {
    test("is the one that is run here", () => {
      const [, block] = readFileSync("README.md", "utf8").split(/^```ts\n([^]*?)^```$/m);
      assert.equal(block, readFileSync("examples/sale.ts", "utf8"));
    });

    test("proposes, accepts, endorses and presents", async () => {
      const { chain } = portolan;
      const people = await chain.people(["seller", "shipper", "buyer", "carrier"]);
      const { seller, shipper, buyer, carrier } = people;
      const connected = (signer: typeof seller.signer) => connect(chain.rpc, signer, portolan);
      const wallet = await connected(seller.signer);

      const agreement = await propose(wallet, await terms(portolan, people), (await chain.now()) + DAY);
      await accept(await connected(buyer.signer), agreement, PREFUNDED);
      const tokenId = await issueBill(portolan, carrier, shipper.address);
      await endorse(await connected(shipper.signer), tokenId, seller.address);
      await present(wallet, tokenId, agreement);

      const { status, title } = await wallet.escrow.agreement({ agreement });
      assert.deepEqual({ status, title }, { status: "presented", title: "held" });
    });
  });
}
