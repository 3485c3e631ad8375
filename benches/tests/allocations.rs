//! Decoding, iterating and encoding into a slice allocate nothing: counted, not argued.

use std::hint::black_box;

use smpp_benches::cases::Case;
use smpp_codec::{Dialect, Pdu};

fn allocations(work: impl FnOnce()) -> u64 {
    allocation_counter::measure(work).count_total
}

#[test]
fn the_counter_counts() {
    assert_eq!(allocations(|| drop(black_box(Box::new(1)))), 1);
}

#[test]
fn decoding_and_iterating_allocate_nothing() {
    for case in Case::ALL {
        let frame = case.frame();
        for dialect in [Dialect::STRICT, Dialect::TOLERANT] {
            let count = allocations(|| {
                let pdu = Pdu::decode(black_box(&frame), dialect).unwrap();
                for tlv in pdu.body.tlvs().iter() {
                    black_box(tlv);
                }
            });
            assert_eq!(count, 0, "{case:?}");
        }
    }
}

#[test]
fn refusing_a_frame_allocates_nothing() {
    for case in Case::ALL {
        let mut frame = case.frame();
        frame[3] ^= 1;
        let count = allocations(|| {
            black_box(Pdu::decode(black_box(&frame), Dialect::STRICT)).unwrap_err();
        });
        assert_eq!(count, 0, "{case:?}");
    }
}

#[test]
fn encoding_into_a_slice_allocates_nothing() {
    for case in Case::ALL {
        let tlvs = case.tlvs();
        let pdu = case.pdu(&tlvs);
        let mut room = [0; 2048];
        let count = allocations(|| {
            let mut out = black_box(room.as_mut_slice());
            pdu.encode(Dialect::STRICT, &mut out).unwrap();
        });
        assert_eq!(count, 0, "{case:?}");
    }
}
