use cosmwasm_std::{Response, Storage};
use cw20::Denom;
use types::text::TokenId;

use crate::domain::inquiry::Inquiry;
use crate::events::DepositReturned;
use crate::state::LEDGER;
use crate::{outgoing, ContractError};

/// Takes what is held out of the inquiry and sends it back. A receiver that refuses it withdraws it later: the
/// fact stands all the same. The caller saves the inquiry.
pub fn give_back(
    storage: &mut dyn Storage,
    inquiry: &mut Inquiry,
    collection: &str,
    token_id: &TokenId,
    response: Response,
) -> Result<Response, ContractError> {
    let Some(held) = inquiry.deposit.take() else {
        return Ok(response);
    };
    let asset = Denom::Native(held.denom.clone());
    LEDGER.settle(storage, &asset, held.amount)?;
    Ok(response.add_submessage(outgoing::payment(&inquiry.refund_to, &asset, held.amount)?).add_event(
        DepositReturned {
            collection: collection.to_owned(),
            token_id: token_id.as_str().to_owned(),
            to: inquiry.refund_to.clone(),
            denom: held.denom,
            amount: held.amount,
        },
    ))
}
