//! What is held does not move, whoever tries and by whatever message.

use cosmwasm_std::{to_json_binary, Binary};
use shipment::ContractError;
use suite::{day, word, Suite, BILL, DISCHARGED};
use types::digest::Digest;
use types::shipment::{EndorseTo, ExecuteMsg as Act, SurrenderFor};

use crate::{present, presented};

#[test]
fn an_encumbered_title_is_moved_by_nobody() {
    let (mut suite, sale) = present(Suite::native());
    let thief = suite.address("thief").into_string();
    for msg in [
        Act::Approve { spender: thief.clone(), token_id: BILL.to_owned(), expires: None },
        Act::ApproveAll { operator: suite.address("anyone").into_string(), expires: None },
    ] {
        suite.shipment("seller", &msg);
    }
    let contract = suite.address("bank").into_string();
    let transfer = Act::TransferNft { recipient: thief.clone(), token_id: BILL.to_owned() };
    let send = |contract: String| Act::SendNft {
        contract,
        token_id: BILL.to_owned(),
        msg: to_json_binary("for you").unwrap(),
    };
    // Holder, approved account, operator.
    for who in ["seller", "thief", "anyone"] {
        suite.refused(who, "shipment", &transfer, ContractError::Encumbered);
        suite.refused(who, "shipment", &send(contract.clone()), ContractError::Encumbered);
        suite.refused(who, "shipment", &send(suite.escrow.to_string()), ContractError::Encumbered);
    }
    let (token_id, to, remark) = (word(BILL), thief.clone(), None);
    for msg in [
        Act::Endorse { token_id, to: EndorseTo::Order { to }, remark },
        Act::Endorse { token_id: word(BILL), to: EndorseTo::Blank { to: None }, remark: None },
        Act::TransferPossession { token_id: word(BILL), to: thief.clone(), remark: None },
        suite.presentation(BILL, sale),
        Act::Encumber { token_id: word(BILL), to: contract.clone(), msg: Binary::default() },
        Act::Surrender { token_id: word(BILL), purpose: SurrenderFor::Delivery, remark: None },
        Act::Surrender { token_id: word(BILL), purpose: SurrenderFor::Paper, remark: None },
        Act::Burn { token_id: BILL.to_owned() },
    ] {
        suite.is_refused("seller", "shipment", &msg);
    }
    // Nor by a contract that has no hold, or by who pretends to have one.
    for who in ["seller", "thief", "buyer", "carrier", "bank", "owner"] {
        for msg in [
            Act::Deliver { token_id: word(BILL), to: thief.clone() },
            Act::Lift { token_id: word(BILL) },
            Act::Substitute { token_id: word(BILL), to: contract.clone(), msg: Binary::default() },
        ] {
            suite.is_refused(who, "shipment", &msg);
        }
    }
    assert_eq!(suite.holder(BILL), suite.address("seller"));
}

#[test]
fn a_delivery_ends_the_approvals_of_who_held_it() {
    for (mut suite, _) in presented() {
        let thief = suite.address("thief").into_string();
        let approve = Act::Approve { spender: thief.clone(), token_id: BILL.to_owned(), expires: None };
        suite.shipment("seller", &approve);
        suite.shipment("seller", &Act::ApproveAll { operator: thief.clone(), expires: None });
        suite.happened(BILL, DISCHARGED, day(36));
        let transfer = Act::TransferNft { recipient: thief, token_id: BILL.to_owned() };
        for who in ["thief", "seller"] {
            suite.is_refused(who, "shipment", &transfer);
        }
        suite.is_refused("buyer", "shipment", &Act::Reject { token_id: word(BILL), remark: None });
        assert_eq!(suite.holder(BILL), suite.address("buyer"));
    }
}

#[test]
fn a_bound_waybill_is_moved_by_nobody() {
    let mut suite = Suite::native();
    let sale = suite.agree(suite.waybill_sale());
    suite.issue(suite.waybill());
    let (to, msg) = (suite.escrow.to_string(), suite::present_msg(sale));
    suite.shipment("seller", &Act::Bind { token_id: word(BILL), to, msg });
    for recipient in ["buyer", "thief"] {
        let recipient = suite.address(recipient).into_string();
        suite.is_refused("seller", "shipment", &Act::TransferNft { recipient, token_id: BILL.to_owned() });
    }
    suite.is_refused(
        "seller",
        "shipment",
        &Act::Surrender { token_id: word(BILL), purpose: SurrenderFor::Amendment, remark: None },
    );
}

#[test]
fn a_title_is_presented_by_its_holder_only_and_to_an_admitted_escrow() {
    let mut suite = Suite::native();
    let sale = suite.agree(suite.sale());
    suite.issue(suite.order_bill());
    let presentation = suite.presentation(BILL, sale);
    suite.shipment(
        "seller",
        &Act::Approve {
            spender: suite.address("thief").into_string(),
            token_id: BILL.to_owned(),
            expires: None,
        },
    );
    for who in ["thief", "buyer", "carrier"] {
        suite.is_refused(who, "shipment", &presentation);
    }
    let fake = suite.chain.recorder();
    let to = fake.address().to_string();
    let encumber = Act::Encumber { token_id: word(BILL), to, msg: suite::present_msg(sale) };
    suite.is_refused("seller", "shipment", &encumber);
    assert!(fake.received(&suite.chain).is_empty());
}

#[test]
fn fake_tokens_announce_nothing_that_counts() {
    for mut suite in Suite::both() {
        let sale = suite.propose(&suite.sale());
        let terms: Digest = suite.agreement(sale).digest;
        let fake = suite.chain.recorder();
        let hook = types::escrow::Cw20Hook::Accept { agreement: sale, terms };
        let received = cw20::Cw20ReceiveMsg {
            sender: suite.address("buyer").into_string(),
            amount: 10_000_u128.into(),
            msg: to_json_binary(&hook).unwrap(),
        };
        let receive = types::escrow::ExecuteMsg::Receive(received);
        for liar in [fake.address().clone(), suite.address("thief"), suite.address("buyer")] {
            suite.is_refused(&liar, "escrow", &receive);
        }
        let bond = cw20::Cw20ReceiveMsg {
            sender: suite.address("thief").into_string(),
            amount: u128::MAX.into(),
            msg: to_json_binary(&types::oracle::Cw20Hook::Bond {}).unwrap(),
        };
        suite.is_refused(&fake, "oracle", &types::oracle::ExecuteMsg::Receive(bond));
        // A cw721 that says it was sent here is no presentation.
        let hook = cw721::receiver::Cw721ReceiveMsg {
            sender: suite.address("seller").into_string(),
            token_id: BILL.to_owned(),
            msg: suite::present_msg(sale),
        };
        let hook = std::collections::BTreeMap::from([("receive_nft", hook)]);
        suite.is_refused(&fake, "escrow", &hook);
        // Even the real token cannot be announced for what it did not move.
        let token = suite.token.clone();
        if suite.balance("escrow") == 0 {
            suite.is_refused(&token, "escrow", &receive);
        }
    }
}
