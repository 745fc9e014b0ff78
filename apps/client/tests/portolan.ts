import { readFileSync } from "node:fs";
import { join } from "node:path";
import { calculateFee, coins } from "@cosmjs/stargate";
import { EscrowClient, OracleClient, ShipmentClient, type escrow, type oracle, type shipment } from "../src/index.js";
import { type Chain, environment, FEE, GAS_PRICE, type Person, SETTLEMENT } from "./chain.js";
import { nineReporters, type Reporter, signedReports } from "./committee.js";

const MINUTE = 60;
const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;
/** For more gas than a contract takes: to simulate is to compile it once more. */
const STORING = calculateFee(10_000_000, GAS_PRICE + FEE);
/** What each reporter is pledged. */
const PLEDGE = 1_000;
/** What a question costs until it closes. */
export const DEPOSIT = 10;

/** The three contracts on a chain, with a staked feed on which nine reporters have seats of the same weight. */
export class Portolan {
  readonly feed = 1;

  private constructor(
    readonly chain: Chain,
    readonly reporters: Reporter[],
    readonly oracle: string,
    readonly shipment: string,
    readonly escrow: string,
  ) {}

  /** Stores and instantiates the contracts, as scripts/build left their Wasm. */
  static async setUp(chain: Chain): Promise<Portolan> {
    const artifacts = environment("PORTOLAN_ARTIFACTS");
    const { owner } = await chain.people(["owner"]);
    const instantiated = async (contract: string, msg: object): Promise<string> => {
      const wasm = readFileSync(join(artifacts, `${contract}.wasm`));
      const { codeId } = await owner.client.upload(owner.address, wasm, STORING);
      const options = { admin: owner.address };
      return (await owner.client.instantiate(owner.address, codeId, msg, contract, "auto", options)).contractAddress;
    };
    const assets = [{ native: SETTLEMENT }];
    const oracle = await instantiated("oracle", {
      owner: owner.address,
      unbonding: 21 * DAY,
      assets,
    } satisfies oracle.InstantiateMsg);
    const shipment = await instantiated("shipment", {
      owner: owner.address,
      name: "Portolan titles",
      symbol: "TITLE",
      oracle,
    } satisfies shipment.InstantiateMsg);
    const escrow = await instantiated("escrow", {
      owner: owner.address,
      name: "Portolan receivables",
      symbol: "RECEIVABLE",
      shipment,
      oracle,
      assets,
    } satisfies escrow.InstantiateMsg);
    const portolan = new Portolan(chain, await nineReporters(), oracle, shipment, escrow);
    await portolan.as(owner).shipment.admit({ contract: escrow, role: "settlement" });
    await portolan.createFeed(owner);
    return portolan;
  }

  /** The contracts as somebody's wallet sees them. */
  as({ client, address }: Person) {
    return {
      oracle: new OracleClient(client, address, this.oracle),
      shipment: new ShipmentClient(client, address, this.shipment),
      escrow: new EscrowClient(client, address, this.escrow),
    };
  }

  /** The reports by which these reporters say now what became of a milestone. */
  async signed(
    subject: oracle.Subject,
    round: number,
    outcome: oracle.Outcome,
    numbers = this.reporters.map((_, index) => index + 1),
  ): Promise<oracle.SignedReport[]> {
    const about = { chainId: this.chain.id, oracle: this.oracle, feed: this.feed, subject, round };
    return signedReports(this.reporters, numbers, about, outcome, await this.chain.now());
  }

  private async createFeed(creator: Person): Promise<void> {
    const people = await this.chain.people(["0", "1", "2", "3", "4"]);
    const operators = Object.values(people);
    await this.as(creator).oracle.createFeed({
      kind: {
        staked: {
          asset: { native: SETTLEMENT },
          min_pledge: String(PLEDGE),
          operators: operators.map(({ address }) => address),
        },
      },
      rules: {
        tolerance: 15 * MINUTE,
        collection: HOUR,
        min_operators: 2,
        min_classes: 2,
        correction: 7 * DAY,
        longest_reservation: 400 * DAY,
        unpledge_notice: 30 * DAY,
        deposit: { denom: SETTLEMENT, amount: String(DEPOSIT) },
      },
    });
    for (const [index, operator] of operators.entries()) await this.takeSeats(operator, index);
  }

  /** An operator enrols its reporters, in one transaction. They are numbered in the order in which they come. */
  private async takeSeats(operator: Person, number: number): Promise<void> {
    const messages = this.reporters.flatMap((reporter, index): { msg: oracle.ExecuteMsg; funds?: number }[] =>
      reporter.operator !== number
        ? []
        : [
            { msg: { bond: {} }, funds: PLEDGE },
            { msg: { enrol_reporter: { key: reporter.key, class: reporter.class } } },
            { msg: { pledge: { feed: this.feed, reporter: index + 1, amount: String(PLEDGE) } } },
          ],
    );
    const instructions = messages.map(({ msg, funds }) => ({
      contractAddress: this.oracle,
      msg,
      funds: funds === undefined ? [] : coins(funds, SETTLEMENT),
    }));
    await operator.client.executeMultiple(operator.address, instructions, "auto");
  }
}
