//! Oracles of the tool's fuzz targets: each takes any octets, and panics if a law is broken.
//!
//! The first three octets select the dialect, the rest is a stream. The output of `smpp decode` is
//! compared with the frames: the fields that the codec shows, and the octets of each TLV. The law is
//! in a function with the suffix `_by`, which takes the output: a test passes faulty output.
#![allow(
    clippy::missing_panics_doc,
    reason = "an oracle panics if a law is broken"
)]

mod json;
mod tree;

pub use json::json;
pub use tree::tree;

use smpp_codec::frame::{self, FrameSplit};
use smpp_codec::{Dialect, HEADER_OCTETS};
use smpp_fuzz_oracles::{MAX, PREFIX, dialect_of};

/// The output of the tool for a stream.
type Print = fn(&[u8], Dialect) -> String;

/// Returns the dialect and the stream. Its first frame is the whole stream, if the input says so.
fn stream(data: &[u8]) -> Option<(Dialect, Vec<u8>)> {
    let (choice, stream) = data
        .get(..MAX)
        .unwrap_or(data)
        .split_first_chunk::<PREFIX>()?;
    let mut stream = stream.to_vec();
    let length = u32::try_from(stream.len()).unwrap_or(u32::MAX);
    // Most octets are no valid length: without this, few frames would be found.
    if choice[0] & 0x20 == 0
        && let Some(first) = stream.first_chunk_mut()
    {
        *first = length.to_be_bytes();
    }
    Some((dialect_of(*choice), stream))
}

/// A part of a stream.
enum Found<'a> {
    /// A whole frame.
    Frame(&'a [u8]),
    /// An invalid length, which ends the stream.
    Lost,
    /// The start of a frame, at the end of the stream.
    Incomplete { have: usize, need: usize },
}

/// Returns the parts of a stream, each with its offset.
fn parts(stream: &[u8]) -> Vec<(usize, Found<'_>)> {
    let (mut parts, mut rest) = (Vec::new(), stream);
    while !rest.is_empty() {
        let offset = stream.len() - rest.len();
        let split = frame::split(rest, frame::DEFAULT_MAX_OCTETS);
        let have = rest.len();
        rest = &[];
        parts.push((
            offset,
            match split {
                Ok(FrameSplit::Frame {
                    frame,
                    rest: behind,
                }) => {
                    rest = behind;
                    Found::Frame(frame)
                }
                Ok(FrameSplit::NeedMore(_)) => {
                    let length = stream[offset..].first_chunk();
                    let need = length.map(|octets| u32::from_be_bytes(*octets) as usize);
                    let need = need.unwrap_or(HEADER_OCTETS);
                    Found::Incomplete { have, need }
                }
                Err(_) => Found::Lost,
            },
        ));
    }
    parts
}

/// Returns the text that the tool wrote.
fn written(text: Option<Vec<u8>>) -> String {
    let text = text.expect("writing to memory does not fail");
    String::from_utf8(text).expect("the output is text")
}

#[cfg(test)]
mod testing;
