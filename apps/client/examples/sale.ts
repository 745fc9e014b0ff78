import { SigningCosmWasmClient, toBinary } from "@cosmjs/cosmwasm";
import type { OfflineSigner } from "@cosmjs/proto-signing";
import { coins, GasPrice } from "@cosmjs/stargate";
import { EscrowClient, ShipmentClient, type escrow } from "@portolan/client";

/** The contracts, in the hands of whoever signs: a browser wallet's signer, or one of CosmJS. */
export async function connect(rpc: string, signer: OfflineSigner, contracts: { escrow: string; shipment: string }) {
  const [account] = await signer.getAccounts();
  const client = await SigningCosmWasmClient.connectWithSigner(rpc, signer, { gasPrice: GasPrice.fromString("0.025uscf") });
  return {
    escrow: new EscrowClient(client, account!.address, contracts.escrow),
    shipment: new ShipmentClient(client, account!.address, contracts.shipment),
  };
}
type Wallet = Awaited<ReturnType<typeof connect>>;

/** Answers with the agreement's number, which the contract's event says. */
export async function propose(seller: Wallet, terms: escrow.Terms, validUntil: number): Promise<number> {
  const { events } = await seller.escrow.propose({ terms, validUntil });
  const proposed = events.find(({ type }) => type === "wasm-escrow/proposed");
  return Number(proposed!.attributes.find(({ key }) => key === "agreement")!.value);
}

/** The buyer has read the terms that the chain has, and signs their digest. */
export async function accept(buyer: Wallet, agreement: number, prefunded: number): Promise<void> {
  const { digest } = await buyer.escrow.agreement({ agreement });
  await buyer.escrow.accept({ agreement, terms: digest }, "auto", undefined, coins(prefunded, "uusd"));
}

export async function endorse(holder: Wallet, tokenId: string, to: string): Promise<void> {
  await holder.shipment.endorse({ tokenId, to: { order: { to } } });
}

export async function present(seller: Wallet, tokenId: string, agreement: number): Promise<void> {
  const msg = toBinary({ present: { agreement } });
  await seller.shipment.encumber({ tokenId, to: seller.escrow.contractAddress, msg });
}
