/** Portolan's contracts for wallets. Messages of a contract are in the namespace of its name: `escrow.Terms`. */
export { DevicesClient, DevicesQueryClient } from "./generated/Devices.client.js";
export { EscrowClient, EscrowQueryClient } from "./generated/Escrow.client.js";
export { OracleClient, OracleQueryClient } from "./generated/Oracle.client.js";
export { ShipmentClient, ShipmentQueryClient } from "./generated/Shipment.client.js";
export type * as devices from "./generated/Devices.types.js";
export type * as escrow from "./generated/Escrow.types.js";
export type * as oracle from "./generated/Oracle.types.js";
export type * as shipment from "./generated/Shipment.types.js";
export { reportDigest, subjectDigest } from "./report.js";
