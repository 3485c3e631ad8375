//! Oracles of the fuzz targets `session` and `session_split`: each takes any octets.

use smpp_session::Role;

use crate::rng::Rng;
use crate::{run, split};

/// The number of octets of an input that are used.
const MAX: usize = 2048;

/// Runs two sessions, joined by a link that delays, cuts and misbehaves, through any operations.
///
/// For the input layout see [`run`].
pub fn session(data: &[u8]) {
    let _ = run(data.get(..MAX).unwrap_or(data));
}

/// Feeds any stream to one session, whole and in pieces, and compares events and answers.
///
/// The first octet selects the role, the second the pieces, the rest is the stream.
pub fn session_split(data: &[u8]) {
    let [role, seed, stream @ ..] = data.get(..MAX).unwrap_or(data) else {
        return;
    };
    let role = match role & 1 {
        0 => Role::Esme,
        _ => Role::MessageCenter,
    };
    split::check(role, stream, &mut Rng::new(u64::from(*seed)));
}
