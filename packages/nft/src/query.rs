use cosmwasm_std::{Addr, BlockInfo, Storage};
use cw721::{
    msg::{
        ApprovalResponse, ApprovalsResponse, NumTokensResponse, OperatorResponse, OperatorsResponse,
        OwnerOfResponse, TokensResponse,
    },
    Approval,
};
use cw_utils::Expiration;

use crate::{
    collection::{owner_tag, Collection, MAX_OPERATORS},
    NftError,
};

/// How many entries a page has if the query does not say, as in cw721.
pub const DEFAULT_LIMIT: u32 = cw721::query::DEFAULT_LIMIT;
/// Most entries of a page, as in cw721.
pub const MAX_LIMIT: u32 = cw721::query::MAX_LIMIT;

fn page_length(limit: Option<u32>) -> usize {
    limit.unwrap_or(DEFAULT_LIMIT).min(MAX_LIMIT).try_into().unwrap_or(usize::MAX)
}

/// The answers to the queries of cw721. As there, `include_expired` adds the approvals that have ended.
impl Collection {
    /// A token's owner and approvals.
    pub fn owner_of(
        &self,
        storage: &dyn Storage,
        block: &BlockInfo,
        token_id: &str,
        include_expired: bool,
    ) -> Result<OwnerOfResponse, NftError> {
        let token = self.token(storage, token_id)?;
        let approvals = token.approvals(block, include_expired);
        Ok(OwnerOfResponse { owner: token.holding.owner.into_string(), approvals })
    }

    /// What `spender` may do with a token; its owner always may.
    pub fn approval(
        &self,
        storage: &dyn Storage,
        block: &BlockInfo,
        token_id: &str,
        spender: Addr,
        include_expired: bool,
    ) -> Result<ApprovalResponse, NftError> {
        let token = self.token(storage, token_id)?;
        if *token.owner() == spender {
            return Ok(ApprovalResponse { approval: Approval { spender, expires: Expiration::Never {} } });
        }
        token
            .approvals(block, include_expired)
            .into_iter()
            .find(|approval| approval.spender == spender)
            .map(|approval| ApprovalResponse { approval })
            .ok_or(NftError::ApprovalNotFound { spender, token_id: token.id })
    }

    /// All approvals of a token.
    pub fn approvals(
        &self,
        storage: &dyn Storage,
        block: &BlockInfo,
        token_id: &str,
        include_expired: bool,
    ) -> Result<ApprovalsResponse, NftError> {
        let approvals = self.token(storage, token_id)?.approvals(block, include_expired);
        Ok(ApprovalsResponse { approvals })
    }

    /// Until when `operator` may act as `owner`.
    pub fn operator(
        &self,
        storage: &dyn Storage,
        block: &BlockInfo,
        owner: Addr,
        operator: Addr,
        include_expired: bool,
    ) -> Result<OperatorResponse, NftError> {
        let expires = self.operators.may_load(storage, (&owner, &operator))?.map(Expiration::from);
        match expires {
            Some(expires) if include_expired || !expires.is_expired(block) => {
                Ok(OperatorResponse { approval: Approval { spender: operator, expires } })
            }
            _ => Err(NftError::OperatorNotFound { operator, owner }),
        }
    }

    /// The operators of `owner`, by address.
    pub fn all_operators(
        &self,
        storage: &dyn Storage,
        block: &BlockInfo,
        owner: &Addr,
        include_expired: bool,
        start_after: Option<&Addr>,
        limit: Option<u32>,
    ) -> Result<OperatorsResponse, NftError> {
        let operators = self
            .operators
            .range(storage, owner, start_after, MAX_OPERATORS)?
            .into_iter()
            .map(|(spender, expires)| Approval { spender, expires: expires.into() })
            .filter(|approval| include_expired || !approval.is_expired(block))
            .take(page_length(limit))
            .collect();
        Ok(OperatorsResponse { operators })
    }

    /// How many tokens there are.
    pub fn num_tokens(&self, storage: &dyn Storage) -> Result<NumTokensResponse, NftError> {
        Ok(NumTokensResponse { count: self.supply(storage)? })
    }

    /// The tokens of `owner`, by id.
    pub fn tokens(
        &self,
        storage: &dyn Storage,
        owner: &Addr,
        start_after: Option<&str>,
        limit: Option<u32>,
    ) -> Result<TokensResponse, NftError> {
        let tokens = self.holdings.keys(storage, owner_tag(owner), start_after, page_length(limit))?;
        Ok(TokensResponse { tokens })
    }

    /// All tokens, by id.
    pub fn all_tokens(
        &self,
        storage: &dyn Storage,
        start_after: Option<&str>,
        limit: Option<u32>,
    ) -> Result<TokensResponse, NftError> {
        Ok(TokensResponse { tokens: self.tokens.keys(storage, (), start_after, page_length(limit))? })
    }
}
