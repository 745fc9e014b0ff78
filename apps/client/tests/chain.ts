import { Secp256k1HdWallet } from "@cosmjs/amino";
import { SigningCosmWasmClient } from "@cosmjs/cosmwasm";
import { DirectSecp256k1HdWallet, type OfflineSigner } from "@cosmjs/proto-signing";
import { coins, GasPrice, type Coin, type IndexedTx, type MsgSendEncodeObject } from "@cosmjs/stargate";
import { readFileSync, renameSync, writeFileSync } from "node:fs";
import { setTimeout } from "node:timers/promises";

/** Agreements are settled in it. */
export const SETTLEMENT = "uusd";
/** Fees are paid in it. */
export const FEE = "uscf";
/** The least that a node takes for a unit of gas. */
export const GAS_PRICE = "0.025";
/** What somebody has of the settlement coin at first. */
export const FUNDS = 1_000_000;

/** How a wallet signs: the transaction's bytes, or its Amino JSON, which is what a hardware wallet shows. */
export type SignMode = "direct" | "amino";

/** Somebody with an account of his own. */
export interface Person {
  address: string;
  signer: OfflineSigner;
  client: SigningCosmWasmClient;
}

/** A local chain, as scripts/localnet starts it. */
export class Chain {
  private constructor(
    readonly id: string,
    readonly rpc: string,
    private readonly treasury: Person,
    /** The file that tells the chain's time, if it is not the wall's clock. */
    private readonly clock: string | undefined,
  ) {}

  /** Connects to the node that the environment names. Its test accounts have a treasury, whose money is used. */
  static async connect(): Promise<Chain> {
    const rpc = environment("PORTOLAN_NODE");
    const accounts: { name: string; mnemonic: string }[] = JSON.parse(readFileSync(environment("PORTOLAN_ACCOUNTS"), "utf8"));
    const mnemonic = accounts.find(({ name }) => name === "treasury")!.mnemonic;
    const treasury = await connected(rpc, await wallet("direct", mnemonic));
    return new Chain(await treasury.client.getChainId(), rpc, treasury, process.env["PORTOLAN_CLOCK"]);
  }

  /** New accounts, each with money for its deals and for fees. */
  async people<Name extends string>(names: readonly Name[], mode: SignMode = "direct"): Promise<Record<Name, Person>> {
    const people = await Promise.all(names.map(async (name) => [name, await this.stranger(mode)] as const));
    await this.fund(people.map(([, person]) => person.address));
    return Object.fromEntries(people) as Record<Name, Person>;
  }

  /** A new account that has nothing, and that the chain does not know. */
  async stranger(mode: SignMode = "direct"): Promise<Person> {
    return connected(this.rpc, await wallet(mode));
  }

  async fund(addresses: string[], amount: Coin[] = [...coins(10_000_000, FEE), ...coins(FUNDS, SETTLEMENT)]): Promise<void> {
    const sends: MsgSendEncodeObject[] = addresses.map((toAddress) => ({
      typeUrl: "/cosmos.bank.v1beta1.MsgSend",
      value: { fromAddress: this.treasury.address, toAddress, amount },
    }));
    const { code, rawLog } = await this.treasury.client.signAndBroadcast(this.treasury.address, sends, "auto");
    if (code !== 0) throw new Error(`the treasury cannot pay: ${rawLog}`);
  }

  async balance(address: string, denom: string): Promise<number> {
    return Number((await this.treasury.client.getBalance(address, denom)).amount);
  }

  async transaction(hash: string): Promise<IndexedTx> {
    const found = await this.treasury.client.getTx(hash);
    if (found === null) throw new Error(`the chain has no transaction ${hash}`);
    return found;
  }

  /** The time of the last block, in seconds since 1970. */
  async now(): Promise<number> {
    const { header } = await this.treasury.client.getBlock();
    return Math.floor(Date.parse(header.time) / 1000);
  }

  /** Moves the clock on to this time, if it is still to come, and waits for the block. */
  async waitUntil(time: number): Promise<void> {
    if ((await this.now()) >= time) return;
    if (this.clock === undefined) throw new Error("this chain's clock is the wall's, and cannot be moved");
    writeFileSync(`${this.clock}.new`, String(time));
    renameSync(`${this.clock}.new`, this.clock);
    while ((await this.now()) < time) await setTimeout(50);
  }
}

/** What scripts/test-client says. */
export function environment(name: string): string {
  const value = process.env[name];
  if (value === undefined) throw new Error(`${name} is not set; scripts/test-client runs these tests`);
  return value;
}

/** A wallet of one account: of a mnemonic, or a new one. */
function wallet(mode: SignMode, mnemonic?: string): Promise<OfflineSigner> {
  const kind = mode === "direct" ? DirectSecp256k1HdWallet : Secp256k1HdWallet;
  const options = { prefix: "wasm" };
  return mnemonic === undefined ? kind.generate(12, options) : kind.fromMnemonic(mnemonic, options);
}

async function connected(rpc: string, signer: OfflineSigner): Promise<Person> {
  const [account] = await signer.getAccounts();
  const gasPrice = GasPrice.fromString(GAS_PRICE + FEE);
  const client = await SigningCosmWasmClient.connectWithSigner(rpc, signer, { gasPrice, broadcastPollIntervalMs: 100 });
  return { address: account!.address, signer, client };
}
