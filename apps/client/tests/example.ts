import { readFileSync } from "node:fs";
import { toBinary, type JsonObject } from "@cosmjs/cosmwasm";
import { sha256 } from "@cosmjs/crypto";
import { toHex, toUtf8 } from "@cosmjs/encoding";
import { parseCoins } from "@cosmjs/stargate";
import type { oracle } from "../src/index.js";
import type { Person } from "./chain.js";
import type { Portolan } from "./portolan.js";

/** One message, or one question, of the README's example. integration-tests/src/example.rs says what its fields and placeholders mean. */
export interface Block {
  at?: number;
  contract: "oracle" | "shipment" | "escrow";
  sender?: string;
  funds?: string;
  msg?: JsonObject;
  sign?: { reporters: number[]; outcome: oracle.Outcome };
  query?: JsonObject;
  answer?: JsonObject;
}

const FIELDS = ["at", "contract", "sender", "funds", "msg", "sign", "query", "answer"];

/** The blocks below a heading of a document, up to the next of the same rank. */
export function blocksBelow(file: string, heading: string): Block[] {
  const [, below] = readFileSync(file, "utf8").split(`\n${heading}\n`);
  if (below === undefined) throw new Error(`${file} has no ${heading}`);
  const [section] = below.split("\n## ");
  return [...section!.matchAll(/\n```json\n(.*?)\n```/gs)].map(([, text]) => {
    const block = JSON.parse(text!);
    const unknown = Object.keys(block).find((field) => !FIELDS.includes(field));
    if (unknown !== undefined) throw new Error(`a block has no ${unknown}: ${text}`);
    return block;
  });
}

/** Plays blocks on a chain: what stands there is sent, with nothing but its placeholders filled in. */
export class Example {
  constructor(
    private readonly portolan: Portolan,
    private readonly people: Record<string, Person>,
  ) {}

  /** Sends a block's message. */
  async send({ at, contract, sender, funds, msg, sign }: Block): Promise<void> {
    if (at !== undefined) await this.portolan.chain.waitUntil(at);
    const person = this.people[sender!];
    if (person === undefined) throw new Error(`nobody is called ${sender}`);
    const filled = await this.filled(msg);
    if (sign !== undefined) {
      const { subject, round } = filled.report;
      filled.report.reports = await this.portolan.signed(subject, round, sign.outcome, sign.reporters);
    }
    await person.client.execute(person.address, this.portolan[contract], filled, "auto", "", parseCoins(funds ?? ""));
  }

  /** Asks a block's question, and gives what its answer has to contain beside what it is. */
  async ask({ at, contract, query, answer }: Block): Promise<{ actual: JsonObject; expected: JsonObject }> {
    if (at !== undefined) await this.portolan.chain.waitUntil(at);
    const { client } = this.people["anyone"]!;
    return {
      actual: await client.queryContractSmart(this.portolan[contract], await this.filled(query)),
      expected: await this.filled(answer),
    };
  }

  /** A value with its placeholders replaced. */
  private async filled(value: JsonObject): Promise<JsonObject> {
    if (typeof value === "string") return this.replaced(value);
    if (Array.isArray(value)) return Promise.all(value.map((item) => this.filled(item)));
    if (typeof value !== "object" || value === null) return value;
    if ("base64" in value) return toBinary(await this.filled(value.base64));
    const fields = Object.entries(value).map(async ([name, field]) => [name, await this.filled(field)]);
    return Object.fromEntries(await Promise.all(fields));
  }

  private async replaced(text: string): Promise<string> {
    const name = /^<(.*)>$/.exec(text)?.[1];
    if (name === undefined || name === "signed") return text;
    const [, content] = /^digest of (.*)$/.exec(name) ?? [];
    if (content !== undefined) return toHex(sha256(toUtf8(content)));
    const [, agreement] = /^terms (.*)$/.exec(name) ?? [];
    if (agreement !== undefined) {
      const { escrow } = this.portolan.as(this.people["anyone"]!);
      return (await escrow.agreement({ agreement: Number(agreement) })).digest;
    }
    if (name === "oracle" || name === "shipment" || name === "escrow") return this.portolan[name];
    const person = this.people[name];
    if (person === undefined) throw new Error(`nobody is called ${name}`);
    return person.address;
  }
}
