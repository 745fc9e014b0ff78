//! Random walks over the lives of three titles, by people who mostly know what they may do; after every step the
//! invariants of the README hold.

#![allow(
    clippy::arithmetic_side_effects,
    clippy::as_conversions,
    clippy::cast_possible_truncation,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    reason = "what goes wrong in a test should stop it, with its reason"
)]

mod support;

use std::collections::BTreeMap;

use cosmwasm_std::Addr;
use cw20::Denom;
use cw721::msg::{NumTokensResponse, OwnerOfResponse, TokensResponse};
use proptest::prelude::*;
use support::*;
use types::digest::Digest;
use types::journey::{MilestoneRef, Standing};
use types::oracle::Cutoff;
use types::shipment::*;

const TITLES: [&str; 3] = ["T:1", "T:2", "T:3"];

/// What somebody tries.
#[derive(Clone, Copy, Debug)]
struct Step {
    title: usize,
    act: u8,
    /// Of ten, seven are sent by who may, the others by anybody.
    by: usize,
    to: usize,
    choice: u8,
    /// Hours that pass before it.
    wait: u64,
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    // Most waits are short; some outlast an answer or a notice.
    let wait = prop_oneof![4 => 0..20_u64, 1 => Just((NOTICE.max(ANSWER)) / HOUR)];
    let step = (0..TITLES.len(), 0..30_u8, 0..20_usize, 0..8_usize, any::<u8>(), wait);
    let step = step.prop_map(|(title, act, by, to, choice, wait)| Step { title, act, by, to, choice, wait });
    prop::collection::vec(step, 60)
}

struct Walk {
    world: World,
    people: Vec<Addr>,
    /// Consents that are unused, by title: given by us, so not read from the contract.
    consents: BTreeMap<&'static str, Vec<ConsentedAct>>,
    /// What the oracle said last, by title and milestone.
    said: BTreeMap<(&'static str, String), Standing>,
    sequence: u32,
    /// Verified acts by title: how many, and the hash of the last.
    chains: BTreeMap<&'static str, (u32, Digest)>,
}

impl Walk {
    fn begin(kinds: [u8; 3]) -> Self {
        let mut world = World::new();
        let escrow = world.admitted(AdmittedRole::Settlement).address().clone();
        let lender = world.admitted(AdmittedRole::Financier).address().clone();
        let named =
            [&world.shipper, &world.buyer, &world.bank, &world.stranger, &world.carrier, &world.owner];
        let people = named.into_iter().cloned().chain([escrow, lender]).collect();
        let mut chains = BTreeMap::new();
        for (title, kind) in TITLES.into_iter().zip(kinds) {
            let paper = match kind % 5 {
                0 => order_bill(&world),
                1 => bearer_bill(&world),
                2 => straight_bill(&world),
                3 => waybill(&world),
                _ => receipt(&world),
            };
            world.issue(IssueMsg { token_id: word(title), ..paper });
            chains.insert(title, (0, Digest::of(title.as_bytes())));
        }
        let (consents, said) = (BTreeMap::new(), BTreeMap::new());
        Self { world, people, consents, said, sequence: 0, chains }
    }

    fn escrow(&self) -> &Addr {
        &self.people[6]
    }

    fn lender(&self) -> &Addr {
        &self.people[7]
    }

    /// Mostly what makes sense where the title stands: else most walks would end at the first surrender.
    fn act(&self, title: &TitleResponse, step: Step) -> u8 {
        let sensible: &[u8] = match title.status {
            TitleStatus::Surrendered(_) => &[14, 16, 16, 17, 18, 18, 23, 27],
            TitleStatus::OnPaper => &[19],
            TitleStatus::Issued if title.replacement.is_some() => &[29, 29, 25, 28, 0],
            TitleStatus::Issued if title.encumbered_by.is_some() => &[25, 25, 22, 24, 23, 11, 28],
            TitleStatus::Issued if title.nominee.is_some() => &[5, 5, 6, 20, 7],
            TitleStatus::Issued if title.holder != title.beneficiary => &[8, 8, 7, 9, 10, 0, 28],
            _ => &[],
        };
        match sensible.get(usize::from(step.act) % sensible.len().max(1)) {
            Some(act) if !step.to.is_multiple_of(4) => *act,
            _ => step.act,
        }
    }

    /// The message of a step, and who may send it.
    fn message(&self, step: Step) -> (Addr, ExecuteMsg) {
        use ExecuteMsg as M;
        let token = TITLES[step.title];
        let token_id = || word(token);
        let title = self.world.title(token);
        let (holder, beneficiary) = (Addr::unchecked(&title.holder), Addr::unchecked(&title.beneficiary));
        let issuer = self.world.carrier.clone();
        let hold = title.encumbered_by.clone().or(title.bound_to.clone());
        let hold = hold.map_or(issuer.clone(), Addr::unchecked);
        let to = &self.people[step.to];
        let purpose = [SurrenderFor::Delivery, SurrenderFor::Amendment, SurrenderFor::Paper]
            [usize::from(step.choice % 3)];
        let act = [
            ConsentedAct::Delivery,
            ConsentedAct::Amendment,
            ConsentedAct::Paper,
            ConsentedAct::KeyReplacement,
        ][usize::from(step.choice % 4)];
        let (name, document) = (to.to_string(), Digest::of(&[step.choice]));
        let remark = (step.choice.is_multiple_of(2)).then(|| remark("as agreed"));
        match self.act(&title, step) {
            0 | 1 => (holder, M::TransferNft { recipient: name, token_id: token.to_owned() }),
            2 => {
                let contract = if step.choice.is_multiple_of(2) { self.escrow() } else { to };
                let (contract, msg) = (contract.to_string(), json(&"sent"));
                (holder, M::SendNft { contract, token_id: token.to_owned(), msg })
            }
            3 => (holder, M::Approve { spender: name, token_id: token.to_owned(), expires: None }),
            4 => (holder, M::ApproveAll { operator: name, expires: None }),
            5 | 6 => {
                let to = match step.choice % 4 {
                    0 => EndorseTo::Person { to: name },
                    1 => EndorseTo::Blank { to: Some(name) },
                    2 => EndorseTo::Blank { to: None },
                    _ => EndorseTo::Order { to: title.nominee.clone().unwrap_or(name) },
                };
                (holder, M::Endorse { token_id: token_id(), to, remark })
            }
            7 => (holder, M::TransferPossession { token_id: token_id(), to: name, remark }),
            8 => (beneficiary, M::Nominate { token_id: token_id(), nominee: Some(name), remark }),
            9 => (holder, M::Reject { token_id: token_id(), remark }),
            10 => (beneficiary, M::Reject { token_id: token_id(), remark }),
            11 => (holder, M::Surrender { token_id: token_id(), purpose, remark }),
            12 | 13 => (self.world.buyer.clone(), M::Surrender { token_id: token_id(), purpose, remark }),
            14 | 15 => (issuer, M::AcceptSurrender { token_id: token_id(), remark }),
            16 => {
                let amendment = Amendment { document, uri: None, goods: None, consignee: None, route: None };
                (issuer, M::Amend { token_id: token_id(), amendment: Box::new(amendment) })
            }
            17 => (issuer, M::RefuseSurrender { token_id: token_id(), remark }),
            18 => (holder, M::ReturnUnanswered { token_id: token_id() }),
            19 => {
                let holder = if step.choice.is_multiple_of(2) { name } else { title.holder };
                (issuer, M::SwitchFromPaper { token_id: token_id(), holder, document })
            }
            20 | 21 => {
                let to = if step.choice.is_multiple_of(2) { self.escrow() } else { self.lender() };
                let (to, msg) = (to.to_string(), json(&"held"));
                match title.kind.class() {
                    TitleClass::Waybill => (holder, M::Bind { token_id: token_id(), to, msg }),
                    _ => (holder, M::Encumber { token_id: token_id(), to, msg }),
                }
            }
            22 => {
                let (to, msg) = (self.escrow().to_string(), json(&"presented"));
                (hold, M::Substitute { token_id: token_id(), to, msg })
            }
            23 => (hold, M::Lift { token_id: token_id() }),
            24 => (hold, M::Deliver { token_id: token_id(), to: name }),
            25 => (hold, M::Consent { token_id: token_id(), act }),
            26 => {
                let cutoff = Cutoff { milestone: loading(), cutoff: day(u64::from(step.choice)) };
                (self.lender().clone(), M::Subscribe { token_id: token_id(), cutoffs: vec![cutoff] })
            }
            27 => {
                let standing = match step.choice % 3 {
                    0 => happened(day(u64::from(step.choice)).seconds()),
                    1 => not_by(day(u64::from(step.choice)).seconds()),
                    _ => Standing { unresolvable: true, ..Standing::default() },
                };
                let sequence = self.sequence + u32::from(step.choice % 5);
                (self.world.oracle.clone(), fact(token, sequence, loading(), standing))
            }
            28 => (issuer, M::ProposeReplacement { token_id: token_id(), new_holder: name }),
            _ => (holder, M::CompleteReplacement { token_id: token_id() }),
        }
    }

    fn take(&mut self, step: Step) {
        self.world.chain.advance(step.wait * HOUR);
        let token = TITLES[step.title];
        let (by_right, msg) = self.message(step);
        let sender = self.people.get(step.by).filter(|_| step.by < 6).cloned().unwrap_or(by_right);
        let before = self.world.title(token);
        let sequence_before = self.sequence_of(token);
        let state_before = self.world.state();
        let result = self.world.send(&sender, &msg);
        if result.is_err() {
            assert_eq!(self.world.state(), state_before, "a refused message changed state: {msg:?}");
            return;
        }
        let after = self.world.title(token);
        self.learn(token, &msg, sequence_before);
        self.check_moves(token, &before, &after, &sender, &msg);
        check_status(&before, &after);
        check_parts(&after);
        self.check_token(token, &after);
        self.check_chain(token);
        self.check_facts(token);
    }

    /// What the walk knows by itself of what it did.
    fn learn(&mut self, token: &'static str, msg: &ExecuteMsg, sequence_before: u32) {
        match msg {
            ExecuteMsg::Consent { act, .. } => self.consents.entry(token).or_default().push(*act),
            ExecuteMsg::Lift { .. }
            | ExecuteMsg::Substitute { .. }
            | ExecuteMsg::Deliver { .. }
            | ExecuteMsg::Amend { .. }
            | ExecuteMsg::SwitchFromPaper { .. } => {
                self.consents.remove(token);
            }
            ExecuteMsg::Fact(notice) => {
                self.sequence = self.sequence.max(notice.sequence);
                if notice.sequence > sequence_before {
                    self.said.insert((token, notice.milestone.event.to_string()), notice.standing);
                }
            }
            _ => {}
        }
    }

    fn used(&mut self, token: &str, act: ConsentedAct) {
        let given = self.consents.get_mut(token).expect("a consent was given");
        assert!(given.contains(&act), "{act:?} without its consent");
        given.retain(|consented| *consented != act);
    }

    /// A held title moves by its contract or with its consent; what cannot move does not.
    fn check_moves(
        &mut self,
        token: &str,
        before: &TitleResponse,
        after: &TitleResponse,
        sender: &Addr,
        msg: &ExecuteMsg,
    ) {
        if let Some(contract) = &before.encumbered_by {
            match msg {
                ExecuteMsg::Deliver { .. } => assert_eq!(contract, sender.as_str()),
                ExecuteMsg::CompleteReplacement { .. } => self.used(token, ConsentedAct::KeyReplacement),
                ExecuteMsg::Surrender { purpose, .. } => self.used(
                    token,
                    match purpose {
                        SurrenderFor::Delivery => ConsentedAct::Delivery,
                        SurrenderFor::Amendment => ConsentedAct::Amendment,
                        SurrenderFor::Paper => ConsentedAct::Paper,
                    },
                ),
                ExecuteMsg::SwitchFromPaper { .. } => {}
                _ => assert_eq!(
                    (&before.holder, &before.beneficiary, &before.kind),
                    (&after.holder, &after.beneficiary, &after.kind),
                    "{msg:?} moved a title under a hold"
                ),
            }
            if after.encumbered_by.as_ref() != Some(contract) {
                assert_eq!(contract, sender.as_str(), "{msg:?} took a hold");
            }
        }
        let moved = before.holder != after.holder;
        let replaced = matches!(msg, ExecuteMsg::CompleteReplacement { .. });
        match before.kind.class() {
            TitleClass::Waybill => assert!(!moved || replaced, "a waybill moved by {msg:?}"),
            TitleClass::StraightBill if moved && !replaced => {
                let rejected = matches!(msg, ExecuteMsg::Reject { .. });
                assert!(rejected || before.kind.consignee() == Some(after.holder.as_str()), "{msg:?}");
            }
            _ => {}
        }
        let dormant = matches!(before.status, TitleStatus::Surrendered(_) | TitleStatus::Accomplished);
        assert!(!moved || !dormant, "{msg:?} moved a title that was {:?}", before.status);
    }

    /// A token exists as long as its title is not accomplished, and its owner is the holder.
    fn check_token(&self, token: &str, title: &TitleResponse) {
        let owner: Result<OwnerOfResponse, _> = self.world.chain.query(
            &self.world.shipment,
            &QueryMsg::OwnerOf { token_id: token.to_owned(), include_expired: None },
        );
        let owner = owner.ok().map(|owner| owner.owner);
        let exists = title.status != TitleStatus::Accomplished;
        assert_eq!(owner, exists.then(|| title.holder.clone()));
    }

    /// Numbers without a gap, hashes over the one before, head and length in the control proof.
    fn check_chain(&mut self, token: &'static str) {
        let (mut length, mut head) = self.chains[token].clone();
        let msg = QueryMsg::Acts { token_id: word(token), start_after: Some(length), limit: None };
        for act in self.world.query::<Vec<ActResponse>>(&msg) {
            assert_eq!(act.number, length + 1);
            assert_eq!(act.hash, act_hash(&head, &act));
            (length, head) = (act.number, act.hash);
        }
        let control: ControlProof = self.world.query(&QueryMsg::Control { token_id: word(token) });
        assert_eq!((control.acts, &control.head), (length, &head));
        self.chains.insert(token, (length, head));
    }

    /// What is known is what the oracle said last.
    fn check_facts(&self, token: &'static str) {
        let said = |milestone: &MilestoneRef| self.said.get(&(token, milestone.event.to_string()));
        for listed in self.journey_of(token).into_iter().flat_map(|voyage| voyage.milestones) {
            assert_eq!(listed.standing, said(&listed.milestone).copied().unwrap_or_default());
        }
    }

    fn journey_of(&self, token: &str) -> Option<JourneyResponse> {
        self.world.chain.query(&self.world.shipment, &QueryMsg::Journey { token_id: word(token) }).ok()
    }

    fn sequence_of(&self, token: &str) -> u32 {
        self.journey_of(token).map_or(0, |voyage| voyage.sequence)
    }

    /// At the end: every token is listed once, with its owner, and the contract has no money.
    fn check_collection(&self) {
        let circulating: Vec<String> = TITLES
            .into_iter()
            .filter(|token| self.world.title(token).status != TitleStatus::Accomplished)
            .map(str::to_owned)
            .collect();
        let all: TokensResponse = self.world.query(&QueryMsg::AllTokens { start_after: None, limit: None });
        assert_eq!(all.tokens, circulating);
        let count: NumTokensResponse = self.world.query(&QueryMsg::NumTokens {});
        assert_eq!(count.count, circulating.len() as u64);
        let mut owned: Vec<String> = self
            .people
            .iter()
            .flat_map(|owner| {
                let owner = owner.to_string();
                let msg = QueryMsg::Tokens { owner, start_after: None, limit: None };
                self.world.query::<TokensResponse>(&msg).tokens
            })
            .collect();
        owned.sort();
        assert_eq!(owned, circulating);
        assert_eq!(self.world.chain.balance(&Denom::Native("untrn".to_owned()), &self.world.shipment), 0);
    }
}

fn loading() -> MilestoneRef {
    milestone(0, "LOAD", "CNSHA")
}

/// Written from the trade's rules, not from the contract's table.
fn check_status(before: &TitleResponse, after: &TitleResponse) {
    use TitleStatus::{Accomplished, Issued, OnPaper, Surrendered};
    if before.status != after.status {
        let possible = match before.status {
            Issued => matches!(after.status, Surrendered(_)),
            Surrendered(SurrenderFor::Delivery) => matches!(after.status, Issued | Accomplished),
            Surrendered(SurrenderFor::Amendment) => after.status == Issued,
            Surrendered(SurrenderFor::Paper) => matches!(after.status, Issued | OnPaper),
            OnPaper => after.status == Issued,
            Accomplished => false,
        };
        assert!(possible, "{:?} to {:?}", before.status, after.status);
    }
    let reissued = match (before.status, after.status) {
        (OnPaper, Issued) => after.version == before.version + 1,
        (Surrendered(SurrenderFor::Amendment), Issued) => after.version <= before.version + 1,
        _ => after.version == before.version,
    };
    assert!(reissued && after.version >= before.version, "version {} to {}", before.version, after.version);
    assert_eq!(after.answer_by.is_some(), matches!(after.status, Surrendered(_)));
}

/// What can be together in one title.
fn check_parts(title: &TitleResponse) {
    let split = title.holder != title.beneficiary;
    if split {
        assert_eq!(title.status, TitleStatus::Issued, "a split title is in circulation");
        assert!(matches!(
            title.kind.class(),
            TitleClass::OrderBill | TitleClass::BearerBill | TitleClass::WarehouseReceipt
        ));
    }
    assert!(split || title.nominee.is_none(), "a nominee of a whole title");
    assert!(title.residual.is_none() || title.encumbered_by.is_some(), "a residual hold of no hold");
    assert!(title.encumbered_by.is_none() || title.bound_to.is_none());
    assert!(title.bound_to.is_none() || title.kind.class() == TitleClass::Waybill);
}

proptest! {
    #[test]
    fn whatever_is_tried_one_controls_a_title_and_its_chain_verifies(
        kinds in any::<[u8; 3]>(),
        steps in steps(),
    ) {
        let mut walk = Walk::begin(kinds);
        for step in steps {
            walk.take(step);
        }
        walk.check_collection();
    }
}
