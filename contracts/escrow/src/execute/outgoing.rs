//! What leaves the contract: payments, deliveries and holds lifted, whose failure stops nobody else's.

use cosmwasm_std::{Addr, SubMsg, WasmMsg};
use cw20::Denom;
use hooks::guarded;
use numeric::Amount;
use payments::guarded_payment;
use serde::{Deserialize, Serialize};
use types::denom::send_with;
use types::escrow::AgreementId;
use types::gas;
use types::notice::{Notification, Paid};
use types::text::TokenId;

use crate::peers::{Oracle, Shipment};
use crate::ContractError;

/// The id of every reply; what it is about stands in its payload.
pub const FAILED: u64 = 1;

/// What a message was sent for.
#[derive(Serialize, Deserialize, Clone, Debug, PartialEq)]
pub enum Sent {
    /// A payment, which becomes claimable.
    Payment {
        /// Whose.
        account: Addr,
        /// In which asset.
        asset: Denom,
        /// How much.
        amount: Amount,
    },
    /// Word that a token ended without a payment.
    LastNotice {},
    /// A title on its way to the payer.
    Delivery {
        /// The agreement.
        agreement: AgreementId,
    },
    /// A hold that ends.
    Lift {},
    /// Room at the oracle that is given up.
    Room {
        /// The agreement.
        agreement: AgreementId,
    },
}

/// A payment to an account, which becomes claimable if it is refused.
pub fn payment(to: &Addr, asset: &Denom, amount: Amount) -> Result<SubMsg, ContractError> {
    let sent = Sent::Payment { account: to.clone(), asset: asset.clone(), amount };
    Ok(guarded_payment(to, asset, amount, FAILED, &sent)?)
}

/// A payment to the contract that owns a receivable: it is told what for. Where nothing is paid it is told all the
/// same that its token is gone.
pub fn payment_to_contract(owner: &Addr, asset: &Denom, paid: Paid) -> Result<SubMsg, ContractError> {
    let amount = paid.amount;
    let msg = Notification::Paid(paid).to_binary()?;
    if amount.is_zero() {
        let told = WasmMsg::Execute { contract_addr: owner.to_string(), msg, funds: vec![] };
        return Ok(guarded(told, gas::PAYMENT, FAILED, &Sent::LastNotice {})?);
    }
    let sent = Sent::Payment { account: owner.clone(), asset: asset.clone(), amount };
    Ok(guarded(send_with(asset, amount, owner, msg)?, gas::PAYMENT, FAILED, &sent)?)
}

/// Delivers the title. If it cannot be now, `Sync` tries again.
pub fn delivery(
    shipment: &Shipment,
    agreement: AgreementId,
    token_id: &TokenId,
    to: &Addr,
) -> Result<SubMsg, ContractError> {
    let sent = Sent::Delivery { agreement };
    Ok(guarded(shipment.deliver(token_id, to)?, gas::DELIVERY, FAILED, &sent)?)
}

/// Ends the hold on a title, whatever its status. It fails only where there is none any more (a waybill whose goods
/// were collected), and nobody's money waits for that.
pub fn lift(shipment: &Shipment, token_id: &TokenId) -> Result<SubMsg, ContractError> {
    Ok(guarded(shipment.lift(token_id)?, gas::DELIVERY, FAILED, &Sent::Lift {})?)
}

/// Gives up room at the oracle. If that fails, nobody's money waits for it: anyone lapses it there when its time is over.
pub fn room(
    oracle: &Oracle,
    agreement: AgreementId,
    reference: u64,
    parts: Vec<u8>,
) -> Result<SubMsg, ContractError> {
    Ok(guarded(oracle.release(reference, parts), gas::RELEASE, FAILED, &Sent::Room { agreement })?)
}
