//! Runs a model under both schedulers.

use shuttle::Config;
use shuttle::scheduler::{PctScheduler, RandomScheduler, Scheduler};

/// Schedules of a model under each scheduler, unless `SMPP_SCHEDULES` says how many.
const SCHEDULES: usize = 500;

/// Points at which the PCT scheduler changes priorities: how deep the bugs are that it looks for.
const PCT_DEPTH: usize = 4;

fn run(scheduler: impl Scheduler + 'static, model: fn()) {
    let mut config = Config::new();
    config.failure_persistence = shuttle::FailurePersistence::Print;
    config.max_steps = shuttle::MaxSteps::FailAfter(1_000_000);
    shuttle::Runner::new(scheduler, config).run(model);
}

/// Runs `model` so often under random schedules, then as often under PCT schedules.
pub(crate) fn explore(model: fn(), schedules: usize) {
    run(RandomScheduler::new(schedules), model);
    run(PctScheduler::new(PCT_DEPTH, schedules), model);
}

/// The number of schedules of the short form, or of the environment.
pub(crate) fn schedules() -> usize {
    let given = std::env::var("SMPP_SCHEDULES").ok();
    given.map_or(SCHEDULES, |count| count.parse().expect("a number"))
}

/// Why the model fails within so many random schedules, if it does.
#[allow(dead_code, reason = "not used by every test")]
pub(crate) fn failure_within(model: fn(), schedules: usize) -> Option<String> {
    let explored = std::panic::catch_unwind(|| run(RandomScheduler::new(schedules), model));
    let panic = explored.err()?;
    Some(panic.downcast_ref::<String>().cloned().unwrap_or_default())
}
