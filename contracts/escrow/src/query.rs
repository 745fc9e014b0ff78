//! The answers.

use cosmwasm_std::{Addr, Binary, Deps, Env};
use cw721::msg::{AdditionalMintersResponse, AllNftInfoResponse, MinterResponse, NftInfoResponse};
use cw721::state::CollectionExtensionAttributes;
use guard::owner;
use message::to_json;
use types::denom::UncheckedDenom;
use types::escrow::{
    AgreementId, AgreementResponse, ConfigResponse, DisputeResponse, MilestoneResponse, OwedResponse,
    QueryMsg, ReceivableExtension,
};
use types::shipment::ContractInfoResponse;

use crate::domain::agreement::{terms, Deal, Papers};
use crate::domain::condition::parts;
use crate::domain::dispute::Clock;
use crate::state::{self, ASSETS, COLLECTION, LEDGER, PAUSE, PEERS, TOKENS};
use crate::ContractError;

const DEFAULT_AGREEMENTS: u32 = 10;
const MAX_AGREEMENTS: u32 = 30;

/// Answers a question.
pub fn answer(deps: Deps, env: Env, msg: QueryMsg) -> Result<Binary, ContractError> {
    use QueryMsg as Q;
    let (storage, block) = (deps.storage, &env.block);
    let address = |text: String| deps.api.addr_validate(&text);
    Ok(match msg {
        Q::OwnerOf { token_id, include_expired } => {
            let expired = include_expired.unwrap_or_default();
            to_json(&TOKENS.owner_of(storage, block, &token_id, expired)?)
        }
        Q::Approval { token_id, spender, include_expired } => {
            let (spender, expired) = (address(spender)?, include_expired.unwrap_or_default());
            to_json(&TOKENS.approval(storage, block, &token_id, spender, expired)?)
        }
        Q::Approvals { token_id, include_expired } => {
            let expired = include_expired.unwrap_or_default();
            to_json(&TOKENS.approvals(storage, block, &token_id, expired)?)
        }
        Q::Operator { owner, operator, include_expired } => {
            let (owner, operator) = (address(owner)?, address(operator)?);
            let expired = include_expired.unwrap_or_default();
            to_json(&TOKENS.operator(storage, block, owner, operator, expired)?)
        }
        Q::AllOperators { owner, include_expired, start_after, limit } => {
            let (owner, start_after) = (address(owner)?, start_after.map(address).transpose()?);
            let (expired, after) = (include_expired.unwrap_or_default(), start_after.as_ref());
            to_json(&TOKENS.all_operators(storage, block, &owner, expired, after, limit)?)
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
        Q::Agreement { agreement } => to_json(&agreement_of(deps, agreement)?),
        Q::Agreements { start_after, limit } => to_json(&agreements(deps, start_after, limit)?),
        Q::AgreementsOf { token_id } => {
            let serving = state::serving(storage, token_id.as_str())?;
            to_json(&serving.agreements().collect::<Vec<_>>())
        }
        Q::FinancingKey { payer, payee, invoice } => {
            to_json(&state::financed_by(storage, &payer, &payee, &invoice)?)
        }
        Q::Owed { asset } => to_json(&owed(deps, asset)?),
        Q::Claimable { account, asset } => {
            let asset = asset.check(deps.api)?;
            to_json(&LEDGER.claimable(storage, &address(account)?, &asset)?)
        }
        Q::Ownership {} => to_json(&owner::ownership(storage)?),
    })
}

fn contract_info(deps: Deps) -> Result<ContractInfoResponse, ContractError> {
    let collection = COLLECTION.load(deps.storage)?;
    Ok(ContractInfoResponse { name: collection.name, symbol: collection.symbol })
}

/// How many receivables are open, and what the chain says of this contract: for what cw721 asks.
fn size_and_contract(
    deps: Deps,
    env: &Env,
) -> Result<(u64, cosmwasm_std::ContractInfoResponse), ContractError> {
    let contract = message::contract_info(&deps.querier, &env.contract.address)?;
    Ok((TOKENS.num_tokens(deps.storage)?.count, contract))
}

fn nft_info(deps: Deps, token_id: &str) -> Result<NftInfoResponse<ReceivableExtension>, ContractError> {
    let token = TOKENS.token(deps.storage, token_id)?;
    let unknown = || nft::NftError::UnknownToken { token_id: token_id.to_owned() };
    let (agreement, index) = state::milestone_of(token.id()).ok_or_else(unknown)?;
    let deal = state::deal(deps.storage, agreement)?;
    let milestone = state::milestone(deps.storage, agreement, &deal, index)?;
    let uri = state::papers(deps.storage, agreement)?.uri;
    Ok(NftInfoResponse {
        token_uri: uri.map(|uri| uri.as_str().to_owned()),
        extension: ReceivableExtension {
            agreement,
            milestone: index,
            payer: deal.payer.into_string(),
            asset: deal.asset,
            amount: milestone.amount,
            status: milestone.state,
        },
    })
}

fn config(deps: Deps) -> Result<ConfigResponse, ContractError> {
    let (pause, peers) = (PAUSE.state(deps.storage)?, PEERS.load(deps.storage)?);
    Ok(ConfigResponse {
        guardian: pause.guardian.map(Addr::into_string),
        paused: pause.paused,
        shipment: peers.shipment.into_string(),
        oracle: peers.oracle.into_string(),
        assets: ASSETS.load(deps.storage)?,
    })
}

fn agreements(
    deps: Deps,
    start_after: Option<AgreementId>,
    limit: Option<u32>,
) -> Result<Vec<AgreementResponse>, ContractError> {
    let limit = limit.unwrap_or(DEFAULT_AGREEMENTS).min(MAX_AGREEMENTS);
    let limit = usize::try_from(limit).unwrap_or_default();
    let page = state::agreements(deps.storage, start_after, limit)?;
    page.into_iter().map(|id| agreement_of(deps, id)).collect()
}

fn agreement_of(deps: Deps, id: AgreementId) -> Result<AgreementResponse, ContractError> {
    let (deal, papers) = (state::deal(deps.storage, id)?, state::papers(deps.storage, id)?);
    let course = state::course(deps.storage, id)?;
    let presentation = state::presentation(deps.storage, id)?;
    let milestones =
        (0_u8..).zip(&deal.milestones).map(|(index, _)| milestone_of(deps, id, index, &deal, &papers));
    Ok(AgreementResponse {
        agreement: id,
        status: course.status,
        proposed_by: papers.proposed_by,
        valid_until: papers.valid_until,
        terms: terms(&deal, &papers),
        digest: papers.digest.clone(),
        fee: deal.fee()?,
        token_id: presentation.as_ref().map(|presentation| presentation.token_id.clone()),
        version: presentation.as_ref().map(|presentation| presentation.version),
        examine_by: presentation.as_ref().and_then(|presentation| presentation.examine_by),
        discrepancies: presentation.map(|presentation| presentation.discrepancies).unwrap_or_default(),
        title: course.title,
        milestones: milestones.collect::<Result<_, _>>()?,
    })
}

fn milestone_of(
    deps: Deps,
    id: AgreementId,
    index: u8,
    deal: &Deal,
    papers: &Papers,
) -> Result<MilestoneResponse, ContractError> {
    let milestone = state::milestone(deps.storage, id, deal, index)?;
    let token = TOKENS.may_token(deps.storage, &state::receivable(id, index))?;
    let named = parts(&deal.milestone(index)?.condition);
    let approved_by = (0_u8..).zip(named).filter_map(|(part, condition)| match condition {
        types::escrow::Condition::Approval { by } => {
            milestone.approvals.iter().any(|approved| approved.part == part).then(|| by.clone())
        }
        _ => None,
    });
    let dispute = milestone.dispute.as_ref().map(|dispute| {
        let clock = Clock::of(&papers.resolver, dispute.since)?;
        Ok::<_, ContractError>(DisputeResponse {
            by: dispute.by.to_string(),
            since: dispute.since,
            resolver_until: clock.resolver_until,
            successor_until: clock.successor_until,
        })
    });
    Ok(MilestoneResponse {
        milestone: index,
        state: milestone.state,
        owner: token.map(|token| token.owner().to_string()),
        amount: milestone.amount,
        paid: milestone.paid,
        refunded: milestone.refunded,
        outstanding: milestone.outstanding,
        due: milestone.due,
        cutoff: milestone.cutoff,
        reached: milestone.reached,
        payable_at: milestone.payable_at,
        tally: milestone.tally,
        approved_by: approved_by.collect(),
        dispute: dispute.transpose()?,
        change: milestone.change.map(|proposed| proposed.change),
    })
}

fn owed(deps: Deps, asset: UncheckedDenom) -> Result<OwedResponse, ContractError> {
    let asset = asset.check(deps.api)?;
    let owed = LEDGER.owed(deps.storage, &asset)?;
    Ok(OwedResponse { asset, owed })
}
