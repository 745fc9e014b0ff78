import { randomBytes } from "node:crypto";
import { toBinary, type ExecuteResult } from "@cosmjs/cosmwasm";
import { toHex } from "@cosmjs/encoding";
import { coins } from "@cosmjs/stargate";
import type { escrow, shipment } from "../src/index.js";
import { type Person, SETTLEMENT } from "./chain.js";
import { DAY, DEPOSIT, type Portolan } from "./portolan.js";

/** Coffee for 10,000 from Shanghai to Rotterdam: 3,000 on board, 7,000 against the bill at discharge. */
export const PREFUNDED = 10_000;

export interface Parties {
  seller: Person;
  buyer: Person;
  carrier: Person;
}

/** What the parties agree on, dated from the chain's time. Salted digests are as good as random ones here. */
export async function terms(portolan: Portolan, parties: Parties): Promise<escrow.Terms> {
  const now = await portolan.chain.now();
  const arbiter = await portolan.chain.stranger();
  return {
    payer: parties.buyer.address,
    payee: parties.seller.address,
    asset: { native: SETTLEMENT },
    invoice: digest(),
    contract: digest(),
    law: "GB",
    forum: "LMAA",
    title: {
      issuers: [parties.carrier.address],
      classes: ["order_bill"],
      loading: "CNSHA",
      discharge: "NLRTM",
      examination: 5 * DAY,
      goods: [{ hs: "0901", unit: "KGM", least: "18000", most: "18500" }],
    },
    feed: portolan.feed,
    resolver: { address: arbiter.address, limit: 7 * DAY },
    long_stop: now + 120 * DAY,
    split: 5_000,
    milestones: [
      {
        condition: { milestone: { leg: 0, event: "LOAD", place: "CNSHA" } },
        amount: "3000",
        settlement: { prefunded: {} },
        cutoff: now + 10 * DAY,
      },
      {
        condition: { milestone: { leg: 0, event: "DISC", place: "NLRTM" } },
        amount: "7000",
        settlement: { prefunded: {} },
        releases_title: true,
        cutoff: now + 60 * DAY,
      },
    ],
  };
}

/** The seller proposes; the number of the agreement is the answer. */
export async function propose(portolan: Portolan, parties: Parties): Promise<[agreement: number, ExecuteResult]> {
  const proposed = await portolan.as(parties.seller).escrow.propose({
    terms: await terms(portolan, parties),
    validUntil: (await portolan.chain.now()) + DAY,
  });
  return [Number(attribute(proposed, "escrow/proposed", "agreement")), proposed];
}

/** The buyer accepts what was proposed, with the money. */
export async function accept(portolan: Portolan, buyer: Person, agreement: number): Promise<ExecuteResult> {
  const { escrow } = portolan.as(buyer);
  const { digest } = await escrow.agreement({ agreement });
  return escrow.accept({ agreement, terms: digest }, "auto", undefined, coins(PREFUNDED, SETTLEMENT));
}

/** The carrier issues an order bill. */
export async function issueBill(portolan: Portolan, carrier: Person, holder: string): Promise<string> {
  const now = await portolan.chain.now();
  const tokenId = `MSC:${toHex(randomBytes(6))}`;
  const bill: Parameters<ReturnType<typeof portolan.as>["shipment"]["issue"]>[0] = {
    tokenId,
    kind: { bill_of_lading: { form: { to_order: {} } } },
    holder,
    document: digest(),
    law: "GB",
    goods: { lines: [{ hs: "090111", quantity: "18000", unit: "KGM", packages: 300 }] },
    journey: {
      feed: portolan.feed,
      legs: [
        {
          mode: "maritime",
          from: "CNSHA",
          to: "NLRTM",
          carrier: "MSCU",
          departure: now + DAY,
          arrival: now + 30 * DAY,
          equipment: ["CSQU3054383"],
        },
      ],
      milestones: [
        { leg: 0, event: "LOAD", planned: now },
        { leg: 0, event: "DISC", planned: now + 30 * DAY },
      ],
    },
    answerWithin: 3 * DAY,
  };
  await portolan.as(carrier).shipment.issue(bill, "auto", undefined, coins(2 * DEPOSIT, SETTLEMENT));
  return tokenId;
}

/** The holder presents a bill under an agreement. */
export function present(portolan: Portolan, holder: Person, tokenId: string, agreement: number): Promise<ExecuteResult> {
  const msg = toBinary({ present: { agreement } });
  return portolan.as(holder).shipment.encumber({ tokenId, to: portolan.escrow, msg });
}

/** All nine reporters say that a milestone of leg 0 was reached just now; anyone brings their word. */
export async function report(
  portolan: Portolan,
  anyone: Person,
  tokenId: string,
  milestone: Pick<shipment.MilestoneRef, "event" | "place">,
): Promise<ExecuteResult> {
  const subject = { collection: portolan.shipment, token_id: tokenId, milestone: { leg: 0, ...milestone } };
  const reports = await portolan.signed(subject, 0, { happened: { at: await portolan.chain.now() } });
  return portolan.as(anyone).oracle.report({ subject, round: 0, reports });
}

function digest(): string {
  return toHex(randomBytes(32));
}

/** What a contract's event says; wasmd puts `wasm-` before its type. */
function attribute(result: ExecuteResult, event: string, key: string): string {
  const found = result.events.find(({ type }) => type === `wasm-${event}`)?.attributes.find((pair) => pair.key === key);
  if (found === undefined) throw new Error(`there is no ${event} with ${key}`);
  return found.value;
}
