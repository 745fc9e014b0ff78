//! The title as every act reads and writes it.

use cosmwasm_std::Addr;
use numeric::UnixTime;
use serde::{Deserialize, Serialize};
use types::shipment::{ConsentedAct, TitleKind, TitleStatus};

use super::act::Chain;
use super::replacement::Notice;
use crate::ContractError;

/// How a title moves now. It changes with the endorsements; what the document is does not.
#[derive(Serialize, Deserialize, Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// To order: by endorsement.
    Order,
    /// To bearer or endorsed in blank: by delivery.
    Bearer,
    /// Endorsed to a person: no further.
    Person,
    /// To the consignee and nobody else.
    Straight,
    /// Not at all: a waybill is no document of title.
    Waybill,
}

/// Who may reject: the one in whose favour the last act was, until he does anything else.
#[derive(Serialize, Deserialize, Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rejecter {
    /// The title moved to him.
    Holder,
    /// The benefit of a split title moved to him.
    Beneficiary,
}

/// Place of an admitted contract: what it holds is recorded by it.
pub type Place = u8;

/// What acts change. The holder is the owner of the token, in the collection.
#[derive(Serialize, Deserialize, Clone, Debug, PartialEq)]
pub struct Title {
    /// Where it stands.
    pub status: TitleStatus,
    /// How it moves.
    pub form: Form,
    /// Document version in force.
    pub version: u32,
    /// Who is entitled to the goods, if that is not the holder: the title is split.
    pub beneficiary: Option<Addr>,
    /// To whom the holder of a split title may endorse the benefit.
    pub nominee: Option<Addr>,
    /// Which contract has a hold on it; of a waybill, which escrow it is bound to.
    pub hold: Option<Place>,
    /// To whom that hold returns.
    pub residual: Option<Place>,
    /// What the contract with the hold consents to, each once.
    pub consents: Vec<ConsentedAct>,
    /// Until when the issuer must answer a surrender.
    pub answer_by: Option<UnixTime>,
    /// A key replacement under notice.
    pub replacement: Option<Notice>,
    /// Who may reject the last act.
    pub rejecter: Option<Rejecter>,
    /// Since when its controller has it, or nobody.
    pub since: UnixTime,
    /// Its acts so far.
    pub chain: Chain,
}

impl Title {
    /// A title that begins to circulate.
    pub fn issued(form: Form, now: UnixTime, chain: Chain) -> Self {
        Self {
            status: TitleStatus::Issued,
            form,
            version: 1,
            beneficiary: None,
            nominee: None,
            hold: None,
            residual: None,
            consents: vec![],
            answer_by: None,
            replacement: None,
            rejecter: None,
            since: now,
            chain,
        }
    }

    /// Who is entitled to the goods.
    pub fn beneficiary<'a>(&'a self, holder: &'a Addr) -> &'a Addr {
        self.beneficiary.as_ref().unwrap_or(holder)
    }

    /// Whether possession and benefit are apart.
    pub fn is_split(&self) -> bool {
        self.beneficiary.is_some()
    }

    /// Whether it can be endorsed further.
    pub fn is_negotiable(&self) -> bool {
        matches!(self.form, Form::Order | Form::Bearer)
    }

    /// The contract whose hold keeps the title from moving. A bound waybill has none.
    pub fn encumbered_by(&self) -> Option<Place> {
        self.hold.filter(|_| self.form != Form::Waybill)
    }

    /// The escrow that a waybill is bound to.
    pub fn bound_to(&self) -> Option<Place> {
        self.hold.filter(|_| self.form == Form::Waybill)
    }

    /// Refuses unless the title circulates.
    pub fn assert_issued(&self) -> Result<(), ContractError> {
        match self.status {
            TitleStatus::Issued => Ok(()),
            actual => Err(ContractError::NotInCirculation { actual }),
        }
    }

    /// Refuses unless the title circulates and no contract has a hold on it.
    pub fn assert_free(&self) -> Result<(), ContractError> {
        self.assert_issued()?;
        match self.encumbered_by() {
            None => Ok(()),
            Some(_) => Err(ContractError::Encumbered),
        }
    }

    /// Refuses everybody but the holder himself: no approval and no operator stands in for him.
    pub fn assert_holder(holder: &Addr, sender: &Addr) -> Result<(), ContractError> {
        if holder == sender {
            return Ok(());
        }
        Err(ContractError::NotHolder { sender: sender.clone(), holder: holder.clone() })
    }

    /// The holder has shown that he has his key and has taken up what he was given.
    pub fn holder_acted(&mut self) {
        self.withdraw_replacement();
        self.rejecter = None;
    }

    /// What the document is, as it stands after its endorsements.
    pub fn kind(&self, receipt: bool, consignee: Option<&Addr>) -> TitleKind {
        use types::shipment::Form as DocumentForm;
        let named = || consignee.map(Addr::to_string).unwrap_or_default();
        let form = match self.form {
            Form::Waybill => return TitleKind::Waybill { consignee: named() },
            Form::Straight => DocumentForm::Straight { consignee: named() },
            Form::Order | Form::Person => DocumentForm::ToOrder {},
            Form::Bearer => DocumentForm::ToBearer {},
        };
        if receipt {
            TitleKind::WarehouseReceipt { form }
        } else {
            TitleKind::BillOfLading { form }
        }
    }
}
