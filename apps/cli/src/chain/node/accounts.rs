//! Accounts on the chain: their numbers and sequences, and the fee coins of those that sign.

use std::collections::BTreeMap;
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context as _, Result};
use cosmrs::proto::cosmos::auth::v1beta1 as auth;
use cosmrs::proto::cosmos::bank::v1beta1 as bank;
use cosmrs::proto::traits::Message as _;
use cosmrs::tendermint::abci::types::ExecTxResult;
use cosmwasm_std::{coin, Addr, Coin};
use k256::ecdsa::SigningKey;
use tendermint_rpc::endpoint::tx_search;
use tendermint_rpc::Order;

use super::item::{Item, State};
use super::outbox::Purpose;
use super::{signing, Node, NodeError};

/// What a transaction of a kind that is not known yet is expected to burn.
const EXPECTED: u64 = 2_000_000;
/// An account that is given fee coins gets them for so many times what it needs now.
const AHEAD: u128 = 10;
/// So many accounts are given fee coins in one transaction.
const ACCOUNTS_A_TRANSACTION: usize = 250;
/// The SDK's code for what does not exist, as an answer to a question.
const NOT_FOUND: u32 = 22;
/// How long the index of transactions may lag behind the blocks.
const INDEX_LAG: Duration = Duration::from_secs(10);

/// An account as the chain knows it.
#[derive(Clone, Copy, Debug)]
pub struct Account {
    /// Its number.
    pub number: u64,
    /// What its next transaction is to be signed with.
    pub sequence: u64,
    /// What it has of the fee coin.
    pub fees: u128,
}

/// An account that this run signs for.
pub struct Sender {
    pub key: SigningKey,
    /// Once it is on the chain.
    pub account: Option<Account>,
}

/// The transaction that used up a sequence.
pub struct User {
    pub hash: String,
    pub height: u64,
    pub result: ExecTxResult,
}

impl Node {
    /// Whoever signs, with his account.
    pub(super) fn sender(&mut self, who: &Addr) -> Result<(&SigningKey, &mut Account)> {
        let sender = self.senders.get_mut(who).with_context(|| format!("this run has no key of {who}"))?;
        let account = sender.account.as_mut().with_context(|| format!("{who} is not on the chain yet"))?;
        Ok((&sender.key, account))
    }

    /// The account as it is after the latest block. One that is not there yet has used no sequence.
    pub(super) fn account_on_chain(&self, who: &Addr) -> Result<Account> {
        Ok(self.find_account(who)?.unwrap_or(Account { number: 0, sequence: 0, fees: 0 }))
    }

    fn find_account(&self, who: &Addr) -> Result<Option<Account>> {
        let question = auth::QueryAccountRequest { address: who.to_string() };
        let answer: auth::QueryAccountResponse =
            match self.rpc.store("/cosmos.auth.v1beta1.Query/Account", &question, self.height) {
                Ok(answer) => answer,
                Err(NodeError::Refused { code: NOT_FOUND, .. }) => return Ok(None),
                Err(error) => return Err(error.into()),
            };
        let account = answer.account.context("the chain gave an empty account")?;
        let account = auth::BaseAccount::decode(account.value.as_slice())
            .with_context(|| format!("{who} is an account of a kind that cannot sign here"))?;
        let fees = self.balance(who, &self.price.denom)?;
        Ok(Some(Account { number: account.account_number, sequence: account.sequence, fees }))
    }

    /// What somebody has of a coin.
    pub(super) fn balance(&self, who: &Addr, denom: &str) -> Result<u128> {
        let question = bank::QueryBalanceRequest { address: who.to_string(), denom: denom.to_owned() };
        let answer: bank::QueryBalanceResponse =
            self.rpc.store("/cosmos.bank.v1beta1.Query/Balance", &question, self.height)?;
        let balance = answer.balance.context("the chain gave no balance")?;
        balance.amount.parse().with_context(|| format!("{:?} is no balance", balance.amount))
    }

    /// Who used a sequence, by the chain's index. It is called when somebody did, so the index will know.
    pub(super) fn user_of(&self, who: &Addr, sequence: u64) -> Result<User> {
        let started = Instant::now();
        while started.elapsed() < INDEX_LAG {
            let query = format!("tx.acc_seq='{who}/{sequence}'");
            let found = match self.rpc.ask(tx_search::Request::new(query, false, 1, 1, Order::Ascending)) {
                Ok(found) => found,
                Err(NodeError::Rpc(error)) if error.to_string().contains("indexing is disabled") => break,
                Err(error) => return Err(error.into()),
            };
            if let Some(user) = found.txs.into_iter().next() {
                let height = user.height.value();
                return Ok(User { hash: signing::hash(&user.tx), height, result: user.tx_result });
            }
            thread::sleep(Duration::from_millis(50));
        }
        Err(NodeError::NoIndex.into())
    }

    /// Sees that everybody who is about to sign is on the chain and can pay the fees.
    pub(super) fn get_ready(&mut self, items: &[Item]) -> Result<()> {
        let mut needs: BTreeMap<Addr, u128> = BTreeMap::new();
        for item in items.iter().filter(|item| item.is_unsigned()) {
            let gas = item.gas.or_else(|| self.experience.limit(&item.kind)).unwrap_or(EXPECTED);
            let need = needs.entry(item.sender.clone()).or_default();
            *need = need.saturating_add(self.price.fee(gas));
        }
        let mut poor = Vec::new();
        for (who, need) in needs {
            self.enter(&who)?;
            let has =
                self.senders.get(&who).and_then(|sender| sender.account).map_or(0, |account| account.fees);
            if has < need && who != self.payer {
                poor.push((who, coin(need.saturating_mul(AHEAD), &self.price.denom)));
            }
        }
        self.give(&poor)
    }

    /// Reads an account that is signed for, if that has not been done.
    fn enter(&mut self, who: &Addr) -> Result<()> {
        if self.senders.get(who).is_some_and(|sender| sender.account.is_none()) {
            let account = self.find_account(who)?;
            if let Some(sender) = self.senders.get_mut(who) {
                sender.account = account;
            }
        }
        Ok(())
    }

    /// The fee payer gives fee coins to many at once.
    fn give(&mut self, payments: &[(Addr, Coin)]) -> Result<()> {
        let payer = self.payer.clone();
        let mut items = Vec::new();
        for payments in payments.chunks(ACCOUNTS_A_TRANSACTION) {
            let message = signing::pay_each(&payer, payments)?;
            let kind = format!("fee coins for {} accounts", payments.len());
            items.push(Item::new(Purpose::Own, &payer, vec![message], kind));
        }
        self.play(&mut items)?;
        for item in items {
            if let State::Done(Err(refused)) = item.state {
                let denom = self.price.denom.clone();
                let reason = refused.reason;
                return Err(NodeError::NoMoneyForFees { account: payer, reason, denom }.into());
            }
        }
        for (who, coin) in payments {
            match self.senders.get_mut(who).and_then(|sender| sender.account.as_mut()) {
                Some(account) => account.fees = account.fees.saturating_add(coin.amount.u128()),
                None => self.enter(who)?,
            }
        }
        Ok(())
    }

    /// Somebody could not pay the fee of what he signed: he gets it from the fee payer, and the same bytes go again.
    pub(super) fn refill(&mut self, item: &Item, reason: String) -> Result<()> {
        let (account, denom) = (item.sender.clone(), self.price.denom.clone());
        if account == self.payer {
            return Err(NodeError::NoMoneyForFees { account, reason, denom }.into());
        }
        let need = self.price.fee(item.gas.unwrap_or(self.max_gas));
        self.give(&[(account, coin(need, denom))])
    }
}
