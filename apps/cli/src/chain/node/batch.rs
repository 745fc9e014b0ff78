//! Plays transactions until each is in a block: signs, keeps, sends, reads blocks, looks into what stays away.

use std::collections::HashMap;
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context as _, Result};
use cosmrs::tendermint::abci::types::ExecTxResult;
use cosmrs::tendermint::block::Height;
use cosmwasm_std::Addr;
use numeric::UnixTime;
use tendermint_rpc::endpoint::{block, block_results};

use super::answer::{answer, ran_out_of_gas};
use super::broadcast::{send_all, Verdict};
use super::item::{Item, Sent, State};
use super::outbox::Letter;
use super::signing::{self, Signer};
use super::{Node, NodeError};
use crate::chain::Refused;

/// How long to wait for something new.
const PAUSE: Duration = Duration::from_millis(15);
/// After so many blocks a transaction that is in none of them is looked into.
const LATE: u64 = 12;

/// What may pass, and is an error if it does not.
enum Trouble {
    PoolFull,
    BadSignature { account: Addr, log: String },
}

impl Node {
    /// Plays all of them. An error leaves what was signed in the outbox.
    pub(super) fn play(&mut self, items: &mut [Item]) -> Result<()> {
        let mut read = self.latest()?.0;
        let (mut progress, mut trouble) = (Instant::now(), None);
        loop {
            self.sign(items)?;
            let sent = self.send(items, read, &mut trouble)?;
            let included = self.read_blocks(items, &mut read)?;
            self.look_into(items, read)?;
            if items.iter().all(Item::is_over) {
                return Ok(());
            }
            let waited = progress.elapsed();
            if sent || included {
                (progress, trouble) = (Instant::now(), None);
            } else if waited < self.rpc.patience() {
                thread::sleep(PAUSE);
            } else {
                let seconds = waited.as_secs();
                return Err(match trouble {
                    None => NodeError::NotIncluded { seconds },
                    Some(Trouble::PoolFull) => NodeError::PoolFull { seconds },
                    Some(Trouble::BadSignature { account, log }) => NodeError::BadSignature { account, log },
                }
                .into());
            }
        }
    }

    /// Signs what is to be signed and keeps it.
    pub(super) fn sign(&mut self, items: &mut [Item]) -> Result<()> {
        if !items.iter().any(Item::is_unsigned) {
            return Ok(());
        }
        self.get_ready(items)?;
        let mut letters: Vec<Letter> = Vec::new();
        for item in items.iter_mut().filter(|item| item.is_unsigned()) {
            let Some(messages) = item.messages.clone() else { continue };
            let gas = self.limit(item)?;
            item.gas = Some(gas);
            let price = self.price.clone();
            let chain_id = self.rpc.chain_id().to_owned();
            let (key, account) = self.sender(&item.sender)?;
            let signer =
                Signer { chain_id: &chain_id, key, account: account.number, sequence: account.sequence };
            let bytes = signing::sign(&signer, messages, gas, &price)?;
            let letter = Letter {
                purpose: item.purpose,
                sender: item.sender.clone(),
                sequence: account.sequence,
                bytes: bytes.into(),
            };
            account.sequence = account.sequence.saturating_add(1);
            account.fees = account.fees.saturating_sub(price.fee(gas));
            letters.push(letter.clone());
            item.state = State::Signed(Sent::new(letter));
        }
        self.outbox.keep(&letters)
    }

    /// Sends what no node has. Whether anything was taken; if not, why not.
    fn send(&mut self, items: &mut [Item], read: u64, trouble: &mut Option<Trouble>) -> Result<bool> {
        let mut taken = false;
        for (number, verdict) in send_all(&self.rpc, items)? {
            let Some(item) = items.get_mut(number) else { continue };
            let Some(sent) = item.sent_mut() else { continue };
            match verdict {
                Verdict::Taken => {
                    (sent.after, sent.was_taken, taken) = (Some(read), true, true);
                }
                Verdict::Used => (sent.after, sent.is_suspect) = (Some(read), true),
                Verdict::Full => *trouble = Some(Trouble::PoolFull),
                Verdict::BadSignature(log) => {
                    *trouble = Some(Trouble::BadSignature { account: item.sender.clone(), log });
                }
                Verdict::NoMoneyForFees(reason) => self.refill(item, reason)?,
                Verdict::Early => self.go_back(items, number)?,
                Verdict::Refused(reason) => {
                    let dead = sent.letter.clone();
                    item.state = State::Done(Err(Refused { reason }));
                    self.close_ranks(items, &dead)?;
                }
            }
        }
        Ok(taken)
    }

    /// One before it is missing: it goes first. If there is none, nobody can have taken this one: it moves up.
    fn go_back(&mut self, items: &mut [Item], number: usize) -> Result<()> {
        let Some(early) = items.get(number).and_then(Item::sent) else { return Ok(()) };
        let (letter, was_taken) = (early.letter.clone(), early.was_taken);
        let mut before = false;
        for item in items.iter_mut().filter(|item| item.sender == letter.sender) {
            if let Some(sent) = item.sent_mut().filter(|sent| sent.letter.sequence < letter.sequence) {
                (sent.after, before) = (None, true);
            }
        }
        let on_chain = self.account_on_chain(&letter.sender)?.sequence;
        if !before && !was_taken && on_chain < letter.sequence {
            self.close_ranks(items, &Letter { sequence: on_chain, ..letter })?;
        }
        Ok(())
    }

    /// A sequence was not used and never will be by what was signed for it: what was signed for later ones, and given
    /// to nobody, moves up.
    fn close_ranks(&mut self, items: &mut [Item], dead: &Letter) -> Result<()> {
        let mut torn = vec![dead.clone()];
        for item in items.iter_mut().filter(|item| item.sender == dead.sender) {
            let behind = item.sent().filter(|sent| !sent.was_taken && sent.letter.sequence >= dead.sequence);
            if let Some(letter) = behind.map(|sent| sent.letter.clone()) {
                torn.push(letter);
                item.again();
            }
        }
        self.outbox.tear_up(&torn)?;
        let (_, account) = self.sender(&dead.sender)?;
        account.sequence = dead.sequence;
        Ok(())
    }

    /// Finds transactions in new blocks. Whether there were any of these.
    fn read_blocks(&mut self, items: &mut [Item], read: &mut u64) -> Result<bool> {
        let mut found = false;
        loop {
            let pending: HashMap<String, usize> = items
                .iter()
                .enumerate()
                .filter_map(|(number, item)| Some((item.sent()?.hash.clone(), number)))
                .collect();
            let next = read.saturating_add(1);
            if pending.is_empty() || next > self.latest()?.0 {
                return Ok(found);
            }
            let height = Height::try_from(next)?;
            let block = self.rpc.ask(block::Request::new(height))?.block;
            let at = time_of(&block.header)?;
            if !block.data.is_empty() {
                let results = self.results(height)?;
                for (bytes, result) in block.data.iter().zip(results) {
                    let number = pending.get(&signing::hash(bytes));
                    if let Some(item) = number.and_then(|number| items.get_mut(*number)) {
                        self.close(item, &result, next, at)?;
                        found = true;
                    }
                }
            }
            *read = next;
        }
    }

    /// A block is there a moment before what became of its transactions.
    fn results(&self, height: Height) -> Result<Vec<ExecTxResult>> {
        let started = Instant::now();
        loop {
            match self.rpc.ask(block_results::Request::new(height)) {
                Ok(results) => return Ok(results.txs_results.unwrap_or_default()),
                Err(NodeError::Rpc(_)) if started.elapsed() < self.rpc.patience() => thread::sleep(PAUSE),
                Err(error) => return Err(error.into()),
            }
        }
    }

    /// A transaction is in a block.
    pub(super) fn close(
        &mut self,
        item: &mut Item,
        result: &ExecTxResult,
        height: u64,
        at: UnixTime,
    ) -> Result<()> {
        self.height = self.height.max(height);
        let used = u64::try_from(result.gas_used).unwrap_or(0);
        self.experience.learn(&item.kind, used);
        if ran_out_of_gas(result) {
            let limit = item.gas.unwrap_or(used);
            if limit >= self.max_gas {
                return Err(NodeError::OutOfGas { what: item.kind.clone(), limit }.into());
            }
            item.gas = Some(limit.saturating_mul(2).min(self.max_gas));
            item.again();
        } else {
            item.state = State::Done(answer(result, at)?);
        }
        Ok(())
    }

    /// Looks into what has been away for long, or whose sequence was used.
    fn look_into(&mut self, items: &mut [Item], read: u64) -> Result<()> {
        let mut sequences = HashMap::new();
        for item in items.iter_mut() {
            let sender = item.sender.clone();
            let Some(sent) = item.sent_mut() else { continue };
            let late = sent.after.is_some_and(|after| after.saturating_add(LATE) < read);
            if !late && !sent.is_suspect {
                continue;
            }
            let sequence = sent.letter.sequence;
            let next = match sequences.get(&sender) {
                Some(next) => *next,
                None => self.account_on_chain(&sender)?.sequence,
            };
            sequences.insert(sender.clone(), next);
            if next <= sequence {
                (sent.after, sent.is_suspect) = (None, false);
                continue;
            }
            let user = self.user_of(&sender, sequence)?;
            if user.hash == sent.hash {
                let at = self.time_of_block(user.height)?;
                self.close(item, &user.result, user.height, at)?;
                continue;
            }
            item.races = item.races.saturating_add(1);
            if item.races > 3 {
                return Err(NodeError::SequenceRace { account: sender }.into());
            }
            if item.messages.is_some() {
                eprintln!("portolan: another program signs for {sender}; the transaction is signed anew");
            }
            item.again();
            let (_, account) = self.sender(&sender)?;
            account.sequence = account.sequence.max(next);
        }
        Ok(())
    }

    fn time_of_block(&self, height: u64) -> Result<UnixTime> {
        time_of(&self.rpc.ask(block::Request::new(Height::try_from(height)?))?.block.header)
    }
}

fn time_of(header: &cosmrs::tendermint::block::Header) -> Result<UnixTime> {
    let seconds = u64::try_from(header.time.unix_timestamp()).context("a block from before 1970")?;
    Ok(UnixTime::new(seconds)?)
}
