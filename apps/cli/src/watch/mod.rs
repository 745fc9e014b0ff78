//! What happens at the oracle now: feeds, committees, what hangs on them, open cases.

mod rehearsal;
pub mod tables;

use anyhow::Result;
use cosmwasm_std::Addr;
use numeric::UnixTime;
use serde::Serialize;
use types::oracle::{CapacityResponse, FeedKind, FeedResponse, OpenCaseResponse, QueryMsg, RecordResponse};

use crate::chain::{ask, Chain};

pub use rehearsal::rehearse;

/// Feeds and cases in one answer.
const PAGE: u32 = 30;

/// The oracle at a moment.
#[derive(Clone, Debug, Serialize)]
pub struct View {
    /// The chain.
    pub chain_id: String,
    /// The oracle on it.
    pub oracle: Addr,
    /// The latest block's time.
    pub now: UnixTime,
    /// The feeds.
    pub feeds: Vec<FeedView>,
    /// Open cases about their rounds.
    pub cases: Vec<OpenCaseResponse>,
}

/// A feed at a moment.
#[derive(Clone, Debug, Serialize)]
pub struct FeedView {
    /// What it is.
    pub feed: FeedResponse,
    /// What hangs on it, if it is secured.
    pub capacity: Option<CapacityResponse>,
    /// How its seats have done, if it is secured.
    pub records: Vec<RecordResponse>,
}

impl View {
    /// All feeds, or one.
    pub fn of(chain: &dyn Chain, oracle: &Addr, only: Option<u32>) -> Result<Self> {
        let asked: Vec<FeedResponse> = match only {
            Some(feed) => vec![ask(chain, oracle, &QueryMsg::Feed { feed })?],
            None => all_feeds(chain, oracle)?,
        };
        let mut feeds = Vec::with_capacity(asked.len());
        for feed in asked {
            let number = feed.feed;
            let is_secured = matches!(&feed.kind, FeedKind::Staked { security: Some(_), .. });
            let (capacity, records) = if is_secured {
                let capacity = ask(chain, oracle, &QueryMsg::Capacity { feed: number })?;
                (Some(capacity), ask(chain, oracle, &QueryMsg::Records { feed: number })?)
            } else {
                (None, vec![])
            };
            feeds.push(FeedView { feed, capacity, records });
        }
        let mut cases = all_cases(chain, oracle)?;
        if let Some(only) = only {
            // A case names its round: its feed is that which answers for the token.
            let mut own = Vec::with_capacity(cases.len());
            for case in cases {
                let subject = &case.round.subject;
                let (collection, token_id) = (subject.collection.clone(), subject.token_id.clone());
                let question = QueryMsg::Inquiry { collection, token_id };
                let inquiry: types::oracle::InquiryResponse = ask(chain, oracle, &question)?;
                if inquiry.feed == only {
                    own.push(case);
                }
            }
            cases = own;
        }
        let (chain_id, oracle, now) = (chain.id().to_owned(), oracle.clone(), chain.now()?);
        Ok(Self { chain_id, oracle, now, feeds, cases })
    }
}

fn all_feeds(chain: &dyn Chain, oracle: &Addr) -> Result<Vec<FeedResponse>> {
    let mut feeds: Vec<FeedResponse> = Vec::new();
    loop {
        let start_after = feeds.last().map(|feed| feed.feed);
        let page: Vec<FeedResponse> =
            ask(chain, oracle, &QueryMsg::Feeds { start_after, limit: Some(PAGE) })?;
        if page.is_empty() {
            return Ok(feeds);
        }
        feeds.extend(page);
    }
}

fn all_cases(chain: &dyn Chain, oracle: &Addr) -> Result<Vec<OpenCaseResponse>> {
    let mut cases: Vec<OpenCaseResponse> = Vec::new();
    loop {
        let start_after = cases.last().map(|case| case.case);
        let page: Vec<OpenCaseResponse> =
            ask(chain, oracle, &QueryMsg::Cases { start_after, limit: Some(PAGE) })?;
        if page.is_empty() {
            return Ok(cases);
        }
        cases.extend(page);
    }
}
