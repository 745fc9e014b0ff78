import { suite, test } from "node:test";
import assert from "node:assert/strict";
import { calculateFee, coins, type StdFee } from "@cosmjs/stargate";
import { AllowedMsgAllowance, BasicAllowance } from "cosmjs-types/cosmos/feegrant/v1beta1/feegrant";
import { MsgGrantAllowance } from "cosmjs-types/cosmos/feegrant/v1beta1/tx";
import { FEE, GAS_PRICE, type Person, SETTLEMENT } from "./chain.js";
import { issueBill } from "./deal.js";
import type { Portolan } from "./portolan.js";

const GAS = 300_000;

/** A producer who has a bill, and nothing to pay fees with: the buyer pays them, for messages to contracts only. */
export function feegrant(portolan: Portolan): void {
  for (const mode of ["direct", "amino"] as const) {
    suite(`a producer without the fee token who signs by ${mode}`, () => {
      test("endorses at the buyer's cost, as far as the allowance goes", async () => {
        const { chain } = portolan;
        const { carrier, buyer } = await chain.people(["carrier", "buyer"]);
        const producer = await chain.stranger(mode);
        await chain.fund([producer.address], coins(100, SETTLEMENT));
        const [first, second] = [
          await issueBill(portolan, carrier, producer.address),
          await issueBill(portolan, carrier, producer.address),
        ];
        const own = calculateFee(GAS, GAS_PRICE + FEE);
        const granted: StdFee = { ...own, granter: buyer.address };
        const price = Number(own.amount[0]!.amount);
        const endorse = (tokenId: string, fee: StdFee) =>
          portolan.as(producer).shipment.endorse({ tokenId, to: { order: { to: buyer.address } } }, fee);
        const send = (fee: StdFee) =>
          producer.client.sendTokens(producer.address, buyer.address, coins(1, SETTLEMENT), fee);

        await assert.rejects(endorse(first, own), /insufficient funds/);
        await assert.rejects(endorse(first, granted), /fee-grant not found/);
        await allow(buyer, producer, price + 1);
        const before = await chain.balance(buyer.address, FEE);

        await assert.rejects(send(granted), /message does not exist in allowed messages/);
        await endorse(first, granted);
        assert.equal((await portolan.as(buyer).shipment.ownerOf({ tokenId: first })).owner, buyer.address);
        assert.equal(await chain.balance(buyer.address, FEE), before - price);
        assert.equal(await chain.balance(producer.address, FEE), 0);

        await assert.rejects(endorse(second, granted), /fee limit exceeded/);
        assert.equal((await portolan.as(buyer).shipment.ownerOf({ tokenId: second })).owner, producer.address);
      });
    });
  }
}

/** Pays the fees of messages to contracts that somebody else sends, up to a sum. */
async function allow(granter: Person, grantee: Person, most: number): Promise<void> {
  const basic = BasicAllowance.fromPartial({ spendLimit: coins(most, FEE) });
  const allowance = AllowedMsgAllowance.fromPartial({
    allowance: { typeUrl: BasicAllowance.typeUrl, value: BasicAllowance.encode(basic).finish() },
    allowedMessages: ["/cosmwasm.wasm.v1.MsgExecuteContract"],
  });
  const value = MsgGrantAllowance.fromPartial({
    granter: granter.address,
    grantee: grantee.address,
    allowance: { typeUrl: AllowedMsgAllowance.typeUrl, value: AllowedMsgAllowance.encode(allowance).finish() },
  });
  const message = { typeUrl: MsgGrantAllowance.typeUrl, value };
  const { code, rawLog } = await granter.client.signAndBroadcast(granter.address, [message], "auto");
  if (code !== 0) throw new Error(rawLog);
}
