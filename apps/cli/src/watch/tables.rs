//! The oracle as people read it.

use numeric::Amount;
use types::journey::Outcome;
use types::oracle::{
    CapacityResponse, FeedKind, MemberResponse, OpenCaseResponse, RecordResponse, SourceClass,
};

use super::{FeedView, View};
use crate::money::to_the_cent;
use crate::report::tables::table;

/// Of an address, what tells it from others: its end.
const TOLD_BY: usize = 8;

/// Everything.
pub fn all(view: &View) -> String {
    let mut parts = vec![format!("oracle {} on {}, {}\n", view.oracle, view.chain_id, view.now)];
    if view.feeds.is_empty() {
        parts.push("There are no feeds.\n".to_owned());
    } else {
        parts.push(format!("{}\n", feeds(&view.feeds)));
    }
    parts.extend(view.feeds.iter().map(|feed| format!("{}\n", committee(feed))));
    parts.push(if view.cases.is_empty() { "No case is open.".to_owned() } else { cases(&view.cases) });
    parts.join("\n")
}

fn feeds(feeds: &[FeedView]) -> String {
    let header =
        ["feed", "trust", "seats", "at risk", "on times", "cap", "used", "in all", "cap", "used", ""];
    let rows = feeds.iter().map(|view| {
        let mut row = vec![view.feed.feed.to_string(), trust(view), view.feed.committee.len().to_string()];
        row.extend(view.capacity.as_ref().map_or_else(|| vec!["-".to_owned(); 8], room));
        row
    });
    table(&header, rows).to_string()
}

fn trust(view: &FeedView) -> String {
    let what = if view.feed.rules.measures.is_some() { "numbers" } else { "events" };
    let trust = match (&view.feed.kind, &view.capacity) {
        (FeedKind::Named { threshold, reporters }, _) => format!("{threshold} of {}", reporters.len()),
        (FeedKind::Staked { .. }, None) => "staked".to_owned(),
        (FeedKind::Staked { .. }, Some(_)) => "secured".to_owned(),
    };
    format!("{trust}, {what}")
}

fn room(capacity: &CapacityResponse) -> Vec<String> {
    // Two amounts that the contract holds add up in 128 bits, or it would have refused them.
    let all = capacity.time.checked_add(capacity.outcome).unwrap_or(capacity.time);
    vec![
        to_the_cent(capacity.at_risk),
        to_the_cent(capacity.time),
        to_the_cent(capacity.cap_time),
        used(capacity.time, capacity.cap_time),
        to_the_cent(all),
        to_the_cent(capacity.cap_outcome),
        used(all, capacity.cap_outcome),
        if capacity.over { "OVER ITS CAP".to_owned() } else { "takes more".to_owned() },
    ]
}

/// Started hundredths.
fn used(part: Amount, whole: Amount) -> String {
    let hundredths = part.mul_ratio(Amount::new(100), whole, numeric::Rounding::Up);
    hundredths.map_or_else(|_| "-".to_owned(), |hundredths| format!("{hundredths} %"))
}

fn committee(view: &FeedView) -> String {
    if view.feed.committee.is_empty() {
        return format!("Feed {} has no seats.", view.feed.feed);
    }
    let seats = format!("seats of feed {}", view.feed.feed);
    let header =
        [seats.as_str(), "operator", "sees as", "weight", "leaving", "from", "missed", "fines", "reputation"];
    let rows = view.feed.committee.iter().map(|member| {
        let record = view.records.iter().find(|record| record.reporter == member.reporter);
        seat(member, record)
    });
    table(&header, rows).to_string()
}

fn seat(member: &MemberResponse, record: Option<&RecordResponse>) -> Vec<String> {
    let dash = || "-".to_owned();
    vec![
        member.reporter.to_string(),
        short(&member.operator),
        class(member.class).to_owned(),
        to_the_cent(member.weight),
        member.leaving.map_or_else(dash, |leaving| to_the_cent(leaving.amount)),
        member.leaving.map_or_else(dash, |leaving| leaving.at.to_string()),
        record.map_or_else(dash, |record| format!("{} of 20", record.missed)),
        record.map_or_else(dash, |record| record.fines.to_string()),
        record.map_or_else(dash, |record| format!("{} %", record.reputation.get() / 100)),
    ]
}

fn cases(cases: &[OpenCaseResponse]) -> String {
    let header = ["open case", "about", "round", "says", "challenger", "bond", "opened", "to be decided by"];
    let rows = cases.iter().map(|case| {
        let subject = &case.round.subject;
        vec![
            case.case.to_string(),
            format!("{} of {}", subject.milestone.event, subject.token_id),
            case.round.round.to_string(),
            case.challenge.claim.as_ref().map_or_else(|| "only that it is wrong".to_owned(), outcome),
            short(&case.challenge.challenger),
            to_the_cent(case.challenge.bond),
            case.challenge.opened.to_string(),
            case.challenge.decide_by.to_string(),
        ]
    });
    table(&header, rows).to_string()
}

fn outcome(outcome: &Outcome) -> String {
    match outcome {
        Outcome::Happened { at } => format!("happened {at}"),
        Outcome::NotBy { cutoff } => format!("not by {cutoff}"),
        Outcome::Unresolvable {} => "cannot be established".to_owned(),
        Outcome::Measured { value, at } => format!("{} at {at}", value.get()),
    }
}

fn class(class: SourceClass) -> &'static str {
    match class {
        SourceClass::Carrier => "carrier",
        SourceClass::Terminal => "terminal",
        SourceClass::Satellite => "satellite",
        SourceClass::Device => "device",
        SourceClass::Authority => "authority",
    }
}

fn short(address: &str) -> String {
    match address.char_indices().rev().nth(TOLD_BY.saturating_sub(1)) {
        Some((0, _)) | None => address.to_owned(),
        Some((from, _)) => format!("…{}", address.get(from..).unwrap_or(address)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shares_of_a_cap_are_rounded_up_and_a_cap_of_nothing_has_none() {
        let of = |part, whole| used(Amount::new(part), Amount::new(whole));
        assert_eq!([of(0, 9), of(1, 1_000), of(9, 9), of(10, 9)], ["0 %", "1 %", "100 %", "112 %"]);
        assert_eq!(of(0, 0), "-");
    }

    #[test]
    fn an_open_case_says_what_about_whose_and_until_when() {
        let at = |seconds: u64| numeric::UnixTime::new(seconds).unwrap();
        let subject = serde_json::from_str(
            r#"{"collection":"titles","token_id":"COFFEE-7","milestone":{"leg":0,"event":"ARRI","place":"NLRTM"}}"#,
        );
        let case = OpenCaseResponse {
            case: 12,
            round: types::oracle::RoundRef { subject: subject.unwrap(), round: 3 },
            challenge: types::oracle::CaseResponse {
                challenger: "portolan1qqqqqqqqabcdefgh".to_owned(),
                bond: Amount::new(500_000_000),
                claim: Some(Outcome::NotBy { cutoff: at(1_357_000_000) }),
                evidence: None,
                opened: at(1_357_100_000),
                decide_by: at(1_357_600_000),
                ruling: None,
            },
        };
        let view = View {
            chain_id: "portolan-local-1".to_owned(),
            oracle: cosmwasm_std::Addr::unchecked("oracle"),
            now: at(1_357_100_005),
            feeds: vec![],
            cases: vec![case],
        };
        let told = all(&view);
        for part in [
            "There are no feeds",
            " 12 ",
            "COFFEE-7",
            " 3 ",
            "…abcdefgh",
            "500.00",
            "not by 2013-01-01",
            "2013-01-07",
        ] {
            assert!(told.contains(part), "{part}: {told}");
        }
        assert!(all(&View { cases: vec![], ..view }).contains("No case is open."));
    }

    #[test]
    fn an_address_is_told_by_its_end() {
        assert_eq!(short("portolan1qqqqqqqqabcdefgh"), "…abcdefgh");
        assert_eq!(short("abcdefgh"), "abcdefgh");
        assert_eq!(short(""), "");
    }
}
