//! The records of the contract. No other contract reads them.

use cosmwasm_std::{Addr, Storage};
use guard::Pause;
use hooks::Subscribers;
use nft::{About, Collection, Token};
use records::{assert_unique, RecordError, Single, Table};
use types::shipment::{AdmittedRole, Goods};

use crate::domain::act::Act;
use crate::domain::document::Document;
use crate::domain::journey::Plan;
use crate::domain::register::Registration;
use crate::domain::title::Title;
use crate::domain::watch::{Progress, Watch};
use crate::ContractError;

/// Whose tokens the titles are; of an accomplished one the token is gone.
pub const TOKENS: Collection = Collection::new(b'T', b'H', b'P', b'N');
pub const PAUSE: Pause = Pause::new(b'G');
/// The contracts that the owner admitted.
pub const ADMITTED: Subscribers<AdmittedRole> = Subscribers::new(b'S', b'U');
pub const COLLECTION: Single<About> = Single::new(b'I', "collection");
/// Apart from all else, because a fact reads it.
pub const ORACLE: Single<Addr> = Single::new(b'O', "oracle");

/// What acts change.
const TITLES: Table<&'static str, Title> = Table::new(b'B', "title");
pub const DOCUMENTS: Table<&'static str, Document> = Table::new(b'D', "document");
pub const GOODS: Table<&'static str, Goods> = Table::new(b'C', "goods");
/// By title and number, from 1.
pub const ACTS: Table<(&'static str, u32), Act> = Table::new(b'A', "act");
/// The last holder of an accomplished title.
pub const LAST_HOLDERS: Table<&'static str, Addr> = Table::new(b'L', "last holder");

pub const PLANS: Table<&'static str, Plan> = Table::new(b'J', "journey");
/// What a fact reads.
pub const WATCHES: Table<&'static str, Watch> = Table::new(b'W', "watch");
/// What a fact writes.
const PROGRESS: Table<&'static str, Progress> = Table::new(b'Q', "progress");

pub const REGISTER: Table<&'static Addr, Registration> = Table::new(b'R', "registration");
pub const ATTESTORS: Table<&'static Addr, ()> = Table::new(b'V', "attestor");

/// A title records who holds it by its place among the admitted.
#[test]
fn the_admitted_are_as_many_as_the_interface_says() {
    assert_eq!(usize::from(hooks::MAX_SUBSCRIBERS), types::shipment::MAX_ADMITTED);
}

const _: () = {
    let [tokens, holdings, operators, supply] = TOKENS.namespaces();
    let [by_place, places] = ADMITTED.namespaces();
    assert_unique(&[
        tokens,
        holdings,
        operators,
        supply,
        by_place,
        places,
        PAUSE.namespace(),
        COLLECTION.namespace(),
        ORACLE.namespace(),
        TITLES.namespace(),
        DOCUMENTS.namespace(),
        GOODS.namespace(),
        ACTS.namespace(),
        LAST_HOLDERS.namespace(),
        PLANS.namespace(),
        WATCHES.namespace(),
        PROGRESS.namespace(),
        REGISTER.namespace(),
        ATTESTORS.namespace(),
    ])
};

/// A title with its token.
pub struct Held {
    /// The token and its owner, who is the holder.
    pub token: Token,
    /// What acts change.
    pub title: Title,
}

impl Held {
    /// The token id.
    pub fn id(&self) -> &str {
        self.token.id()
    }

    /// Who controls it.
    pub fn holder(&self) -> &Addr {
        self.token.owner()
    }
}

/// A title whose token exists: all but accomplished ones.
pub fn held(storage: &dyn Storage, token_id: &str) -> Result<Held, ContractError> {
    let title = title(storage, token_id)?;
    match TOKENS.may_token(storage, token_id)? {
        Some(token) => Ok(Held { token, title }),
        None => Err(ContractError::NotInCirculation { actual: title.status }),
    }
}

/// A title, accomplished or not.
pub fn title(storage: &dyn Storage, token_id: &str) -> Result<Title, ContractError> {
    TITLES.may_load(storage, token_id)?.ok_or_else(|| unknown(token_id))
}

/// Whether there is or was a title of this id.
pub fn is_issued(storage: &dyn Storage, token_id: &str) -> Result<bool, RecordError> {
    TITLES.has(storage, token_id)
}

pub fn save_title(storage: &mut dyn Storage, token_id: &str, title: &Title) -> Result<(), RecordError> {
    TITLES.save(storage, token_id, title)
}

/// The document of a title that exists.
pub fn document(storage: &dyn Storage, token_id: &str) -> Result<Document, ContractError> {
    DOCUMENTS.may_load(storage, token_id)?.ok_or_else(|| unknown(token_id))
}

/// What is asked about a title; nothing of one without a journey.
pub fn watch(storage: &dyn Storage, token_id: &str) -> Result<Watch, ContractError> {
    match WATCHES.may_load(storage, token_id)? {
        Some(watch) => Ok(watch),
        None if is_issued(storage, token_id)? => Ok(Watch::default()),
        None => Err(unknown(token_id)),
    }
}

/// What is known of a title's milestones.
pub fn progress(storage: &dyn Storage, token_id: &str) -> Result<Progress, RecordError> {
    Ok(PROGRESS.may_load(storage, token_id)?.unwrap_or_default())
}

pub fn save_progress(
    storage: &mut dyn Storage,
    token_id: &str,
    progress: &Progress,
) -> Result<(), RecordError> {
    PROGRESS.save(storage, token_id, progress)
}

fn unknown(token_id: &str) -> ContractError {
    ContractError::UnknownTitle { token_id: token_id.to_owned() }
}
