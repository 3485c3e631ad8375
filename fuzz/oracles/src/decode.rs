//! Target `decode`: a frame that is accepted is encoded again to the same octets.

use smpp_codec::{
    CommandStatus, DecodeError, Deviation, Dialect, EncodeError, Kind, Pdu, Tolerance,
};

use crate::pdu::adds_up;
use crate::{MAX, dialect, failed};

#[cfg(test)]
mod tests;

/// The value of free octets, to show writes outside the place of a frame.
pub(crate) const GUARD: u8 = 0xEE;

/// The decoder that [`decode`] checks.
pub(crate) type DecodeBy =
    for<'a> fn(&'a [u8], Dialect, &mut dyn FnMut(Deviation)) -> Result<Pdu<'a>, DecodeError>;
/// The encoder that [`decode`] checks.
pub(crate) type EncodeBy =
    for<'b> fn(&Pdu<'_>, Dialect, &mut &'b mut [u8]) -> Result<usize, EncodeError>;

/// Decodes any octets as a frame, in any dialect.
///
/// An accepted frame is encoded again to the same octets. An error has an offset inside the frame.
/// A strict decode accepts exactly the frames without a deviation.
///
/// The first three octets select the dialect: see [`dialect::dialect_of`]. `command_length` is
/// overwritten with the true length.
pub fn decode(data: &[u8]) {
    decode_by(data, read, encode);
}

pub(crate) fn read<'a>(
    frame: &'a [u8],
    dialect: Dialect,
    deviations: &mut dyn FnMut(Deviation),
) -> Result<Pdu<'a>, DecodeError> {
    Pdu::decode_with(frame, dialect, deviations)
}

pub(crate) fn encode(
    pdu: &Pdu<'_>,
    dialect: Dialect,
    out: &mut &mut [u8],
) -> Result<usize, EncodeError> {
    pdu.encode(dialect, out)
}

fn decode_by(data: &[u8], decode: DecodeBy, encode: EncodeBy) {
    let mut memory = [0; MAX];
    if let Some((frame, dialect)) = dialect::frame_of(data, &mut memory) {
        let wrong = frame.get(1..).unwrap_or_default();
        assert!(
            decode(wrong, dialect, &mut |_| ()).is_err(),
            "a wrong command_length is refused"
        );
        judge(frame, dialect, decode, encode);
    }
}

fn judge(frame: &[u8], dialect: Dialect, decode: DecodeBy, encode: EncodeBy) {
    let inside = |offset: u32| assert!(offset as usize <= frame.len(), "{offset} is outside");
    let mut first = None;
    let read = decode(frame, dialect, &mut |deviation| {
        inside(deviation.offset());
        first.get_or_insert(deviation);
    });
    let with = |tolerance| Dialect {
        tolerance,
        ..dialect
    };
    let strict = decode(frame, with(Tolerance::STRICT), &mut |deviation| {
        failed("a strict reading has no deviations", deviation)
    });
    match (read, first) {
        (Ok(pdu), None) => assert_eq!(strict, Ok(pdu), "no deviation: strict reads the same"),
        (Err(error), None) => assert_eq!(strict, Err(error)),
        (_, Some(deviation)) => {
            // A body that only makes sense as none at all: strictly it is a body, and the fault
            // is wherever in it.
            let no_body = deviation.kind() == Kind::Missing && deviation.field() == "body";
            let error = strict.err().map(|error| match no_body {
                true => deviation.as_error(),
                false => error,
            });
            assert_eq!(
                error,
                Some(deviation.as_error()),
                "strictly, the first deviation"
            );
        }
    }
    match read {
        Ok(pdu) => {
            encodes_to(&pdu, frame, dialect, encode);
            adds_up(&pdu, frame.len());
            let common = decode(frame, with(Tolerance::COMMON), &mut |_| ());
            assert!(common.is_ok(), "more tolerance accepts no less: {common:?}");
        }
        Err(error) => {
            inside(error.offset());
            assert_ne!(error.command_status(), CommandStatus::ESME_ROK);
        }
    }
}

/// Encoding writes these octets, says how many before and after, touches nothing else, and writes
/// nothing where there is no room.
fn encodes_to(pdu: &Pdu<'_>, octets: &[u8], dialect: Dialect, encode: EncodeBy) {
    let needed = octets.len();
    assert_eq!(pdu.encoded_len(dialect), Ok(needed), "{pdu:?}");
    let mut memory = [GUARD; MAX + 1];
    let mut room = memory
        .get_mut(..needed.saturating_add(1))
        .unwrap_or_default();
    assert_eq!(encode(pdu, dialect, &mut room), Ok(needed), "{pdu:?}");
    assert_eq!(room.len(), 1, "the rest of the room is left");
    assert!(memory.starts_with(octets), "the same octets: {pdu:?}");
    assert_eq!(memory.get(needed), Some(&GUARD), "nothing behind them");

    let mut memory = [GUARD; MAX];
    let short = needed.saturating_sub(1);
    let mut room = memory.get_mut(..short).unwrap_or_default();
    let refused = encode(pdu, dialect, &mut room);
    assert_eq!(refused.map_err(|error| error.needed()), Err(Some(needed)));
    assert_eq!(room.len(), short);
    assert!(memory == [GUARD; MAX], "nothing is written");
}
