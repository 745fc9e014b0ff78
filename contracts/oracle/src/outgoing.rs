//! What leaves the contract: payments and notices, whose failure is nobody else's.

use cosmwasm_std::{coins, Addr, BankMsg, Response, Storage, SubMsg, WasmMsg};
use cw20::Denom;
use hooks::guarded;
use message::{to_json, ToJson};
use numeric::Amount;
use payments::guarded_payment;
use serde::{Deserialize, Serialize};
use types::gas;
use types::journey::Subject;
use types::notice::{CaseNotice, Compensated, Notification};

use crate::state::LEDGER;
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
    /// A notice, which its receiver makes up for by reading what stands.
    Notice {
        /// The collection.
        collection: String,
        /// Its token.
        token_id: String,
        /// The fact's number.
        sequence: u32,
    },
    /// Destroying what is nobody's. If a token cannot, it stays here and is nobody's all the same.
    Burn {
        /// Of which asset.
        asset: Denom,
        /// How much.
        amount: Amount,
    },
    /// Word of a case, which its adjudicator finds by listing them.
    Case {
        /// The case.
        case: u64,
    },
}

/// A payment that becomes claimable if its receiver refuses it.
pub fn payment(to: &Addr, asset: &Denom, amount: Amount) -> Result<SubMsg, ContractError> {
    let sent = Sent::Payment { account: to.clone(), asset: asset.clone(), amount };
    Ok(guarded_payment(to, asset, amount, FAILED, &sent)?)
}

/// Pays what is owed, if it is anything.
pub fn pay(
    storage: &mut dyn Storage,
    to: &Addr,
    asset: &Denom,
    amount: Amount,
    response: Response,
) -> Result<Response, ContractError> {
    if amount.is_zero() {
        return Ok(response);
    }
    LEDGER.settle(storage, asset, amount)?;
    Ok(response.add_submessage(payment(to, asset, amount)?))
}

/// Destroys what is owed to nobody. A token that cannot be destroyed holds up nothing.
pub fn burn(
    storage: &mut dyn Storage,
    asset: &Denom,
    amount: Amount,
    response: Response,
) -> Result<Response, ContractError> {
    if amount.is_zero() {
        return Ok(response);
    }
    LEDGER.settle(storage, asset, amount)?;
    let sent = Sent::Burn { asset: asset.clone(), amount };
    let burning = match asset {
        Denom::Native(denom) => {
            guarded(BankMsg::Burn { amount: coins(amount.get(), denom) }, gas::PAYMENT, FAILED, &sent)
        }
        Denom::Cw20(token) => {
            let msg = to_json(&Cw20Burn::Burn { amount });
            let call = WasmMsg::Execute { contract_addr: token.to_string(), msg, funds: vec![] };
            guarded(call, gas::PAYMENT, FAILED, &sent)
        }
    };
    Ok(response.add_submessage(burning?))
}

/// What a cw20 is told.
#[derive(ToJson)]
enum Cw20Burn {
    Burn { amount: Amount },
}

/// What was slashed for somebody that is known to the consumer alone.
pub fn compensation(to: &Addr, asset: &Denom, notice: Compensated) -> Result<SubMsg, ContractError> {
    let amount = notice.amount;
    let sent = Sent::Payment { account: to.clone(), asset: asset.clone(), amount };
    let msg = Notification::Compensated(notice).to_binary()?;
    Ok(guarded(types::denom::send_with(asset, amount, to, msg)?, gas::PAYMENT, FAILED, &sent)?)
}

/// Tells an adjudicator that is a contract of a case.
pub fn case(adjudicator: &Addr, notice: CaseNotice) -> Result<SubMsg, ContractError> {
    let sent = Sent::Case { case: notice.case };
    let msg = Notification::Case(notice).to_binary()?;
    let call = WasmMsg::Execute { contract_addr: adjudicator.to_string(), msg, funds: vec![] };
    Ok(guarded(call, gas::CASE_NOTICE, FAILED, &sent)?)
}

/// Tells the collection what stands.
pub fn notice(subject: &Subject, sequence: u32, notice: &Notification) -> Result<SubMsg, ContractError> {
    let (collection, token_id) = (subject.collection.clone(), subject.token_id.as_str().to_owned());
    let sent = Sent::Notice { collection: collection.clone(), token_id, sequence };
    let call = WasmMsg::Execute { contract_addr: collection, msg: notice.to_binary()?, funds: vec![] };
    Ok(guarded(call, gas::FACT_NOTICE, FAILED, &sent)?)
}

#[cfg(test)]
mod tests {
    use cosmwasm_std::{from_json, CosmosMsg, ReplyOn};
    use hooks::payload;
    use types::journey::{MilestoneRef, Standing};
    use types::notice::FactNotice;

    use super::*;

    fn reply_to(message: SubMsg) -> cosmwasm_std::Reply {
        let result = cosmwasm_std::SubMsgResult::Err("out of gas".to_owned());
        cosmwasm_std::Reply { id: message.id, payload: message.payload, gas_used: 0, result }
    }

    /// What burns all the gas it can get gets no more than this, and the reply knows what it was.
    #[test]
    fn payments_and_notices_have_limits_and_come_back_if_they_fail() {
        let (account, asset) = (Addr::unchecked("carrier"), Denom::Native("uusd".to_owned()));
        let paid = payment(&account, &asset, Amount::new(5)).unwrap();
        assert_eq!((paid.gas_limit, &paid.reply_on), (Some(gas::PAYMENT), &ReplyOn::Error));
        let sent = Sent::Payment { account, asset, amount: Amount::new(5) };
        assert_eq!(payload(&reply_to(paid)), Ok(sent));

        let milestone =
            MilestoneRef { leg: 0, event: "DEPA".parse().unwrap(), place: "USJFK".parse().unwrap() };
        let token_id = "AA:1141".to_owned().try_into().unwrap();
        let fact = FactNotice { token_id, sequence: 3, milestone, standing: Standing::default() };
        let subject =
            Subject { collection: "shipment".to_owned(), token_id: fact.token_id.clone(), milestone };
        let told = notice(&subject, 3, &Notification::Fact(fact.clone())).unwrap();
        assert_eq!((told.gas_limit, &told.reply_on), (Some(gas::FACT_NOTICE), &ReplyOn::Error));
        let CosmosMsg::Wasm(WasmMsg::Execute { contract_addr, msg, funds }) = &told.msg else {
            unreachable!("a contract is called");
        };
        assert_eq!((contract_addr.as_str(), funds.as_slice()), ("shipment", &[][..]));
        assert_eq!(from_json(msg), Ok(Notification::Fact(fact)));
        let (collection, token_id) = ("shipment".to_owned(), "AA:1141".to_owned());
        assert_eq!(payload(&reply_to(told)), Ok(Sent::Notice { collection, token_id, sequence: 3 }));
    }
}
