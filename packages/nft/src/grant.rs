use cosmwasm_std::{Addr, BlockInfo, Storage};
use cw_utils::Expiration;

use crate::{
    collection::{Collection, MAX_APPROVALS, MAX_OPERATORS},
    token::{Grant, Token},
    NftError,
};

impl Collection {
    /// Refuses unless the sender is the owner, has an approval for the token, or is an operator of the owner,
    /// and neither has ended.
    pub fn check_can_send(
        &self,
        storage: &dyn Storage,
        block: &BlockInfo,
        sender: &Addr,
        token: &Token,
    ) -> Result<(), NftError> {
        let mut approvals = token.holding.approvals.iter();
        if approvals.any(|grant| grant.spender == *sender && !grant.is_expired(block)) {
            return Ok(());
        }
        self.check_controls(storage, block, sender, token)
    }

    /// Lets `spender` move the token until `expires` (never, if not given). Only the owner and its operators
    /// may; an approval that `spender` has is replaced.
    pub fn approve(
        &self,
        storage: &mut dyn Storage,
        block: &BlockInfo,
        sender: &Addr,
        mut token: Token,
        spender: Addr,
        expires: Option<Expiration>,
    ) -> Result<Token, NftError> {
        self.check_controls(storage, block, sender, &token)?;
        let expires = not_expired(expires, block)?;

        let approvals = &mut token.holding.approvals;
        approvals.retain(|grant| grant.spender != spender);
        if approvals.len() >= MAX_APPROVALS {
            approvals.retain(|grant| !grant.is_expired(block));
        }
        if approvals.len() >= MAX_APPROVALS {
            return Err(NftError::TooManyApprovals { token_id: token.id });
        }
        approvals.push(Grant { spender, expires: expires.into() });
        self.tokens.save(storage, &token.id, &token.holding)?;
        Ok(token)
    }

    /// Ends the approval of `spender`, if it has one. Only the owner and its operators may.
    pub fn revoke(
        &self,
        storage: &mut dyn Storage,
        block: &BlockInfo,
        sender: &Addr,
        mut token: Token,
        spender: &Addr,
    ) -> Result<Token, NftError> {
        self.check_controls(storage, block, sender, &token)?;
        token.holding.approvals.retain(|grant| grant.spender != *spender);
        self.tokens.save(storage, &token.id, &token.holding)?;
        Ok(token)
    }

    /// Lets `operator` act as `owner` with all its tokens, those to come included, until `expires` (never, if
    /// not given).
    pub fn approve_all(
        &self,
        storage: &mut dyn Storage,
        block: &BlockInfo,
        owner: &Addr,
        operator: &Addr,
        expires: Option<Expiration>,
    ) -> Result<(), NftError> {
        let expires = not_expired(expires, block)?;
        if !self.operators.has(storage, (owner, operator))? {
            self.make_room_for_operator(storage, block, owner)?;
        }
        Ok(self.operators.save(storage, (owner, operator), &expires.into())?)
    }

    /// Ends the rights of `operator`, if it has any.
    pub fn revoke_all(
        &self,
        storage: &mut dyn Storage,
        owner: &Addr,
        operator: &Addr,
    ) -> Result<(), NftError> {
        Ok(self.operators.remove(storage, (owner, operator))?)
    }

    /// Refuses unless the sender is the owner or one of its operators.
    fn check_controls(
        &self,
        storage: &dyn Storage,
        block: &BlockInfo,
        sender: &Addr,
        token: &Token,
    ) -> Result<(), NftError> {
        if token.owner() == sender {
            return Ok(());
        }
        match self.operators.may_load(storage, (token.owner(), sender))? {
            Some(expires) if !Expiration::from(expires).is_expired(block) => Ok(()),
            _ => Err(NftError::NotAllowed {
                sender: sender.clone(),
                token_id: token.id.clone(),
                owner: token.owner().clone(),
            }),
        }
    }

    fn make_room_for_operator(
        &self,
        storage: &mut dyn Storage,
        block: &BlockInfo,
        owner: &Addr,
    ) -> Result<(), NftError> {
        let operators = self.operators.range(storage, owner, None, MAX_OPERATORS)?;
        if operators.len() < MAX_OPERATORS {
            return Ok(());
        }
        let mut ended =
            operators.iter().filter(|(_, expires)| Expiration::from(*expires).is_expired(block)).peekable();
        if ended.peek().is_none() {
            return Err(NftError::TooManyOperators { owner: owner.clone() });
        }
        for (operator, _) in ended {
            self.operators.remove(storage, (owner, operator))?;
        }
        Ok(())
    }
}

fn not_expired(expires: Option<Expiration>, block: &BlockInfo) -> Result<Expiration, NftError> {
    let expires = expires.unwrap_or_default();
    if expires.is_expired(block) {
        return Err(NftError::AlreadyExpired { expires, height: block.height, time: block.time.nanos() });
    }
    Ok(expires)
}
