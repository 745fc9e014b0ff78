//! The records of the contract. No other contract reads them.

use cosmwasm_std::{Addr, Storage};
use cw20::Denom;
use guard::Pause;
use nft::{About, Collection};
use payments::Ledger;
use records::{assert_unique, Counter, Single, Table};
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};
use types::digest::Digest;
use types::escrow::{AgreementId, TitleHold};

use crate::domain::agreement::{Course, Deal, Papers};
use crate::domain::asked::{Asked, Cutoff, Purpose};
use crate::domain::milestone::Milestone;
use crate::domain::presentation::Presentation;
use crate::ContractError;

/// The contracts that this one knows, set up once.
#[derive(Serialize, Deserialize, Clone, Debug, PartialEq)]
pub struct Peers {
    /// The titles.
    pub shipment: Addr,
    /// The oracle they ask.
    pub oracle: Addr,
}

impl Peers {
    /// Refuses a contract of this system where a person, or a contract of somebody's own, is meant: it would be stuck
    /// with what it is given.
    pub fn assert_outside(&self, own: &Addr, address: &Addr) -> Result<()> {
        if [own, &self.shipment, &self.oracle].contains(&address) {
            return Err(ContractError::SystemContract { address: address.clone() });
        }
        Ok(())
    }
}

/// The agreements that a title serves.
#[derive(Serialize, Deserialize, Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Serving {
    /// The sale under which it was presented.
    pub sale: Option<AgreementId>,
    /// The service agreement that follows it.
    pub service: Option<AgreementId>,
}

impl Serving {
    /// Both, the sale first.
    pub fn agreements(self) -> impl Iterator<Item = AgreementId> {
        self.sale.into_iter().chain(self.service)
    }
}

/// The receivables.
pub const TOKENS: Collection = Collection::new(b'T', b'H', b'P', b'N');
pub const PAUSE: Pause = Pause::new(b'G');
/// What is owed in each asset, and payments that were refused.
pub const LEDGER: Ledger = Ledger::new(b'O', b'L');
pub const PEERS: Single<Peers> = Single::new(b'C', "peers");
/// Settlement assets for new agreements.
pub const ASSETS: Single<Vec<Denom>> = Single::new(b'X', "settlement assets");
pub const COLLECTION: Single<About> = Single::new(b'I', "collection");

const LAST: Counter = Counter::new(b'U', "agreement number");
/// What payments need of the terms.
const DEALS: Table<AgreementId, Deal> = Table::new(b'D', "agreement");
/// The rest of them.
const PAPERS: Table<AgreementId, Papers> = Table::new(b'Q', "papers");
/// What nearly every step changes.
const COURSES: Table<AgreementId, Course> = Table::new(b'S', "course");
/// By agreement and index: those that something has happened to.
const MILESTONES: Table<(AgreementId, u8), Milestone> = Table::new(b'M', "milestone");
const PRESENTATIONS: Table<AgreementId, Presentation> = Table::new(b'E', "presentation");
/// By title.
const SERVING: Table<&'static str, Serving> = Table::new(b'W', "agreements of a title");
/// By title, of those that were asked something.
const ASKED: Table<&'static str, Asked> = Table::new(b'A', "cut-offs of a title");
/// By the tag of payer, payee and invoice.
const FINANCED: Table<Tag, AgreementId> = Table::new(b'K', "financing key");

const _: () = {
    let [tokens, holdings, operators, supply] = TOKENS.namespaces();
    let [owed, claimable] = LEDGER.namespaces();
    assert_unique(&[
        tokens,
        holdings,
        operators,
        supply,
        owed,
        claimable,
        PAUSE.namespace(),
        PEERS.namespace(),
        ASSETS.namespace(),
        COLLECTION.namespace(),
        LAST.namespace(),
        DEALS.namespace(),
        PAPERS.namespace(),
        COURSES.namespace(),
        MILESTONES.namespace(),
        PRESENTATIONS.namespace(),
        SERVING.namespace(),
        ASKED.namespace(),
        FINANCED.namespace(),
    ])
};

/// The first 20 bytes of a digest: as hard to hit twice as an account's address.
type Tag = [u8; 20];

type Result<T> = std::result::Result<T, ContractError>;

// Agreements

/// A new agreement's number.
pub fn next_agreement(storage: &mut dyn Storage) -> Result<AgreementId> {
    Ok(LAST.next(storage)?)
}

pub fn deal(storage: &dyn Storage, id: AgreementId) -> Result<Deal> {
    DEALS.may_load(storage, id)?.ok_or(ContractError::UnknownAgreement { agreement: id })
}

pub fn papers(storage: &dyn Storage, id: AgreementId) -> Result<Papers> {
    PAPERS.may_load(storage, id)?.ok_or(ContractError::UnknownAgreement { agreement: id })
}

/// Writes what never changes.
pub fn save_terms(storage: &mut dyn Storage, id: AgreementId, deal: &Deal, papers: &Papers) -> Result<()> {
    DEALS.save(storage, id, deal)?;
    Ok(PAPERS.save(storage, id, papers)?)
}

pub fn course(storage: &dyn Storage, id: AgreementId) -> Result<Course> {
    COURSES.may_load(storage, id)?.ok_or(ContractError::UnknownAgreement { agreement: id })
}

pub fn save_course(storage: &mut dyn Storage, id: AgreementId, course: &Course) -> Result<()> {
    Ok(COURSES.save(storage, id, course)?)
}

/// Agreements by number.
pub fn agreements(
    storage: &dyn Storage,
    start_after: Option<AgreementId>,
    limit: usize,
) -> Result<Vec<AgreementId>> {
    Ok(COURSES.keys(storage, (), start_after, limit)?)
}

/// A milestone; one that nothing has happened to is open as its terms say.
pub fn milestone(storage: &dyn Storage, id: AgreementId, deal: &Deal, index: u8) -> Result<Milestone> {
    let terms = deal.milestone(index)?;
    Ok(MILESTONES.may_load(storage, (id, index))?.unwrap_or_else(|| Milestone::open(terms)))
}

pub fn save_milestone(
    storage: &mut dyn Storage,
    id: AgreementId,
    index: u8,
    milestone: &Milestone,
) -> Result<()> {
    Ok(MILESTONES.save(storage, (id, index), milestone)?)
}

/// The token of a milestone.
pub fn receivable(id: AgreementId, index: u8) -> String {
    format!("{id}/{index}")
}

/// Refuses whoever does not own a milestone's receivable.
pub fn assert_owner(storage: &dyn Storage, id: AgreementId, index: u8, sender: &Addr) -> Result<()> {
    let owner = TOKENS.owner(storage, &receivable(id, index))?;
    if *sender == owner {
        return Ok(());
    }
    Err(ContractError::NotOwner { sender: sender.clone(), owner })
}

/// The milestone of a token.
pub fn milestone_of(token_id: &str) -> Option<(AgreementId, u8)> {
    let (id, index) = token_id.split_once('/')?;
    Some((id.parse().ok()?, index.parse().ok()?))
}

// Titles

pub fn presentation(storage: &dyn Storage, id: AgreementId) -> Result<Option<Presentation>> {
    Ok(PRESENTATIONS.may_load(storage, id)?)
}

pub fn save_presentation(
    storage: &mut dyn Storage,
    id: AgreementId,
    presentation: &Presentation,
) -> Result<()> {
    Ok(PRESENTATIONS.save(storage, id, presentation)?)
}

pub fn serving(storage: &dyn Storage, token_id: &str) -> Result<Serving> {
    Ok(SERVING.may_load(storage, token_id)?.unwrap_or_default())
}

/// A title is presented under a sale; it serves one at a time.
///
/// A sale that has released the title makes room for the next one: its buyer may sell the goods on while a part of the
/// price is still kept back. What is left of the earlier sale is then settled by `Sync`.
pub fn serve_sale(storage: &mut dyn Storage, token_id: &str, id: AgreementId) -> Result<()> {
    let mut serving = serving(storage, token_id)?;
    let earlier =
        serving.sale.map(|sale| Ok::<_, ContractError>((sale, course(storage, sale)?))).transpose()?;
    let in_force = earlier.filter(|(_, course)| course.title != TitleHold::Released);
    assert_free(token_id, in_force.map(|(sale, _)| sale))?;
    serving.sale = Some(id);
    save_serving(storage, token_id, serving)
}

/// A service agreement follows a title; so does one at a time.
pub fn serve_service(storage: &mut dyn Storage, token_id: &str, id: AgreementId) -> Result<()> {
    let mut serving = serving(storage, token_id)?;
    assert_free(token_id, serving.service)?;
    serving.service = Some(id);
    save_serving(storage, token_id, serving)
}

fn assert_free(token_id: &str, place: Option<AgreementId>) -> Result<()> {
    match place {
        None => Ok(()),
        Some(agreement) => Err(ContractError::TitleTaken { token_id: token_id.to_owned(), agreement }),
    }
}

fn save_serving(storage: &mut dyn Storage, token_id: &str, serving: Serving) -> Result<()> {
    if serving == Serving::default() {
        return Ok(SERVING.remove(storage, token_id)?);
    }
    Ok(SERVING.save(storage, token_id, &serving)?)
}

/// The title serves the agreement no longer.
pub fn forget_title(storage: &mut dyn Storage, token_id: &str, id: AgreementId) -> Result<()> {
    let mut serving = serving(storage, token_id)?;
    serving.sale = serving.sale.filter(|sale| *sale != id);
    serving.service = serving.service.filter(|service| *service != id);
    save_serving(storage, token_id, serving)
}

/// These cut-offs are asked for a title, as far as it has room.
pub fn ask_cutoffs(
    storage: &mut dyn Storage,
    token_id: &str,
    purpose: Purpose,
    cutoffs: &[Cutoff],
) -> Result<()> {
    if cutoffs.is_empty() {
        return Ok(());
    }
    let mut asked = ASKED.may_load(storage, token_id)?.unwrap_or_default();
    asked.ask(purpose, cutoffs)?;
    Ok(ASKED.save(storage, token_id, &asked)?)
}

// Financing keys

/// Lengths stand before the texts, so that no two keys are the same.
fn financing_tag(payer: &str, payee: &str, invoice: &Digest) -> Tag {
    let mut hash = Sha256::new();
    for text in [payer, payee] {
        hash.update(u64::try_from(text.len()).unwrap_or(u64::MAX).to_be_bytes());
        hash.update(text.as_bytes());
    }
    hash.update(invoice.as_bytes());
    let hash = hash.finalize();
    std::array::from_fn(|i| hash.get(i).copied().unwrap_or_default())
}

pub fn financed_by(
    storage: &dyn Storage,
    payer: &str,
    payee: &str,
    invoice: &Digest,
) -> Result<Option<AgreementId>> {
    Ok(FINANCED.may_load(storage, financing_tag(payer, payee, invoice))?)
}

/// An agreement takes its financing key.
pub fn take_financing_key(
    storage: &mut dyn Storage,
    id: AgreementId,
    deal: &Deal,
    papers: &Papers,
) -> Result<()> {
    let (payer, payee) = (deal.payer.as_str(), deal.payee.as_str());
    if let Some(agreement) = financed_by(storage, payer, payee, &papers.invoice)? {
        return Err(ContractError::InvoiceTaken { agreement });
    }
    Ok(FINANCED.save(storage, financing_tag(payer, payee, &papers.invoice), &id)?)
}

/// An agreement that is closed gives it back.
pub fn free_financing_key(storage: &mut dyn Storage, deal: &Deal, papers: &Papers) -> Result<()> {
    let tag = financing_tag(deal.payer.as_str(), deal.payee.as_str(), &papers.invoice);
    Ok(FINANCED.remove(storage, tag)?)
}
