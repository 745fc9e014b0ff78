//! No peer that is gone, and no party that says nothing, keeps anybody's money.

use suite::{day, Suite, BILL, DISCHARGED};
use types::escrow::{AgreementStatus, Award, ExecuteMsg, TitleAward};

use crate::presented;

#[test]
fn the_long_stop_needs_no_peer_that_answers() {
    for gone in [["oracle", "shipment"], ["shipment", "shipment"], ["oracle", "oracle"]] {
        for (mut suite, sale) in presented() {
            for contract in gone {
                suite.deafen(contract, &["query", "fact", "lift", "deliver", "report"]);
            }
            suite.wait_until(day(120));
            suite.escrow("anyone", &ExecuteMsg::LongStop { agreement: sale });
            assert_eq!((suite.gained("seller"), suite.spent("buyer")), (5_000, 5_000), "{gone:?}");
            assert_eq!(suite.status(sale), AgreementStatus::Closed);
        }
    }
}

#[test]
fn an_idle_resolver_is_succeeded_and_facts_wait_for_the_verdict() {
    for (mut suite, sale) in presented() {
        suite.wait_until(day(30));
        suite.escrow("buyer", &ExecuteMsg::Dispute { agreement: sale, milestones: vec![1], evidence: None });
        suite.happened(BILL, DISCHARGED, day(36));
        assert_eq!(suite.gained("seller"), 0, "it waits");
        let verdict = ExecuteMsg::Resolve {
            agreement: sale,
            awards: vec![Award { milestone: 1, to_payee: Suite::units(4_000) }],
            title: TitleAward::ToPayer,
        };
        suite.is_refused("chamber", "escrow", &verdict);
        suite.wait_until(day(37));
        suite.is_refused("arbiter", "escrow", &verdict);
        suite.escrow("chamber", &verdict);
        assert_eq!((suite.gained("seller"), suite.spent("buyer")), (4_000, 8_000));
        assert_eq!(suite.holder(BILL), suite.address("buyer"));
    }
}

#[test]
fn a_dispute_that_nobody_decides_lapses_and_what_was_final_counts() {
    for (mut suite, sale) in presented() {
        suite.wait_until(day(30));
        suite.escrow("buyer", &ExecuteMsg::Dispute { agreement: sale, milestones: vec![1], evidence: None });
        suite.happened(BILL, DISCHARGED, day(36));
        suite.wait_until(day(44));
        suite.escrow("anyone", &ExecuteMsg::LapseDispute { agreement: sale });
        assert_eq!(suite.gained("seller"), 6_000);
        suite.is_refused(
            "buyer",
            "escrow",
            &ExecuteMsg::Dispute { agreement: sale, milestones: vec![1], evidence: None },
        );
    }
}
