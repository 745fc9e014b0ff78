//! Handing a title back to its issuer, and his answer.

use cosmwasm_std::Addr;
use numeric::{Seconds, UnixTime};
use types::endorsement::{ActCode, SurrenderReason};
use types::shipment::{ConsentedAct, SurrenderFor, TitleStatus};

use super::status::{self, Step};
use super::title::{Form, Title};
use crate::ContractError;

/// Shortest and longest time an issuer may take to answer a surrender.
pub const ANSWER: (Seconds, Seconds) = (Seconds::SECOND, Seconds::days(30));

/// The code of a surrender. PINT knows paper as an amendment with the reason SWTP.
pub fn code(purpose: SurrenderFor) -> ActCode {
    match purpose {
        SurrenderFor::Delivery => ActCode::SurrenderForDelivery,
        SurrenderFor::Amendment | SurrenderFor::Paper => ActCode::SurrenderForAmendment,
    }
}

/// PINT's reason, where the code alone does not say it.
pub fn reason(purpose: SurrenderFor) -> Option<SurrenderReason> {
    (purpose == SurrenderFor::Paper).then_some(SurrenderReason::Swtp)
}

impl Title {
    /// The holder who is beneficiary hands the title back; of a waybill the consignee, for delivery. The contract
    /// with a hold must have consented; what a waybill's consignee collects needs nobody's consent.
    pub fn surrender(
        &mut self,
        holder: &Addr,
        sender: &Addr,
        consignee: Option<&Addr>,
        purpose: SurrenderFor,
        answer_by: UnixTime,
    ) -> Result<(), ContractError> {
        let collects = self.form == Form::Waybill && purpose == SurrenderFor::Delivery;
        match consignee {
            Some(consignee) if collects && consignee != sender => {
                let (sender, consignee) = (sender.clone(), consignee.clone());
                return Err(ContractError::NotConsignee { sender, consignee });
            }
            _ if collects => {}
            _ => Self::assert_holder(holder, sender)?,
        }
        if let Some(beneficiary) = &self.beneficiary {
            return Err(ContractError::Split { beneficiary: beneficiary.clone() });
        }
        self.status = status::after(self.status, Step::Surrender(purpose))?;
        if !collects {
            self.use_consent(match purpose {
                SurrenderFor::Delivery => ConsentedAct::Delivery,
                SurrenderFor::Amendment => ConsentedAct::Amendment,
                SurrenderFor::Paper => ConsentedAct::Paper,
            })?;
        }
        if sender == holder {
            self.holder_acted();
        }
        self.answer_by = Some(answer_by);
        Ok(())
    }

    /// The issuer accepts a surrender for delivery or paper.
    pub fn accept(&mut self, now: UnixTime) -> Result<(), ContractError> {
        self.answered(Step::Accept)?;
        self.since = now;
        if self.status == TitleStatus::Accomplished {
            self.replacement = None;
        }
        Ok(())
    }

    /// The issuer refuses a surrender.
    pub fn refuse(&mut self) -> Result<(), ContractError> {
        self.answered(Step::Refuse)
    }

    /// The issuer left a surrender unanswered; from `answer_by` on anyone may say so.
    pub fn lapse(&mut self, now: UnixTime) -> Result<(), ContractError> {
        if let Some(answer_by) = self.answer_by.filter(|answer_by| now < *answer_by) {
            return Err(ContractError::AnswerNotDue { now, answer_by });
        }
        self.answered(Step::Lapse)
    }

    /// The issuer accepts a surrender for amendment: the next version is in force.
    pub fn amend(&mut self) -> Result<(), ContractError> {
        self.answered(Step::Amend)?;
        self.next_version()
    }

    /// The issuer takes the paper back from whoever presents it. What could not move on the chain cannot have
    /// moved on paper either.
    pub fn take_paper_back(
        &mut self,
        last_holder: &Addr,
        holder: &Addr,
        consignee: Option<&Addr>,
        now: UnixTime,
    ) -> Result<(), ContractError> {
        self.status = status::after(self.status, Step::TakePaperBack)?;
        let may_present = match self.form {
            Form::Order | Form::Bearer => true,
            Form::Straight => holder == last_holder || consignee == Some(holder),
            Form::Person | Form::Waybill => holder == last_holder,
        };
        if !may_present {
            return Err(ContractError::NotNegotiable { form: self.form });
        }
        self.since = now;
        self.next_version()
    }

    fn answered(&mut self, step: Step) -> Result<(), ContractError> {
        self.status = status::after(self.status, step)?;
        self.answer_by = None;
        Ok(())
    }

    /// What a contract consented to, it consented to under the version before.
    fn next_version(&mut self) -> Result<(), ContractError> {
        self.consents.clear();
        self.version = self.version.checked_add(1).ok_or(ContractError::ChainFull)?;
        Ok(())
    }
}
