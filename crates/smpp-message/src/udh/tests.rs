use std::vec::Vec;

use proptest::prelude::*;

use super::*;

fn build(elements: &[Element<'_>]) -> Vec<u8> {
    let mut buffer = [0; 256];
    let mut builder = UdhBuilder::new(&mut buffer);
    for element in elements {
        builder.push(element).unwrap();
    }
    builder.finish().to_vec()
}

#[test]
fn headers_that_are_none_are_located() {
    let cases: [(&[u8], UdhErrorKind, usize); 6] = [
        (&[], UdhErrorKind::Missing, 0),
        (&[5, 0, 3, 1, 2], UdhErrorKind::HeaderTooLong, 0),
        (&[1, 0, b'x'], UdhErrorKind::ElementTooLong, 1),
        (&[2, 0, 3, 1, 2, 1], UdhErrorKind::ElementTooLong, 1),
        (
            &[6, 0, 3, 1, 2, 1, 0x24, b'x'],
            UdhErrorKind::ElementTooLong,
            6,
        ),
        (
            &[7, 0, 3, 1, 2, 1, 0x24, 1],
            UdhErrorKind::ElementTooLong,
            6,
        ),
    ];
    for (user_data, kind, offset) in cases {
        let error = Udh::split(user_data).unwrap_err();
        assert_eq!((error.kind(), error.offset()), (kind, offset));
    }
    let (udh, text) = Udh::split_lossy(&[7, 0, 3, 1, 2, 1, 0x24, 1]);
    assert_eq!(udh.concatenation().unwrap().reference, 1);
    assert_eq!(text, b"");
    // Longer than the user data: what is there of it is still read.
    let (udh, text) = Udh::split_lossy(&[9, 0, 3, 1, 2, 1, 0x24]);
    assert_eq!(udh.concatenation().unwrap().total, 2);
    assert_eq!((udh.len(), text), (6, &b""[..]));
    let (udh, text) = Udh::split(&[0, b'x']).unwrap();
    assert!(udh.is_empty());
    assert_eq!(text, b"x");
}

#[test]
fn a_wrong_length_is_located_and_skipped() {
    let user_data = [11, 0, 3, 7, 2, 1, 0x24, 0, 0, 2, 7, 2, b'x'];
    let (udh, text) = Udh::split(&user_data).unwrap();
    assert_eq!(text, b"x");
    let read: Vec<_> = udh.elements().collect();
    assert_eq!(read[1], Err(UdhError::new(UdhErrorKind::ElementLength, 6)));
    assert_eq!(read[2], Err(UdhError::new(UdhErrorKind::ElementLength, 8)));
    assert_eq!(udh.gsm7(), Gsm7::DEFAULT);
    assert_eq!(udh.concatenation().unwrap().number, 1);
}

#[test]
fn every_element_is_written_as_it_was_read_or_refused() {
    // How long the data of an element with a layout may be.
    let lengths = |iei| -> Option<core::ops::RangeInclusive<usize>> {
        Some(match iei {
            0x00 => 3..=3,
            0x01 | 0x04 | 0x0B | 0x0D | 0x17 => 2..=2,
            0x05 | 0x08 | 0x21 => 4..=4,
            0x06 | 0x07 | 0x13 | 0x20 | 0x24 | 0x25 => 1..=1,
            0x0A => 3..=4,
            0x0C | 0x0E..=0x11 | 0x18 | 0x19 => 1..=255,
            0x12 => 3..=255,
            0x15 => 3..=3,
            _ => return None,
        })
    };
    for iei in 0..=0xFF {
        for len in 0..8_u8 {
            for pattern in [0x00, 0xFF, 0xA5, 0x5A] {
                let mut octets = std::vec![len + 2, iei, len];
                octets.extend((0..len).map(|at| pattern ^ at));
                let (udh, _) = Udh::split(&octets).unwrap();
                let fits = lengths(iei).is_none_or(|range| range.contains(&usize::from(len)));
                match udh.elements().next().unwrap() {
                    Ok(element) => {
                        assert!(fits, "{iei:#x} {len}");
                        let other = matches!(element, Element::Other { .. });
                        assert_eq!(other, lengths(iei).is_none());
                        assert_eq!(build(&[element]), octets);
                    }
                    Err(_) => assert!(!fits, "{iei:#x} {len}"),
                }
            }
        }
    }
}

#[test]
fn the_last_valid_concatenation_counts() {
    let part = |reference, wide, total, number| {
        Element::Concatenation(Concatenation {
            reference,
            wide,
            total,
            number,
        })
    };
    let octets = build(&[
        part(1, false, 2, 1),
        part(0x0102, true, 3, 2),
        part(9, false, 2, 3),
        part(9, false, 2, 0),
        part(9, false, 0, 0),
    ]);
    let (udh, _) = Udh::split(&octets).unwrap();
    let found = udh.concatenation().unwrap();
    assert_eq!((found.reference, found.wide), (0x0102, true));
    assert_eq!((found.total, found.number), (3, 2));
}

#[test]
fn a_builder_stops_at_255_octets_and_at_its_buffer() {
    let mut buffer = [0; 300];
    let mut builder = UdhBuilder::new(&mut buffer);
    let data = [7; 125];
    let element = Element::Other {
        iei: Iei(0x80),
        data: &data,
    };
    builder.push(&element).unwrap();
    builder.push(&element).unwrap();
    let error = builder.push(&Element::SmscControl(0)).unwrap_err();
    assert_eq!(
        (error.kind(), error.offset()),
        (UdhErrorKind::TooLarge, 255)
    );
    let whole = builder.finish();
    assert_eq!((whole.len(), whole[0]), (255, 254));
    assert!(Udh::split(whole).is_ok());

    let mut buffer = [0; 6];
    let mut builder = UdhBuilder::new(&mut buffer);
    builder.push(&Element::SmscControl(1)).unwrap();
    let error = builder.push(&Element::SmscControl(1)).unwrap_err();
    assert_eq!(
        (error.kind(), error.offset()),
        (UdhErrorKind::BufferTooSmall, 4)
    );
    assert_eq!(builder.finish(), [3, 6, 1, 1]);
    assert_eq!(UdhBuilder::new(&mut []).finish(), []);
}

#[test]
fn identifiers_have_names_once() {
    for (at, iei) in Iei::ALL.iter().enumerate() {
        assert!(iei.name().is_some());
        assert!(!Iei::ALL[at + 1..].contains(iei));
    }
    assert_eq!(Iei::ALL.len(), 32);
    assert!(!Iei::CONCATENATION_8.repeats() && Iei::LARGE_PICTURE.repeats());
}

proptest! {
    #[test]
    fn any_octets_split_only_if_the_elements_rebuild_them(
        elements in prop::collection::vec(
            (prop_oneof![0..0x28_u8, any::<u8>()], prop::collection::vec(any::<u8>(), 0..6)),
            0..8,
        ),
        cut in 0..4_usize,
        text in prop::collection::vec(any::<u8>(), 0..8),
    ) {
        let mut header = std::vec![0];
        for (iei, data) in &elements {
            header.extend([*iei, u8::try_from(data.len()).unwrap()]);
            header.extend(data);
        }
        // A header cut short is no header, unless an element ends there.
        header.truncate(header.len().saturating_sub(cut).max(1));
        header[0] = u8::try_from(header.len() - 1).unwrap();
        let mut user_data = header.clone();
        user_data.extend(&text);
        let Ok((udh, rest)) = Udh::split(&user_data) else {
            prop_assert!(cut > 0);
            return Ok(());
        };
        prop_assert_eq!(rest, &text[..]);
        prop_assert_eq!(udh.len(), header.len());
        let mut buffer = [0; 256];
        let mut builder = UdhBuilder::new(&mut buffer);
        for element in udh.raw_elements() {
            prop_assert_eq!(header[element.offset()], element.iei().0);
            match element.decode() {
                Ok(read) => {
                    prop_assert_eq!(read.iei(), element.iei());
                    builder.push(&read).unwrap();
                }
                Err(error) => {
                    prop_assert_eq!(error.offset(), element.offset());
                    builder.push(&Element::Other { iei: element.iei(), data: element.data() }).unwrap();
                }
            }
        }
        let built = builder.finish();
        if udh.is_empty() {
            prop_assert!(built.is_empty());
        } else {
            prop_assert_eq!(built, &header[..]);
        }
        prop_assert_eq!(Udh::split_lossy(&user_data), (udh, rest));
    }
}
