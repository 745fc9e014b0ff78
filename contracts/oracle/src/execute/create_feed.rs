use cosmwasm_std::{Addr, Api, DepsMut, MessageInfo, Response, StdResult};
use guard::nonpayable;
use payments::assert_admitted;
use types::denom::UncheckedDenom;
use types::oracle::{Consumer, FeedKind, FeedRules, Security, MAX_COMMITTEE};

use crate::domain::committee::Assurance;
use crate::domain::feed::{Feed, Secured, MAX_OPERATORS};
use crate::events::{FeedCreated, OperatorsAdmitted};
use crate::state::{self, CONFIG, FEEDS, PAUSE};
use crate::ContractError;

/// Anyone creates a feed.
pub fn create_feed(
    deps: DepsMut,
    info: MessageInfo,
    kind: FeedKind,
    rules: FeedRules,
) -> Result<Response, ContractError> {
    nonpayable(&info)?;
    PAUSE.assert_running(deps.storage)?;
    if let Some(deposit) = &rules.deposit {
        UncheckedDenom::Native(deposit.denom.clone()).check(deps.api)?;
    }
    let creator = info.sender;
    let measures = rules.measures.clone();
    let ((feed, committee), kind) = match kind {
        FeedKind::Staked { asset, min_pledge, operators, security } => {
            let asset = asset.check(deps.api)?;
            let config = CONFIG.load(deps.storage)?;
            assert_admitted(&config.assets, &asset)?;
            let operators = addresses(deps.api, operators)?;
            let unbonding = config.unbonding;
            let security = security.map(|security| checked(deps.api, &creator, &security)).transpose()?;
            let feed =
                Feed::staked(creator.clone(), asset, min_pledge, operators, rules, security, unbonding)?;
            (feed, "staked")
        }
        FeedKind::Named { reporters, threshold } => {
            let found = reporters.len();
            if found > MAX_COMMITTEE {
                return Err(ContractError::TooMany { what: "reporters", max: MAX_COMMITTEE, found });
            }
            let enrolled = |number| Ok((number, state::reporter(deps.storage, number)?));
            let reporters = reporters.into_iter().map(enrolled).collect::<Result<_, ContractError>>()?;
            (Feed::named(creator.clone(), reporters, threshold, rules)?, "named")
        }
    };
    let (feed, committee) = feed.measuring(committee, measures)?;
    let feed = state::add_feed(deps.storage, &feed, &committee)?;
    Ok(Response::new().add_event(FeedCreated { feed, creator, kind: kind.to_owned() }))
}

/// The creator of a staked feed lets more operators take seats.
pub fn admit_operators(
    deps: DepsMut,
    info: MessageInfo,
    number: u32,
    operators: Vec<String>,
) -> Result<Response, ContractError> {
    nonpayable(&info)?;
    PAUSE.assert_running(deps.storage)?;
    let mut feed = state::feed(deps.storage, number)?;
    feed.assert_creator(number, &info.sender)?;
    feed.pledges(number)?;
    let operators = addresses(deps.api, operators)?;
    feed.admit(operators.clone())?;
    FEEDS.save(deps.storage, number, &feed)?;
    Ok(Response::new().add_event(OperatorsAdmitted { feed: number, operators }))
}

fn checked(
    api: &dyn Api,
    creator: &Addr,
    security: &Security,
) -> Result<(Secured, Assurance), ContractError> {
    let treasury = match &security.treasury {
        Some(treasury) => api.addr_validate(treasury)?,
        None => creator.clone(),
    };
    let consumer = |consumer: &Consumer| Ok((api.addr_validate(&consumer.address)?, consumer.share));
    let consumers = security.consumers.iter().map(consumer).collect::<StdResult<_>>()?;
    Secured::new(security, api.addr_validate(&security.adjudicator)?, treasury, consumers)
}

fn addresses(api: &dyn Api, operators: Vec<String>) -> Result<Vec<Addr>, ContractError> {
    let found = operators.len();
    if found > MAX_OPERATORS {
        return Err(ContractError::TooMany { what: "operators", max: MAX_OPERATORS, found });
    }
    Ok(operators.iter().map(|operator| api.addr_validate(operator)).collect::<StdResult<_>>()?)
}
