//! What attackers try, one strategy a file.

mod challenge_everything;
mod close_early;
mod copy;
mod correct;
mod equivocate;
mod fill;
mod forge_ahead;
mod frame;
mod future_days;
mod honest;
mod late;
mod leave;
mod move_number;
mod move_time;
mod repeat;
mod self_agreement;
mod self_challenge;
mod silence;
mod two_thirds;
mod wrong_source;

use anyhow::Result;

use super::terms::Answers;
use super::trial::Trial;

/// One way to attack a feed.
#[derive(Clone, Copy)]
pub struct Strategy {
    /// What it is called.
    pub name: &'static str,
    /// What is done.
    pub what: &'static str,
    /// What the feed answers with that is attacked.
    pub answers: Answers,
    /// Does it.
    pub play: fn(&mut Trial) -> Result<()>,
}

/// All of them. The first is no attack: it is what the others are compared with.
pub const ALL: [Strategy; 25] = [
    honest::STRATEGY,
    move_time::AFTER_THE_WINDOW,
    move_time::AT_ONCE,
    move_number::STRATEGY,
    two_thirds::AFTER_THE_WINDOW,
    two_thirds::AT_ONCE,
    wrong_source::STRATEGY,
    late::STRATEGY,
    copy::STRATEGY,
    silence::STRATEGY,
    close_early::STRATEGY,
    self_agreement::STRATEGY,
    self_challenge::STRATEGY,
    frame::STRATEGY,
    repeat::IN_ONE_WINDOW,
    repeat::WINDOW_AFTER_WINDOW,
    future_days::AT_ONCE,
    future_days::BESIDE_TODAY,
    forge_ahead::SEEN,
    forge_ahead::UNSEEN,
    correct::STRATEGY,
    leave::STRATEGY,
    equivocate::STRATEGY,
    fill::STRATEGY,
    challenge_everything::STRATEGY,
];
