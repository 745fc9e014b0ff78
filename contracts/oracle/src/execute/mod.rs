//! One file an action, or a tight group of them.

mod ask;
mod bond;
mod close;
mod conclude;
mod create_feed;
mod deposit;
mod enrol;
mod govern;
mod pledge;
mod report;
mod retire;
mod set_up;
mod withdraw;

pub use ask::{add_cutoffs, ask, Asking};
pub use bond::{bond, receive, unbond, withdraw_unbonded};
pub use close::close;
pub use create_feed::{admit_operators, create_feed};
pub use enrol::enrol_reporter;
pub use govern::{admit_asset, pause, set_guardian, unpause, update_ownership};
pub use pledge::{complete_unpledge, pledge, unpledge};
pub use report::report;
pub use retire::retire;
pub use set_up::set_up;
pub use withdraw::withdraw;
