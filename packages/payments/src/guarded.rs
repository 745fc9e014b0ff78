use cosmwasm_std::{Addr, SubMsg};
use cw20::Denom;
use hooks::guarded;
use numeric::Amount;
use serde::Serialize;
use types::denom::transfer;
use types::gas;

use crate::PaymentsError;

/// A payment that may use at most [`gas::PAYMENT`] and whose failure comes back as a reply with this payload, on
/// which the contract makes it [claimable](crate::Ledger::make_claimable).
pub fn guarded_payment(
    to: &Addr,
    asset: &Denom,
    amount: Amount,
    reply_id: u64,
    payload: &impl Serialize,
) -> Result<SubMsg, PaymentsError> {
    if amount.is_zero() {
        return Err(PaymentsError::NothingToPay { to: to.clone() });
    }
    Ok(guarded(transfer(asset, amount, to)?, gas::PAYMENT, reply_id, payload)?)
}
