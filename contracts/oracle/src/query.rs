use cosmwasm_std::{Binary, Coin, Deps, Env, Storage};
use guard::owner;
use message::to_json;
use numeric::{Amount, UnixTime};
use types::denom::UncheckedDenom;
use types::journey::Subject;
use types::oracle::{
    AcceptedReport, ConfigResponse, FeedKind, FeedResponse, FeedRules, InquiryResponse, Leaving,
    MemberResponse, OpenRound, OwedResponse, PendingDecision, QueryMsg, QuestionResponse, ReporterResponse,
    StakeResponse,
};
use types::text::TokenId;

use crate::domain::committee::{Committee, Member, Quorum};
use crate::domain::feed::{Feed, Reporter, Trust};
use crate::domain::inquiry::{Inquiry, Question};
use crate::domain::progress::{Known, Progress};
use crate::domain::round::Round;
use crate::domain::stake::Unbonding;
use crate::execute::{bond_of, Past};
use crate::state::{self, Tag, CONFIG, FEEDS, LEDGER, PAUSE, REPORTERS};
use crate::ContractError;

mod measurement;
mod security;

/// Feeds in a page at most, and if nothing is said.
const FEEDS_A_PAGE: (u32, u32) = (30, 10);
/// Reporters in a page at most, and if nothing is said.
const REPORTERS_A_PAGE: (u32, u32) = (100, 30);

/// Answers a question.
pub fn answer(deps: Deps, env: Env, msg: QueryMsg) -> Result<Binary, ContractError> {
    use QueryMsg as M;
    Ok(match msg {
        M::Ownership {} => to_json(&owner::ownership(deps.storage)?),
        M::Config {} => to_json(&config(deps.storage)?),
        M::Feed { feed } => to_json(&feed_by_number(deps.storage, feed)?),
        M::Feeds { start_after, limit } => to_json(&feeds(deps.storage, start_after, limit)?),
        M::Stake { operator, asset } => to_json(&stake(deps, operator, asset)?),
        M::Reporter { reporter } => {
            to_json(&reporter_response(reporter, state::reporter(deps.storage, reporter)?))
        }
        M::Reporters { start_after, limit } => to_json(&reporters(deps.storage, start_after, limit)?),
        M::Inquiry { collection, token_id } => to_json(&inquiry(deps.storage, &env, &collection, &token_id)?),
        M::Question { subject } => to_json(&question(deps.storage, &env, &subject)?),
        M::Owed { asset } => {
            let asset = asset.check(deps.api)?;
            let owed = LEDGER.owed(deps.storage, &asset)?;
            to_json(&OwedResponse { asset, owed })
        }
        M::Claimable { account, asset } => to_json(&claimable(deps, account, asset)?),
        M::Capacity { feed } => to_json(&security::capacity(deps.storage, &env, feed)?),
        M::Reservation { consumer, reference } => to_json(&security::reservation(deps, consumer, reference)?),
        M::Round(round) => to_json(&security::round(deps.storage, round)?),
        M::ChallengeBond(round) => {
            let past = Past::load(deps.storage, round)?;
            to_json(&bond_of(deps.storage, &past)?)
        }
        M::Cases { start_after, limit } => to_json(&security::cases(deps.storage, start_after, limit)?),
        M::Measurement { subject } => to_json(&measurement::last(deps.storage, &env, subject)?),
        M::Measurements { subject, start_after, limit } => {
            to_json(&measurement::history(deps.storage, subject, start_after, limit)?)
        }
        M::Records { feed } => to_json(&security::records(deps.storage, &env, feed)?),
    })
}

fn page((most, default): (u32, u32), limit: Option<u32>) -> usize {
    usize::try_from(limit.unwrap_or(default).min(most)).unwrap_or_default()
}

fn config(storage: &dyn Storage) -> Result<ConfigResponse, ContractError> {
    let config = CONFIG.load(storage)?;
    let pause = PAUSE.state(storage)?;
    Ok(ConfigResponse {
        guardian: pause.guardian.map(Into::into),
        paused: pause.paused,
        unbonding: config.unbonding,
        assets: config.assets,
    })
}

fn feed_by_number(storage: &dyn Storage, number: u32) -> Result<FeedResponse, ContractError> {
    feed_response(storage, number, state::feed(storage, number)?)
}

fn feeds(
    storage: &dyn Storage,
    start_after: Option<u32>,
    limit: Option<u32>,
) -> Result<Vec<FeedResponse>, ContractError> {
    let feeds = FEEDS.range(storage, (), start_after, page(FEEDS_A_PAGE, limit))?;
    feeds.into_iter().map(|(number, feed)| feed_response(storage, number, feed)).collect()
}

fn feed_response(storage: &dyn Storage, number: u32, feed: Feed) -> Result<FeedResponse, ContractError> {
    let Committee { version, rules, members } = state::committee(storage, number)?;
    let kind = match (&feed.trust, rules.quorum) {
        (Trust::Staked { asset, min_pledge, secured }, _) => FeedKind::Staked {
            asset: asset.clone().into(),
            min_pledge: *min_pledge,
            operators: feed.operators.iter().map(ToString::to_string).collect(),
            security: secured.as_ref().zip(rules.assurance).map(|both| Box::new(security::terms(both))),
        },
        (Trust::Named, quorum) => FeedKind::Named {
            reporters: members.iter().map(|member| member.reporter).collect(),
            threshold: match quorum {
                Quorum::Reporters(threshold) => threshold,
                Quorum::TwoThirds => 0,
            },
        },
    };
    let committee = members.into_iter().map(|member| seat(&feed, member)).collect::<Result<_, _>>()?;
    let rules = FeedRules {
        tolerance: rules.tolerance,
        collection: rules.collection,
        min_operators: rules.min_operators,
        min_classes: rules.min_classes,
        correction: rules.correction,
        longest_reservation: feed.published.longest_reservation,
        unpledge_notice: feed.unpledge_notice,
        deposit: feed.deposit.map(|held| Coin { denom: held.denom, amount: held.amount.into() }),
        measures: feed.scale.zip(rules.gauge).map(measurement::measures),
    };
    Ok(FeedResponse { feed: number, creator: feed.creator.into(), kind, rules, version, committee })
}

fn seat(feed: &Feed, member: Member) -> Result<MemberResponse, ContractError> {
    Ok(MemberResponse {
        operator: feed.operator(&member)?.to_string(),
        reporter: member.reporter,
        class: member.class,
        key: member.key.into(),
        weight: member.weight,
        leaving: member.leaving.map(|notice| Leaving { amount: notice.amount, at: notice.at }),
    })
}

fn stake(deps: Deps, operator: String, asset: UncheckedDenom) -> Result<StakeResponse, ContractError> {
    let operator = deps.api.addr_validate(&operator)?;
    let stake = state::stake(deps.storage, &operator, &asset.check(deps.api)?)?;
    let part = |part: &Unbonding| Leaving { amount: part.amount, at: part.at };
    Ok(StakeResponse {
        bonded: stake.bonded(),
        pledged: stake.pledged(),
        free: stake.free()?,
        unbonding: stake.unbonding().iter().map(part).collect(),
    })
}

fn reporters(
    storage: &dyn Storage,
    start_after: Option<u32>,
    limit: Option<u32>,
) -> Result<Vec<ReporterResponse>, ContractError> {
    let reporters = REPORTERS.range(storage, (), start_after, page(REPORTERS_A_PAGE, limit))?;
    Ok(reporters.into_iter().map(|(number, reporter)| reporter_response(number, reporter)).collect())
}

fn reporter_response(number: u32, reporter: Reporter) -> ReporterResponse {
    let Reporter { operator, class, key } = reporter;
    ReporterResponse { reporter: number, operator: operator.into(), key: key.into(), class }
}

fn claimable(deps: Deps, account: String, asset: UncheckedDenom) -> Result<Amount, ContractError> {
    let account = deps.api.addr_validate(&account)?;
    Ok(LEDGER.claimable(deps.storage, &account, &asset.check(deps.api)?)?)
}

/// An inquiry as it is read: with its facts and rounds at this time.
struct Reading<'a> {
    storage: &'a dyn Storage,
    now: UnixTime,
    tag: Tag,
    inquiry: Inquiry,
    progress: Progress,
    committee: Committee,
}

impl<'a> Reading<'a> {
    fn load(
        storage: &'a dyn Storage,
        env: &Env,
        collection: &str,
        token_id: &TokenId,
    ) -> Result<Self, ContractError> {
        let tag = state::subject_tag(collection, token_id.as_str());
        let inquiry = state::inquiry(storage, tag)?.ok_or_else(|| ContractError::UnknownSubject {
            collection: collection.to_owned(),
            token_id: token_id.as_str().to_owned(),
        })?;
        let committee = state::committee(storage, inquiry.feed)?;
        let progress = state::progress(storage, tag)?;
        let now = UnixTime::from_block(env.block.time)?;
        Ok(Self { storage, now, tag, inquiry, progress, committee })
    }

    fn question(&self, place: u8, question: Question) -> Result<QuestionResponse, ContractError> {
        let known = self.progress.of(place);
        let open = state::round(self.storage, self.tag, place)?;
        let correction = self.committee.rules.correction;
        let takes_reports = open.is_some() || known.takes_rounds(question.retired, correction, self.now)?;
        let challenged = match self.committee.rules.assurance {
            Some(_) => state::hanging(self.storage, self.tag, place)?.challenged(),
            None => None,
        };
        Ok(QuestionResponse {
            milestone: question.milestone,
            standing: known.standing,
            cutoffs: self.inquiry.cutoffs(place),
            round: known.round,
            open: open.map(|round| self.open_round(round)).transpose()?,
            pending: self.pending(place, known)?,
            challenged,
            closed: !takes_reports,
        })
    }

    fn pending(&self, place: u8, known: Known) -> Result<Option<PendingDecision>, ContractError> {
        let (true, Some(round), Some(assurance)) =
            (known.pending, known.round.checked_sub(1), self.committee.rules.assurance)
        else {
            return Ok(None);
        };
        let Some(closed) = state::closed(self.storage, self.tag, place, round)? else { return Ok(None) };
        let until = closed.challengeable_until(&assurance)?.time;
        let challenged = closed.case.is_some();
        Ok(closed.outcome.map(|outcome| PendingDecision { round, outcome, until, challenged }))
    }

    fn open_round(&self, round: Round) -> Result<OpenRound, ContractError> {
        let committee = state::committee_of(self.storage, self.inquiry.feed, round.version)?;
        Ok(OpenRound {
            since: round.since.time,
            closes: round.closes(&committee.rules)?.time,
            weight: round.weight(&committee)?,
            of: committee.weight()?,
            reports: round
                .reports
                .into_iter()
                .map(|accepted| AcceptedReport { reporter: accepted.reporter, outcome: accepted.outcome })
                .collect(),
        })
    }
}

fn inquiry(
    storage: &dyn Storage,
    env: &Env,
    collection: &str,
    token_id: &TokenId,
) -> Result<InquiryResponse, ContractError> {
    let reading = Reading::load(storage, env, collection, token_id)?;
    let questions = reading.inquiry.numbered();
    let questions =
        questions.map(|(place, asked)| reading.question(place, asked)).collect::<Result<_, _>>()?;
    let held = reading.inquiry.deposit.clone();
    Ok(InquiryResponse {
        feed: reading.inquiry.feed,
        sequence: reading.progress.sequence,
        questions,
        until: reading.inquiry.until,
        deposit: held.map(|held| Coin { denom: held.denom, amount: held.amount.into() }),
    })
}

fn question(storage: &dyn Storage, env: &Env, subject: &Subject) -> Result<QuestionResponse, ContractError> {
    let reading = Reading::load(storage, env, &subject.collection, &subject.token_id)?;
    let (place, question) = reading.inquiry.question(&subject.milestone)?;
    reading.question(place, question)
}
