//! Documents against acceptance, and debts.

use suite::{day, on, Suite, TermsOf, BILL, DISCHARGED, LOADED};
use types::escrow::{AgreementStatus, ExecuteMsg, MilestoneState};

/// 6,000 owed thirty days after discharge, against which the title goes.
fn against_acceptance(mut suite: Suite) -> (Suite, u64) {
    let mut terms = suite.sale();
    terms.milestones = vec![
        on(LOADED, 3_000).cut_off(day(8)),
        on(DISCHARGED, 6_000).cut_off(day(60)).deferred(30).releasing(),
    ];
    let sale = suite.agree(terms);
    suite.issue(suite.order_bill());
    suite.present(BILL, sale);
    (suite, sale)
}

#[test]
fn the_payers_acceptance_stands_for_payment_and_the_title_goes() {
    for suite in Suite::both() {
        let (mut suite, sale) = against_acceptance(suite);
        assert_eq!(suite.spent("buyer"), 3_000, "nothing is held of what is deferred");
        suite.happened(BILL, DISCHARGED, day(36));
        assert_eq!(suite.holder(BILL), suite.address("buyer"));
        let debt = suite.milestone(sale, 1);
        assert_eq!(debt.state, MilestoneState::Payable);
        assert_eq!((debt.outstanding.get(), debt.payable_at), (6_000, Some(day(66))));
        assert_eq!(debt.owner, Some(suite.address("seller").into_string()), "the receivable stays open");
    }
}

#[test]
fn a_debt_is_paid_in_parts_by_anyone() {
    for suite in Suite::both() {
        let (mut suite, sale) = against_acceptance(suite);
        suite.happened(BILL, LOADED, day(4));
        suite.happened(BILL, DISCHARGED, day(36));
        suite.pay_in("buyer", sale, 1, 2_000);
        suite.pay_in("anyone", sale, 1, 4_000);
        assert_eq!(suite.gained("seller"), 9_000);
        assert_eq!(suite.status(sale), AgreementStatus::Closed);
        suite.assert_solvent();
    }
}

#[test]
fn a_debt_ages_to_default_and_recoveries_are_still_its_owners() {
    for suite in Suite::both() {
        let (mut suite, sale) = against_acceptance(suite);
        suite.happened(BILL, DISCHARGED, day(36));
        suite.sell_receivable("seller", "investor", sale, 1);
        let age = ExecuteMsg::Age { agreement: sale, milestone: 1 };
        suite.wait_until(day(66));
        suite.is_refused("anyone", "escrow", &age);
        suite.chain.advance(1);
        suite.escrow("anyone", &age);
        assert_eq!(suite.milestone(sale, 1).state, MilestoneState::Late);
        suite.wait_until(day(96));
        suite.is_refused("anyone", "escrow", &age);
        suite.chain.advance(1);
        suite.escrow("anyone", &age);
        assert_eq!(suite.milestone(sale, 1).state, MilestoneState::Defaulted);
        suite.escrow("investor", &ExecuteMsg::WriteOff { agreement: sale, milestone: 1 });
        suite.pay_in("anyone", sale, 1, 600);
        assert_eq!(suite.gained("investor"), 600);
        assert_eq!(suite.milestone(sale, 1).outstanding.get(), 5_400);
    }
}

#[test]
fn a_debt_outlives_the_long_stop() {
    for suite in Suite::both() {
        let (mut suite, sale) = against_acceptance(suite);
        suite.happened(BILL, DISCHARGED, day(36));
        suite.wait_until(day(120));
        suite.escrow("anyone", &ExecuteMsg::LongStop { agreement: sale });
        assert_eq!(suite.gained("seller"), 1_500, "half of what was open");
        assert_eq!(suite.milestone(sale, 1).outstanding.get(), 6_000, "and none of what is owed");
        suite.pay_in("buyer", sale, 1, 6_000);
        assert_eq!(suite.status(sale), AgreementStatus::Closed);
    }
}
