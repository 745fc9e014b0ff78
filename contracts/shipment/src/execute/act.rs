//! Adding an act to a title's chain, and carrying a move out.

use cosmwasm_std::{Addr, Response, Storage};
use numeric::UnixTime;
use types::endorsement::{ActCode, SurrenderReason};
use types::text::Remark;

use crate::domain::act::NewAct;
use crate::domain::endorsement::Move;
use crate::domain::title::Title;
use crate::events::ActRecorded;
use crate::state::{self, Held, ACTS, TOKENS};
use crate::ContractError;

/// The collection keeps whether an owner was a contract when it became the owner. That would be a query at each
/// move; of a title it matters so rarely that the chain is asked when it does.
pub const KIND_OF_HOLDER_NOT_KEPT: bool = false;

/// What the chain of a title says of an act beside its move.
#[derive(Default)]
pub struct Remarks {
    /// The remark; its digest is kept.
    pub remark: Option<Remark>,
    /// PINT's reason.
    pub reason: Option<SurrenderReason>,
}

impl From<Option<Remark>> for Remarks {
    fn from(remark: Option<Remark>) -> Self {
        Self { remark, reason: None }
    }
}

/// Adds an act that moves nothing to the chain. The title is still to be saved.
pub fn add(
    storage: &mut dyn Storage,
    token_id: &str,
    title: &mut Title,
    (code, actor, recipient): (ActCode, &Addr, Option<&Addr>),
    remarks: impl Into<Remarks>,
    now: UnixTime,
) -> Result<ActRecorded, ContractError> {
    let act = NewAct { code, actor: actor.clone(), recipient: recipient.cloned(), remark: None, undo: None };
    record(storage, token_id, title, act, remarks.into(), now)
}

/// Carries out what the domain decided: the token moves, if it does, the act is added and the title saved.
pub fn carry_out(
    storage: &mut dyn Storage,
    held: Held,
    decided: Move,
    actor: &Addr,
    remark: Option<Remark>,
    now: UnixTime,
) -> Result<ActRecorded, ContractError> {
    let Held { token, mut title } = held;
    let Move { code, holder, recipient, undo } = decided;
    let token_id = token.id().to_owned();
    if let Some(holder) = holder {
        title.since = now;
        TOKENS.transfer(storage, token, holder, KIND_OF_HOLDER_NOT_KEPT)?;
    }
    let act = NewAct { code, actor: actor.clone(), recipient, remark: None, undo };
    let event = record(storage, &token_id, &mut title, act, remark.into(), now)?;
    state::save_title(storage, &token_id, &title)?;
    Ok(event)
}

/// The answer of a message that moved a token: cw721's attributes and the act.
pub fn moved(action: &str, sender: &Addr, recipient: &Addr, act: ActRecorded) -> Response {
    Response::new()
        .add_attribute("action", action)
        .add_attribute("sender", sender)
        .add_attribute("recipient", recipient)
        .add_attribute("token_id", &act.token_id)
        .add_event(act)
}

/// The same of an act that may move no token, as an endorsement in blank.
pub fn answer(sender: &Addr, moved_to: Option<Addr>, act: ActRecorded) -> Response {
    match moved_to {
        Some(to) => moved("transfer_nft", sender, &to, act),
        None => Response::new().add_event(act),
    }
}

fn record(
    storage: &mut dyn Storage,
    token_id: &str,
    title: &mut Title,
    act: NewAct,
    Remarks { remark, reason }: Remarks,
    now: UnixTime,
) -> Result<ActRecorded, ContractError> {
    let act = NewAct { remark: remark.as_ref().map(Remark::digest), ..act };
    let (number, act) = title.chain.add(act, now)?;
    ACTS.save(storage, (token_id, number), &act)?;
    let (remark, salt) = Remark::spoken(remark);
    Ok(ActRecorded {
        token_id: token_id.to_owned(),
        number,
        code: act.code,
        actor: act.actor,
        recipient: act.recipient,
        reason: reason.map(|reason| reason.as_str().to_owned()),
        remark,
        salt,
    })
}
