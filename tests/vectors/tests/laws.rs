//! The laws of the codec, over every split point of every vector.

mod support;

use smpp_codec::frame::{self, FrameSplit};
use smpp_codec::{Dialect, HEADER_OCTETS, Pdu};
use smpp_vectors::{Vector, Verdict};
use support::{Rest, decode, dialects, encode, frames, max_octets, tolerances};

fn vectors() -> Vec<Vector> {
    smpp_vectors::merged().unwrap()
}

/// The whole frames of every vector, with the vector.
fn whole_frames(vectors: &[Vector]) -> impl Iterator<Item = (&Vector, &[u8])> {
    vectors.iter().flat_map(|vector| {
        let (found, _) = frames(&vector.octets, max_octets(vector));
        found.into_iter().map(move |frame| (vector, frame))
    })
}

#[test]
fn every_strict_prefix_of_a_frame_needs_more() {
    for (vector, frame) in whole_frames(&vectors()) {
        for cut in 0..frame.len() {
            let Ok(FrameSplit::NeedMore(more)) = frame::split(&frame[..cut], max_octets(vector))
            else {
                panic!(
                    "{}: {cut} of {} octets are no frame",
                    vector.id,
                    frame.len()
                );
            };
            let known = if cut < 4 { HEADER_OCTETS } else { frame.len() };
            assert_eq!(cut + more.get(), known, "{} at {cut}", vector.id);
        }
    }
}

#[test]
fn octets_behind_a_frame_change_nothing() {
    for (vector, frame) in whole_frames(&vectors()) {
        for behind in [&[0][..], &[0xFF; 3], &[0x0F; 40], frame] {
            let stream = [frame, behind].concat();
            let Ok(FrameSplit::Frame { frame: found, rest }) =
                frame::split(&stream, max_octets(vector))
            else {
                panic!("{}: the frame is whole", vector.id);
            };
            assert_eq!((found, rest), (frame, behind), "{}", vector.id);
        }
    }
}

/// The frames of a stream that comes in chunks, as a reader with a buffer finds them.
struct Reader {
    buffer: Vec<u8>,
    lengths: Vec<usize>,
    ended: bool,
    max_octets: usize,
}

impl Reader {
    fn feed(&mut self, chunk: &[u8]) {
        if self.ended {
            return;
        }
        self.buffer.extend_from_slice(chunk);
        let (found, rest) = frames(&self.buffer, self.max_octets);
        let taken: usize = found.iter().map(|frame| frame.len()).sum();
        self.lengths.extend(found.iter().map(|frame| frame.len()));
        self.ended = matches!(rest, Rest::Fatal(_));
        self.buffer.drain(..taken);
    }
}

#[test]
fn any_chunking_gives_the_same_frames() {
    for vector in vectors() {
        let stream = &vector.octets;
        let (found, rest) = frames(stream, max_octets(&vector));
        let expected: Vec<_> = found.iter().map(|frame| frame.len()).collect();
        let fatal = matches!(rest, Rest::Fatal(_));
        let read = |chunks: &mut dyn Iterator<Item = &[u8]>| {
            let mut reader = Reader {
                buffer: Vec::new(),
                lengths: Vec::new(),
                ended: false,
                max_octets: max_octets(&vector),
            };
            chunks.for_each(|chunk| reader.feed(chunk));
            (reader.lengths, reader.ended)
        };
        // Two chunks, cut at every octet; a long message at every 97th, for time's sake.
        for cut in (0..=stream.len()).step_by(if stream.len() > 4000 { 97 } else { 1 }) {
            let (head, tail) = stream.split_at(cut);
            let seen = read(&mut [head, tail].into_iter());
            assert_eq!(
                seen,
                (expected.clone(), fatal),
                "{} cut at {cut}",
                vector.id
            );
        }
        for size in [1, 2, 3, 7, 16, 17] {
            let seen = read(&mut stream.chunks(size));
            assert_eq!(seen, (expected.clone(), fatal), "{} in {size}s", vector.id);
        }
    }
}

/// Checks the laws of a frame: an accepted frame encodes to the same octets, and has a deviation
/// exactly if the strict decoder refuses it.
fn check(id: &str, frame: &[u8], dialect: Dialect) {
    match decode(frame, dialect) {
        (Ok(pdu), deviations) => {
            assert_eq!(
                encode(&pdu, dialect).as_deref(),
                Ok(frame),
                "{id} {dialect:?}"
            );
            let tolerance = smpp_codec::Tolerance::STRICT;
            let strict = Pdu::decode(
                frame,
                Dialect {
                    tolerance,
                    ..dialect
                },
            );
            assert_eq!(strict.is_ok(), deviations.is_empty(), "{id} {deviations:?}");
        }
        (Err(error), _) => assert!(error.offset() as usize <= frame.len(), "{id} {error}"),
    }
}

#[test]
fn a_body_cut_at_any_octet_loses_nothing() {
    for (vector, frame) in whole_frames(&vectors()) {
        // The bodies of valid vectors only: the others are cuts and mutations already.
        if vector.verdict != Verdict::Valid || frame.len() > 4000 {
            continue;
        }
        for cut in HEADER_OCTETS..=frame.len() {
            let mut short = frame[..cut].to_vec();
            short[..4].copy_from_slice(&u32::try_from(cut).unwrap().to_be_bytes());
            for dialect in dialects(vector) {
                check(&vector.id, &short, dialect);
            }
        }
    }
}

#[test]
fn every_flag_alone_is_what_its_deviations_need() {
    for (vector, frame) in whole_frames(&vectors()) {
        let [strict, _] = dialects(vector);
        for tolerance in tolerances() {
            check(
                &vector.id,
                frame,
                Dialect {
                    tolerance,
                    ..strict
                },
            );
        }
    }
}
