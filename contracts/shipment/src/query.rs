//! The answers.

use cosmwasm_std::{Addr, Binary, Deps, Env};
use cw721::msg::{AdditionalMintersResponse, AllNftInfoResponse, MinterResponse, NftInfoResponse};
use cw721::state::CollectionExtensionAttributes;
use guard::owner;
use message::to_json;
use types::journey::{MilestoneStatus, MAX_MILESTONES};
use types::shipment::{
    ActResponse, AdmittedContract, ConfigResponse, ContractInfoResponse, ControlProof, IssuerResponse,
    JourneyResponse, NftExtension, QueryMsg, Replacement, TitleResponse, TitleStatus,
};
use types::text::TokenId;

use crate::domain::title::Place;
use crate::state::{
    self, ACTS, ADMITTED, COLLECTION, GOODS, LAST_HOLDERS, ORACLE, PAUSE, PLANS, REGISTER, TOKENS,
};
use crate::ContractError;

const DEFAULT_ACTS: u32 = 30;
const MAX_ACTS: u32 = 100;

/// Answers a question.
pub fn answer(deps: Deps, env: Env, msg: QueryMsg) -> Result<Binary, ContractError> {
    use QueryMsg as Q;
    let (storage, block) = (deps.storage, &env.block);
    let address = |text: String| deps.api.addr_validate(&text);
    Ok(match msg {
        Q::OwnerOf { token_id, include_expired } => {
            to_json(&TOKENS.owner_of(storage, block, &token_id, include_expired.unwrap_or_default())?)
        }
        Q::Approval { token_id, spender, include_expired } => {
            let spender = address(spender)?;
            let include_expired = include_expired.unwrap_or_default();
            to_json(&TOKENS.approval(storage, block, &token_id, spender, include_expired)?)
        }
        Q::Approvals { token_id, include_expired } => {
            to_json(&TOKENS.approvals(storage, block, &token_id, include_expired.unwrap_or_default())?)
        }
        Q::Operator { owner, operator, include_expired } => {
            let (owner, operator) = (address(owner)?, address(operator)?);
            let include_expired = include_expired.unwrap_or_default();
            to_json(&TOKENS.operator(storage, block, owner, operator, include_expired)?)
        }
        Q::AllOperators { owner, include_expired, start_after, limit } => {
            let (owner, start_after) = (address(owner)?, start_after.map(address).transpose()?);
            let include_expired = include_expired.unwrap_or_default();
            let start_after = start_after.as_ref();
            to_json(&TOKENS.all_operators(storage, block, &owner, include_expired, start_after, limit)?)
        }
        Q::NumTokens {} => to_json(&TOKENS.num_tokens(storage)?),
        Q::ContractInfo {} => to_json(&contract_info(deps)?),
        Q::GetCollectionInfoAndExtension {} => to_json(&COLLECTION.load(storage)?.with_extension()),
        Q::GetConfig {} => {
            let (size, contract) = size_and_contract(deps, &env)?;
            to_json(&COLLECTION.load(storage)?.config(size, owner::ownership(storage)?, contract))
        }
        Q::GetAllInfo {} => {
            let (size, contract) = size_and_contract(deps, &env)?;
            to_json(&COLLECTION.load(storage)?.all_info(size, contract))
        }
        Q::GetCollectionExtensionAttributes {} => to_json(&CollectionExtensionAttributes::default()),
        Q::Minter {} => to_json(&MinterResponse { minter: None }),
        Q::GetMinterOwnership {} => to_json(&nft::nobody()),
        Q::GetAdditionalMinters { .. } => to_json(&AdditionalMintersResponse { minters: vec![] }),
        Q::GetCreatorOwnership {} => to_json(&owner::ownership(storage)?),
        Q::GetWithdrawAddress {} => to_json(&None::<String>),
        Q::NftInfo { token_id } => to_json(&nft_info(deps, &token_id)?),
        Q::AllNftInfo { token_id, include_expired } => to_json(&AllNftInfoResponse {
            access: TOKENS.owner_of(storage, block, &token_id, include_expired.unwrap_or_default())?,
            info: nft_info(deps, &token_id)?,
        }),
        Q::Tokens { owner, start_after, limit } => {
            to_json(&TOKENS.tokens(storage, &address(owner)?, start_after.as_deref(), limit)?)
        }
        Q::AllTokens { start_after, limit } => {
            to_json(&TOKENS.all_tokens(storage, start_after.as_deref(), limit)?)
        }
        Q::Config {} => to_json(&config(deps)?),
        Q::Title { token_id } => to_json(&title(deps, token_id)?),
        Q::Journey { token_id } => to_json(&journey(deps, token_id)?),
        Q::Acts { token_id, start_after, limit } => to_json(&acts(deps, token_id, start_after, limit)?),
        Q::Control { token_id } => to_json(&control(deps, env, token_id)?),
        Q::Issuer { issuer } => to_json(&registered(deps, address(issuer)?)?),
        Q::Ownership {} => to_json(&owner::ownership(storage)?),
    })
}

fn contract_info(deps: Deps) -> Result<ContractInfoResponse, ContractError> {
    let collection = COLLECTION.load(deps.storage)?;
    Ok(ContractInfoResponse { name: collection.name, symbol: collection.symbol })
}

/// How many titles circulate, and what the chain says of this contract: for what cw721 asks.
fn size_and_contract(
    deps: Deps,
    env: &Env,
) -> Result<(u64, cosmwasm_std::ContractInfoResponse), ContractError> {
    let contract = message::contract_info(&deps.querier, &env.contract.address)?;
    Ok((TOKENS.num_tokens(deps.storage)?.count, contract))
}

/// Of a token that exists; an accomplished title has none.
fn nft_info(deps: Deps, token_id: &str) -> Result<NftInfoResponse<NftExtension>, ContractError> {
    TOKENS.token(deps.storage, token_id)?;
    let title = state::title(deps.storage, token_id)?;
    let document = state::document(deps.storage, token_id)?;
    Ok(NftInfoResponse {
        token_uri: document.uri.map(|uri| uri.as_str().to_owned()),
        extension: NftExtension {
            kind: title.kind(document.receipt, document.consignee.as_ref()),
            status: title.status,
            version: title.version,
            issuer: document.issuer.into_string(),
            document: document.digest,
        },
    })
}

fn config(deps: Deps) -> Result<ConfigResponse, ContractError> {
    let pause = PAUSE.state(deps.storage)?;
    let admitted = ADMITTED.all(deps.storage)?.into_iter().map(|admitted| AdmittedContract {
        contract: admitted.contract.into_string(),
        role: admitted.role,
        retired: admitted.retired,
    });
    Ok(ConfigResponse {
        guardian: pause.guardian.map(Addr::into_string),
        paused: pause.paused,
        oracle: ORACLE.load(deps.storage)?.into_string(),
        admitted: admitted.collect(),
    })
}

/// The holder; of an accomplished title the last.
fn holder(deps: Deps, token_id: &str) -> Result<Addr, ContractError> {
    match TOKENS.may_token(deps.storage, token_id)? {
        Some(token) => Ok(token.owner().clone()),
        None => Ok(LAST_HOLDERS.load(deps.storage, token_id)?),
    }
}

fn contract(deps: Deps, place: Option<Place>) -> Result<Option<String>, ContractError> {
    let admitted = place.map(|place| ADMITTED.at(deps.storage, place)).transpose()?;
    Ok(admitted.map(|admitted| admitted.contract.into_string()))
}

fn title(deps: Deps, token_id: TokenId) -> Result<TitleResponse, ContractError> {
    let title = state::title(deps.storage, token_id.as_str())?;
    let document = state::document(deps.storage, token_id.as_str())?;
    let holder = holder(deps, token_id.as_str())?;
    Ok(TitleResponse {
        kind: title.kind(document.receipt, document.consignee.as_ref()),
        status: title.status,
        version: title.version,
        issuer: document.issuer.into_string(),
        beneficiary: title.beneficiary(&holder).to_string(),
        holder: holder.into_string(),
        negotiable: title.is_negotiable(),
        encumbered_by: contract(deps, title.encumbered_by())?,
        residual: contract(deps, title.residual)?,
        bound_to: contract(deps, title.bound_to())?,
        consents: title.consents,
        nominee: title.nominee.map(Addr::into_string),
        issued_at: document.issued_at,
        document: document.digest,
        uri: document.uri,
        law: document.law,
        forum: document.forum,
        goods: GOODS.load(deps.storage, token_id.as_str())?,
        answer_by: title.answer_by,
        replacement: title
            .replacement
            .map(|notice| Replacement { new_holder: notice.new_holder.into_string(), at: notice.at }),
        token_id,
    })
}

fn journey(deps: Deps, token_id: TokenId) -> Result<JourneyResponse, ContractError> {
    let watch = state::watch(deps.storage, token_id.as_str())?;
    let Some(plan) = PLANS.may_load(deps.storage, token_id.as_str())? else {
        return Err(ContractError::NoJourney { token_id: token_id.into() });
    };
    let progress = state::progress(deps.storage, token_id.as_str())?;
    let asked = watch.questions.iter().zip(&plan.first_planned).zip(0_u8..).take(MAX_MILESTONES);
    let milestones = asked.map(|((milestone, planned), question)| MilestoneStatus {
        milestone: *milestone,
        planned: *planned,
        standing: progress.standing(question),
    });
    let subscribers = watch.watchers.iter().map(|watcher| ADMITTED.at(deps.storage, watcher.place));
    Ok(JourneyResponse {
        plan: plan.journey(),
        sequence: progress.sequence,
        milestones: milestones.collect(),
        subscribers: subscribers
            .map(|found| Ok(found?.contract.into_string()))
            .collect::<Result<_, ContractError>>()?,
    })
}

fn acts(
    deps: Deps,
    token_id: TokenId,
    start_after: Option<u32>,
    limit: Option<u32>,
) -> Result<Vec<ActResponse>, ContractError> {
    state::title(deps.storage, token_id.as_str())?;
    let limit = usize::try_from(limit.unwrap_or(DEFAULT_ACTS).min(MAX_ACTS)).unwrap_or_default();
    let page = ACTS.range(deps.storage, token_id.as_str(), start_after, limit)?;
    Ok(page.into_iter().map(|(number, act)| act.described(number)).collect())
}

fn control(deps: Deps, env: Env, token_id: TokenId) -> Result<ControlProof, ContractError> {
    let title = state::title(deps.storage, token_id.as_str())?;
    let document = state::document(deps.storage, token_id.as_str())?;
    let controller = match title.status {
        TitleStatus::Issued | TitleStatus::Surrendered(_) => Some(holder(deps, token_id.as_str())?),
        TitleStatus::OnPaper | TitleStatus::Accomplished => None,
    };
    Ok(ControlProof {
        chain_id: env.block.chain_id,
        collection: env.contract.address.into_string(),
        token_id,
        version: title.version,
        document: document.digest,
        status: title.status,
        controller: controller.map(Addr::into_string),
        since: title.since,
        acts: title.chain.length,
        encumbered_by: contract(deps, title.encumbered_by())?,
        head: title.chain.head,
        height: env.block.height,
    })
}

fn registered(deps: Deps, issuer: Addr) -> Result<IssuerResponse, ContractError> {
    match REGISTER.may_load(deps.storage, &issuer)? {
        None => Err(ContractError::UnknownIssuer { issuer }),
        Some(entry) => Ok(IssuerResponse {
            issuer: issuer.into_string(),
            scac: entry.scac,
            lei: entry.lei,
            attested_by: entry.attested_by.map(Addr::into_string),
        }),
    }
}
