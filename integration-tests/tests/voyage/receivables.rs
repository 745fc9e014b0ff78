//! Whoever owns the receivable is paid, and has the payee's rights.

use cw20::Cw20ReceiveMsg;
use suite::{day, Suite, BILL, DISCHARGED, LOADED};
use types::escrow::{Change, ExecuteMsg, MilestoneState};
use types::notice::{Notification, Paid};

use crate::presented;

#[test]
fn a_receivable_that_was_sold_pays_its_new_owner() {
    for (mut suite, sale) in presented() {
        suite.sell_receivable("seller", "investor", sale, 1);
        suite.happened(BILL, LOADED, day(4));
        suite.happened(BILL, DISCHARGED, day(36));
        assert_eq!((suite.gained("seller"), suite.gained("investor")), (3_000, 6_000));
        assert_eq!(suite.holder(BILL), suite.address("buyer"), "the title goes all the same");
    }
}

#[test]
fn with_a_receivable_go_the_payees_rights() {
    let mut suite = Suite::native();
    let sale = suite.agree(suite.sale());
    suite.sell_receivable("seller", "investor", sale, 0);
    for msg in [
        ExecuteMsg::Relinquish { agreement: sale, milestone: 0 },
        ExecuteMsg::Dispute { agreement: sale, milestones: vec![0], evidence: None },
    ] {
        suite.is_refused("seller", "escrow", &msg);
    }
    let cancel = |milestone| ExecuteMsg::Change {
        agreement: sale,
        milestone,
        change: Change { amount: None, due: None, cutoff: None, cancel: true },
    };
    suite.escrow("buyer", &cancel(0));
    suite.is_refused("seller", "escrow", &cancel(0));
    assert_eq!(suite.states(sale)[0], MilestoneState::Open);
    suite.escrow("investor", &cancel(0));
    assert_eq!(suite.states(sale)[0], MilestoneState::Voided);
    assert_eq!(suite.spent("buyer"), 7_000);
}

#[test]
fn a_consent_does_not_outlive_its_side() {
    let mut suite = Suite::native();
    let sale = suite.agree(suite.sale());
    let change = ExecuteMsg::Change {
        agreement: sale,
        milestone: 0,
        change: Change { amount: Some(Suite::units(1)), due: None, cutoff: None, cancel: false },
    };
    suite.escrow("seller", &change);
    suite.sell_receivable("seller", "investor", sale, 0);
    suite.escrow("buyer", &change);
    assert_eq!(suite.milestone(sale, 0).amount.get(), 3_000, "the seller's word is worth nothing any more");
}

#[test]
fn a_contract_that_owns_a_receivable_is_paid_by_a_message() {
    for (mut suite, sale) in presented() {
        suite.sell_receivable("seller", "bank", sale, 0);
        suite.happened(BILL, LOADED, day(4));
        assert_eq!(suite.balance("bank"), 3_000);
        let received = suite.bank.received(&suite.chain);
        let last = received.last().unwrap();
        let paid = Paid {
            collection: suite.escrow.to_string(),
            token_id: format!("{sale}/0"),
            amount: Suite::units(3_000),
            last: true,
        };
        match &suite.asset {
            cw20::Denom::Native(denom) => {
                assert_eq!(last.sender, suite.escrow);
                assert_eq!(last.funds, cosmwasm_std::coins(3_000, denom));
                assert_eq!(last.json::<Notification>(), Notification::Paid(paid));
            }
            cw20::Denom::Cw20(token) => {
                assert_eq!(last.sender, *token);
                let hook: std::collections::BTreeMap<String, Cw20ReceiveMsg> = last.json();
                let hook = &hook["receive"];
                assert_eq!((&hook.sender, hook.amount.u128()), (&suite.escrow.to_string(), 3_000));
                let notice: Notification = cosmwasm_std::from_json(&hook.msg).unwrap();
                assert_eq!(notice, Notification::Paid(paid));
            }
        }
    }
}

#[test]
fn a_contract_is_told_when_its_receivable_ends_with_nothing() {
    let [(mut suite, sale), _] = presented();
    suite.sell_receivable("seller", "bank", sale, 0);
    suite.not_by(BILL, LOADED, day(8));
    let received = suite.bank.received(&suite.chain);
    let Notification::Paid(paid) = received.last().unwrap().json() else { panic!("a payment") };
    assert_eq!((paid.amount.get(), paid.last), (0, true));
    assert_eq!(suite.balance("bank"), 0);
}

#[test]
fn a_contract_that_refuses_its_payment_takes_it_later_to_any_address() {
    for (mut suite, sale) in presented() {
        suite.sell_receivable("seller", "bank", sale, 1);
        suite.bank.refuse(&mut suite.chain);
        suite.happened(BILL, LOADED, day(4));
        suite.happened(BILL, DISCHARGED, day(36));
        assert_eq!(suite.states(sale)[1], MilestoneState::Settled, "refused counts as paid");
        assert_eq!(suite.holder(BILL), suite.address("buyer"), "and the title moves");
        assert_eq!((suite.balance("bank"), suite.claimable("bank")), (0, 6_000));
        suite.assert_solvent();
        let (asset, to) = (suite.asset.clone().into(), Some(suite.address("investor").into_string()));
        suite.escrow("bank", &ExecuteMsg::Withdraw { asset, to });
        assert_eq!(suite.gained("investor"), 6_000);
        suite.assert_solvent();
    }
}
