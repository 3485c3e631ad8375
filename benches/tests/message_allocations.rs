//! Text, parts and receipts in lent buffers allocate nothing.

use std::hint::black_box;

use smpp_codec::values::{DataCoding, EsmClass};
use smpp_message::data_coding::Peer;
use smpp_message::gsm7::packed;
use smpp_message::receipt::Receipt;
use smpp_message::{Alphabet, Composer, Message};

fn allocations(work: impl FnOnce()) -> u64 {
    allocation_counter::measure(work).count_total
}

#[test]
fn alphabets_and_packing() {
    let (mut octets, mut text, mut tight) = ([0; 400], [0; 800], [0; 400]);
    for alphabet in [Alphabet::GSM7, Alphabet::Utf16, Alphabet::Latin1] {
        let count = allocations(|| {
            let encoded = alphabet.encode("price: 5 £, héllo", &mut octets).unwrap();
            black_box(alphabet.decode(encoded, &mut text)).unwrap();
        });
        assert_eq!(count, 0, "{alphabet:?}");
    }
    let count = allocations(|| {
        let packed = packed::pack_padded(b"hello there", 1, &mut tight).unwrap();
        black_box(packed::unpack(packed, 1, &mut octets));
    });
    assert_eq!(count, 0);
}

#[test]
fn composing_splitting_and_reading_parts() {
    let text = "Türkçe, ¥ or 😀: any text. ".repeat(20);
    let mut short_message = [0; 255];
    let mut back = [0; 800];
    let count = allocations(|| {
        let message = Composer::default().compose(&text).unwrap();
        let data_coding = message.data_coding();
        for part in message.with_reference(1) {
            let octets = part.encode(&mut short_message).unwrap();
            let message = Message::new(part.esm_class(), data_coding, octets, (&[]).into());
            let data = message.user_data(&Peer::default()).unwrap();
            black_box(data.decode(&mut back).unwrap().unwrap());
        }
    });
    assert_eq!(count, 0);
}

#[test]
fn reading_a_receipt() {
    let text = b"id:0123456789 sub:001 dlvrd:001 submit date:2302101454 \
        done date:2302101455 stat:DELIVRD err:000 Text: hello";
    let mut scratch = [0; 400];
    let count = allocations(|| {
        let esm_class = EsmClass::MC_DELIVERY_RECEIPT;
        let message = Message::new(esm_class, DataCoding(0), text, (&[]).into());
        black_box(Receipt::decode(&message, &mut scratch)).unwrap();
    });
    assert_eq!(count, 0);
}
