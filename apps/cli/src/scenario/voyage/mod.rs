//! A written voyage as a play: each step in its time, and at the end what its file expects.

mod deal;
mod ending;
mod facts;
mod logger;
mod papers;
mod words;

use std::collections::BTreeMap;
use std::rc::Rc;

use anyhow::{bail, Context, Result};
use cosmwasm_std::{Addr, CosmosMsg};
use numeric::{Amount, Seconds, UnixTime};
use types::devices::Registry;
use types::escrow::{AgreementId, AgreementResponse, MilestoneState, QueryMsg};
use types::text::TokenId;

use super::{proposed, Deed, Play, Stage, Tale};
use crate::chain::{ask, call, Answer, Receipt, Transaction};
use crate::deploy::Deployment;
use crate::movements::{movements, Movement};
use crate::voyages::file::{self, Sale};
use crate::voyages::{Act, Step, Voyage, ANYONE, LOG_WINDOW, REPORTERS};
use logger::Logger;

/// A voyage, wherever it stands.
pub struct VoyagePlay {
    /// What is written.
    pub voyage: Rc<Voyage>,
    /// What went otherwise than written, so far.
    pub failed: Vec<String>,
    /// How many steps were done.
    pub done: usize,
    is_over: bool,
    /// Until when the round collects that the latest report opened or joined.
    collects: Option<UnixTime>,
    /// Until when what the latest round decided can be challenged.
    pends: Option<UnixTime>,
    /// By how much the latest step came later than written: a chain whose clock is the wall's is never early.
    late: Seconds,
    accounts: BTreeMap<String, Addr>,
    legs: Vec<file::Leg>,
    goods: Vec<file::Goods>,
    bargain: Bargain,
    logger: Logger,
    money: Money,
}

/// Who takes part, and what the document says by now.
pub struct Company<'a> {
    pub voyage: &'a Voyage,
    pub deployment: &'a Deployment,
    pub legs: &'a [file::Leg],
    pub goods: &'a [file::Goods],
    accounts: &'a BTreeMap<String, Addr>,
}

impl Company<'_> {
    /// The account of a role.
    pub fn account(&self, role: &str) -> Result<String> {
        Ok(self.accounts.get(role).with_context(|| format!("{role} has no account"))?.to_string())
    }

    /// Who answers for the journey.
    pub fn feed(&self) -> u32 {
        if self.voyage.panel {
            self.deployment.panel
        } else {
            self.deployment.feed
        }
    }

    /// What was sold.
    pub fn sale(&self) -> Result<&'_ Sale> {
        self.voyage.sale.as_ref().context("nothing is sold in this voyage: add [voyage.sale]")
    }
}

/// The agreement, as far as a message must know it.
#[derive(Default)]
pub struct Bargain {
    number: Option<AgreementId>,
    /// What is owed of each deferred payment.
    pub outstanding: Vec<Amount>,
    /// The title that was presented, and its document version then.
    presented: Option<(TokenId, u32)>,
}

impl Bargain {
    /// Its number.
    pub fn number(&self) -> Result<AgreementId> {
        self.number.context("nothing was proposed before")
    }

    /// The document that was presented.
    pub fn presented(&self) -> Result<(TokenId, u32)> {
        self.presented.clone().context("nothing was presented before")
    }
}

/// What went through the escrow, by account.
#[derive(Default)]
struct Money {
    out: BTreeMap<String, Amount>,
    /// What the oracle paid the buyer.
    compensated: Amount,
}

impl Money {
    fn enter(&mut self, moved: &[Movement], escrow: &str) -> Result<()> {
        for movement in moved.iter().filter(|movement| movement.from == escrow) {
            let sum = self.out.entry(movement.to.clone()).or_default();
            *sum = sum.checked_add(movement.amount)?;
        }
        Ok(())
    }
}

impl Money {
    fn compensate(&mut self, moved: &[Movement], oracle: &str) -> Result<()> {
        for movement in moved.iter().filter(|movement| movement.from == oracle) {
            self.compensated = self.compensated.checked_add(movement.amount)?;
        }
        Ok(())
    }
}

impl VoyagePlay {
    /// A voyage before its first step, with the accounts of its people.
    pub fn new(voyage: Voyage, stage: &mut Stage) -> Result<Self> {
        let mut accounts = BTreeMap::new();
        for (role, name) in &voyage.people {
            accounts.insert(role.clone(), stage.directory.account(stage.chain.as_mut(), name)?);
        }
        for role in [ANYONE, REPORTERS] {
            accounts.insert(role.to_owned(), stage.directory.account(stage.chain.as_mut(), "relayer")?);
        }
        Ok(Self {
            legs: voyage.document.legs.clone(),
            goods: voyage.document.goods.clone(),
            logger: Logger::of(&voyage.id)?,
            voyage: Rc::new(voyage),
            failed: vec![],
            done: 0,
            is_over: false,
            collects: None,
            pends: None,
            late: Seconds::ZERO,
            accounts,
            bargain: Bargain::default(),
            money: Money::default(),
        })
    }

    /// What a role got out of the escrow.
    pub fn got(&self, role: &str) -> Amount {
        let account = self.accounts.get(role).map(Addr::as_str).unwrap_or_default();
        self.money.out.get(account).copied().unwrap_or_default()
    }

    fn step(&self) -> Option<&Step> {
        self.voyage.steps.get(self.done)
    }

    fn company<'a>(&'a self, stage: &'a Stage) -> Company<'a> {
        Company {
            voyage: &self.voyage,
            deployment: &stage.deployment,
            legs: &self.legs,
            goods: &self.goods,
            accounts: &self.accounts,
        }
    }

    fn message(&mut self, stage: &Stage, step: &Step) -> Result<CosmosMsg> {
        let company = self.company(stage);
        if let Some(message) = papers::message(&company, step, self.bargain.number)? {
            return Ok(message);
        }
        if let Some(message) = deal::message(&company, step, &self.bargain)? {
            return Ok(message);
        }
        if let Some(message) = self.on_facts(stage, &step.act)? {
            return Ok(message);
        }
        let devices = &stage.deployment.devices;
        let registry = Registry { chain_id: stage.chain.id(), contract: devices.as_str() };
        match &step.act {
            Act::RegisterDevice => {
                call(devices, &self.logger.register(registry, &company.account(&step.who)?)?, vec![])
            }
            Act::Log { readings } => {
                let length = stage.pace.of(LOG_WINDOW);
                let from = UnixTime::new(step.at.seconds().saturating_sub(length.get()))?;
                call(devices, &self.logger.log(registry, (from, length), readings)?, vec![])
            }
            Act::Pay { to, amount } => {
                stage.deployment.payment(&Addr::unchecked(company.account(to)?), *amount)
            }
            other => bail!("nobody knows how to do {other:?}"),
        }
    }

    fn follow(&mut self, stage: &Stage, act: &Act, receipt: &Receipt) -> Result<()> {
        match act {
            Act::Propose => self.bargain.number = Some(proposed(receipt)?),
            Act::RegisterDevice => self.logger.registered(receipt)?,
            Act::Report { what, .. } | Act::CloseRound(what) => {
                let question = self.question(stage, &self.subject(stage, *what)?)?;
                self.collects = question.open.map(|open| open.closes);
                self.pends = question.pending.map(|pending| pending.until);
            }
            Act::Amend(amended) => {
                self.legs = papers::rerouted(&self.legs, amended);
                if let Some(goods) = &amended.goods {
                    self.goods = goods.clone();
                }
            }
            _ => {}
        }
        if let Some(agreement) = self.agreement(stage)? {
            self.bargain.outstanding = agreement.milestones.iter().map(|one| one.outstanding).collect();
            self.bargain.presented = agreement.token_id.zip(agreement.version);
        }
        Ok(())
    }

    fn agreement(&self, stage: &Stage) -> Result<Option<AgreementResponse>> {
        let Some(agreement) = self.bargain.number else { return Ok(None) };
        ask(stage.chain.as_ref(), &stage.deployment.escrow, &QueryMsg::Agreement { agreement }).map(Some)
    }
}

impl Play for VoyagePlay {
    fn due(&self) -> Option<UnixTime> {
        self.step().filter(|_| !self.is_over).map(|step| match step.act {
            Act::CloseRound(_) => step.at.max(self.collects.unwrap_or(step.at)),
            Act::Finalise(_) => step.at.max(self.pends.unwrap_or(step.at)),
            _ if step.act.ends_a_wait() => step.at.checked_add(self.late).unwrap_or(step.at),
            _ => step.at,
        })
    }

    fn act(&mut self, stage: &mut Stage) -> Result<Deed> {
        let voyage = Rc::clone(&self.voyage);
        let step = voyage.steps.get(self.done).context("the voyage is over")?;
        let where_ = || format!("{}, line {} of its file", voyage.id, step.line);
        let message = self.message(stage, step).with_context(where_)?;
        let sender = self.accounts.get(&step.who).with_context(|| format!("{} has no account", step.who))?;
        Ok(Deed { what: words::verb(&step.act), transaction: Transaction::of(sender, message) })
    }

    fn answer(&mut self, stage: &mut Stage, answer: &Answer) -> Result<()> {
        let voyage = Rc::clone(&self.voyage);
        let step = voyage.steps.get(self.done).context("an answer to nothing")?;
        let does = words::verb(&step.act);
        match (answer, &step.refused) {
            (Ok(receipt), None) => {
                self.late = receipt.at.since(step.at);
                let moved = movements(receipt, &stage.deployment.asset)?;
                self.money.enter(&moved, stage.deployment.escrow.as_str())?;
                if matches!(step.act, Act::Compensate { .. }) {
                    self.money.compensate(&moved, stage.deployment.oracle.as_str())?;
                }
                self.follow(stage, &step.act, receipt)?;
            }
            (Err(refused), Some(expected)) if refused.reason.contains(expected) => {}
            (Err(refused), _) => {
                // What comes after a step that failed means nothing.
                let reason = stage.directory.named(&refused.reason);
                self.failed.push(format!("line {}: {} {does} was refused: {reason}", step.line, step.who));
                self.is_over = true;
                return Ok(());
            }
            (Ok(_), Some(_)) => {
                self.failed.push(format!("line {}: {} {does} should have been refused", step.line, step.who));
            }
        }
        self.done = self.done.saturating_add(1);
        if self.done == voyage.steps.len() {
            let missed = ending::missed(self, stage)?;
            self.failed.extend(missed);
        }
        Ok(())
    }
}

impl Tale for VoyagePlay {
    fn id(&self) -> &TokenId {
        &self.voyage.id
    }

    fn about(&self) -> String {
        self.voyage.about.clone()
    }

    fn sentence(&self) -> String {
        self.step().map(|step| words::sentence(&self.voyage, step)).unwrap_or_default()
    }

    fn agreement_number(&self) -> Option<AgreementId> {
        self.bargain.number
    }

    fn proven(&self) -> Option<String> {
        let reading = self.voyage.expect.proven.filter(|_| self.failed.is_empty())?;
        Some(format!("the device signed a reading of {}", words::celsius(reading)))
    }

    fn failed(&self) -> &[String] {
        &self.failed
    }
}

/// What became of a payment, in the file's words.
fn fate(state: MilestoneState) -> file::Fate {
    match state {
        MilestoneState::Open => file::Fate::Open,
        MilestoneState::Payable => file::Fate::Payable,
        MilestoneState::Late => file::Fate::Late,
        MilestoneState::Defaulted => file::Fate::Defaulted,
        MilestoneState::WrittenOff => file::Fate::WrittenOff,
        MilestoneState::Settled => file::Fate::Paid,
        MilestoneState::Voided => file::Fate::Void,
    }
}
