//! Oracles for fuzzing: each takes any octets, and panics if a law of this crate is broken.
//!
//! Inputs are cut to [`MAX`] octets. Each law stands in a function that takes what it checks as an
//! argument, so that the tests can hand it a broken one and see it caught.

mod arbitrary;
mod print;
#[cfg(test)]
mod tests;
mod time;

pub use print::print;
pub use time::{TIME_PREFIX, time};

use core::fmt::Debug;

use crate::command_status::CommandStatus;
use crate::dialect::{Dialect, Tolerance, Version};
use crate::error::{DecodeError, Deviation, EncodeError, Kind};
use crate::field::Field;
use crate::frame::{self, FrameError, FrameSplit};
use crate::header::HEADER_OCTETS;
use crate::pdu::{DataSm, Pdu};
use crate::tlv::{self, Tlv, TlvKey, Tlvs};
use crate::visit::{FieldValue, Visitor};

/// Octets of input that are looked at.
pub const MAX: usize = 2048;

/// Octets of input that choose a dialect, before those of a frame.
pub const PREFIX: usize = 3;

/// An octet that no encoder has reason to write where it is looked for.
const GUARD: u8 = 0xEE;

/// What [`framing`] checks.
type SplitBy = for<'a> fn(&'a [u8], usize) -> Result<FrameSplit<'a>, FrameError>;
/// What [`decode`] checks.
type DecodeBy =
    for<'a> fn(&'a [u8], Dialect, &mut dyn FnMut(Deviation)) -> Result<Pdu<'a>, DecodeError>;
/// What [`decode`] and [`pdu`] check.
type EncodeBy = for<'b> fn(&Pdu<'_>, Dialect, &mut &'b mut [u8]) -> Result<usize, EncodeError>;

/// A stream cut into frames: as the definition says, whatever follows a frame, and whatever the
/// pieces that it comes in.
///
/// The first octet is the length of a piece, the second chooses the limit.
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

/// Any octets as a frame, in any dialect: what is accepted is encoded again to the octet, what is
/// not is told inside the frame, and the strict reading is the tolerant one without a deviation.
///
/// The first three octets choose the dialect; `command_length` is overwritten with what is true.
pub fn decode(data: &[u8]) {
    decode_by(data, read, encode);
}

fn read<'a>(
    frame: &'a [u8],
    dialect: Dialect,
    deviations: &mut dyn FnMut(Deviation),
) -> Result<Pdu<'a>, DecodeError> {
    Pdu::decode_with(frame, dialect, deviations)
}

fn encode(pdu: &Pdu<'_>, dialect: Dialect, out: &mut &mut [u8]) -> Result<usize, EncodeError> {
    pdu.encode(dialect, out)
}

fn decode_by(data: &[u8], decode: DecodeBy, encode: EncodeBy) {
    let mut memory = [0; MAX];
    if let Some((frame, dialect)) = frame_of(data, &mut memory) {
        let wrong = frame.get(1..).unwrap_or_default();
        assert!(
            decode(wrong, dialect, &mut |_| ()).is_err(),
            "its length is another"
        );
        judge(frame, dialect, decode, encode);
    }
}

/// A frame with its true length, and a dialect.
fn frame_of<'m>(data: &[u8], memory: &'m mut [u8; MAX]) -> Option<(&'m [u8], Dialect)> {
    let (choice, octets) = cut(data).split_first_chunk::<PREFIX>()?;
    let frame = memory.get_mut(..octets.len())?;
    copy(octets, frame);
    let length = u32::try_from(frame.len()).ok()?;
    (octets.len() >= HEADER_OCTETS).then_some(())?;
    *frame.first_chunk_mut()? = length.to_be_bytes();
    Some((frame, dialect_of(*choice)))
}

/// Strict, tolerant, or any set of flags; of any version.
#[must_use]
pub fn dialect_of([choice, high, low]: [u8; PREFIX]) -> Dialect {
    let version = match choice & 3 {
        0 => Version::V3_3,
        1 => Version::V3_4,
        _ => Version::V5_0,
    };
    let bits = u16::from_be_bytes([high, low]);
    let tolerance = match choice >> 6 {
        0 => Tolerance::STRICT,
        1 | 2 => Tolerance::COMMON,
        _ => Tolerance::flags()
            .zip(0..)
            .filter(|(_, bit)| bits.checked_shr(*bit).unwrap_or(0) & 1 == 1)
            .fold(Tolerance::STRICT, |set, ((flag, _), _)| set | flag),
    };
    Dialect { version, tolerance }
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
    assert!(
        memory.iter().all(|octet| *octet == GUARD),
        "nothing is written"
    );
}

/// What a visitor is shown, the TLVs and the header are the whole frame.
fn adds_up(pdu: &Pdu<'_>, octets: usize) {
    struct Count {
        octets: usize,
        entries: usize,
    }

    impl Visitor for Count {
        fn field(&mut self, _: &'static Field, value: FieldValue<'_>, octets: usize) {
            let least = match value {
                FieldValue::COctets(value) | FieldValue::Octets(value) => value.len(),
                FieldValue::Absent => 0,
                FieldValue::Integer(_) => 1,
            };
            assert!(octets >= least);
            self.octets = self.octets.saturating_add(octets);
        }

        fn list(&mut self, _: &'static Field, entries: usize) {
            self.entries = entries;
        }

        fn entry(&mut self) {
            let left = self.entries.checked_sub(1);
            self.entries = left.unwrap_or_else(|| failed("as many entries as are counted", 0));
        }

        fn end_list(&mut self) {
            assert_eq!(self.entries, 0, "as many entries as are counted");
        }
    }

    let mut shown = Count {
        octets: HEADER_OCTETS,
        entries: 0,
    };
    pdu.body.visit(&mut shown);
    let tlvs = pdu.body.tlvs();
    assert_eq!(shown.octets.checked_add(tlvs.wire_len()), Some(octets));
    let each = tlvs.iter().map(|tlv| tlv.value_len().saturating_add(4));
    let all = each.fold(tlvs.trailing().len(), usize::saturating_add);
    assert_eq!(all, tlvs.wire_len());
}

/// Any PDU that an application may build: it is refused, or read back the same.
///
/// The first three octets choose the dialect, the others every value.
pub fn pdu(data: &[u8]) {
    pdu_by(data, encode, read);
}

fn pdu_by(data: &[u8], encode: EncodeBy, decode: DecodeBy) {
    let Some((choice, data)) = cut(data).split_first_chunk::<PREFIX>() else {
        return;
    };
    let dialect = dialect_of(*choice);
    arbitrary::with_pdu(data, &mut |pdu| {
        let Ok(needed) = pdu.encoded_len(dialect) else {
            let mut memory = [GUARD; MAX];
            let written = encode(pdu, dialect, &mut memory.as_mut_slice());
            assert!(written.is_err_and(|error| error.kind() != Kind::NoRoom));
            assert!(memory.iter().all(|octet| *octet == GUARD));
            return;
        };
        let mut memory = [0; MAX];
        let written = encode(pdu, dialect, &mut memory.as_mut_slice());
        assert_eq!(written, Ok(needed), "as many octets as were measured");
        let frame = memory.get(..needed).unwrap_or_default();
        assert_eq!(decode(frame, dialect, &mut |_| ()), Ok(*pdu), "{dialect:?}");
        adds_up(pdu, needed);
    });
}

/// Any octets as the TLVs of a `data_sm`: none is lost, and every key reads what it says.
pub fn tlvs(data: &[u8]) {
    tlvs_by(data, |tlvs, tag| {
        let found = tlvs.iter().find(|tlv| tlv.tag() == tag)?;
        Some(found.value_len())
    });
}

fn tlvs_by(data: &[u8], first: fn(&Tlvs<'_>, tlv::TlvTag) -> Option<usize>) {
    let tail = cut(data);
    let mut memory = [0; MAX + 64];
    let dialect = Dialect::TOLERANT;
    let empty = Pdu::new(1, DataSm::default());
    let start = empty.encode(dialect, &mut memory.as_mut_slice());
    let start = start.unwrap_or_else(|error| failed("an empty data_sm", error));
    let end = start.saturating_add(tail.len());
    copy(tail, memory.get_mut(start..end).unwrap_or_default());
    if let (Some(field), Ok(length)) = (memory.first_chunk_mut(), u32::try_from(end)) {
        *field = length.to_be_bytes();
    }
    let frame = memory.get(..end).unwrap_or_default();
    let pdu = Pdu::decode(frame, dialect);
    let pdu = pdu.unwrap_or_else(|error| failed("any TLVs are tolerated", error));
    let tlvs = pdu.body.tlvs();

    // Each TLV stands where the one before it ends, and what is left is what trails.
    let mut rest = tail;
    for tlv in &tlvs {
        let [t0, t1, l0, l1, after @ ..] = rest else {
            failed("a TLV where there is none", tlv);
        };
        assert_eq!(tlv.tag().0, u16::from_be_bytes([*t0, *t1]));
        assert_eq!(tlv.value_len(), usize::from(u16::from_be_bytes([*l0, *l1])));
        let value = after.get(..tlv.value_len()).unwrap_or_default();
        assert!(tlv.value_octets().eq(value.iter().copied()));
        assert_eq!(tlv, Tlv::raw(tlv.tag(), value));
        rest = after.get(tlv.value_len()..).unwrap_or_default();
    }
    assert_eq!(rest, tlvs.trailing());

    macro_rules! by_key {
        ($($KEY:ident),*) => {$({
            let key = tlv::$KEY;
            reads(&tlvs, key, first(&tlvs, key.tag()));
        })*};
    }
    by_key!(
        DEST_ADDR_SUBUNIT,
        SAR_MSG_REF_NUM,
        QOS_TIME_TO_LIVE,
        MESSAGE_STATE,
        SC_INTERFACE_VERSION,
        RECEIPTED_MESSAGE_ID,
        NETWORK_ERROR_CODE,
        ALERT_ON_MESSAGE_DELIVERY,
        MESSAGE_PAYLOAD
    );
}

/// A key finds the first TLV of its tag, and refuses a length that is not the key's.
fn reads<V: tlv::TlvValue>(tlvs: &Tlvs<'_>, key: TlvKey<V>, first: Option<usize>) {
    let read = tlvs.get(key).map(|value| value.is_some());
    let expected = match first {
        None => Ok(false),
        Some(octets) if key.allows(octets) => Ok(true),
        Some(_) => Err(Kind::Length),
    };
    let read = read.map_err(|error| error.kind());
    assert_eq!(read, expected, "a key reads what is there");
    let all = tlvs.iter().filter(|tlv| tlv.tag() == key.tag()).count();
    assert_eq!(tlvs.get_all(key).count(), all);
    assert_eq!(key.tag().allows(0).is_some(), key.tag().name().is_some());
}

fn cut(data: &[u8]) -> &[u8] {
    data.get(..MAX).unwrap_or(data)
}

fn copy(from: &[u8], to: &mut [u8]) {
    for (to, from) in to.iter_mut().zip(from) {
        *to = *from;
    }
}

#[expect(clippy::panic, reason = "an oracle says so when a law is broken")]
#[track_caller]
fn failed(law: &str, found: impl Debug) -> ! {
    panic!("{law}: {found:?}")
}
