//! How a flight is told.

use types::escrow::AgreementId;
use types::text::TokenId;

use super::{FlightPlay, Step};
use crate::money::to_the_cent;
use crate::scenario::sale::PRICE;
use crate::scenario::Tale;

impl Tale for FlightPlay {
    fn id(&self) -> &TokenId {
        &self.sale.token_id
    }

    fn about(&self) -> String {
        let flight = &self.sale.flight;
        let on = if self.sale.deferred { ", arrival on credit" } else { "" };
        format!("{} {} from {} to {}{on}", flight.carrier, flight.number, flight.origin, flight.dest)
    }

    fn sentence(&self) -> String {
        match self.doing {
            Some(Step::Propose) => format!("proposes the sale for {}", to_the_cent(PRICE)),
            Some(Step::Accept) => "accepts the agreement".to_owned(),
            Some(Step::Issue) => "issues the air waybill".to_owned(),
            Some(Step::Present) => "presents the waybill under the agreement".to_owned(),
            Some(Step::Report { milestone, round }) => {
                let again = if round == 0 { "" } else { " once more" };
                format!("brings the reporters' signatures on the {}{again}", milestone.name())
            }
            Some(Step::Close { milestone, .. }) => format!("closes the round about the {}", milestone.name()),
            Some(Step::Finalise { milestone, .. }) => {
                format!("makes final what was decided about the {} and nobody challenged", milestone.name())
            }
            Some(Step::Age) => "has the escrow look at the date of payment 2".to_owned(),
            Some(Step::PayIn) => "pays what is owed of payment 2".to_owned(),
            Some(Step::LongStop) => "has the escrow split what is unsettled after the long-stop".to_owned(),
            None => String::new(),
        }
    }

    fn agreement_number(&self) -> Option<AgreementId> {
        self.agreement
    }

    fn failed(&self) -> &[String] {
        &[]
    }
}
