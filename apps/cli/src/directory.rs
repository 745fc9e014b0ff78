//! Who is who: accounts by name, and names by account, for scenarios and for whoever reads about them.

use std::collections::BTreeMap;

use anyhow::Result;
use cosmwasm_std::Addr;

use crate::chain::Chain;

/// The actors of a run and their accounts.
#[derive(Default)]
pub struct Directory {
    accounts: BTreeMap<String, Addr>,
    names: BTreeMap<Addr, String>,
}

impl Directory {
    /// The account of an actor, entered when it is first asked for.
    pub fn account(&mut self, chain: &mut dyn Chain, name: &str) -> Result<Addr> {
        if let Some(account) = self.accounts.get(name) {
            return Ok(account.clone());
        }
        let account = chain.account(name)?;
        self.enter(name, &account);
        Ok(account)
    }

    /// Enters an account that is not an actor's, a contract's say.
    pub fn enter(&mut self, name: &str, account: &Addr) {
        self.accounts.insert(name.to_owned(), account.clone());
        self.names.insert(account.clone(), name.to_owned());
    }

    /// The name of an account, or the account itself.
    pub fn name<'a>(&'a self, account: &'a str) -> &'a str {
        self.names.get(&Addr::unchecked(account)).map_or(account, String::as_str)
    }

    /// A text in which names stand for accounts.
    pub fn named(&self, text: &str) -> String {
        let mut named = text.to_owned();
        for (account, name) in self.names.iter().filter(|(account, _)| text.contains(account.as_str())) {
            named = named.replace(account.as_str(), name);
        }
        named
    }

    /// Every account with its name.
    pub fn all(&self) -> impl Iterator<Item = (&str, &Addr)> {
        self.accounts.iter().map(|(name, account)| (name.as_str(), account))
    }
}
