//! How a title moves: endorsement, delivery, possession, rejection.

use cosmwasm_std::Addr;
use serde::{Deserialize, Serialize};
use types::endorsement::ActCode;

use super::title::{Form, Rejecter, Title};
use crate::ContractError;

/// Where a title is to go, with what the rules must know of that place.
#[derive(Clone, Copy, Debug)]
pub struct Destination<'a> {
    /// The new holder.
    pub to: &'a Addr,
    /// Whether that is a contract; asked of split titles only, or of titles that are about to be split.
    pub is_contract: bool,
    /// Whom a straight bill names.
    pub consignee: Option<&'a Addr>,
}

/// How the holder endorses, with checked addresses.
#[derive(Clone, Debug, PartialEq)]
pub enum Endorsement {
    /// To a person, who cannot endorse further.
    Person(Addr),
    /// To the order of a person.
    Order(Addr),
    /// In blank.
    Blank(Option<Addr>),
}

impl Endorsement {
    /// In whose favour, if it names somebody.
    pub fn to(&self) -> Option<&Addr> {
        match self {
            Self::Person(to) | Self::Order(to) => Some(to),
            Self::Blank(to) => to.as_ref(),
        }
    }
}

/// What a move does beyond the title's record.
#[derive(Clone, Debug, PartialEq)]
pub struct Move {
    /// The act it is.
    pub code: ActCode,
    /// The new holder, if the token moves.
    pub holder: Option<Addr>,
    /// In whose favour it is.
    pub recipient: Option<Addr>,
    /// What its rejection restores.
    pub undo: Option<Undo>,
}

/// What was before an act that can be rejected.
#[derive(Serialize, Deserialize, Clone, Debug, PartialEq)]
pub struct Undo {
    /// The holder; not kept if he acted himself.
    pub holder: Option<Addr>,
    /// The beneficiary, if he was not the holder.
    pub beneficiary: Option<Addr>,
    /// How it moved.
    pub form: Form,
}

impl Undo {
    /// The holder before an act of `actor`.
    pub fn holder<'a>(&'a self, actor: &'a Addr) -> &'a Addr {
        self.holder.as_ref().unwrap_or(actor)
    }
}

impl Title {
    /// CW-721 transfer by `actor` for the holder: a whole title moves as an endorsement in full or by delivery,
    /// a split one moves possession only.
    pub fn transfer(
        &mut self,
        holder: &Addr,
        actor: &Addr,
        destination: Destination,
    ) -> Result<Move, ContractError> {
        self.assert_free()?;
        self.assert_may_go(holder, destination)?;
        let undo = self.undo(holder, actor);
        let code = match self.form {
            Form::Order if !self.is_split() => ActCode::EndorseToOrder,
            _ => ActCode::Transfer,
        };
        if self.is_split() {
            self.possess(destination)?;
        }
        Ok(self.moved(code, destination.to, undo))
    }

    /// The holder hands the title on and the benefit stays where it is.
    pub fn transfer_possession(
        &mut self,
        holder: &Addr,
        destination: Destination,
    ) -> Result<Move, ContractError> {
        self.assert_free()?;
        self.assert_may_go(holder, destination)?;
        if self.form == Form::Straight {
            // The consignee could never become its beneficiary: a straight bill is not endorsed.
            return Err(ContractError::StraightMovesWhole);
        }
        let undo = self.undo(holder, holder);
        self.beneficiary = Some(self.beneficiary(holder).clone());
        self.possess(destination)?;
        Ok(self.moved(ActCode::Transfer, destination.to, undo))
    }

    /// The holder endorses: a whole title in full, of a split one the benefit, to the nominee. One who `may_hold` titles
    /// was nominated for that.
    pub fn endorse(
        &mut self,
        holder: &Addr,
        endorsement: Endorsement,
        may_hold: bool,
    ) -> Result<Move, ContractError> {
        self.assert_free()?;
        self.assert_negotiable()?;
        if self.is_split() {
            return self.endorse_benefit(holder, endorsement, may_hold);
        }
        let (code, form, to) = match endorsement {
            Endorsement::Person(to) => (ActCode::Endorse, Form::Person, Some(to)),
            Endorsement::Order(to) => (ActCode::EndorseToOrder, Form::Order, Some(to)),
            Endorsement::Blank(to) => (ActCode::BlankEndorse, Form::Bearer, to),
        };
        if to.as_ref() == Some(holder) {
            return Err(ContractError::HolderAlready { holder: holder.clone() });
        }
        let undo = self.undo(holder, holder);
        self.form = form;
        match to {
            Some(to) => Ok(self.moved(code, &to, undo)),
            None => {
                self.holder_acted();
                Ok(Move { code, holder: None, recipient: None, undo: None })
            }
        }
    }

    /// The beneficiary of a split title names, or names no more, to whom the holder may endorse the benefit.
    pub fn nominate(
        &mut self,
        holder: &Addr,
        sender: &Addr,
        nominee: Option<Addr>,
    ) -> Result<(), ContractError> {
        let beneficiary = self.beneficiary(holder);
        if beneficiary != sender {
            return Err(ContractError::NotBeneficiary {
                sender: sender.clone(),
                beneficiary: beneficiary.clone(),
            });
        }
        self.assert_free()?;
        if !self.is_split() {
            return Err(ContractError::NotSplit);
        }
        if nominee.as_ref() == Some(sender) {
            return Err(ContractError::BeneficiaryAlready { beneficiary: sender.clone() });
        }
        self.nominee = nominee;
        if self.rejecter == Some(Rejecter::Beneficiary) {
            self.rejecter = None;
        }
        Ok(())
    }

    /// The recipient of the last act, by `actor`, gives back what it gave him.
    pub fn reject(
        &mut self,
        holder: &Addr,
        sender: &Addr,
        actor: &Addr,
        undo: Option<Undo>,
    ) -> Result<Move, ContractError> {
        let (Some(rejecter), Some(undo)) = (self.rejecter, undo) else {
            return Err(ContractError::NothingToReject);
        };
        let recipient = match rejecter {
            Rejecter::Holder => holder,
            Rejecter::Beneficiary => self.beneficiary(holder),
        };
        if recipient != sender {
            return Err(ContractError::NotRecipient { sender: sender.clone(), recipient: recipient.clone() });
        }
        self.assert_free()?;
        let before = undo.holder(actor).clone();
        self.form = undo.form;
        self.beneficiary = undo.beneficiary;
        self.settle_split();
        self.holder_acted();
        Ok(match rejecter {
            Rejecter::Holder => Move {
                code: ActCode::Transfer,
                recipient: Some(before.clone()),
                holder: Some(before),
                undo: None,
            },
            Rejecter::Beneficiary => Move {
                code: ActCode::Transfer,
                recipient: Some(self.beneficiary(holder).clone()),
                holder: None,
                undo: None,
            },
        })
    }

    fn endorse_benefit(
        &mut self,
        holder: &Addr,
        endorsement: Endorsement,
        may_hold: bool,
    ) -> Result<Move, ContractError> {
        let (code, form, to) = match endorsement {
            Endorsement::Person(to) => (ActCode::Endorse, Form::Person, to),
            Endorsement::Order(to) => (ActCode::EndorseToOrder, Form::Order, to),
            Endorsement::Blank(_) => return Err(ContractError::BlankWhileSplit),
        };
        if self.nominee.as_ref() != Some(&to) {
            return Err(ContractError::NotNominee { to, nominee: self.nominee.clone() });
        }
        if may_hold {
            return Err(ContractError::NominatedForHold { to });
        }
        let undo = self.undo(holder, holder);
        self.form = form;
        self.beneficiary = Some(to.clone()).filter(|to| to != holder);
        self.nominee = None;
        self.holder_acted();
        self.rejecter = Some(Rejecter::Beneficiary);
        Ok(Move { code, holder: None, recipient: Some(to), undo: Some(undo) })
    }

    fn assert_negotiable(&self) -> Result<(), ContractError> {
        if self.is_negotiable() {
            Ok(())
        } else {
            Err(ContractError::NotNegotiable { form: self.form })
        }
    }

    /// Refuses destinations that the form does not allow.
    fn assert_may_go(
        &self,
        holder: &Addr,
        Destination { to, consignee, .. }: Destination,
    ) -> Result<(), ContractError> {
        if to == holder {
            return Err(ContractError::HolderAlready { holder: holder.clone() });
        }
        match self.form {
            Form::Order | Form::Bearer => Ok(()),
            // Else a split title that was endorsed to a person could never be surrendered.
            Form::Person if self.beneficiary.as_ref() == Some(to) => Ok(()),
            Form::Straight if consignee == Some(to) => Ok(()),
            Form::Straight => Err(ContractError::OnlyToConsignee { to: to.clone() }),
            Form::Person | Form::Waybill => Err(ContractError::NotNegotiable { form: self.form }),
        }
    }

    /// Possession goes to the destination, the benefit stays. A contract would take possession for ownership,
    /// unless it is the beneficiary.
    fn possess(&mut self, Destination { to, is_contract, .. }: Destination) -> Result<(), ContractError> {
        if self.beneficiary.as_ref() == Some(to) {
            self.beneficiary = None;
        } else if is_contract {
            return Err(ContractError::PossessionToContract { to: to.clone() });
        }
        self.settle_split();
        Ok(())
    }

    fn settle_split(&mut self) {
        if !self.is_split() {
            self.nominee = None;
        }
    }

    fn undo(&self, holder: &Addr, actor: &Addr) -> Undo {
        Undo {
            holder: Some(holder.clone()).filter(|holder| holder != actor),
            beneficiary: self.beneficiary.clone(),
            form: self.form,
        }
    }

    fn moved(&mut self, code: ActCode, to: &Addr, undo: Undo) -> Move {
        self.holder_acted();
        self.rejecter = Some(Rejecter::Holder);
        Move { code, holder: Some(to.clone()), recipient: Some(to.clone()), undo: Some(undo) }
    }
}
