import { suite, test } from "node:test";
import assert from "node:assert/strict";
import { Random } from "@cosmjs/crypto";
import { toHex } from "@cosmjs/encoding";
import { decodeTxRaw } from "@cosmjs/proto-signing";
import { SignMode as Mode } from "cosmjs-types/cosmos/tx/signing/v1beta1/signing";
import { FUNDS, SETTLEMENT, type SignMode } from "./chain.js";
import { accept, issueBill, PREFUNDED, present, propose, report } from "./deal.js";
import type { Portolan } from "./portolan.js";

const MODES: Record<SignMode, Mode> = { direct: Mode.SIGN_MODE_DIRECT, amino: Mode.SIGN_MODE_LEGACY_AMINO_JSON };

/** Both ways in which wallets sign, through a whole deal. */
export function signing(portolan: Portolan): void {
  for (const mode of ["direct", "amino"] as const) {
    suite(`a wallet that signs by ${mode}`, () => {
      test("agrees, endorses, presents and is paid by reports and by the buyer's release", async () => {
        const { chain } = portolan;
        const people = await chain.people(["seller", "shipper", "buyer", "carrier"], mode);
        const { seller, shipper, buyer, carrier } = people;

        const [agreement, proposed] = await propose(portolan, people);
        const accepted = await accept(portolan, buyer, agreement);
        assert.equal(await chain.balance(buyer.address, SETTLEMENT), FUNDS - PREFUNDED);

        const tokenId = await issueBill(portolan, carrier, shipper.address);
        // Amino JSON escapes these three, and the chain has to come to the same bytes.
        const remark = { text: "Smith & Sons, <for collection>", salt: toHex(Random.getBytes(16)) };
        const to = { order: { to: seller.address } };
        const endorsed = await portolan.as(shipper).shipment.endorse({ tokenId, to, remark });
        assert.equal((await portolan.as(buyer).shipment.ownerOf({ tokenId })).owner, seller.address);

        await present(portolan, seller, tokenId, agreement);
        const reported = await report(portolan, carrier, tokenId, { event: "LOAD", place: "CNSHA" });
        assert.equal(await chain.balance(seller.address, SETTLEMENT), FUNDS + 3_000);

        const released = await portolan.as(buyer).escrow.release({ agreement, milestone: 1 });
        assert.equal(await chain.balance(seller.address, SETTLEMENT), FUNDS + PREFUNDED);
        assert.equal((await portolan.as(buyer).shipment.ownerOf({ tokenId })).owner, buyer.address);

        for (const { transactionHash } of [proposed, accepted, endorsed, reported, released]) {
          assert.equal(await signModeOf(portolan, transactionHash), MODES[mode]);
        }
      });
    });
  }

}

/** How a transaction was signed, by what the chain has of it. */
async function signModeOf({ chain }: Portolan, hash: string): Promise<Mode | undefined> {
  const { tx } = await chain.transaction(hash);
  return decodeTxRaw(tx).authInfo.signerInfos[0]?.modeInfo?.single?.mode;
}
