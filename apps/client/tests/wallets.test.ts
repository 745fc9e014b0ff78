// What wallets do. scripts/test-client starts the chain and names it.
import { authz } from "./authz.js";
import { Chain } from "./chain.js";
import { feegrant } from "./feegrant.js";
import { multisig } from "./multisig.js";
import { Portolan } from "./portolan.js";
import { sale } from "./sale.js";
import { signing } from "./signing.js";

const portolan = await Portolan.setUp(await Chain.connect());
sale(portolan);
signing(portolan);
multisig(portolan);
authz(portolan);
feegrant(portolan);
