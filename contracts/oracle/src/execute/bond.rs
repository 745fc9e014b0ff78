use cosmwasm_std::{Addr, DepsMut, Env, MessageInfo, Response, Storage};
use cw20::{Cw20ReceiveMsg, Denom};
use guard::{nonpayable, one_coin};
use numeric::{Amount, UnixTime};
use payments::assert_admitted;
use types::denom::{self, UncheckedDenom};
use types::oracle::Cw20Hook;

use super::challenge::{challenge_with_cw20, Complaint};
use super::reserve::reserve_with_cw20;
use crate::events::{Bonded, UnbondedWithdrawn, Unbonding};
use crate::state::{self, CONFIG, LEDGER, PAUSE};
use crate::{outgoing, ContractError};

/// Anyone bonds a native coin as its stake.
pub fn bond(deps: DepsMut, info: MessageInfo) -> Result<Response, ContractError> {
    let coin = one_coin(&info)?;
    let (asset, amount) = (Denom::Native(coin.denom.clone()), coin.amount.into());
    credit(deps.storage, &info.sender, &asset, amount)?;
    bonded(info.sender, asset, amount)
}

/// An admitted cw20 hands over what somebody sends as stake, as a reservation's fee or as a challenge's bond.
pub fn receive(
    deps: DepsMut,
    env: Env,
    info: MessageInfo,
    received: Cw20ReceiveMsg,
) -> Result<Response, ContractError> {
    nonpayable(&info)?;
    let token = info.sender;
    let asset = Denom::Cw20(token.clone());
    assert_admitted(&CONFIG.load(deps.storage)?.assets, &asset)?;
    let sender = deps.api.addr_validate(&received.sender)?;
    let (amount, contract) = (received.amount.into(), env.contract.address.clone());
    let mut deps = deps;
    let response = match message::read(&received.msg)? {
        Cw20Hook::Bond {} => {
            credit(deps.storage, &sender, &asset, amount)?;
            bonded(sender, asset.clone(), amount)
        }
        Cw20Hook::Reserve(asked) => reserve_with_cw20(deps.branch(), env, sender, &token, amount, asked),
        Cw20Hook::Challenge { round, claim, evidence } => {
            let complaint = Complaint { round, claim, evidence };
            challenge_with_cw20(deps.branch(), env, sender, &token, amount, complaint)
        }
    }?;
    let owed = LEDGER.owed(deps.storage, &asset)?;
    let balance = denom::balance(&deps.querier, &asset, &contract)?;
    if balance < owed {
        return Err(ContractError::NotExact { token, balance, owed });
    }
    Ok(response)
}

fn credit(
    storage: &mut dyn Storage,
    operator: &Addr,
    asset: &Denom,
    amount: Amount,
) -> Result<Amount, ContractError> {
    PAUSE.assert_running(storage)?;
    assert_admitted(&CONFIG.load(storage)?.assets, asset)?;
    let mut stake = state::stake(storage, operator, asset)?;
    stake.bond(amount)?;
    state::save_stake(storage, operator, asset, &stake)?;
    Ok(LEDGER.owe(storage, asset, amount)?)
}

fn bonded(operator: Addr, asset: Denom, amount: Amount) -> Result<Response, ContractError> {
    Ok(Response::new().add_event(Bonded { operator, asset, amount }))
}

/// An operator takes free stake out of its bond.
pub fn unbond(
    deps: DepsMut,
    env: Env,
    info: MessageInfo,
    asset: UncheckedDenom,
    amount: Amount,
) -> Result<Response, ContractError> {
    nonpayable(&info)?;
    let asset = asset.check(deps.api)?;
    let wait = CONFIG.load(deps.storage)?.unbonding;
    let mut stake = state::stake(deps.storage, &info.sender, &asset)?;
    let at = stake.unbond(amount, UnixTime::from_block(env.block.time)?, wait)?;
    state::save_stake(deps.storage, &info.sender, &asset, &stake)?;
    Ok(Response::new().add_event(Unbonding { operator: info.sender, asset, amount, at }))
}

/// An operator is paid what has unbonded.
pub fn withdraw_unbonded(
    deps: DepsMut,
    env: Env,
    info: MessageInfo,
    asset: UncheckedDenom,
) -> Result<Response, ContractError> {
    nonpayable(&info)?;
    let asset = asset.check(deps.api)?;
    let mut stake = state::stake(deps.storage, &info.sender, &asset)?;
    let amount = stake.withdraw(UnixTime::from_block(env.block.time)?)?;
    state::save_stake(deps.storage, &info.sender, &asset, &stake)?;
    LEDGER.settle(deps.storage, &asset, amount)?;
    Ok(Response::new()
        .add_submessage(outgoing::payment(&info.sender, &asset, amount)?)
        .add_event(UnbondedWithdrawn { operator: info.sender, asset, amount }))
}
