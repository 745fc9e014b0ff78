//! The rules: how stake is held, who sits on a committee, what is asked, what counts as a report, and when
//! reports make a fact. Plain values in, plain values out; time and addresses are arguments.

pub mod book;
pub mod case;
pub mod coalition;
pub mod committee;
pub mod decision;
pub mod exposure;
pub mod feed;
pub mod hanging;
pub mod inquiry;
pub mod key;
pub mod measurement;
pub mod moment;
pub mod progress;
pub mod report;
pub mod reservation;
pub mod round;
pub mod slashing;
pub mod stake;
