use cosmwasm_std::{Addr, DepsMut, Env, MessageInfo, Response, Storage};
use cw20::{Cw20ReceiveMsg, Denom};
use guard::{nonpayable, one_coin};
use numeric::{Amount, UnixTime};
use payments::assert_admitted;
use types::denom::{self, UncheckedDenom};
use types::oracle::Cw20Hook;

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

/// An admitted cw20 hands over what somebody sends as stake.
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
    let Cw20Hook::Bond {} = message::read(&received.msg)?;
    let operator = deps.api.addr_validate(&received.sender)?;
    let amount = received.amount.into();

    let owed = credit(deps.storage, &operator, &asset, amount)?;
    let balance = denom::balance(&deps.querier, &asset, &env.contract.address)?;
    if balance < owed {
        return Err(ContractError::NotExact { token, balance, owed });
    }
    bonded(operator, asset, amount)
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
