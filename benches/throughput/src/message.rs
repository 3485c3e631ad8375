//! The one message that everybody sends, and the frames of the bare pair.

use smpp_codec::pdu::{Bind, Body, SubmitSm};
use smpp_codec::values::Address;
use smpp_codec::{CommandId, Dialect, EncodeError, Pdu};

/// Who sends; 12 digits, international.
pub const SOURCE: &str = "447700900123";

/// Who receives; 12 digits, international.
pub const DESTINATION: &str = "447700900456";

/// The text: 100 octets.
pub const TEXT: &[u8; 100] =
    b"one hundred octets of text, as a short message has them; no less and no more than that: one hundred!";

/// What every server calls every message.
pub const MESSAGE_ID: &str = "1";

/// The message as our clients send it.
#[must_use]
pub fn submit_sm() -> SubmitSm<'static> {
    SubmitSm::new(
        Address::international(SOURCE.as_bytes()),
        Address::international(DESTINATION.as_bytes()),
        TEXT,
    )
}

/// The frames that a bare client writes: `twice` the window of messages, so that any stretch of up
/// to a window is one slice; message `i` has the sequence number `i % window + 2`.
///
/// # Errors
/// None: the fields are within their limits.
pub fn prebuilt(window: usize) -> Result<Vec<u8>, EncodeError> {
    let mut frames = Vec::new();
    for sequence_number in (2..).take(window).chain((2..).take(window)) {
        encode(sequence_number, submit_sm(), &mut frames)?;
    }
    Ok(frames)
}

/// The frame that binds a bare client, as a transceiver; its sequence number is 1.
///
/// # Errors
/// None: the fields are within their limits.
pub fn bind() -> Result<Vec<u8>, EncodeError> {
    let mut frame = Vec::new();
    let bind = Bind {
        system_id: b"bench",
        password: b"secret",
        ..Bind::default()
    };
    encode(1, Body::BindTransceiver(bind), &mut frame)?;
    Ok(frame)
}

fn encode(
    sequence_number: u32,
    body: impl Into<Body<'static>>,
    frames: &mut Vec<u8>,
) -> Result<usize, EncodeError> {
    Pdu::new(sequence_number, body).encode(Dialect::STRICT, frames)
}

/// Splits one whole frame off, by its `command_length` alone.
#[must_use]
pub fn split(octets: &[u8]) -> Option<(&[u8], &[u8])> {
    octets.first_chunk::<16>()?;
    octets.split_at_checked(command_length(octets).max(16))
}

/// The `command_length` that a frame begins with.
#[must_use]
pub fn command_length(frame: &[u8]) -> usize {
    usize::try_from(word(frame, 0)).unwrap_or(usize::MAX)
}

/// The `command_id` of a whole frame.
#[must_use]
pub fn command_id(frame: &[u8]) -> CommandId {
    CommandId(word(frame, 4))
}

/// The `command_status` of a whole frame.
#[must_use]
pub fn command_status(frame: &[u8]) -> u32 {
    word(frame, 8)
}

fn word(frame: &[u8], at: usize) -> u32 {
    let word = frame.get(at..).and_then(<[u8]>::first_chunk);
    word.map_or(0, |word| u32::from_be_bytes(*word))
}

/// Appends the minimal responder's answer to a request, if it wants one: header, and the shortest
/// body that is one.
pub fn answer(frame: &[u8], out: &mut Vec<u8>) {
    let id = command_id(frame);
    let body: &[u8] = match id {
        CommandId::SUBMIT_SM => b"1\0",
        CommandId::BIND_TRANSMITTER | CommandId::BIND_RECEIVER | CommandId::BIND_TRANSCEIVER => {
            b"mc\0"
        }
        CommandId::ENQUIRE_LINK | CommandId::UNBIND => b"",
        _ => return,
    };
    let length = 16 + u32::try_from(body.len()).unwrap_or(0);
    out.extend_from_slice(&length.to_be_bytes());
    out.extend_from_slice(&(id.0 | 0x8000_0000).to_be_bytes());
    out.extend_from_slice(&0_u32.to_be_bytes());
    out.extend_from_slice(&word(frame, 12).to_be_bytes());
    out.extend_from_slice(body);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_bare_frames_are_what_a_strict_decoder_accepts() {
        let mut rest = &prebuilt(3).unwrap()[..];
        let mut numbers = Vec::new();
        while let Some((frame, after)) = split(rest) {
            let pdu = Pdu::decode(frame, Dialect::STRICT).unwrap();
            assert_eq!(pdu.body, submit_sm().into());
            numbers.push(pdu.sequence_number);
            rest = after;
        }
        assert_eq!(numbers, [2, 3, 4, 2, 3, 4]);
    }

    #[test]
    fn the_minimal_answers_are_what_a_strict_decoder_accepts() {
        for request in [bind().unwrap(), prebuilt(1).unwrap()] {
            let (request, _) = split(&request).unwrap();
            let mut answered = Vec::new();
            answer(request, &mut answered);
            let pdu = Pdu::decode(&answered, Dialect::STRICT).unwrap();
            let asked = Pdu::decode(request, Dialect::STRICT).unwrap();
            assert_eq!(Some(pdu.command_id()), asked.command_id().response());
            assert_eq!(pdu.sequence_number, asked.sequence_number);
            answer(&answered, &mut answered.clone());
        }
    }
}
