//! The titles of a walk.

use suite::{word, Suite};
use types::shipment::{Form, IssueMsg, TitleKind};

use crate::TITLES;

/// A bill to order, and a second paper of any kind; of both the seller is the first holder.
pub fn issue(suite: &mut Suite, kind: u8) {
    suite.issue(suite.order_bill());
    let second = match kind {
        0 => suite.order_bill(),
        1 => {
            let kind = TitleKind::BillOfLading { form: Form::ToBearer {} };
            IssueMsg { kind, ..suite.order_bill() }
        }
        2 => suite.straight_bill(),
        _ => suite.waybill(),
    };
    suite.issue(IssueMsg { token_id: word(TITLES[1]), ..second });
}
