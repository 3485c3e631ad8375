use smpp_codec::frame::{self, FrameSplit};

use super::framing_by;
use crate::testing::{caught, input, stream};

#[test]
fn framing_notices_a_frame_that_is_too_long() {
    caught("a frame alone", || {
        framing_by(&input(&[3, 3], &stream()), |stream, limit| {
            match frame::split(stream, limit)? {
                // Takes what follows too, if there is nothing but that.
                FrameSplit::Frame { frame, rest: [] } => Ok(FrameSplit::Frame {
                    frame: &frame[..frame.len() - 1],
                    rest: &frame[frame.len() - 1..],
                }),
                other => Ok(other),
            }
        });
    });
}

#[test]
fn framing_notices_octets_behind_a_frame_that_matter() {
    caught("a frame is as long as it says", || {
        framing_by(
            &input(&[3, 3], &stream()),
            |stream, limit| match frame::split(stream, limit)? {
                FrameSplit::Frame { frame, rest } if !rest.is_empty() => Ok(FrameSplit::Frame {
                    frame: &stream[..frame.len() + 1],
                    rest: &rest[1..],
                }),
                other => Ok(other),
            },
        );
    });
}

#[test]
fn framing_notices_a_prefix_that_is_an_error() {
    caught("a part of a frame asks for more", || {
        framing_by(&input(&[3, 3], &stream()), |stream, limit| {
            let limit = if stream.len() == 10 { 0 } else { limit };
            frame::split(stream, limit)
        });
    });
}

#[test]
fn framing_notices_pieces_that_matter() {
    // Asks for a frame too many once there are some octets less than everything.
    caught("pieces change nothing", || {
        framing_by(&input(&[1, 3], &stream()), |stream, limit| {
            let wrong = stream.len() == 4 && stream[0] == 0 && stream[3] == 20;
            frame::split(if wrong { &[0, 0, 0, 1] } else { stream }, limit)
        });
    });
}
