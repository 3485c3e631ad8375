//! The worst inputs to each public entry point of the pure crates, in any size.
//!
//! `tests/allocations.rs` runs each on little stack and counts what it allocates: nothing. The
//! program of this crate counts instructions, under valgrind, at three sizes of each: work that
//! doubles with its input grows by the same amount per octet, and work that is quadratic does not.
//! No clock is read.

mod codec;
mod message;
mod session;

/// Work that has been prepared: everything it needs is there.
pub type Work = Box<dyn FnOnce() + Send>;

/// One of the worst inputs.
#[derive(Clone, Copy, Debug)]
#[allow(clippy::exhaustive_structs, reason = "a table")]
pub struct Case {
    /// The entry point, and what is bad about the input.
    pub name: &'static str,
    /// The least of the three sizes; the others are twice and four times as much.
    pub size: usize,
    /// How many times more the second doubling of the size may cost than the first: 2 is linear,
    /// 4 quadratic.
    pub growth: f64,
    /// Makes the input.
    pub prepare: fn(usize) -> Work,
}

/// What linear work is held to, with room for buffers that move.
const LINEAR: f64 = 2.5;

const fn case(name: &'static str, size: usize, prepare: fn(usize) -> Work) -> Case {
    Case {
        name,
        size,
        growth: LINEAR,
        prepare,
    }
}

impl Case {
    /// What is worse than linear, within a bound that is stated in its documentation.
    const fn growing(self, growth: f64) -> Self {
        Self { growth, ..self }
    }

    /// Every case.
    pub fn all() -> impl Iterator<Item = &'static Self> {
        [codec::CASES, message::CASES, session::CASES]
            .into_iter()
            .flatten()
    }

    /// The greatest of the three sizes.
    #[must_use]
    pub const fn greatest(&self) -> usize {
        self.size * 4
    }
}

/// Work that grows with the square of its input: that the count of instructions tells it from
/// what is linear.
pub const PLANTED: Case = case("planted: quadratic", 250, |size| {
    Box::new(move || {
        for row in 0..size {
            for column in 0..size {
                std::hint::black_box(row ^ column);
            }
        }
    })
});
