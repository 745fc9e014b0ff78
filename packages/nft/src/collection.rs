use cosmwasm_std::{Addr, Storage};
use records::{assert_unique, Single, Table};
use sha2::{Digest, Sha256};

use crate::{
    check_token_id,
    expiry::Expiry,
    token::{Holding, Token},
    NftError,
};

/// Most approvals of one token. Those that have ended make room for new ones.
pub const MAX_APPROVALS: usize = 8;
/// Most operators of one owner. Those whose time has ended make room for new ones.
pub const MAX_OPERATORS: usize = 20;

/// The tokens of a contract: four tables in namespaces of their own.
pub struct Collection {
    pub(crate) tokens: Table<&'static str, Holding>,
    /// Every token under its owner's tag.
    pub(crate) holdings: Table<(OwnerTag, &'static str), ()>,
    /// Keyed by owner and operator.
    pub(crate) operators: Table<(&'static Addr, &'static Addr), Expiry>,
    supply: Single<u64>,
}

/// An owner in the index: the first 20 bytes of its address's SHA-256. A collision is as hard to find as one of
/// account addresses, which are 20 bytes of a hash themselves, and an address as text is 28 to 48 bytes longer.
pub(crate) type OwnerTag = [u8; 20];

pub(crate) fn owner_tag(owner: &Addr) -> OwnerTag {
    let digest = Sha256::digest(owner.as_bytes());
    std::array::from_fn(|i| digest.get(i).copied().unwrap_or_default())
}

impl Collection {
    /// A collection whose tokens, index of owners, operators and number of tokens are in these namespaces
    /// (`A`–`Z`, `0`–`9`, four different ones).
    pub const fn new(tokens: u8, holdings: u8, operators: u8, supply: u8) -> Self {
        assert_unique(&[tokens, holdings, operators, supply]);
        Self {
            tokens: Table::new(tokens, "token"),
            holdings: Table::new(holdings, "token of an owner"),
            operators: Table::new(operators, "operator"),
            supply: Single::new(supply, "number of tokens"),
        }
    }

    /// The first bytes of all its keys.
    pub const fn namespaces(&self) -> [u8; 4] {
        [
            self.tokens.namespace(),
            self.holdings.namespace(),
            self.operators.namespace(),
            self.supply.namespace(),
        ]
    }

    /// A new token. Its id must be free, and one that [`check_token_id`] admits.
    pub fn mint(
        &self,
        storage: &mut dyn Storage,
        token_id: &str,
        owner: Addr,
        owner_is_contract: bool,
    ) -> Result<Token, NftError> {
        let token = self.issue(storage, token_id, owner, owner_is_contract)?;
        let supply = self.supply(storage)?.saturating_add(1);
        self.save_supply(storage, supply)?;
        Ok(token)
    }

    /// Several new tokens of one owner. It costs less than minting each by itself.
    pub fn mint_all<'a>(
        &self,
        storage: &mut dyn Storage,
        token_ids: impl IntoIterator<Item = &'a str>,
        owner: &Addr,
        owner_is_contract: bool,
    ) -> Result<(), NftError> {
        let mut supply = self.supply(storage)?;
        for token_id in token_ids {
            self.issue(storage, token_id, owner.clone(), owner_is_contract)?;
            supply = supply.saturating_add(1);
        }
        self.save_supply(storage, supply)
    }

    /// The token, which must exist.
    pub fn token(&self, storage: &dyn Storage, token_id: &str) -> Result<Token, NftError> {
        self.may_token(storage, token_id)?
            .ok_or_else(|| NftError::UnknownToken { token_id: token_id.to_owned() })
    }

    /// The token, if it exists.
    pub fn may_token(&self, storage: &dyn Storage, token_id: &str) -> Result<Option<Token>, NftError> {
        let holding = self.tokens.may_load(storage, token_id)?;
        Ok(holding.map(|holding| Token { id: token_id.to_owned(), holding }))
    }

    /// Whose token it is.
    pub fn owner(&self, storage: &dyn Storage, token_id: &str) -> Result<Addr, NftError> {
        Ok(self.token(storage, token_id)?.holding.owner)
    }

    /// Hands the token to a new owner and ends its approvals. Who may do so is for the contract to check, with
    /// [`check_can_send`](Self::check_can_send) where the owner's say is what counts.
    pub fn transfer(
        &self,
        storage: &mut dyn Storage,
        token: Token,
        recipient: Addr,
        recipient_is_contract: bool,
    ) -> Result<Token, NftError> {
        let Token { id, holding } = token;
        if holding.owner != recipient {
            self.holdings.remove(storage, (owner_tag(&holding.owner), &id))?;
            self.holdings.save(storage, (owner_tag(&recipient), &id), &())?;
        }
        let holding =
            Holding { owner: recipient, owner_is_contract: recipient_is_contract, approvals: vec![] };
        self.tokens.save(storage, &id, &holding)?;
        Ok(Token { id, holding })
    }

    /// Removes the token; its id is free again. Who may do so is for the contract to check.
    pub fn burn(&self, storage: &mut dyn Storage, token: Token) -> Result<(), NftError> {
        self.tokens.remove(storage, &token.id)?;
        self.holdings.remove(storage, (owner_tag(token.owner()), &token.id))?;
        let supply = self.supply(storage)?.saturating_sub(1);
        self.save_supply(storage, supply)
    }

    /// How many tokens exist.
    pub(crate) fn supply(&self, storage: &dyn Storage) -> Result<u64, NftError> {
        Ok(self.supply.may_load(storage)?.unwrap_or_default())
    }

    fn save_supply(&self, storage: &mut dyn Storage, supply: u64) -> Result<(), NftError> {
        Ok(self.supply.save(storage, &supply)?)
    }

    fn issue(
        &self,
        storage: &mut dyn Storage,
        token_id: &str,
        owner: Addr,
        owner_is_contract: bool,
    ) -> Result<Token, NftError> {
        check_token_id(token_id)?;
        if self.tokens.has(storage, token_id)? {
            return Err(NftError::TokenExists { token_id: token_id.to_owned() });
        }
        self.holdings.save(storage, (owner_tag(&owner), token_id), &())?;
        let holding = Holding { owner, owner_is_contract, approvals: vec![] };
        self.tokens.save(storage, token_id, &holding)?;
        Ok(Token { id: token_id.to_owned(), holding })
    }
}
