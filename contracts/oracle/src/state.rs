//! The records of the contract. No other contract reads them.

use cosmwasm_std::{Addr, Storage};
use cw20::Denom;
use guard::Pause;
use numeric::Seconds;
use payments::{asset_key, Ledger};
use records::{assert_unique, Counter, Single, Table};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::domain::committee::Committee;
use crate::domain::feed::{Feed, Reporter};
use crate::domain::inquiry::Inquiry;
use crate::domain::key::ReporterKey;
use crate::domain::progress::Progress;
use crate::domain::round::Round;
use crate::domain::stake::Stake;
use crate::ContractError;

/// What the owner has set.
#[derive(Serialize, Deserialize, Clone, Debug, PartialEq)]
pub struct Config {
    /// How long unbonded stake waits.
    pub unbonding: Seconds,
    /// What may be bonded, at most 16.
    pub assets: Vec<Denom>,
}

/// The first 20 bytes of a digest: as hard to hit twice as an account's address, and 20 bytes a key whatever the
/// names behind it.
pub type Tag = [u8; 20];

pub const CONFIG: Single<Config> = Single::new(b'C', "configuration");
pub const PAUSE: Pause = Pause::new(b'G');
/// By asset: bonds, unbonding stake, deposits and claimable payments together. By account and asset: payments that
/// could not be made.
pub const LEDGER: Ledger = Ledger::new(b'O', b'L');
/// By operator and asset.
const STAKES: Table<(&'static Addr, &'static [u8]), Stake> = Table::new(b'S', "stake");

const LAST_REPORTER: Counter = Counter::new(b'P', "reporter number");
pub const REPORTERS: Table<u32, Reporter> = Table::new(b'R', "reporter");
/// By the tag of an operator and a key's scheme and bytes. Not by the key alone: whoever sees a key in somebody's
/// transaction could enrol it first.
const KEYS: Table<Tag, u32> = Table::new(b'K', "reporter of a key");

const LAST_FEED: Counter = Counter::new(b'N', "feed number");
pub const FEEDS: Table<u32, Feed> = Table::new(b'F', "feed");
/// The present committee of a feed.
const COMMITTEES: Table<u32, Committee> = Table::new(b'M', "committee");
/// By feed and version: former committees that open rounds began with.
const FORMER: Table<(u32, u32), Committee> = Table::new(b'V', "former committee");
/// By feed and version: how many open rounds began with that committee.
const OPEN_ROUNDS: Table<(u32, u32), u32> = Table::new(b'W', "number of open rounds");

/// By collection and token.
const INQUIRIES: Table<Tag, Inquiry> = Table::new(b'I', "inquiry");
/// By collection and token: what facts change.
const PROGRESS: Table<Tag, Progress> = Table::new(b'Q', "progress");
/// By collection and token, and the place of the question: rounds that collect.
const ROUNDS: Table<(Tag, u8), Round> = Table::new(b'T', "open round");

const _: () = assert_unique(&[
    CONFIG.namespace(),
    PAUSE.namespace(),
    LEDGER.namespaces()[0],
    LEDGER.namespaces()[1],
    STAKES.namespace(),
    LAST_REPORTER.namespace(),
    REPORTERS.namespace(),
    KEYS.namespace(),
    LAST_FEED.namespace(),
    FEEDS.namespace(),
    COMMITTEES.namespace(),
    FORMER.namespace(),
    OPEN_ROUNDS.namespace(),
    INQUIRIES.namespace(),
    PROGRESS.namespace(),
    ROUNDS.namespace(),
]);

type Result<T> = std::result::Result<T, ContractError>;

fn tag(digest: Sha256) -> Tag {
    let digest = digest.finalize();
    std::array::from_fn(|i| digest.get(i).copied().unwrap_or_default())
}

// Stake

pub fn stake(storage: &dyn Storage, operator: &Addr, asset: &Denom) -> Result<Stake> {
    Ok(STAKES.may_load(storage, (operator, &asset_key(asset)))?.unwrap_or_default())
}

pub fn save_stake(storage: &mut dyn Storage, operator: &Addr, asset: &Denom, stake: &Stake) -> Result<()> {
    let key = asset_key(asset);
    if stake.is_empty() {
        return Ok(STAKES.remove(storage, (operator, &key))?);
    }
    Ok(STAKES.save(storage, (operator, &key), stake)?)
}

// Reporters

/// The key's length is fixed by its scheme, so that operator and key cannot run into each other.
fn key_tag(operator: &Addr, key: &ReporterKey) -> Tag {
    tag(Sha256::new().chain_update(key.identity()).chain_update(operator.as_bytes()))
}

/// The operator's reporter that signs with this key.
pub fn reporter_of_key(storage: &dyn Storage, operator: &Addr, key: &ReporterKey) -> Result<Option<u32>> {
    Ok(KEYS.may_load(storage, key_tag(operator, key))?)
}

pub fn reporter(storage: &dyn Storage, number: u32) -> Result<Reporter> {
    REPORTERS.may_load(storage, number)?.ok_or(ContractError::UnknownReporter { reporter: number })
}

pub fn add_reporter(storage: &mut dyn Storage, reporter: &Reporter) -> Result<u32> {
    let number = numbered(LAST_REPORTER.next(storage)?, "reporter number")?;
    KEYS.save(storage, key_tag(&reporter.operator, &reporter.key), &number)?;
    REPORTERS.save(storage, number, reporter)?;
    Ok(number)
}

fn numbered(number: u64, what: &'static str) -> Result<u32> {
    u32::try_from(number).map_err(|_| ContractError::NumbersExhausted { what })
}

// Feeds

pub fn feed(storage: &dyn Storage, number: u32) -> Result<Feed> {
    FEEDS.may_load(storage, number)?.ok_or(ContractError::UnknownFeed { feed: number })
}

pub fn add_feed(storage: &mut dyn Storage, feed: &Feed, committee: &Committee) -> Result<u32> {
    let number = numbered(LAST_FEED.next(storage)?, "feed number")?;
    FEEDS.save(storage, number, feed)?;
    COMMITTEES.save(storage, number, committee)?;
    Ok(number)
}

/// The present committee of a feed.
pub fn committee(storage: &dyn Storage, feed: u32) -> Result<Committee> {
    COMMITTEES.may_load(storage, feed)?.ok_or(ContractError::UnknownFeed { feed })
}

/// The committee that an open round began with.
pub fn committee_of_round(storage: &dyn Storage, feed: u32, round: &Round) -> Result<Committee> {
    let present = committee(storage, feed)?;
    if present.version == round.version {
        return Ok(present);
    }
    Ok(FORMER.load(storage, (feed, round.version))?)
}

/// Saves a committee after a change. The one before is kept only while an open round answers to it.
pub fn save_committee(storage: &mut dyn Storage, feed: u32, committee: &Committee) -> Result<()> {
    let before = self::committee(storage, feed)?;
    if before.version != committee.version && OPEN_ROUNDS.has(storage, (feed, before.version))? {
        FORMER.save(storage, (feed, before.version), &before)?;
    }
    Ok(COMMITTEES.save(storage, feed, committee)?)
}

// Questions

/// What the questions about a token are found by. Lengths stand before the texts: ("a", "bc") is not ("ab", "c").
pub fn subject_tag(collection: &str, token_id: &str) -> Tag {
    let mut hasher = Sha256::new();
    for text in [collection, token_id] {
        let length = u64::try_from(text.len()).unwrap_or(u64::MAX);
        hasher.update(length.to_be_bytes());
        hasher.update(text.as_bytes());
    }
    tag(hasher)
}

pub fn inquiry(storage: &dyn Storage, subject: Tag) -> Result<Option<Inquiry>> {
    Ok(INQUIRIES.may_load(storage, subject)?)
}

pub fn save_inquiry(storage: &mut dyn Storage, subject: Tag, inquiry: &Inquiry) -> Result<()> {
    Ok(INQUIRIES.save(storage, subject, inquiry)?)
}

pub fn progress(storage: &dyn Storage, subject: Tag) -> Result<Progress> {
    Ok(PROGRESS.may_load(storage, subject)?.unwrap_or_default())
}

pub fn save_progress(storage: &mut dyn Storage, subject: Tag, progress: &Progress) -> Result<()> {
    Ok(PROGRESS.save(storage, subject, progress)?)
}

pub fn round(storage: &dyn Storage, subject: Tag, question: u8) -> Result<Option<Round>> {
    Ok(ROUNDS.may_load(storage, (subject, question))?)
}

/// The questions of a token whose rounds collect.
pub fn open_rounds(storage: &dyn Storage, subject: Tag, limit: usize) -> Result<Vec<(u8, Round)>> {
    Ok(ROUNDS.range(storage, subject, None, limit)?)
}

/// Saves a round that goes on collecting; `is_new` if it was not saved before.
pub fn save_round(
    storage: &mut dyn Storage,
    feed: u32,
    subject: Tag,
    question: u8,
    round: &Round,
    is_new: bool,
) -> Result<()> {
    ROUNDS.save(storage, (subject, question), round)?;
    if is_new {
        let key = (feed, round.version);
        let open = OPEN_ROUNDS.may_load(storage, key)?.unwrap_or_default();
        let open = open.checked_add(1).ok_or(ContractError::NumbersExhausted { what: "open round" })?;
        OPEN_ROUNDS.save(storage, key, &open)?;
    }
    Ok(())
}

/// Removes a round that was saved, and the former committee that only it answered to.
pub fn remove_round(
    storage: &mut dyn Storage,
    feed: u32,
    subject: Tag,
    question: u8,
    version: u32,
) -> Result<()> {
    ROUNDS.remove(storage, (subject, question))?;
    let key = (feed, version);
    let open = OPEN_ROUNDS.may_load(storage, key)?.unwrap_or_default().saturating_sub(1);
    if open > 0 {
        return Ok(OPEN_ROUNDS.save(storage, key, &open)?);
    }
    OPEN_ROUNDS.remove(storage, key)?;
    Ok(FORMER.remove(storage, key)?)
}
