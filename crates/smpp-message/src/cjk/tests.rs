//! Known octets, located errors, and every character there and back.

use proptest::prelude::*;

use super::*;

const ALL: [Cjk; 4] = [Cjk::ShiftJis, Cjk::Iso2022Jp, Cjk::EucJp, Cjk::EucKr];

#[test]
fn values_and_known_octets() {
    for value in 0..=0xFF {
        let coding = Cjk::of(DataCoding(value));
        assert_eq!(coding.is_some(), matches!(value, 5 | 10 | 13 | 14));
        assert!(coding.is_none_or(|coding| coding.data_coding().0 == value));
    }
    let mut out = [0; 32];
    for (coding, text, octets) in [
        (Cjk::ShiftJis, "日本", &[0x93, 0xFA, 0x96, 0x7B][..]),
        (Cjk::EucJp, "日本", &[0xC6, 0xFC, 0xCB, 0xDC]),
        (Cjk::Iso2022Jp, "日", b"\x1B$BF|\x1B(B"),
        (Cjk::EucKr, "한", &[0xC7, 0xD1]),
    ] {
        assert_eq!(coding.encode(text, &mut out).unwrap(), octets);
    }
}

#[test]
fn errors_are_located() {
    let mut out = [0; 64];
    let error = Cjk::ShiftJis.decode(b"ab\xFFc", &mut out).unwrap_err();
    assert_eq!(error, TextError::new(TextErrorKind::InvalidOctet, 2));
    assert_eq!(
        Cjk::ShiftJis.decode_lossy(b"ab\xFFc", &mut out).unwrap(),
        "ab\u{FFFD}c"
    );
    let error = Cjk::EucKr.encode("한😀", &mut out).unwrap_err();
    assert_eq!(error, TextError::new(TextErrorKind::Unrepresentable, 3));
    let (octets, replaced) = Cjk::Iso2022Jp.encode_lossy("日😀本", &mut out).unwrap();
    assert_eq!(replaced, 1);
    let mut text = [0; 64];
    assert_eq!(Cjk::Iso2022Jp.decode(octets, &mut text).unwrap(), "日?本");
}

#[test]
fn every_code_point_that_encodes_reads_back() {
    for coding in ALL {
        for char in '\0'..='\u{2FFFF}' {
            let (mut utf8, mut out, mut back) = ([0; 4], [0; 32], [0; 32]);
            let text = &*char.encode_utf8(&mut utf8);
            if let Ok(octets) = coding.encode(text, &mut out) {
                assert_eq!(coding.decode(octets, &mut back), Ok(text), "{coding:?}");
            }
        }
    }
    assert!(Cjk::ShiftJis.encode("¥", &mut [0; 32]).is_err());
    assert_eq!(
        Cjk::ShiftJis.encode_lossy("¥", &mut [0; 32]).unwrap().0,
        b"\\"
    );
}

proptest! {
    #[test]
    fn what_encodes_reads_back(text in prop_oneof!["[ -}日本語カナｶﾅ한국어]{0,20}", ".{0,20}"]) {
        for coding in ALL {
            let mut out = [0; 300];
            if let Ok(octets) = coding.encode(&text, &mut out) {
                let mut back = [0; 600];
                let back = coding.decode(octets, &mut back).unwrap();
                prop_assert_eq!(back, &text, "{:?}", coding);
            }
        }
    }

    #[test]
    fn any_octets_and_any_buffer(octets in prop::collection::vec(any::<u8>(), 0..40), size in 0..80_usize) {
        for coding in ALL {
            let mut out = [0; 300];
            let lossy = coding.decode_lossy(&octets, &mut out).unwrap();
            let mut small = [0; 80];
            match coding.decode(&octets, &mut small[..size]) {
                Ok(text) => prop_assert_eq!(text, lossy),
                Err(error) => match error.kind() {
                    TextErrorKind::BufferTooSmall { needed } => {
                        prop_assert!(coding.decode(&octets, &mut std::vec![0; needed])
                            .is_ok_and(|text| text == lossy)
                            || coding.decode(&octets, &mut std::vec![0; needed])
                                .is_err_and(|error| error.kind() == TextErrorKind::InvalidOctet));
                    }
                    kind => {
                        prop_assert_eq!(kind, TextErrorKind::InvalidOctet);
                        prop_assert!(error.position() < octets.len().max(1));
                    }
                },
            }
        }
    }
}
