//! Parts of a text, in one alphabet and in several.

use super::*;

#[test]
fn parts_of_every_alphabet_join_to_the_text() {
    let text = "a long text, [with] € and more. ".repeat(12);
    let packed = Alphabet::Gsm7Packed(Gsm7::DEFAULT);
    // Packed, of every length modulo 8.
    let lengths = (0..8).map(|cut| (packed, &text[..text.len() - cut]));
    let others = [(Alphabet::GSM7, &*text), (Alphabet::Utf16, &*text)];
    for (alphabet, text) in lengths.chain(others) {
        let mut peer = Peer::default();
        if let Alphabet::Gsm7Packed(_) = alphabet {
            peer.zero = Coding::Text(alphabet);
        }
        let coding = Meaning::new(Coding::Text(alphabet))
            .data_coding(&peer)
            .unwrap();
        let split = Splitter::from_text(text, alphabet, &Limits::default()).unwrap();
        let (mut slots, mut blocks) = ([PartSlot::EMPTY; 2], [Block::EMPTY; 20]);
        let mut reassembler = Reassembler::new(&mut slots, &mut blocks, Keep::default());
        let mut whole = 0;
        for part in split.with_reference(1) {
            let mut out = [0; 255];
            let octets = part.encode(&mut out).unwrap();
            let tlvs = smpp_codec::tlv::Tlvs::EMPTY;
            let message = Message::new(EsmClass::UDHI, coding, octets, tlvs);
            let data = message.user_data(&peer).unwrap();
            let (source, destination) =
                (Address::international(b"1"), Address::international(b"2"));
            let fragment = Fragment::new(&source, &destination, &data).unwrap();
            if let Outcome::Whole(message) =
                reassembler.push(Instant::ORIGIN, &fragment, &mut |_| panic!())
            {
                whole += 1;
                assert_eq!(message.data_coding(), Some(coding));
                let octets = joined(&message);
                let mut back = [0; 1000];
                let back = message
                    .alphabet()
                    .unwrap()
                    .decode(&octets, &mut back)
                    .unwrap();
                assert_eq!(back, text);
                let (mut scratch, mut out) = ([0; 1000], [0; 3000]);
                let back = message.decode_lossy(&mut scratch, &mut out).unwrap();
                assert_eq!(back, Some(text));
                let short = message.len() - 1;
                assert!(
                    message
                        .decode_lossy(&mut scratch[..short], &mut out)
                        .is_err()
                );
                assert!(
                    message
                        .decode_lossy(&mut scratch, &mut out[..text.len() - 1])
                        .is_err()
                );
            }
        }
        assert_eq!(whole, 1);
    }
}

#[test]
fn parts_in_unlike_alphabets_are_read_each_in_its_own() {
    let (mut slots, mut blocks) = ([PartSlot::EMPTY; 2], [Block::EMPTY; 20]);
    let mut reassembler = Reassembler::new(&mut slots, &mut blocks, Keep::default());
    // A surrogate pair cut in two, between parts of GSM 7-bit.
    let parts: [(&[u8], Alphabet, u8); 4] = [
        (b"a\x00", Alphabet::GSM7, 0),
        (&[0xD8, 0x3D], Alphabet::Utf16, 8),
        (&[0xDE, 0x00, 0, 0x62], Alphabet::Utf16, 8),
        (b"c\x1Be", Alphabet::GSM7, 0),
    ];
    for (number, (octets, alphabet, coding)) in (1..).zip(parts) {
        let mut part = fragment(b"1", number, 4, octets);
        part.alphabet = Some(alphabet);
        part.data_coding = DataCoding(coding);
        let outcome = reassembler.push(Instant::ORIGIN, &part, &mut |_| panic!());
        let Outcome::Whole(message) = outcome else {
            assert!(number < 4);
            continue;
        };
        assert_eq!((message.alphabet(), message.data_coding()), (None, None));
        let (mut scratch, mut out) = ([0; 40], [0; 40]);
        let text = message.decode_lossy(&mut scratch, &mut out).unwrap();
        assert_eq!(text, Some("a@😀bc€"));
    }
    let binary = fragment(b"1", 1, 1, b"x");
    let Outcome::Whole(message) = reassembler.push(Instant::ORIGIN, &binary, &mut |_| {}) else {
        panic!()
    };
    assert_eq!(message.decode_lossy(&mut [0; 9], &mut [0; 9]), Ok(None));
}
