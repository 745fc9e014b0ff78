//! A contract's hold on a title: one at a time, and nothing moves against it.

use cosmwasm_std::Addr;
use types::endorsement::ActCode;
use types::shipment::{AdmittedRole, ConsentedAct, SurrenderFor, TitleStatus};

use super::endorsement::Move;
use super::title::{Form, Place, Title};
use crate::ContractError;

impl Title {
    /// The holder gives a contract a hold. On a split title the beneficiary consents by having nominated the
    /// contract; the nomination is used up.
    ///
    /// What can be delivered to nobody is refused: a bill endorsed to a person, and a straight bill that its
    /// consignee has already.
    pub fn encumber(
        &mut self,
        holder: &Addr,
        place: Place,
        to: &Addr,
        role: AdmittedRole,
        consignee: Option<&Addr>,
    ) -> Result<(), ContractError> {
        self.assert_free()?;
        match (role, self.form) {
            (AdmittedRole::Observer, _) => return Err(ContractError::RoleForbids { actual: role }),
            (_, Form::Waybill) => return Err(ContractError::WaybillIsBound),
            (_, Form::Order | Form::Bearer) => {}
            (AdmittedRole::Settlement, Form::Straight) if consignee != Some(holder) => {}
            (_, form) => return Err(ContractError::NotNegotiable { form }),
        }
        if self.is_split() && self.nominee.as_ref() != Some(to) {
            return Err(ContractError::NotNominee { to: to.clone(), nominee: self.nominee.clone() });
        }
        self.nominee = None;
        self.hold = Some(place);
        self.holder_acted();
        Ok(())
    }

    /// The shipper binds a waybill to the one escrow that settles its goods; also while its consignee, who may be the one
    /// that pays, wants to collect them.
    pub fn bind(&mut self, place: Place, role: AdmittedRole) -> Result<(), ContractError> {
        if self.status != TitleStatus::Surrendered(SurrenderFor::Delivery) {
            self.assert_issued()?;
        }
        if self.form != Form::Waybill {
            return Err(ContractError::OnlyWaybillsAreBound);
        }
        if role != AdmittedRole::Settlement {
            return Err(ContractError::RoleForbids { actual: role });
        }
        if self.hold.is_some() {
            return Err(ContractError::BoundAlready);
        }
        self.hold = Some(place);
        self.holder_acted();
        Ok(())
    }

    /// The contract with the hold hands it to an escrow and stays residual holder. Once: a residual hold cannot
    /// be handed on.
    pub fn substitute(&mut self, by: Place, to: Place, role: AdmittedRole) -> Result<(), ContractError> {
        self.assert_held_by(by)?;
        self.assert_issued()?;
        if role != AdmittedRole::Settlement {
            return Err(ContractError::RoleForbids { actual: role });
        }
        if to == by {
            return Err(ContractError::HeldAlready);
        }
        if self.residual.is_some() {
            return Err(ContractError::SubstitutedAlready);
        }
        self.residual = Some(by);
        self.hold = Some(to);
        self.consents.clear();
        Ok(())
    }

    /// The contract with the hold, or the escrow a waybill is bound to, lets go, whatever the status: this never
    /// waits for anybody. The hold returns to the residual holder, if there is one.
    pub fn lift(&mut self, by: Place) -> Result<Option<Place>, ContractError> {
        self.assert_has_hold(by)?;
        self.consents.clear();
        self.hold = self.residual.take();
        Ok(self.hold)
    }

    /// The contract with the hold delivers the title, free of all holds and whole, in the form it had.
    pub fn deliver(&mut self, by: Place, to: &Addr, consignee: Option<&Addr>) -> Result<Move, ContractError> {
        self.assert_held_by(by)?;
        self.assert_issued()?;
        if self.form == Form::Straight && consignee != Some(to) {
            return Err(ContractError::OnlyToConsignee { to: to.clone() });
        }
        self.hold = None;
        self.residual = None;
        self.consents.clear();
        self.beneficiary = None;
        self.nominee = None;
        self.replacement = None;
        self.rejecter = None;
        let code = if self.form == Form::Order { ActCode::EndorseToOrder } else { ActCode::Transfer };
        Ok(Move { code, holder: Some(to.clone()), recipient: Some(to.clone()), undo: None })
    }

    /// The contract with the hold consents to one act, once.
    pub fn consent(&mut self, by: Place, act: ConsentedAct) -> Result<(), ContractError> {
        self.assert_has_hold(by)?;
        self.assert_issued()?;
        if !self.consents.contains(&act) {
            self.consents.push(act);
        }
        Ok(())
    }

    /// Uses the consent to an act up. A title without a hold needs none.
    pub(super) fn use_consent(&mut self, act: ConsentedAct) -> Result<(), ContractError> {
        if self.hold.is_none() {
            return Ok(());
        }
        let place = self.consents.iter().position(|consented| *consented == act);
        let place = place.ok_or(ContractError::ConsentMissing { act })?;
        self.consents.swap_remove(place);
        Ok(())
    }

    /// Refuses all but the contract whose hold keeps the title from moving.
    pub fn assert_held_by(&self, by: Place) -> Result<(), ContractError> {
        match self.encumbered_by() {
            Some(place) if place == by => Ok(()),
            _ => Err(ContractError::NotEncumbranceHolder),
        }
    }

    /// Like `assert_held_by`, but also lets the escrow that a waybill is bound to.
    fn assert_has_hold(&self, by: Place) -> Result<(), ContractError> {
        match self.hold {
            Some(place) if place == by => Ok(()),
            _ => Err(ContractError::NotEncumbranceHolder),
        }
    }
}
