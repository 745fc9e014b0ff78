import { suite, test } from "node:test";
import assert from "node:assert/strict";
import { toUtf8 } from "@cosmjs/encoding";
import type { EncodeObject } from "@cosmjs/proto-signing";
import { coins, type Coin } from "@cosmjs/stargate";
import { MsgExec, MsgGrant } from "cosmjs-types/cosmos/authz/v1beta1/tx";
import {
  AcceptedMessageKeysFilter,
  ContractExecutionAuthorization,
  MaxCallsLimit,
  MaxFundsLimit,
} from "cosmjs-types/cosmwasm/wasm/v1/authz";
import { MsgExecuteContract } from "cosmjs-types/cosmwasm/wasm/v1/tx";
import type { escrow, shipment } from "../src/index.js";
import { type Person, SETTLEMENT } from "./chain.js";
import { issueBill, PREFUNDED, propose } from "./deal.js";
import { DAY, type Portolan } from "./portolan.js";

/** A clerk who may do one thing in the name of somebody else, so often or for so much. */
export function authz(portolan: Portolan): void {
  suite("a delegate with a limited grant", () => {
    test("endorses as often as the grant says, and sends no other message", async () => {
      const { carrier, holder, clerk, consignee } = await portolan.chain.people(["carrier", "holder", "clerk", "consignee"]);
      const [first, second] = [
        await issueBill(portolan, carrier, holder.address),
        await issueBill(portolan, carrier, holder.address),
      ];
      const endorse = (token_id: string): shipment.ExecuteMsg => ({
        endorse: { token_id, to: { order: { to: consignee.address } } },
      });
      const send = (msg: shipment.ExecuteMsg) => acts(clerk, holder, portolan.shipment, msg);
      const ownerOf = async (tokenId: string) => (await portolan.as(clerk).shipment.ownerOf({ tokenId })).owner;

      await assert.rejects(send(endorse(first)), /authorization not found/);
      const once = MaxCallsLimit.fromPartial({ remaining: 1n });
      await grant(portolan, holder, clerk, portolan.shipment, "endorse", { ...MaxCallsLimit, value: once });

      await assert.rejects(send({ surrender: { token_id: first, purpose: "delivery" } }), /unauthorized/);
      await send(endorse(first));
      assert.equal(await ownerOf(first), consignee.address);

      await assert.rejects(send(endorse(second)), /authorization not found/);
      assert.equal(await ownerOf(second), holder.address);
    });

    test("accepts an agreement with the money of the grant, and not with more", async () => {
      const { chain } = portolan;
      const people = await chain.people(["seller", "buyer", "carrier", "clerk"]);
      const { buyer, clerk } = people;
      const [agreement] = await propose(portolan, people);
      const { digest } = await portolan.as(clerk).escrow.agreement({ agreement });
      const msg: escrow.ExecuteMsg = { accept: { agreement, terms: digest } };
      const send = () => acts(clerk, buyer, portolan.escrow, msg, coins(PREFUNDED, SETTLEMENT));
      const limit = (most: number) => ({
        ...MaxFundsLimit,
        value: MaxFundsLimit.fromPartial({ amounts: coins(most, SETTLEMENT) }),
      });

      const before = await chain.balance(buyer.address, SETTLEMENT);
      await grant(portolan, buyer, clerk, portolan.escrow, "accept", limit(PREFUNDED - 1));
      await assert.rejects(send(), /unauthorized/);
      assert.equal(await chain.balance(buyer.address, SETTLEMENT), before);

      await grant(portolan, buyer, clerk, portolan.escrow, "accept", limit(PREFUNDED));
      await send();
      assert.equal(await chain.balance(buyer.address, SETTLEMENT), before - PREFUNDED);
      assert.equal((await portolan.as(clerk).escrow.agreement({ agreement })).status, "active");
    });
  });
}

/** A limit of wasmd's, with its codec. */
interface Limit<T> {
  typeUrl: string;
  encode(value: T): { finish(): Uint8Array };
  value: T;
}

/** Lets the delegate send one kind of message to one contract, within the limit. An earlier grant is replaced. */
async function grant<T>(
  portolan: Portolan,
  granter: Person,
  delegate: Person,
  contract: string,
  message: string,
  limit: Limit<T>,
): Promise<void> {
  const filter = AcceptedMessageKeysFilter.fromPartial({ keys: [message] });
  const authorization = ContractExecutionAuthorization.fromPartial({
    grants: [
      {
        contract,
        limit: { typeUrl: limit.typeUrl, value: limit.encode(limit.value).finish() },
        filter: { typeUrl: AcceptedMessageKeysFilter.typeUrl, value: AcceptedMessageKeysFilter.encode(filter).finish() },
      },
    ],
  });
  const value = MsgGrant.fromPartial({
    granter: granter.address,
    grantee: delegate.address,
    grant: {
      authorization: {
        typeUrl: ContractExecutionAuthorization.typeUrl,
        value: ContractExecutionAuthorization.encode(authorization).finish(),
      },
      expiration: { seconds: BigInt((await portolan.chain.now()) + DAY), nanos: 0 },
    },
  });
  await signed(granter, { typeUrl: MsgGrant.typeUrl, value });
}

/** The delegate sends a message in the name of the granter. */
async function acts(delegate: Person, granter: Person, contract: string, msg: object, funds: Coin[] = []): Promise<void> {
  const message = MsgExecuteContract.fromPartial({
    sender: granter.address,
    contract,
    msg: toUtf8(JSON.stringify(msg)),
    funds,
  });
  const value = MsgExec.fromPartial({
    grantee: delegate.address,
    msgs: [{ typeUrl: MsgExecuteContract.typeUrl, value: MsgExecuteContract.encode(message).finish() }],
  });
  await signed(delegate, { typeUrl: MsgExec.typeUrl, value });
}

async function signed(signer: Person, message: EncodeObject): Promise<void> {
  const { code, rawLog } = await signer.client.signAndBroadcast(signer.address, [message], "auto");
  if (code !== 0) throw new Error(rawLog);
}
