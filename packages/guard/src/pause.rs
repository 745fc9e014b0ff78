use cosmwasm_std::{Addr, Storage};
use records::Single;
use serde::{Deserialize, Serialize};

use crate::{owner, GuardError};

/// A stop to new risk. The owner or a guardian pauses, so that it can be fast; only the owner unpauses, so that
/// a guardian who is late or lost cannot undo it.
///
/// Ask [`assert_running`](Self::assert_running) only where something new begins. Repayment, withdrawal,
/// settlement and whatever else is owed never asks.
pub struct Pause(Single<PauseState>);

/// Whether new risk is stopped, and who may stop it beside the owner.
#[derive(Serialize, Deserialize, Debug, Clone, PartialEq, Eq)]
pub struct PauseState {
    /// New risk is stopped.
    pub paused: bool,
    /// Who may pause beside the owner.
    pub guardian: Option<Addr>,
}

impl Pause {
    /// The pause of a contract, in its own namespace (`A`–`Z`, `0`–`9`).
    pub const fn new(namespace: u8) -> Self {
        Self(Single::new(namespace, "pause"))
    }

    /// Its key.
    pub const fn namespace(&self) -> u8 {
        self.0.namespace()
    }

    /// Starts the contract running. For `instantiate` only.
    pub fn initialise(&self, storage: &mut dyn Storage, guardian: Option<Addr>) -> Result<(), GuardError> {
        Ok(self.0.save(storage, &PauseState { paused: false, guardian })?)
    }

    /// For the contract's configuration query.
    pub fn state(&self, storage: &dyn Storage) -> Result<PauseState, GuardError> {
        Ok(self.0.load(storage)?)
    }

    /// Refuses while new risk is stopped.
    pub fn assert_running(&self, storage: &dyn Storage) -> Result<(), GuardError> {
        if self.state(storage)?.paused {
            return Err(GuardError::Paused);
        }
        Ok(())
    }

    /// Owner or guardian: stops new risk. Once more changes nothing.
    pub fn pause(&self, storage: &mut dyn Storage, sender: &Addr) -> Result<(), GuardError> {
        let state = self.state(storage)?;
        let owner = owner::ownership(storage)?.owner;
        if ![&owner, &state.guardian].contains(&&Some(sender.clone())) {
            return Err(GuardError::NotOwnerOrGuardian {
                sender: sender.clone(),
                owner,
                guardian: state.guardian,
            });
        }
        Ok(self.0.save(storage, &PauseState { paused: true, ..state })?)
    }

    /// Owner: lets new risk begin again.
    pub fn unpause(&self, storage: &mut dyn Storage, sender: &Addr) -> Result<(), GuardError> {
        owner::assert_owner(storage, sender)?;
        let state = self.state(storage)?;
        Ok(self.0.save(storage, &PauseState { paused: false, ..state })?)
    }

    /// Owner: names another guardian, or none.
    pub fn set_guardian(
        &self,
        storage: &mut dyn Storage,
        sender: &Addr,
        guardian: Option<Addr>,
    ) -> Result<(), GuardError> {
        owner::assert_owner(storage, sender)?;
        let state = self.state(storage)?;
        Ok(self.0.save(storage, &PauseState { guardian, ..state })?)
    }
}
