//! What a contract may expect of its collection beyond cw721: typed refusals, limits, and small records.

#![allow(clippy::unwrap_used, reason = "a test may panic")]

use cosmwasm_std::{
    testing::{mock_env, MockStorage},
    Addr, BlockInfo, Order, Storage,
};
use cw_utils::Expiration;
use nft::{Collection, NftError, MAX_APPROVALS, MAX_OPERATORS};

const TITLES: Collection = Collection::new(b'T', b'H', b'P', b'N');

fn actor(name: &str) -> Addr {
    Addr::unchecked(name)
}

/// A collection with one title of the seller's.
struct Fixture {
    storage: MockStorage,
    block: BlockInfo,
}

fn given_a_title_of_the_seller() -> Fixture {
    let mut storage = MockStorage::new();
    TITLES.mint(&mut storage, "MSC-1", actor("seller"), false).unwrap();
    Fixture { storage, block: mock_env().block }
}

impl Fixture {
    fn approve(&mut self, sender: &str, spender: &str, expires: Option<Expiration>) -> Result<(), NftError> {
        let title = TITLES.token(&self.storage, "MSC-1")?;
        TITLES
            .approve(&mut self.storage, &self.block, &actor(sender), title, actor(spender), expires)
            .map(|_| ())
    }

    fn approve_all(
        &mut self,
        owner: &str,
        operator: &str,
        expires: Option<Expiration>,
    ) -> Result<(), NftError> {
        TITLES.approve_all(&mut self.storage, &self.block, &actor(owner), &actor(operator), expires)
    }

    fn can_send(&self, sender: &str) -> Result<(), NftError> {
        let title = TITLES.token(&self.storage, "MSC-1")?;
        TITLES.check_can_send(&self.storage, &self.block, &actor(sender), &title)
    }

    fn next_block(&self) -> Option<Expiration> {
        Some(Expiration::AtHeight(self.block.height.checked_add(1).unwrap()))
    }

    fn wait_a_block(&mut self) {
        self.block.height = self.block.height.checked_add(1).unwrap();
        self.block.time = self.block.time.plus_seconds(5);
    }
}

fn not_allowed(sender: &str) -> Result<(), NftError> {
    Err(NftError::NotAllowed { sender: actor(sender), token_id: "MSC-1".to_owned(), owner: actor("seller") })
}

#[test]
fn an_id_is_used_once_at_a_time() {
    let mut f = given_a_title_of_the_seller();
    let exists = Err(NftError::TokenExists { token_id: "MSC-1".to_owned() });
    assert_eq!(TITLES.mint(&mut f.storage, "MSC-1", actor("thief"), false), exists);

    let title = TITLES.token(&f.storage, "MSC-1").unwrap();
    TITLES.burn(&mut f.storage, title).unwrap();
    let unknown = NftError::UnknownToken { token_id: "MSC-1".to_owned() };
    assert_eq!(TITLES.token(&f.storage, "MSC-1"), Err(unknown));
    assert_eq!(TITLES.may_token(&f.storage, "MSC-1"), Ok(None));
    assert_eq!(TITLES.num_tokens(&f.storage).unwrap().count, 0);

    TITLES.mint(&mut f.storage, "MSC-1", actor("carrier"), false).unwrap();
    assert_eq!(TITLES.owner(&f.storage, "MSC-1"), Ok(actor("carrier")));
}

#[test]
fn an_id_of_other_characters_is_not_minted() {
    let mut f = given_a_title_of_the_seller();
    let refused = TITLES.mint(&mut f.storage, "MSC 2", actor("seller"), false);
    assert_eq!(refused, Err(NftError::InvalidTokenId { actual: "MSC 2".to_owned() }));
}

#[test]
fn several_tokens_are_minted_together() {
    let mut f = given_a_title_of_the_seller();
    TITLES.mint_all(&mut f.storage, ["7/1", "7/2", "7/3"], &actor("escrow"), true).unwrap();

    assert_eq!(TITLES.num_tokens(&f.storage).unwrap().count, 4);
    assert_eq!(
        TITLES.tokens(&f.storage, &actor("escrow"), None, None).unwrap().tokens,
        ["7/1", "7/2", "7/3"]
    );
    assert!(TITLES.token(&f.storage, "7/2").unwrap().owner_is_contract());
    assert_eq!(
        TITLES.mint_all(&mut f.storage, ["8/1", "8/1"], &actor("escrow"), true),
        Err(NftError::TokenExists { token_id: "8/1".to_owned() })
    );
}

#[test]
fn a_transfer_tells_whether_the_new_owner_is_a_contract() {
    let mut f = given_a_title_of_the_seller();
    for (recipient, is_contract) in [("liquidity", true), ("seller", false)] {
        let title = TITLES.token(&f.storage, "MSC-1").unwrap();
        let moved = TITLES.transfer(&mut f.storage, title, actor(recipient), is_contract).unwrap();
        assert_eq!(moved, TITLES.token(&f.storage, "MSC-1").unwrap());
        assert_eq!((moved.owner(), moved.owner_is_contract()), (&actor(recipient), is_contract));
    }
}

#[test]
fn a_transfer_ends_all_approvals_even_to_the_same_owner() {
    let mut f = given_a_title_of_the_seller();
    f.approve("seller", "bank", None).unwrap();
    assert_eq!(f.can_send("bank"), Ok(()));

    let title = TITLES.token(&f.storage, "MSC-1").unwrap();
    TITLES.transfer(&mut f.storage, title, actor("seller"), false).unwrap();
    assert_eq!(f.can_send("bank"), not_allowed("bank"));
    assert_eq!(TITLES.tokens(&f.storage, &actor("seller"), None, None).unwrap().tokens, ["MSC-1"]);
}

#[test]
fn strangers_neither_move_nor_approve() {
    let mut f = given_a_title_of_the_seller();
    assert_eq!(f.can_send("thief"), not_allowed("thief"));
    assert_eq!(f.approve("thief", "thief", None), not_allowed("thief"));

    f.approve("seller", "bank", None).unwrap();
    assert_eq!(f.approve("bank", "thief", None), not_allowed("bank"), "an approval is not passed on");
    f.approve_all("bank", "thief", None).unwrap();
    assert_eq!(f.can_send("thief"), not_allowed("thief"), "operators are those of the owner");
}

#[test]
fn an_approval_ends_at_its_height() {
    let mut f = given_a_title_of_the_seller();
    f.approve("seller", "bank", f.next_block()).unwrap();
    f.approve_all("seller", "agent", f.next_block()).unwrap();
    assert_eq!((f.can_send("bank"), f.can_send("agent")), (Ok(()), Ok(())));

    f.wait_a_block();
    assert_eq!((f.can_send("bank"), f.can_send("agent")), (not_allowed("bank"), not_allowed("agent")));
    assert_eq!(f.approve("agent", "bank", None), not_allowed("agent"));
}

/// To the nanosecond: what ends at a time has ended at it.
#[test]
fn an_approval_ends_at_its_time() {
    let mut f = given_a_title_of_the_seller();
    let until = f.block.time.plus_seconds(60);
    f.approve("seller", "bank", Some(Expiration::AtTime(until))).unwrap();
    f.approve_all("seller", "agent", Some(Expiration::AtTime(until))).unwrap();
    f.block.time = until.minus_nanos(1);
    assert_eq!((f.can_send("bank"), f.can_send("agent")), (Ok(()), Ok(())));
    f.block.height = f.block.height.saturating_add(1_000_000);
    assert_eq!((f.can_send("bank"), f.can_send("agent")), (Ok(()), Ok(())), "blocks are no time");
    f.block.time = until;
    assert_eq!((f.can_send("bank"), f.can_send("agent")), (not_allowed("bank"), not_allowed("agent")));
}

#[test]
fn an_approval_that_has_ended_is_not_given() {
    let mut f = given_a_title_of_the_seller();
    let (height, time) = (f.block.height, f.block.time);
    for expires in [Expiration::AtHeight(height), Expiration::AtTime(time)] {
        let refused = Err(NftError::AlreadyExpired { expires, height, time: time.nanos() });
        assert_eq!(f.approve("seller", "bank", Some(expires)), refused);
        let refused = Err(NftError::AlreadyExpired { expires, height, time: time.nanos() });
        assert_eq!(f.approve_all("seller", "bank", Some(expires)), refused);
    }
}

#[test]
fn a_token_has_a_limited_number_of_approvals() {
    let mut f = given_a_title_of_the_seller();
    for n in 0..MAX_APPROVALS {
        f.approve("seller", &format!("bank{n}"), None).unwrap();
    }
    let full = Err(NftError::TooManyApprovals { token_id: "MSC-1".to_owned() });
    assert_eq!(f.approve("seller", "one more", None), full);

    assert_eq!(f.approve("seller", "bank3", f.next_block()), Ok(()), "one it has may be replaced");
    f.wait_a_block();
    assert_eq!(f.approve("seller", "one more", None), Ok(()), "one that has ended makes room");
    let full = Err(NftError::TooManyApprovals { token_id: "MSC-1".to_owned() });
    assert_eq!(f.approve("seller", "bank3", None), full);
}

#[test]
fn an_owner_has_a_limited_number_of_operators() {
    let mut f = given_a_title_of_the_seller();
    for n in 0..MAX_OPERATORS {
        f.approve_all("seller", &format!("agent{n:02}"), None).unwrap();
    }
    let full = || Err(NftError::TooManyOperators { owner: actor("seller") });
    assert_eq!(f.approve_all("seller", "one more", None), full());
    assert_eq!(f.approve_all("buyer", "one more", None), Ok(()), "another owner has its own");

    assert_eq!(f.approve_all("seller", "agent03", f.next_block()), Ok(()), "one it has may be replaced");
    f.wait_a_block();
    assert_eq!(f.approve_all("seller", "one more", None), Ok(()), "one whose time has ended makes room");
    assert_eq!(f.approve_all("seller", "agent03", None), full());
}

#[test]
fn what_is_asked_for_in_vain_is_named() {
    let f = given_a_title_of_the_seller();
    let (seller, bank) = (actor("seller"), actor("bank"));
    assert_eq!(
        TITLES.approval(&f.storage, &f.block, "MSC-1", bank.clone(), false),
        Err(NftError::ApprovalNotFound { spender: bank.clone(), token_id: "MSC-1".to_owned() })
    );
    assert_eq!(
        TITLES.operator(&f.storage, &f.block, seller.clone(), bank.clone(), false),
        Err(NftError::OperatorNotFound { operator: bank, owner: seller })
    );
}

#[test]
fn a_page_is_as_long_as_one_of_cw721() {
    let mut storage = MockStorage::new();
    let ids: Vec<_> = (0..1_001).map(|n| format!("{n:04}")).collect();
    TITLES.mint_all(&mut storage, ids.iter().map(String::as_str), &actor("carrier"), false).unwrap();

    for (limit, length) in [(None, 10), (Some(0), 0), (Some(11), 11), (Some(u32::MAX), 1_000)] {
        let all = TITLES.all_tokens(&storage, None, limit).unwrap().tokens;
        assert_eq!(all, ids[..length]);
        assert_eq!(TITLES.tokens(&storage, &actor("carrier"), None, limit).unwrap().tokens, all);
    }
}

/// The records byte for byte; whoever changes them migrates every deployed collection.
#[test]
fn a_token_is_one_small_record() {
    let mut f = given_a_title_of_the_seller();
    f.approve("seller", "bank", None).unwrap();
    f.approve_all("seller", "agent", Some(Expiration::AtHeight(20_000))).unwrap();

    // `printf seller | sha256sum | cut -c1-40`
    let tag = b"\xa4\x27\x9e\xae\x47\xaa\xa7\x41\x7d\xa6\x24\x34\x79\x5a\x01\x1c\xcb\x0e\xc8\x70";
    let expected: [(Vec<u8>, &[u8]); 4] = [
        ([b"H".as_slice(), tag, b"MSC-1"].concat(), b"\x01"),
        (b"N".to_vec(), b"\x01\x01"),
        (b"P\x06selleragent".to_vec(), b"\x01\x01\xa0\x9c\x01"),
        (b"TMSC-1".to_vec(), b"\x01\x06seller\x00\x01\x04bank\x00"),
    ];
    let stored: Vec<_> = f.storage.range(None, None, Order::Ascending).collect();
    assert_eq!(stored.len(), expected.len());
    for ((key, value), (expected_key, expected_value)) in stored.iter().zip(&expected) {
        assert_eq!((key, value.as_slice()), (expected_key, *expected_value));
    }
}
