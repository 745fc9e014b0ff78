//! Processor time: what a measurement counts, so that a busy machine does not make the command look slow.

use std::time::Duration;

use rustix::time::{clock_gettime, ClockId};

/// How long this thread has been computing.
pub fn time() -> Duration {
    Duration::try_from(clock_gettime(ClockId::ThreadCPUTime)).unwrap_or_default()
}
