//! The cost as people read it.

use super::{Cost, Lever};
use crate::money::{grouped, DOLLAR};
use crate::report::tables::table;
use numeric::Amount;

/// One line a way of securing the book.
pub fn costs<'a>(first: &str, lines: impl IntoIterator<Item = (&'a str, &'a Cost)>) -> String {
    let header = [first, "feeds", "peak on times", "peak in all", "mean", "stake", "largest feed", "bp"];
    let rows = lines.into_iter().map(|(name, cost)| {
        vec![
            name.to_owned(),
            cost.feeds.to_string(),
            whole(cost.peak_time),
            whole(cost.peak),
            whole(cost.mean),
            whole(cost.stake),
            whole(cost.largest),
            basis_points(cost.centipoints),
        ]
    });
    table(&header, rows).to_string()
}

/// What it takes for so many basis points, in words.
pub fn takes(cost: &Cost, steps: &[Lever], goal: u128) -> String {
    let goal_in_words = basis_points(goal);
    let Some(last) = steps.last() else {
        return if cost.centipoints <= goal {
            format!("It costs {} bp as it is: no more than {goal_in_words}.", basis_points(cost.centipoints))
        } else {
            format!("Nothing of this makes it cheaper than {} bp.", basis_points(cost.centipoints))
        };
    };
    let mut lines = vec![if last.cost.centipoints <= goal {
        format!("For {goal_in_words} bp it takes, one on the other:")
    } else {
        format!("{goal_in_words} bp are out of reach; nearest to them come, one on the other:")
    }];
    lines.extend(
        steps
            .iter()
            .map(|step| format!("  {:>7} bp  with {}", basis_points(step.cost.centipoints), step.what)),
    );
    lines.join("\n")
}

/// Dollars, without what is smaller.
fn whole(amount: Amount) -> String {
    grouped(amount.get() / DOLLAR)
}

/// `27.31` of hundredths.
pub fn basis_points(centipoints: u128) -> String {
    format!("{}.{:02}", centipoints / 100, centipoints % 100)
}
