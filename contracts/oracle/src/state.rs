//! The records of the contract. No other contract reads them.

use cosmwasm_std::{Addr, Storage};
use cw20::Denom;
use guard::Pause;
use numeric::{Reading, Seconds, UnixTime};
use payments::{asset_key, Ledger};
use records::{assert_unique, Counter, Single, Table};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use types::oracle::Corrected;

use crate::domain::book::Book;
use crate::domain::case::{Case, Closed};
use crate::domain::committee::Committee;
use crate::domain::exposure::{Hanging, Period, Share};
use crate::domain::feed::{Feed, Reporter};
use crate::domain::inquiry::Inquiry;
use crate::domain::key::ReporterKey;
use crate::domain::progress::Progress;
use crate::domain::reservation::Reservation;
use crate::domain::round::Round;
use crate::domain::slashing::{Convictions, Pot};
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
/// By feed and version: former committees. Each may answer for a round that can be challenged, or a reward that can be
/// claimed, and a pledge pays for its bytes.
const FORMER: Table<(u32, u32), Committee> = Table::new(b'V', "former committee");
/// Of a secured feed: what hangs on it, how its seats do.
const BOOKS: Table<u32, Book> = Table::new(b'X', "book of a feed");
/// By feed and period: what is expected in periods after the book's present one.
const EXPECTED: Table<(u32, Period), Vec<Share>> = Table::new(b'U', "expected exposure");
/// By feed and reporter.
const CONVICTED: Table<(u32, u32), Convictions> = Table::new(b'H', "conviction");

/// By collection and token.
const INQUIRIES: Table<Tag, Inquiry> = Table::new(b'I', "inquiry");
/// By collection and token: what facts change.
const PROGRESS: Table<Tag, Progress> = Table::new(b'Q', "progress");
/// By collection and token, and the place of the question: rounds that collect.
const ROUNDS: Table<(Tag, u8), Round> = Table::new(b'T', "open round");
/// By collection and token, and the place of the question: what hangs on it.
const HANGING: Table<(Tag, u8), Hanging> = Table::new(b'E', "exposure of a question");
/// By question and round: rounds of secured feeds that have closed.
const CLOSED: Table<(Tag, u8, u32), Closed> = Table::new(b'D', "closed round");
/// By question and round: what was slashed for it.
const POTS: Table<(Tag, u8, u32), Pot> = Table::new(b'B', "slashed stake");
/// By consumer and its reference.
const RESERVATIONS: Table<(&'static Addr, u64), Reservation> = Table::new(b'Y', "reservation");

/// By question and number: final numbers.
const MEASURED: Table<(Tag, u8, u32), Measurement> = Table::new(b'W', "measurement");

const LAST_CASE: Counter = Counter::new(b'J', "case number");
/// Every challenge there was.
const CASES: Table<u64, Case> = Table::new(b'Z', "case");
/// Those that are open.
const OPEN_CASES: Table<u64, ()> = Table::new(b'A', "open case");

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
    BOOKS.namespace(),
    EXPECTED.namespace(),
    CONVICTED.namespace(),
    INQUIRIES.namespace(),
    PROGRESS.namespace(),
    ROUNDS.namespace(),
    HANGING.namespace(),
    CLOSED.namespace(),
    POTS.namespace(),
    RESERVATIONS.namespace(),
    MEASURED.namespace(),
    LAST_CASE.namespace(),
    CASES.namespace(),
    OPEN_CASES.namespace(),
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

/// The committee that answers for a round: the one it began with.
pub fn committee_of(storage: &dyn Storage, feed: u32, version: u32) -> Result<Committee> {
    Ok(committee_then(storage, feed, version)?.0)
}

/// The same, and whether it is the present one.
pub fn committee_then(storage: &dyn Storage, feed: u32, version: u32) -> Result<(Committee, bool)> {
    let present = committee(storage, feed)?;
    if present.version == version {
        return Ok((present, true));
    }
    Ok((former_committee(storage, feed, version)?, false))
}

/// One that is the present one no more.
pub fn former_committee(storage: &dyn Storage, feed: u32, version: u32) -> Result<Committee> {
    Ok(FORMER.load(storage, (feed, version))?)
}

/// Saves a committee after a change. The one before is kept: rounds that began with it are answered by it.
pub fn save_committee(
    storage: &mut dyn Storage,
    feed: u32,
    before: &Committee,
    after: &Committee,
) -> Result<()> {
    if before.version != after.version {
        FORMER.save(storage, (feed, before.version), before)?;
    }
    Ok(COMMITTEES.save(storage, feed, after)?)
}

// Exposure

/// Most periods that a message rolls through. A feed that was idle for longer takes one more.
const PERIODS_A_MESSAGE: usize = 64;

/// The book of a feed, rolled on to this period. What is expected by now is due, and its periods are gone.
pub fn book(storage: &mut dyn Storage, feed: u32, now: Period, span: usize) -> Result<Book> {
    let mut book = BOOKS.may_load(storage, feed)?.unwrap_or_default();
    if book.exposure.has_counted(now) {
        return Ok(book);
    }
    let (expected, is_all) = passed(storage, feed, now)?;
    for (period, _) in &expected {
        EXPECTED.remove(storage, (feed, *period))?;
    }
    book.exposure.roll(now, &expected, is_all, span)?;
    Ok(book)
}

/// The same, to be looked at: nothing is removed.
pub fn book_as_it_is(storage: &dyn Storage, feed: u32, now: Period, span: usize) -> Result<Book> {
    let mut book = BOOKS.may_load(storage, feed)?.unwrap_or_default();
    if !book.exposure.has_counted(now) {
        let (expected, is_all) = passed(storage, feed, now)?;
        book.exposure.roll(now, &expected, is_all, span)?;
    }
    Ok(book)
}

/// A period with what is expected in it.
type Expected = (Period, Vec<Share>);

/// What was expected by now and is not due yet, and whether that is all of it.
fn passed(storage: &dyn Storage, feed: u32, now: Period) -> Result<(Vec<Expected>, bool)> {
    let mut expected = EXPECTED.range(storage, feed, None, PERIODS_A_MESSAGE)?;
    let is_all = expected.len() < PERIODS_A_MESSAGE || expected.last().is_some_and(|(last, _)| *last >= now);
    expected.retain(|(period, _)| *period <= now);
    Ok((expected, is_all))
}

pub fn save_book(storage: &mut dyn Storage, feed: u32, book: &Book) -> Result<()> {
    Ok(BOOKS.save(storage, feed, book)?)
}

/// Forgets how seats did that a committee has no more.
pub fn keep_seats(storage: &mut dyn Storage, feed: u32, committee: &Committee) -> Result<()> {
    let Some(mut book) = BOOKS.may_load(storage, feed)? else { return Ok(()) };
    book.keep(committee);
    save_book(storage, feed, &book)
}

/// What is expected in the periods from `first` on, this many at most.
pub fn expected_from(
    storage: &dyn Storage,
    feed: u32,
    first: Period,
    periods: usize,
) -> Result<Vec<(Period, Vec<Share>)>> {
    Ok(EXPECTED.range(storage, feed, Some(first.saturating_sub(1)), periods)?)
}

pub fn expected(storage: &dyn Storage, feed: u32, period: Period) -> Result<Vec<Share>> {
    Ok(EXPECTED.may_load(storage, (feed, period))?.unwrap_or_default())
}

pub fn save_expected(storage: &mut dyn Storage, feed: u32, period: Period, shares: &[Share]) -> Result<()> {
    if shares.is_empty() {
        return Ok(EXPECTED.remove(storage, (feed, period))?);
    }
    Ok(EXPECTED.save(storage, (feed, period), &shares.to_vec())?)
}

pub fn hanging(storage: &dyn Storage, subject: Tag, question: u8) -> Result<Hanging> {
    Ok(HANGING.may_load(storage, (subject, question))?.unwrap_or_default())
}

pub fn save_hanging(storage: &mut dyn Storage, subject: Tag, question: u8, hanging: &Hanging) -> Result<()> {
    if hanging.is_empty() {
        return Ok(HANGING.remove(storage, (subject, question))?);
    }
    Ok(HANGING.save(storage, (subject, question), hanging)?)
}

pub fn may_reservation(
    storage: &dyn Storage,
    consumer: &Addr,
    reference: u64,
) -> Result<Option<Reservation>> {
    Ok(RESERVATIONS.may_load(storage, (consumer, reference))?)
}

pub fn reservation(storage: &dyn Storage, consumer: &Addr, reference: u64) -> Result<Reservation> {
    let unknown = || ContractError::UnknownReservation { consumer: consumer.clone(), reference };
    may_reservation(storage, consumer, reference)?.ok_or_else(unknown)
}

pub fn save_reservation(
    storage: &mut dyn Storage,
    consumer: &Addr,
    reference: u64,
    reservation: &Reservation,
) -> Result<()> {
    Ok(RESERVATIONS.save(storage, (consumer, reference), reservation)?)
}

// Numbers

/// A final number, as it is stored.
#[derive(Serialize, Deserialize, Clone, Copy, Debug, PartialEq, Eq)]
pub struct Measurement {
    /// The number.
    pub value: Reading,
    /// When it was so.
    pub at: UnixTime,
    /// When it became final.
    pub decided: UnixTime,
    /// What it corrects.
    pub corrects: Option<Corrected>,
}

pub fn measurement(
    storage: &dyn Storage,
    subject: Tag,
    question: u8,
    number: u32,
) -> Result<Option<Measurement>> {
    Ok(MEASURED.may_load(storage, (subject, question, number))?)
}

pub fn add_measurement(
    storage: &mut dyn Storage,
    subject: Tag,
    question: u8,
    number: u32,
    measurement: &Measurement,
) -> Result<()> {
    Ok(MEASURED.save(storage, (subject, question, number), measurement)?)
}

pub fn measurements(
    storage: &dyn Storage,
    subject: Tag,
    question: u8,
    start_after: Option<u32>,
    limit: usize,
) -> Result<Vec<(u32, Measurement)>> {
    Ok(MEASURED.range(storage, (subject, question), start_after, limit)?)
}

// Closed rounds and cases

pub fn closed(storage: &dyn Storage, subject: Tag, question: u8, round: u32) -> Result<Option<Closed>> {
    Ok(CLOSED.may_load(storage, (subject, question, round))?)
}

pub fn save_closed(
    storage: &mut dyn Storage,
    subject: Tag,
    question: u8,
    round: u32,
    closed: &Closed,
) -> Result<()> {
    Ok(CLOSED.save(storage, (subject, question, round), closed)?)
}

pub fn open_case(storage: &mut dyn Storage, case: &Case) -> Result<u64> {
    let number = LAST_CASE.next(storage)?;
    CASES.save(storage, number, case)?;
    OPEN_CASES.save(storage, number, &())?;
    Ok(number)
}

pub fn case(storage: &dyn Storage, number: u64) -> Result<Case> {
    Ok(CASES.load(storage, number)?)
}

/// A case that was decided.
pub fn close_case(storage: &mut dyn Storage, number: u64, case: &Case) -> Result<()> {
    OPEN_CASES.remove(storage, number)?;
    Ok(CASES.save(storage, number, case)?)
}

pub fn open_cases(storage: &dyn Storage, start_after: Option<u64>, limit: usize) -> Result<Vec<u64>> {
    Ok(OPEN_CASES.keys(storage, (), start_after, limit)?)
}

pub fn pot(storage: &dyn Storage, subject: Tag, question: u8, round: u32) -> Result<Option<Pot>> {
    Ok(POTS.may_load(storage, (subject, question, round))?)
}

pub fn save_pot(storage: &mut dyn Storage, subject: Tag, question: u8, round: u32, pot: &Pot) -> Result<()> {
    Ok(POTS.save(storage, (subject, question, round), pot)?)
}

pub fn convicted(storage: &dyn Storage, feed: u32, reporter: u32) -> Result<Option<Convictions>> {
    Ok(CONVICTED.may_load(storage, (feed, reporter))?)
}

pub fn save_convicted(
    storage: &mut dyn Storage,
    feed: u32,
    reporter: u32,
    convictions: &Convictions,
) -> Result<()> {
    Ok(CONVICTED.save(storage, (feed, reporter), convictions)?)
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

/// Saves a round that goes on collecting.
pub fn save_round(storage: &mut dyn Storage, subject: Tag, question: u8, round: &Round) -> Result<()> {
    Ok(ROUNDS.save(storage, (subject, question), round)?)
}

/// Removes a round that was saved.
pub fn remove_round(storage: &mut dyn Storage, subject: Tag, question: u8) -> Result<()> {
    Ok(ROUNDS.remove(storage, (subject, question))?)
}
