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

#[cfg(feature = "alloc")]
extern crate alloc;
#[cfg(test)]
extern crate std;

mod alphabet;
mod compose;
pub mod data_coding;
mod eight_bit;
mod error;
#[doc(hidden)]
pub mod fuzzing;
mod grapheme;
pub mod gsm7;
mod message;
pub mod reassemble;
pub mod receipt;
mod references;
pub mod split;
mod step;
pub mod ucs2;
pub mod udh;
mod writer;

pub use self::alphabet::{Alphabet, Chars, CharsLossy, Unit};
pub use self::compose::{Composed, Composer, Latin1, National, Reason};
pub use self::error::{TextError, TextErrorKind};
pub use self::message::{Message, UserData};
pub use self::references::References;
