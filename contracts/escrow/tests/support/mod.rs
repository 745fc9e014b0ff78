//! A chain with the contract on it, peers that say what they are told to, and the people of a sale.

#![allow(dead_code, unused_imports, reason = "every test file uses a part")]

mod books;
mod look;
mod measured;
mod messages;
mod papers;
mod peer;
mod room;

pub use measured::*;
pub use messages::*;
pub use papers::*;
pub use room::*;

use cosmwasm_std::{coin, from_json, to_json_vec, Addr, Binary, Coin, Record};
use cw20::{Cw20ExecuteMsg, Denom};
use cw_multi_test::{error::AnyResult, AppResponse, ContractWrapper};
use escrow::ContractError;
use numeric::UnixTime;
use serde::de::DeserializeOwned;
use serde::Serialize;
use testing::{assert_err, Chain, Stranger};
use types::escrow::{
    AgreementId, AgreementResponse, AgreementStatus, ExecuteMsg, InstantiateMsg, MilestoneResponse,
    MilestoneState, PresentMsg, QueryMsg, Terms, TitleHold,
};
use types::journey::{MilestoneRef, Standing};
use types::oracle::{self, InquiryResponse, OpenRound, PublishedFeed, QuestionResponse};
use types::shipment::{
    self, EncumberedMsg, JourneyPart, JourneyResponse, TitleKind, TitlePart, TitleResponse,
};

/// The title of most tests.
pub const BILL: &str = "MSC:BL-7";
pub const MINUTE: u64 = 60;
pub const HOUR: u64 = 3_600;
pub const DAY: u64 = 24 * HOUR;
/// The feed that everybody trusts.
pub const FEED: u32 = 3;
/// A feed of measurements.
pub const SCALES: u32 = 12;
/// What everybody has in the beginning, of each asset.
pub const PURSE: u128 = 1_000_000;

/// Everybody.
pub struct World {
    pub chain: Chain,
    pub escrow: Addr,
    pub shipment: Addr,
    pub oracle: Addr,
    /// What agreements settle in.
    pub asset: Denom,
    /// A cw20 token, and another one, both admitted.
    pub token: Addr,
    pub other_token: Addr,
    pub owner: Addr,
    pub guardian: Addr,
    pub buyer: Addr,
    pub seller: Addr,
    pub carrier: Addr,
    pub bank: Addr,
    pub surveyor: Addr,
    pub arbiter: Addr,
    pub chamber: Addr,
    pub stranger: Addr,
    /// The bill, and what its journey says.
    pub bill: Option<TitleResponse>,
    pub journey: JourneyResponse,
    /// Contracts that own receivables.
    pub contracts: Vec<Addr>,
    /// What the feed takes for reservations, in millionths; nothing: it takes none.
    pub rate: Option<u128>,
}

impl World {
    /// The contract, set up; agreements settle in a native coin.
    pub fn new() -> Self {
        let mut chain = Chain::new();
        let people = [
            "owner", "guardian", "buyer", "seller", "carrier", "bank", "surveyor", "arbiter", "chamber",
            "stranger",
        ]
        .map(|name| chain.actor(name));
        let purses: Vec<(&Addr, u128)> = people.iter().map(|person| (person, PURSE)).collect();
        let token = chain.cw20("USD", &purses);
        let other_token = chain.cw20("EUR", &purses);
        for person in &people {
            chain.fund(person, coin(PURSE, "uusd"));
            chain.fund(person, coin(PURSE, "ueur"));
        }
        let shipment = peer::set_up(&mut chain);
        let oracle = peer::set_up(&mut chain);
        let [owner, guardian, buyer, seller, carrier, bank, surveyor, arbiter, chamber, stranger] = people;
        let native = |denom: &str| Denom::Native(denom.to_owned());
        let code_id = code(&mut chain);
        let assets =
            [native("uusd"), native("ueur"), Denom::Cw20(token.clone()), Denom::Cw20(other_token.clone())];
        let msg = InstantiateMsg {
            owner: owner.to_string(),
            guardian: Some(guardian.to_string()),
            name: "Portolan receivables".to_owned(),
            symbol: "RECV".to_owned(),
            shipment: shipment.to_string(),
            oracle: oracle.to_string(),
            assets: assets.into_iter().map(Into::into).collect(),
        };
        let escrow = chain.instantiate(code_id, &owner, &msg).unwrap();
        let (asset, journey) = (native("uusd"), papers::journey(FEED));
        let mut world = Self {
            chain,
            escrow,
            shipment,
            oracle,
            asset,
            token,
            other_token,
            owner,
            guardian,
            buyer,
            seller,
            carrier,
            bank,
            surveyor,
            arbiter,
            chamber,
            stranger,
            bill: None,
            journey,
            contracts: vec![],
            rate: None,
        };
        for feed in [FEED, SCALES] {
            peer::publishes(
                &mut world.chain,
                &world.oracle.clone(),
                &PublishedFeed::key(feed),
                &papers::feed(feed == SCALES),
            );
        }
        let bill = order_bill(&world);
        world.issue(&bill);
        world.rounds(&[]);
        world
    }

    /// The same, but agreements settle in a cw20 token.
    pub fn with_cw20() -> Self {
        let mut world = Self::new();
        world.asset = Denom::Cw20(world.token.clone());
        world
    }

    /// One world for each kind of asset.
    pub fn both() -> [Self; 2] {
        [Self::new(), Self::with_cw20()]
    }

    /// With these terms accepted, as agreement 1.
    pub fn agreed(terms: impl FnOnce(&World) -> Terms) -> Self {
        let mut world = Self::new();
        let terms = terms(&world);
        world.agree(&terms);
        world
    }

    /// With the bill presented under these terms, as agreement 1.
    pub fn presented(terms: impl FnOnce(&World) -> Terms) -> Self {
        let mut world = Self::agreed(terms);
        world.present(1);
        world
    }

    // Messages

    /// Sends a message without money.
    pub fn send(&mut self, sender: &Addr, msg: &ExecuteMsg) -> AnyResult<AppResponse> {
        self.chain.execute(sender, &self.escrow, msg, &[])
    }

    /// Sends a message with so much of the asset: coins, or through the token's `Send`.
    pub fn send_with(&mut self, sender: &Addr, msg: &ExecuteMsg, units: u128) -> AnyResult<AppResponse> {
        match self.asset.clone() {
            _ if units == 0 => self.send(sender, msg),
            Denom::Native(denom) => {
                self.chain.execute(sender, &self.escrow.clone(), msg, &[coin(units, denom)])
            }
            Denom::Cw20(token) => self.send_token(sender, &token, hook(msg), units),
        }
    }

    /// Sends so much of a token, with a message.
    pub fn send_token(
        &mut self,
        sender: &Addr,
        token: &Addr,
        msg: Binary,
        units: u128,
    ) -> AnyResult<AppResponse> {
        let send = Cw20ExecuteMsg::Send { contract: self.escrow.to_string(), amount: units.into(), msg };
        self.chain.execute(sender, token, &send, &[])
    }

    /// Sends a message that must succeed; the books must fit after it.
    #[track_caller]
    pub fn must(&mut self, sender: &Addr, msg: &ExecuteMsg) -> AppResponse {
        self.must_with(sender, msg, 0)
    }

    /// The same with money.
    #[track_caller]
    pub fn must_with(&mut self, sender: &Addr, msg: &ExecuteMsg, units: u128) -> AppResponse {
        let sent = self.send_with(sender, msg, units);
        let response = sent.unwrap_or_else(|error| panic!("{msg:?} was refused: {error:#}"));
        self.assert_books();
        response
    }

    /// Sends a message that must be refused with this error, and change nothing.
    #[track_caller]
    pub fn refused(&mut self, sender: &Addr, msg: &ExecuteMsg, expected: impl Into<ContractError>) {
        self.refused_with(sender, msg, 0, expected);
    }

    /// The same with money.
    #[track_caller]
    pub fn refused_with(
        &mut self,
        sender: &Addr,
        msg: &ExecuteMsg,
        units: u128,
        expected: impl Into<ContractError>,
    ) {
        let before = self.state();
        assert_err(self.send_with(sender, msg, units), expected.into());
        assert_eq!(self.state(), before, "a refused message changed state");
    }

    /// The same with these coins.
    #[track_caller]
    pub fn refused_with_coins(
        &mut self,
        sender: &Addr,
        msg: &ExecuteMsg,
        coins: &[Coin],
        expected: impl Into<ContractError>,
    ) {
        let before = self.state();
        let sent = self.chain.execute(sender, &self.escrow.clone(), msg, coins);
        assert_err(sent, expected.into());
        assert_eq!(self.state(), before, "a refused message changed state");
    }

    /// All of these in one transaction, or none.
    pub fn send_all(&mut self, sender: &Addr, msgs: &[ExecuteMsg]) -> AnyResult<Vec<AppResponse>> {
        let calls = msgs.iter().map(|msg| Chain::call(&self.escrow, msg, &[])).collect();
        self.chain.execute_all(sender, calls)
    }

    /// All the contract has stored.
    pub fn state(&self) -> Vec<Record> {
        self.chain.state_of(&self.escrow)
    }

    /// A contract that records what it gets, and may own receivables.
    pub fn contract(&mut self) -> Stranger {
        let contract = self.chain.recorder();
        self.contracts.push(contract.address().clone());
        contract
    }

    /// Another contract that says what it is told to.
    pub fn peer(&mut self) -> Addr {
        peer::set_up(&mut self.chain)
    }

    pub fn peer_answers(&mut self, peer: &Addr, question: &impl Serialize, answer: &impl Serialize) {
        peer::answers(&mut self.chain, peer, question, answer);
    }

    // What happens

    /// The seller proposes and the buyer accepts, with the money (or whoever they are). Returns the number.
    #[track_caller]
    pub fn agree(&mut self, terms: &Terms) -> AgreementId {
        let [payer, payee] = [&terms.payer, &terms.payee].map(|party| Addr::unchecked(party.as_str()));
        self.must(&payee, &propose(terms, self.now_plus(DAY)));
        let id = self.last();
        self.must_with(&payer, &accept(id, terms), self.brought(terms));
        id
    }

    /// The seller presents the bill.
    #[track_caller]
    pub fn present(&mut self, id: AgreementId) -> AppResponse {
        let shipment = self.shipment.clone();
        self.must(&shipment, &encumbered(self, id))
    }

    /// `shipment` knows a title from now on.
    pub fn issue(&mut self, title: &TitleResponse) {
        let token_id = title.token_id.clone();
        if token_id.as_str() == BILL {
            self.bill = Some(title.clone());
        }
        self.shipment_answers(&shipment::QueryMsg::Title { token_id: token_id.clone() }, title);
        let journey = self.journey.clone();
        self.shipment_answers(&shipment::QueryMsg::Journey { token_id }, &journey);
    }

    /// What `shipment` says of the bill as it gives a hold on it: parts of what it answers, now or when it last did.
    pub fn parts(&self) -> (TitlePart, Option<JourneyPart>) {
        let bill = self.bill.as_ref().expect("a bill");
        let title: TitlePart = from_json(to_json_vec(bill).unwrap()).unwrap();
        let travels = !matches!(title.kind, TitleKind::WarehouseReceipt { .. });
        (title, travels.then(|| from_json(to_json_vec(&self.journey).unwrap()).unwrap()))
    }

    /// `shipment` knows what stands, and does not tell.
    pub fn stands(&mut self, milestone: MilestoneRef, standing: Standing) {
        let known = self.journey.milestones.iter_mut().find(|status| status.milestone == milestone);
        known.unwrap().standing = standing;
        let journey = self.journey.clone();
        self.shipment_answers(&shipment::QueryMsg::Journey { token_id: word(BILL) }, &journey);
    }

    /// `shipment` knows what stands, and tells.
    #[track_caller]
    pub fn fact(&mut self, milestone: MilestoneRef, standing: Standing) -> AppResponse {
        self.stands(milestone, standing);
        let shipment = self.shipment.clone();
        self.must(&shipment, &notice(milestone, standing))
    }

    pub fn shipment_answers(&mut self, question: &shipment::QueryMsg, answer: &impl Serialize) {
        peer::answers(&mut self.chain, &self.shipment.clone(), question, answer);
    }

    pub fn oracle_answers(&mut self, question: &oracle::QueryMsg, answer: &impl Serialize) {
        peer::answers(&mut self.chain, &self.oracle.clone(), question, answer);
    }

    /// `shipment` answers nothing about the bill any more.
    pub fn shipment_breaks(&mut self) {
        let shipment = self.shipment.clone();
        let token_id = || word(BILL);
        peer::fails(&mut self.chain, &shipment, &shipment::QueryMsg::Title { token_id: token_id() });
        peer::fails(&mut self.chain, &shipment, &shipment::QueryMsg::Journey { token_id: token_id() });
    }

    /// `shipment` refuses these messages from now on.
    pub fn shipment_refuses(&mut self, messages: &[&str]) {
        peer::refuses(&mut self.chain, &self.shipment.clone(), messages);
    }

    /// What `shipment` was asked to do.
    pub fn shipment_told(&self) -> Vec<shipment::ExecuteMsg> {
        peer::told(&self.chain, &self.shipment, &self.escrow)
    }

    /// The oracle has rounds that collect, on these milestones since then.
    pub fn rounds(&mut self, open: &[(MilestoneRef, UnixTime)]) {
        let question = |(milestone, since): &(MilestoneRef, UnixTime)| QuestionResponse {
            milestone: *milestone,
            standing: Standing::default(),
            cutoffs: vec![],
            round: 1,
            open: Some(OpenRound {
                since: *since,
                closes: *since,
                reports: vec![],
                weight: amount(1),
                of: amount(3),
            }),
            pending: None,
            challenged: None,
            closed: false,
        };
        let inquiry = InquiryResponse {
            feed: FEED,
            sequence: 0,
            questions: open.iter().map(question).collect(),
            until: day(400),
            deposit: None,
        };
        let question = self.inquiry();
        self.oracle_answers(&question, &inquiry);
    }

    /// The oracle answers nothing about the bill any more.
    pub fn oracle_breaks(&mut self) {
        let question = self.inquiry();
        peer::fails(&mut self.chain, &self.oracle.clone(), &question);
    }

    fn inquiry(&self) -> oracle::QueryMsg {
        oracle::QueryMsg::Inquiry { collection: self.shipment.to_string(), token_id: word(BILL) }
    }

    /// Moves the clock there.
    #[track_caller]
    pub fn wait_until(&mut self, when: UnixTime) {
        let seconds = when.seconds().checked_sub(self.chain.now()).expect("the clock does not go back");
        self.chain.advance(seconds);
    }

    pub fn now(&self) -> UnixTime {
        UnixTime::new(self.chain.now()).unwrap()
    }

    pub fn now_plus(&self, seconds: u64) -> UnixTime {
        UnixTime::new(self.chain.now() + seconds).unwrap()
    }
}

/// The code of the contract.
pub fn code(chain: &mut Chain) -> u64 {
    let contract = ContractWrapper::new(
        escrow::contract::execute,
        escrow::contract::instantiate,
        escrow::contract::query,
    )
    .with_reply(escrow::contract::reply)
    .with_migrate(|deps, env, msg, _| escrow::contract::migrate(deps, env, msg));
    chain.store("escrow", Box::new(contract))
}

/// What the payer brings along for the milestones.
pub fn prefunded(terms: &Terms) -> u128 {
    let held = terms.milestones.iter().filter(|of| of.settlement == types::escrow::Settlement::Prefunded {});
    held.map(|milestone| milestone.amount.get()).sum()
}
