//! A new key for a holder who lost his: announced, and undone by any sign that he has it after all.

use cosmwasm_std::Addr;
use numeric::{Seconds, UnixTime};
use serde::{Deserialize, Serialize};
use types::endorsement::ActCode;
use types::shipment::ConsentedAct;

use super::endorsement::Move;
use super::title::Title;
use crate::ContractError;

/// Shortest and longest notice.
pub const NOTICE: (Seconds, Seconds) = (Seconds::days(1), Seconds::days(90));

/// A replacement under notice.
#[derive(Serialize, Deserialize, Clone, Debug, PartialEq)]
pub struct Notice {
    /// The holder's new account.
    pub new_holder: Addr,
    /// From when on anyone may carry it out.
    pub at: UnixTime,
}

impl Title {
    /// The issuer announces a replacement. A second announcement takes the place of the first and its notice
    /// begins anew: so a mistyped account is not final, and the holder always has the whole notice.
    ///
    /// Of a split title a contract is refused, as in any other move of possession, unless it is the beneficiary.
    pub fn announce_replacement(
        &mut self,
        holder: &Addr,
        notice: Notice,
        is_contract: bool,
    ) -> Result<(), ContractError> {
        self.assert_issued()?;
        if is_contract && self.is_split() && self.beneficiary.as_ref() != Some(&notice.new_holder) {
            return Err(ContractError::PossessionToContract { to: notice.new_holder });
        }
        if notice.new_holder == *holder {
            return Err(ContractError::HolderAlready { holder: holder.clone() });
        }
        self.withdraw_replacement();
        self.replacement = Some(notice);
        Ok(())
    }

    /// Whether an announcement ended. What a contract consented to was the account that was announced.
    pub(super) fn withdraw_replacement(&mut self) -> bool {
        let is_announced = self.replacement.take().is_some();
        if is_announced {
            self.consents.retain(|act| *act != ConsentedAct::KeyReplacement);
        }
        is_announced
    }

    /// Carries it out, from its time on. A holder who is beneficiary stays so; a contract's hold needs its
    /// consent, and stays.
    pub fn complete_replacement(&mut self, now: UnixTime) -> Result<Move, ContractError> {
        let Some(Notice { new_holder, at }) = self.replacement.take() else {
            return Err(ContractError::NoReplacement);
        };
        self.assert_issued()?;
        if now < at {
            return Err(ContractError::ReplacementNotDue { now, at });
        }
        if self.encumbered_by().is_some() {
            self.use_consent(ConsentedAct::KeyReplacement)?;
        }
        if self.beneficiary.as_ref() == Some(&new_holder) {
            self.beneficiary = None;
            self.nominee = None;
        }
        self.rejecter = None;
        let (holder, recipient) = (Some(new_holder.clone()), Some(new_holder));
        Ok(Move { code: ActCode::Transfer, holder, recipient, undo: None })
    }

    /// The holder says that he has his key.
    pub fn cancel_replacement(&mut self) -> Result<(), ContractError> {
        if self.withdraw_replacement() {
            return Ok(());
        }
        Err(ContractError::NoReplacement)
    }
}
