//! A milestone is paid once, by whatever paths it is tried inside one transaction.

use cosmwasm_std::CosmosMsg;
use suite::{day, word, Suite, BILL, DISCHARGED, LOADED};
use types::escrow::{Award, Change, Cw20Hook, ExecuteMsg, MilestoneState, TitleAward};
use types::{oracle, shipment};

use crate::{happened, presented};

/// What brings the fact of the loading, by anyone.
fn fact(suite: &Suite) -> CosmosMsg {
    let report: oracle::ExecuteMsg = suite.report(BILL, LOADED, happened(day(4)), 1..=9);
    suite.call("oracle", &report)
}

fn resolve(sale: u64) -> ExecuteMsg {
    let awards = vec![Award { milestone: 0, to_payee: Suite::units(3_000) }];
    ExecuteMsg::Resolve { agreement: sale, awards, title: TitleAward::Unchanged }
}

fn cancel(sale: u64) -> ExecuteMsg {
    let change = Change { amount: None, due: None, cutoff: None, cancel: true };
    ExecuteMsg::Change { agreement: sale, milestone: 0, change }
}

/// Who tries, and what.
type Path = (&'static str, fn(u64) -> ExecuteMsg);

/// Whatever follows on the payment in its transaction either does nothing or undoes it all.
#[test]
fn after_the_fact_no_other_path_pays_again() {
    let paths: [Path; 8] = [
        ("anyone", |agreement| ExecuteMsg::Sync { agreement }),
        ("buyer", |agreement| ExecuteMsg::Release { agreement, milestone: 0 }),
        ("seller", |agreement| ExecuteMsg::Relinquish { agreement, milestone: 0 }),
        ("seller", cancel),
        ("buyer", |agreement| ExecuteMsg::Dispute { agreement, milestones: vec![0], evidence: None }),
        ("arbiter", resolve),
        ("anyone", |agreement| ExecuteMsg::LongStop { agreement }),
        ("surveyor", |agreement| ExecuteMsg::ApproveMilestone { agreement, milestone: 0 }),
    ];
    for (who, path) in paths {
        for (mut suite, sale) in presented() {
            suite.wait_until(day(5));
            let msgs = vec![fact(&suite), suite.call("escrow", &path(sale))];
            let sent = suite.at_once(who, msgs);
            let goes = matches!(path(sale), ExecuteMsg::Sync { .. });
            assert_eq!(sent.is_ok(), goes, "{:?}", path(sale));
            let paid = if goes { 3_000 } else { 0 };
            assert_eq!((suite.gained("seller"), suite.spent("buyer")), (paid, 10_000), "{:?}", path(sale));
            suite.assert_solvent();
        }
    }
}

#[test]
fn before_the_fact_every_path_leaves_nothing_for_it_to_pay() {
    let paths: [(Path, u128, u128); 2] = [
        (("buyer", |agreement| ExecuteMsg::Release { agreement, milestone: 0 }), 3_000, 10_000),
        (("seller", |agreement| ExecuteMsg::Relinquish { agreement, milestone: 0 }), 0, 7_000),
    ];
    for ((who, path), gained, spent) in paths {
        for (mut suite, sale) in presented() {
            suite.wait_until(day(5));
            let msgs = vec![suite.call("escrow", &path(sale)), fact(&suite)];
            suite.at_once(who, msgs).unwrap();
            suite.sync(sale);
            assert_eq!((suite.gained("seller"), suite.spent("buyer")), (gained, spent));
        }
    }
}

#[test]
fn a_verdict_is_carried_out_once() {
    for (mut suite, sale) in presented() {
        suite.escrow("buyer", &ExecuteMsg::Dispute { agreement: sale, milestones: vec![0], evidence: None });
        let verdict = suite.call("escrow", &resolve(sale));
        assert!(suite.at_once("arbiter", vec![verdict.clone(), verdict.clone()]).is_err());
        assert_eq!(suite.gained("seller"), 0, "one message, one verdict: the second undoes both");
        suite.wait_until(day(5));
        let msgs = vec![verdict, fact(&suite), suite.call("escrow", &ExecuteMsg::Sync { agreement: sale })];
        suite.at_once("arbiter", msgs).unwrap();
        assert_eq!(suite.gained("seller"), 3_000);
    }
}

#[test]
fn the_long_stop_splits_once() {
    for (mut suite, sale) in presented() {
        suite.wait_until(day(120));
        let split = suite.call("escrow", &ExecuteMsg::LongStop { agreement: sale });
        assert!(suite.at_once("anyone", vec![split.clone(), split.clone()]).is_err());
        let sync = suite.call("escrow", &ExecuteMsg::Sync { agreement: sale });
        assert!(suite.at_once("anyone", vec![split.clone(), sync]).is_err(), "it is over");
        suite.at_once("anyone", vec![split, fact(&suite)]).unwrap();
        assert_eq!((suite.gained("seller"), suite.spent("buyer")), (5_000, 5_000));
    }
}

#[test]
fn a_debt_is_paid_in_no_further_than_it_goes() {
    for mut suite in Suite::both() {
        let mut terms = suite.sale();
        terms.milestones = vec![suite::TermsOf::deferred(suite::on(LOADED, 3_000), 30)];
        let sale = suite.agree(terms);
        suite.issue(suite.order_bill());
        suite.present(BILL, sale);
        suite.happened(BILL, LOADED, day(4));
        let (agreement, milestone) = (sale, 0);
        let msg = ExecuteMsg::PayIn { agreement, milestone };
        let pay = suite.paid_call(&msg, &Cw20Hook::PayIn { agreement, milestone }, 2_000);
        assert!(suite.at_once("buyer", vec![pay.clone(), pay]).is_err(), "4,000 are more than is owed");
        assert_eq!(suite.gained("seller"), 0);
        let all = suite.paid_call(&msg, &Cw20Hook::PayIn { agreement, milestone }, 3_000);
        assert!(suite.at_once("buyer", vec![all.clone(), all.clone()]).is_err());
        suite.at_once("buyer", vec![all]).unwrap();
        assert_eq!((suite.gained("seller"), suite.balance("escrow")), (3_000, 0));
    }
}

/// The owner is a contract that, being paid, has everything settled again.
#[test]
fn an_owner_that_answers_its_payment_with_more_of_the_same_is_paid_once() {
    for (mut suite, sale) in presented() {
        suite.sell_receivable("seller", "bank", sale, 0);
        suite.sell_receivable("seller", "bank", sale, 1);
        let sync = ExecuteMsg::Sync { agreement: sale };
        let sync_title = shipment::ExecuteMsg::Sync { token_id: word(BILL) };
        let again = vec![
            suite.call("escrow", &sync),
            suite.call("shipment", &sync_title),
            suite.call("escrow", &sync),
        ];
        suite.bank.answer(&mut suite.chain, again);
        suite.happened(BILL, LOADED, day(4));
        suite.happened(BILL, DISCHARGED, day(36));
        assert_eq!(suite.states(sale)[..2], [MilestoneState::Settled; 2]);
        assert_eq!((suite.balance("bank"), suite.claimable("bank")), (9_000, 0));
        suite.assert_solvent();
    }
}

/// One that tries to take its payment back out, or the token that is gone, is refused, and has a claim instead.
#[test]
fn an_owner_that_answers_with_what_is_refused_has_a_claim_and_no_more() {
    for (mut suite, sale) in presented() {
        suite.sell_receivable("seller", "bank", sale, 0);
        for msg in [
            ExecuteMsg::Withdraw { asset: suite.asset.clone().into(), to: None },
            ExecuteMsg::Relinquish { agreement: sale, milestone: 0 },
            ExecuteMsg::TransferNft {
                recipient: suite.address("thief").into_string(),
                token_id: format!("{sale}/0"),
            },
        ] {
            let again = vec![suite.call("escrow", &msg)];
            suite.bank.answer(&mut suite.chain, again);
        }
        suite.happened(BILL, LOADED, day(4));
        assert_eq!((suite.balance("bank"), suite.claimable("bank")), (0, 3_000));
        suite.assert_solvent();
        suite.escrow("bank", &ExecuteMsg::Withdraw { asset: suite.asset.clone().into(), to: None });
        suite.is_refused(
            "bank",
            "escrow",
            &ExecuteMsg::Withdraw { asset: suite.asset.clone().into(), to: None },
        );
        assert_eq!(suite.balance("bank"), 3_000);
    }
}
