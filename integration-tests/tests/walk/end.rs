//! After the long-stop and the disputes of that moment anyone gets all the money out.

use suite::{day, word, DAY, HOUR};
use types::escrow::{AgreementStatus, ExecuteMsg as M, MilestoneState, TitleHold};
use types::shipment::{ExecuteMsg as T, TitleStatus};

use crate::draw::{LONG_STOP, RESOLUTION};
use crate::sight::Sight;
use crate::{Walk, TITLES};

impl Walk {
    /// The end of a walk.
    pub fn end(&mut self) {
        self.vault.record(&mut self.suite.chain);
        self.suite.wait_until(day(LONG_STOP));
        self.suite.chain.advance(HOUR);
        for title in TITLES {
            for question in self.suite.inquiry(title).questions {
                if question.open.is_some() {
                    self.suite.close_round(title, question.milestone.event.as_str());
                }
            }
        }
        self.suite.chain.advance(2 * RESOLUTION * DAY);
        for agreement in 1..=self.agreements {
            for msg in
                [M::EndProposal { agreement }, M::LapseDispute { agreement }, M::LongStop { agreement }]
            {
                // Refused where there is nothing of the kind to end.
                let _ = self.suite.send("anyone", "escrow", &msg, &[]);
            }
        }
        self.free_titles();

        let sight = Sight::of(self);
        for agreement in &sight.agreements {
            let over = matches!(agreement.status, AgreementStatus::Ended);
            let open = agreement.milestones.iter().filter(|of| of.state == MilestoneState::Open).count();
            assert!(over || open == 0, "{agreement:?}");
            let sold = agreement.milestones.iter().any(|of| !of.paid.is_zero() || !of.outstanding.is_zero());
            let holds = agreement.title == TitleHold::Held || (agreement.title == TitleHold::Bound && !sold);
            assert!(!holds, "a hold on a title for nothing: {agreement:?}");
        }
        let claimable: u128 = sight.money.iter().map(|of| of.1).sum();
        assert_eq!(sight.escrow, claimable, "what is left belongs to somebody who can take it");
        for who in self.people.clone() {
            if self.suite.claimable(&who) > 0 {
                let asset = self.suite.asset.clone().into();
                self.suite.escrow(&who, &M::Withdraw { asset, to: None });
            }
        }
        assert_eq!(self.suite.balance("escrow"), 0);
        assert_eq!(self.all_money(), self.minted);
    }

    /// What was with the carrier when it was released is delivered as soon as anyone has it returned.
    fn free_titles(&mut self) {
        for title in TITLES {
            if matches!(self.suite.title(title).status, TitleStatus::Surrendered(_)) {
                self.suite.chain.advance(3 * DAY);
                self.suite.shipment("anyone", &T::ReturnUnanswered { token_id: word(title) });
            }
        }
        for agreement in 1..=self.agreements {
            let seen = self.suite.agreement(agreement);
            if seen.title != TitleHold::Due {
                continue;
            }
            self.suite.sync(agreement);
            let title = self.suite.title(seen.token_id.as_ref().unwrap().as_str());
            if title.status == TitleStatus::Issued {
                assert_eq!(self.suite.agreement(agreement).title, TitleHold::Released);
                assert_eq!(title.holder, seen.terms.payer);
            }
        }
    }
}
