//! A wallet cannot tell a collection from cw721 0.22: the same random life on both, and after every step the
//! same answers to every query.

#![allow(clippy::indexing_slicing, clippy::unwrap_used, reason = "a test may panic")]

use cosmwasm_std::{
    testing::{message_info, mock_dependencies, mock_env, MockApi, MockQuerier, MockStorage},
    Addr, Empty, Env, OwnedDeps, Timestamp,
};
use cw721::{
    extension::Cw721EmptyExtensions,
    msg::{Cw721ExecuteMsg, Cw721InstantiateMsg},
    query,
    traits::Cw721Execute,
    Expiration,
};
use nft::{Collection, NftError};
use proptest::prelude::*;

const OURS: Collection = Collection::new(b'T', b'H', b'P', b'N');
const ACTORS: [&str; 4] = ["carrier", "seller", "bank", "buyer"];
const TOKENS: [&str; 5] = ["A", "A-1", "A/1", "B", "C.7"];

type Cw721Msg = Cw721ExecuteMsg<Option<Empty>, Option<Empty>, Empty>;

/// One thing somebody tries; addresses and tokens by their place in the lists above.
#[derive(Debug, Clone)]
enum Act {
    Mint { token: usize, owner: usize },
    Transfer { sender: usize, token: usize, recipient: usize },
    Burn { sender: usize, token: usize },
    Approve { sender: usize, token: usize, spender: usize, expires: Option<Expiration> },
    Revoke { sender: usize, token: usize, spender: usize },
    ApproveAll { owner: usize, operator: usize, expires: Option<Expiration> },
    RevokeAll { owner: usize, operator: usize },
    Wait { blocks: u64 },
}

fn expires() -> impl Strategy<Value = Option<Expiration>> {
    let start = mock_env().block;
    prop_oneof![
        Just(None),
        Just(Some(Expiration::Never {})),
        (0u64..40).prop_map(move |n| Some(Expiration::AtHeight(start.height.saturating_add(n)))),
        (0u64..200).prop_map(move |n| Some(Expiration::AtTime(start.time.plus_seconds(n)))),
    ]
}

fn act() -> impl Strategy<Value = Act> {
    let (actor, token) = (|| 0..ACTORS.len(), || 0..TOKENS.len());
    prop_oneof![
        3 => (token(), actor()).prop_map(|(token, owner)| Act::Mint { token, owner }),
        4 => (actor(), token(), actor())
            .prop_map(|(sender, token, recipient)| Act::Transfer { sender, token, recipient }),
        1 => (actor(), token()).prop_map(|(sender, token)| Act::Burn { sender, token }),
        4 => (actor(), token(), actor(), expires())
            .prop_map(|(sender, token, spender, expires)| Act::Approve { sender, token, spender, expires }),
        2 => (actor(), token(), actor())
            .prop_map(|(sender, token, spender)| Act::Revoke { sender, token, spender }),
        3 => (actor(), actor(), expires())
            .prop_map(|(owner, operator, expires)| Act::ApproveAll { owner, operator, expires }),
        1 => (actor(), actor()).prop_map(|(owner, operator)| Act::RevokeAll { owner, operator }),
        2 => (1u64..8).prop_map(|blocks| Act::Wait { blocks }),
    ]
}

/// Both collections on one clock.
struct Both {
    ours: MockStorage,
    theirs: OwnedDeps<MockStorage, MockApi, MockQuerier>,
    env: Env,
    actors: [Addr; 4],
    minter: Addr,
}

impl Both {
    fn new() -> Self {
        let mut theirs = mock_dependencies();
        let (env, minter) = (mock_env(), theirs.api.addr_make("minter"));
        let msg = Cw721InstantiateMsg {
            name: "titles".to_owned(),
            symbol: "TTL".to_owned(),
            collection_info_extension: None,
            minter: None,
            creator: None,
            withdraw_address: None,
        };
        Cw721EmptyExtensions::default()
            .instantiate(theirs.as_mut(), &env, &message_info(&minter, &[]), msg)
            .unwrap();
        let actors = ACTORS.map(|name| theirs.api.addr_make(name));
        Self { ours: MockStorage::new(), theirs, env, actors, minter }
    }

    fn wait(&mut self, blocks: u64) {
        let block = &mut self.env.block;
        block.height = block.height.saturating_add(blocks);
        block.time = Timestamp::from_nanos(block.time.nanos()).plus_seconds(blocks.saturating_mul(5));
    }

    fn try_on_ours(&mut self, act: &Act) -> Result<(), NftError> {
        let (storage, block, actors) = (&mut self.ours, &self.env.block, &self.actors);
        match act.clone() {
            Act::Mint { token, owner } => {
                OURS.mint(storage, TOKENS[token], actors[owner].clone(), false).map(|_| ())
            }
            Act::Transfer { sender, token, recipient } => {
                let token = OURS.token(storage, TOKENS[token])?;
                OURS.check_can_send(storage, block, &actors[sender], &token)?;
                OURS.transfer(storage, token, actors[recipient].clone(), false).map(|_| ())
            }
            Act::Burn { sender, token } => {
                let token = OURS.token(storage, TOKENS[token])?;
                OURS.check_can_send(storage, block, &actors[sender], &token)?;
                OURS.burn(storage, token)
            }
            Act::Approve { sender, token, spender, expires } => {
                let token = OURS.token(storage, TOKENS[token])?;
                let spender = actors[spender].clone();
                OURS.approve(storage, block, &actors[sender], token, spender, expires).map(|_| ())
            }
            Act::Revoke { sender, token, spender } => {
                let token = OURS.token(storage, TOKENS[token])?;
                OURS.revoke(storage, block, &actors[sender], token, &actors[spender]).map(|_| ())
            }
            Act::ApproveAll { owner, operator, expires } => {
                OURS.approve_all(storage, block, &actors[owner], &actors[operator], expires)
            }
            Act::RevokeAll { owner, operator } => OURS.revoke_all(storage, &actors[owner], &actors[operator]),
            Act::Wait { .. } => Ok(()),
        }
    }

    fn try_on_theirs(&mut self, act: &Act) -> bool {
        let name = |i: usize| self.actors[i].to_string();
        let id = |i: usize| TOKENS[i].to_owned();
        let (sender, msg) = match act.clone() {
            Act::Mint { token, owner } => (
                self.minter.clone(),
                Cw721Msg::Mint { token_id: id(token), owner: name(owner), token_uri: None, extension: None },
            ),
            Act::Transfer { sender, token, recipient } => (
                self.actors[sender].clone(),
                Cw721Msg::TransferNft { recipient: name(recipient), token_id: id(token) },
            ),
            Act::Burn { sender, token } => {
                (self.actors[sender].clone(), Cw721Msg::Burn { token_id: id(token) })
            }
            Act::Approve { sender, token, spender, expires } => (
                self.actors[sender].clone(),
                Cw721Msg::Approve { spender: name(spender), token_id: id(token), expires },
            ),
            Act::Revoke { sender, token, spender } => (
                self.actors[sender].clone(),
                Cw721Msg::Revoke { spender: name(spender), token_id: id(token) },
            ),
            Act::ApproveAll { owner, operator, expires } => {
                (self.actors[owner].clone(), Cw721Msg::ApproveAll { operator: name(operator), expires })
            }
            Act::RevokeAll { owner, operator } => {
                (self.actors[owner].clone(), Cw721Msg::RevokeAll { operator: name(operator) })
            }
            Act::Wait { .. } => return true,
        };
        let info = message_info(&sender, &[]);
        Cw721EmptyExtensions::default().execute(self.theirs.as_mut(), &self.env, &info, msg).is_ok()
    }

    fn assert_same_answers(&self) {
        for include_expired in [false, true] {
            self.assert_same_tokens(include_expired);
            self.assert_same_operators(include_expired);
        }
        self.assert_same_enumeration();
    }

    fn assert_same_tokens(&self, include_expired: bool) {
        let (storage, block) = (&self.ours, &self.env.block);
        let (deps, env) = (self.theirs.as_ref(), &self.env);
        for id in TOKENS {
            assert_eq!(
                OURS.owner_of(storage, block, id, include_expired).ok(),
                query::query_owner_of(deps, env, id.to_owned(), include_expired).ok()
            );
            assert_eq!(
                OURS.approvals(storage, block, id, include_expired).ok(),
                query::query_approvals(deps, env, id.to_owned(), include_expired).ok()
            );
            for actor in &self.actors {
                assert_eq!(
                    OURS.approval(storage, block, id, actor.clone(), include_expired).ok(),
                    query::query_approval(deps, env, id.to_owned(), actor.clone(), include_expired).ok()
                );
            }
        }
    }

    fn assert_same_operators(&self, include_expired: bool) {
        let (storage, block) = (&self.ours, &self.env.block);
        let (deps, env) = (self.theirs.as_ref(), &self.env);
        let name = |addr: &Addr| addr.to_string();
        for owner in &self.actors {
            for actor in &self.actors {
                assert_eq!(
                    OURS.operator(storage, block, owner.clone(), actor.clone(), include_expired).ok(),
                    query::query_operator(deps, env, name(owner), name(actor), include_expired).ok()
                );
                let (after, limit) = (Some(actor), Some(2));
                assert_eq!(
                    OURS.all_operators(storage, block, owner, include_expired, after, limit).ok(),
                    query::query_operators(deps, env, name(owner), include_expired, after.map(name), limit)
                        .ok()
                );
            }
            assert_eq!(
                OURS.all_operators(storage, block, owner, include_expired, None, None).ok(),
                query::query_operators(deps, env, name(owner), include_expired, None, None).ok()
            );
        }
    }

    fn assert_same_enumeration(&self) {
        let (storage, deps, env) = (&self.ours, self.theirs.as_ref(), &self.env);
        assert_eq!(OURS.num_tokens(storage).ok(), query::query_num_tokens(deps.storage).ok());
        let pages = TOKENS.map(|id| (Some(id), Some(2)));
        for (after, limit) in [(None, None), (None, Some(1))].into_iter().chain(pages) {
            let after_id = after.map(str::to_owned);
            assert_eq!(
                OURS.all_tokens(storage, after, limit).ok(),
                query::query_all_tokens(deps, env, after_id.clone(), limit).ok()
            );
            for owner in &self.actors {
                assert_eq!(
                    OURS.tokens(storage, owner, after, limit).ok(),
                    query::query_tokens(deps, env, owner.to_string(), after_id.clone(), limit).ok()
                );
            }
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(128))]

    #[test]
    fn a_wallet_cannot_tell_them_apart(acts in prop::collection::vec(act(), 1..40)) {
        let mut both = Both::new();
        for act in &acts {
            if let Act::Wait { blocks } = act {
                both.wait(*blocks);
            }
            let ours = both.try_on_ours(act);
            prop_assert_eq!(ours.is_ok(), both.try_on_theirs(act), "{:?}: {:?}", act, ours);
            both.assert_same_answers();
        }
    }
}
