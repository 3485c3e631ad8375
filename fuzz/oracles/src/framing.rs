//! Target `framing`: a stream is split into frames by their lengths alone.

use smpp_codec::frame::{self, FrameError, FrameSplit};
use smpp_codec::{Dialect, HEADER_OCTETS, Tolerance};

use crate::{cut, failed};

#[cfg(test)]
mod tests;

/// The function that [`framing`] checks.
type SplitBy = for<'a> fn(&'a [u8], usize) -> Result<FrameSplit<'a>, FrameError>;

/// Splits a stream of any octets, whole and in pieces, and compares the frames.
///
/// The first octet is the size of a piece, the second selects the limit, the rest is the stream.
pub fn framing(data: &[u8]) {
    framing_by(data, frame::split);
}

fn framing_by(data: &[u8], split: SplitBy) {
    let [piece, limit, stream @ ..] = cut(data) else {
        return;
    };
    let limit = match limit % 4 {
        0 => HEADER_OCTETS,
        1 => 64,
        2 => 512,
        _ => frame::DEFAULT_MAX_OCTETS,
    };
    whole_stream(stream, limit, split);
    in_pieces(stream, usize::from(*piece).max(1), limit, split);
}

/// Every frame of a stream that is all there.
fn whole_stream(stream: &[u8], limit: usize, split: SplitBy) {
    let mut rest = stream;
    loop {
        let claimed = rest.first_chunk().map(|octets| u32::from_be_bytes(*octets));
        let octets = claimed.map_or(HEADER_OCTETS, |octets| octets as usize);
        match split(rest, limit) {
            Err(error) => {
                assert!(octets < HEADER_OCTETS || octets > limit);
                assert_eq!(Some(error.command_length()), claimed);
                nack(&error, rest);
                let first = rest.get(..4).unwrap_or_default();
                assert!(split(first, limit).is_err(), "four octets are enough");
                return;
            }
            Ok(FrameSplit::NeedMore(more)) => {
                assert!(claimed.is_none() || (HEADER_OCTETS..=limit).contains(&octets));
                assert_eq!(rest.len().checked_add(more.get()), Some(octets));
                return;
            }
            Ok(FrameSplit::Frame {
                frame,
                rest: behind,
            }) => {
                assert_eq!(frame.len(), octets, "a frame is as long as it says");
                assert!((HEADER_OCTETS..=limit).contains(&octets));
                assert!(rest.starts_with(frame) && rest.ends_with(behind));
                assert_eq!(frame.len().checked_add(behind.len()), Some(rest.len()));
                prefixes(frame, limit, split);
                rest = behind;
            }
        }
    }
}

/// A frame alone is that frame; less of it asks for more, and for no more than there is to come.
fn prefixes(frame: &[u8], limit: usize, split: SplitBy) {
    let alone = Ok(FrameSplit::Frame { frame, rest: &[] });
    assert_eq!(split(frame, limit), alone, "a frame alone is that frame");
    let ends = (0..frame.len().min(20)).chain(frame.len().checked_sub(1));
    for end in ends {
        let Some(Ok(FrameSplit::NeedMore(more))) = frame.get(..end).map(|part| split(part, limit))
        else {
            failed("a part of a frame asks for more", end);
        };
        let promised = end.saturating_add(more.get());
        assert!(promised <= frame.len(), "and for no more than there is");
    }
}

/// The answer to a stream that cannot be followed is a PDU.
fn nack(error: &FrameError, stream: &[u8]) {
    let mut room = [0; HEADER_OCTETS];
    let dialect = Dialect::STRICT;
    let tolerance = Tolerance::SEQUENCE_NUMBER;
    let nack = error.nack();
    let written = nack.encode(
        Dialect {
            tolerance,
            ..dialect
        },
        &mut room.as_mut_slice(),
    );
    assert_eq!(written, Ok(HEADER_OCTETS));
    let number = stream.get(12..).and_then(<[u8]>::first_chunk);
    let number = number.map_or(0, |octets| u32::from_be_bytes(*octets));
    assert_eq!(nack.sequence_number, number);
}

/// The same stream, a piece at a time, has the same frames and the same end.
fn in_pieces(stream: &[u8], piece: usize, limit: usize, split: SplitBy) {
    let (mut done, mut there) = (0usize, 0usize);
    loop {
        let whole = split(stream.get(done..).unwrap_or_default(), limit);
        match (
            split(stream.get(done..there).unwrap_or_default(), limit),
            whole,
        ) {
            (Ok(FrameSplit::Frame { frame, .. }), Ok(FrameSplit::Frame { frame: whole, .. })) => {
                assert_eq!(frame, whole);
                done = done.saturating_add(frame.len());
            }
            (Ok(FrameSplit::NeedMore(more)), whole) if there == stream.len() => {
                assert_eq!(whole, Ok(FrameSplit::NeedMore(more)));
                return;
            }
            (Ok(FrameSplit::NeedMore(_)), _) => {
                there = there.saturating_add(piece).min(stream.len())
            }
            (Err(error), Err(whole)) => {
                assert_eq!(error.command_length(), whole.command_length());
                return;
            }
            (pieces, whole) => failed("pieces change nothing", (pieces, whole)),
        }
    }
}
