//! Under construction.
#![no_std]
#![cfg_attr(
    not(test),
    warn(
        clippy::arithmetic_side_effects,
        clippy::cast_possible_truncation,
        clippy::exhaustive_enums,
        clippy::expect_used,
        clippy::indexing_slicing,
        clippy::panic,
        clippy::unreachable,
        clippy::unwrap_used,
    )
)]

#[cfg(test)]
extern crate std;

mod alphabet;
mod eight_bit;
mod error;
pub mod gsm7;
mod step;
pub mod ucs2;
mod writer;

pub use self::alphabet::{Alphabet, Chars, CharsLossy, Unit};
pub use self::error::{TextError, TextErrorKind};
