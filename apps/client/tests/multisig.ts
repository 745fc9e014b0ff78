import { suite, test } from "node:test";
import assert from "node:assert/strict";
import {
  createMultisigThresholdPubkey,
  encodeSecp256k1Pubkey,
  pubkeyToAddress,
  Secp256k1HdWallet,
} from "@cosmjs/amino";
import { SigningCosmWasmClient, type MsgExecuteContractEncodeObject } from "@cosmjs/cosmwasm";
import { toUtf8 } from "@cosmjs/encoding";
import { calculateFee, makeMultisignedTxBytes } from "@cosmjs/stargate";
import type { shipment } from "../src/index.js";
import { FEE, GAS_PRICE } from "./chain.js";
import { issueBill } from "./deal.js";
import type { Portolan } from "./portolan.js";

/** A title whose holder is three directors, any two of whom sign. Their wallets sign Amino JSON, which is all that is defined for it. */
export function multisig(portolan: Portolan): void {
  suite("a holder of three keys, two of which must sign", () => {
    test("endorses a title by two signatures, and not by one", async () => {
      const { chain } = portolan;
      const { carrier, consignee } = await chain.people(["carrier", "consignee"]);
      const directors = await Promise.all([1, 2, 3].map(() => Secp256k1HdWallet.generate(12, { prefix: "wasm" })));
      const [first, , third] = directors;
      const accounts = await Promise.all(directors.map(async (director) => (await director.getAccounts())[0]!));
      const key = createMultisigThresholdPubkey(accounts.map(({ pubkey }) => encodeSecp256k1Pubkey(pubkey)), 2);
      const holder = pubkeyToAddress(key, "wasm");
      await chain.fund([holder]);
      const tokenId = await issueBill(portolan, carrier, holder);

      const msg: shipment.ExecuteMsg = { endorse: { token_id: tokenId, to: { order: { to: consignee.address } } } };
      const message: MsgExecuteContractEncodeObject = {
        typeUrl: "/cosmwasm.wasm.v1.MsgExecuteContract",
        value: { sender: holder, contract: portolan.shipment, msg: toUtf8(JSON.stringify(msg)), funds: [] },
      };
      const fee = calculateFee(300_000, GAS_PRICE + FEE);
      const { accountNumber, sequence } = await carrier.client.getSequence(holder);
      /** The transaction with the signatures of these directors, each made in its own wallet. */
      const signedBy = async (signers: Secp256k1HdWallet[]): Promise<Uint8Array> => {
        const signatures = new Map<string, Uint8Array>();
        let body = new Uint8Array();
        for (const signer of signers) {
          const wallet = await SigningCosmWasmClient.offline(signer);
          const [account] = await signer.getAccounts();
          const signerData = { accountNumber, sequence, chainId: chain.id };
          const signed = await wallet.sign(account!.address, [message], fee, "", signerData);
          signatures.set(account!.address, signed.signatures[0]!);
          body = new Uint8Array(signed.bodyBytes);
        }
        return makeMultisignedTxBytes(key, sequence, fee, body, signatures);
      };

      await assert.rejects(carrier.client.broadcastTx(await signedBy([first!])), /unauthorized/);
      assert.equal((await portolan.as(carrier).shipment.ownerOf({ tokenId })).owner, holder);

      const { code, rawLog } = await carrier.client.broadcastTx(await signedBy([first!, third!]), undefined, 100);
      assert.equal(code, 0, rawLog);
      assert.equal((await portolan.as(carrier).shipment.ownerOf({ tokenId })).owner, consignee.address);
    });
  });
}
