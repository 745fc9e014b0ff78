//! Discrepant documents: the payer waives what differs, or they go back.

use cosmwasm_std::{DepsMut, Env, MessageInfo, Response};
use numeric::UnixTime;
use types::escrow::{AgreementId, AgreementStatus, TitleHold};
use types::text::{Remark, TokenId};

use super::present::take_up;
use super::settling::Settling;
use super::titles;
use crate::events::{DocumentsReturned, Waived};
use crate::peers::Shipment;
use crate::state::{self, PEERS};
use crate::ContractError;

/// The payer takes the documents as they are: they count from the day they were presented.
pub fn waive(
    deps: DepsMut,
    env: Env,
    info: MessageInfo,
    id: AgreementId,
    document: (TokenId, u32),
    remark: Option<Remark>,
) -> Result<Response, ContractError> {
    let mut settling = Settling::load(deps.storage, id, &env.contract.address)?;
    settling.deal.assert_payer(&info.sender)?;
    let presentation = settling.course.discrepant(state::presentation(deps.storage, id)?)?;
    presentation.assert_is(&document)?;
    presentation.assert_waivable(UnixTime::from_block(env.block.time)?)?;
    settling.course.to(AgreementStatus::Presented)?;
    let (remark, salt) = Remark::spoken(remark);
    settling.tell(Waived { agreement: id, remark, salt });

    let shipment = PEERS.load(deps.storage)?.shipment;
    let shipment = Shipment(&shipment);
    let known = titles::known(deps.querier, &shipment, &settling.deal, &presentation.token_id)?;
    take_up(deps, &shipment, settling, presentation, known)
}

/// The payer refuses discrepant documents, the payee takes them back, or anyone returns what nobody examined. The
/// title is free again, and another presentation may follow.
pub fn return_documents(
    deps: DepsMut,
    env: Env,
    info: MessageInfo,
    id: AgreementId,
    remark: Option<Remark>,
) -> Result<Response, ContractError> {
    let mut settling = Settling::load(deps.storage, id, &env.contract.address)?;
    let presentation = settling.course.discrepant(state::presentation(deps.storage, id)?)?;
    let now = UnixTime::from_block(env.block.time)?;
    presentation.assert_returnable(&settling.deal, &info.sender, now)?;
    settling.course.to(AgreementStatus::Active)?;
    settling.free_title(deps.storage)?;
    settling.course.title = TitleHold::None;
    let token_id = presentation.token_id.as_str();
    state::forget_title(deps.storage, token_id, id)?;
    let (remark, salt) = Remark::spoken(remark);
    let token_id = token_id.to_owned();
    settling.tell(DocumentsReturned { agreement: id, token_id, by: info.sender, remark, salt });
    settling.finish(deps.storage)
}
