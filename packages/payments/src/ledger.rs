use cosmwasm_std::{Addr, Storage};
use cw20::Denom;
use numeric::Amount;
use records::Table;

use crate::{asset_key, PaymentsError};

/// What a contract owes: by asset all of it together, and by account what failed to be paid.
pub struct Ledger {
    owed: Table<&'static [u8], Amount>,
    claimable: Table<(&'static Addr, &'static [u8]), Amount>,
}

impl Ledger {
    /// A ledger in these namespaces (`A`–`Z`, `0`–`9`, two different ones).
    pub const fn new(owed: u8, claimable: u8) -> Self {
        records::assert_unique(&[owed, claimable]);
        Self { owed: Table::new(owed, "amount owed"), claimable: Table::new(claimable, "claimable payment") }
    }

    /// The first bytes of all its keys.
    pub const fn namespaces(&self) -> [u8; 2] {
        [self.owed.namespace(), self.claimable.namespace()]
    }

    /// All that is owed in the asset. The contract's balance is never less.
    pub fn owed(&self, storage: &dyn Storage, asset: &Denom) -> Result<Amount, PaymentsError> {
        Ok(self.owed.may_load(storage, &asset_key(asset))?.unwrap_or_default())
    }

    /// Money came in: so much more is owed. Returns what is owed then.
    pub fn owe(
        &self,
        storage: &mut dyn Storage,
        asset: &Denom,
        amount: Amount,
    ) -> Result<Amount, PaymentsError> {
        let owed = self.owed(storage, asset)?.checked_add(amount)?;
        self.save_owed(storage, asset, owed)?;
        Ok(owed)
    }

    /// A payment leaves: so much less is owed. Returns what is owed then.
    pub fn settle(
        &self,
        storage: &mut dyn Storage,
        asset: &Denom,
        amount: Amount,
    ) -> Result<Amount, PaymentsError> {
        let owed = self.owed(storage, asset)?;
        let rest = owed.checked_sub(amount).map_err(|_| PaymentsError::MoreThanOwed {
            asset: asset.clone(),
            owed,
            amount,
        })?;
        self.save_owed(storage, asset, rest)?;
        Ok(rest)
    }

    /// What the account can withdraw.
    pub fn claimable(
        &self,
        storage: &dyn Storage,
        account: &Addr,
        asset: &Denom,
    ) -> Result<Amount, PaymentsError> {
        Ok(self.claimable.may_load(storage, (account, &asset_key(asset)))?.unwrap_or_default())
    }

    /// A payment that was settled came back: it is owed again, and the account may withdraw it.
    pub fn make_claimable(
        &self,
        storage: &mut dyn Storage,
        account: &Addr,
        asset: &Denom,
        amount: Amount,
    ) -> Result<(), PaymentsError> {
        let claim = self.claimable(storage, account, asset)?.checked_add(amount)?;
        self.claimable.save(storage, (account, &asset_key(asset)), &claim)?;
        self.owe(storage, asset, amount)?;
        Ok(())
    }

    /// Takes all that the account can withdraw, and settles it: it leaves now.
    pub fn take_claimable(
        &self,
        storage: &mut dyn Storage,
        account: &Addr,
        asset: &Denom,
    ) -> Result<Amount, PaymentsError> {
        let claim = self.claimable(storage, account, asset)?;
        if claim.is_zero() {
            return Err(PaymentsError::NothingClaimable { account: account.clone(), asset: asset.clone() });
        }
        self.claimable.remove(storage, (account, &asset_key(asset)))?;
        self.settle(storage, asset, claim)?;
        Ok(claim)
    }

    fn save_owed(&self, storage: &mut dyn Storage, asset: &Denom, owed: Amount) -> Result<(), PaymentsError> {
        let key = asset_key(asset);
        if owed.is_zero() {
            return Ok(self.owed.remove(storage, &key)?);
        }
        Ok(self.owed.save(storage, &key, &owed)?)
    }
}
