//! Which alphabet is chosen, and why.

use std::format;
use std::string::ToString;

use super::*;
use crate::data_coding::{DataCoding, Groups};
use crate::split::SplitErrorKind;

fn turkish(locking: bool, single: bool) -> Alphabet {
    let language = |on| {
        if on {
            Language::TURKISH
        } else {
            Language::DEFAULT
        }
    };
    Alphabet::Gsm7(Gsm7 {
        locking: language(locking),
        single: language(single),
    })
}

#[test]
fn the_default_alphabet_comes_first() {
    let composer = Composer::default();
    for text in ["", "hello", "[€]", &"é".repeat(400)] {
        let message = composer.compose(text).unwrap();
        assert_eq!(message.alphabet(), Alphabet::GSM7);
        assert_eq!(message.reason(), Reason::Default);
        assert_eq!(message.data_coding(), DataCoding(0));
    }
}

#[test]
fn national_tables_only_where_they_save_a_part() {
    let mut composer = Composer::default();
    // 70 units fit one part of UCS-2; 71 do not, but 155 septets do.
    let short = format!("ş{}", "x".repeat(69));
    let message = composer.compose(&short).unwrap();
    assert_eq!(message.alphabet(), Alphabet::Utf16);
    assert_eq!(message.reason(), Reason::NotInDefault { position: 0 });
    let long = format!("ş{}", "x".repeat(70));
    let message = composer.compose(&long).unwrap();
    assert_eq!(message.alphabet(), turkish(false, true));
    assert_eq!(message.reason(), Reason::SavesParts(1));
    assert_eq!((message.units(), message.room()), (72, 83));
    assert_eq!(message.data_coding(), DataCoding(0));
    // With many such letters the locking table takes fewer septets.
    let many = "ş".repeat(100);
    let message = composer.compose(&many).unwrap();
    assert_eq!(message.alphabet(), turkish(true, false));
    assert_eq!(message.parts(), 1);
    // As many as fit one part beside one element.
    let most = "ş".repeat(155);
    assert_eq!(composer.compose(&most).unwrap().room(), 0);
    assert_eq!(composer.compose(&most).unwrap().parts(), 1);
    composer.national = National::RatherThanUcs2;
    let message = composer.compose(&short).unwrap();
    assert_eq!(message.alphabet(), turkish(false, true));
    assert_eq!(message.reason(), Reason::RatherThanUcs2);
    composer.national = National::Never;
    assert_eq!(composer.compose(&long).unwrap().parts(), 2);
}

#[test]
fn escapes_that_cost_a_part_are_saved_by_a_table() {
    // 150 characters, of which 20 escaped: 170 septets, two parts; the
    // Portuguese locking table has `€` itself: 150 septets, one part.
    let text = format!("{}{}", "x".repeat(130), "€".repeat(20));
    let message = Composer::default().compose(&text).unwrap();
    assert_eq!(message.parts(), 1);
    assert_eq!(message.reason(), Reason::SavesParts(1));
    assert_eq!(message.units(), 150);
}

#[test]
fn what_no_table_has_is_ucs2() {
    let text = format!("{}😀", "ş".repeat(80));
    let message = Composer::default().compose(&text).unwrap();
    assert_eq!(message.alphabet(), Alphabet::Utf16);
    assert_eq!((message.parts(), message.units()), (2, 82));
    assert_eq!(message.data_coding(), DataCoding(8));
}

#[test]
fn latin1_as_allowed() {
    let mut composer = Composer {
        latin1: Latin1::IfInGsm7,
        ..Composer::default()
    };
    let message = composer.compose("é").unwrap();
    assert_eq!(
        (message.alphabet(), message.data_coding()),
        (Alphabet::Latin1, DataCoding(3))
    );
    assert_eq!(composer.compose("â").unwrap().alphabet(), Alphabet::Utf16);
    composer.latin1 = Latin1::IfNotInDefault;
    assert_eq!(composer.compose("é").unwrap().alphabet(), Alphabet::GSM7);
    assert_eq!(composer.compose("â").unwrap().alphabet(), Alphabet::Latin1);
}

#[test]
fn the_peer_decides_what_the_default_is() {
    let mut composer = Composer::default();
    composer.peer.zero = Content::Text(Alphabet::Utf8);
    let message = composer.compose("Łódź 😀").unwrap();
    assert_eq!(
        (message.alphabet(), message.data_coding()),
        (Alphabet::Utf8, DataCoding(0))
    );
    composer.peer.zero = Content::Text(Alphabet::Latin1);
    let message = composer.compose("â").unwrap();
    assert_eq!(
        (message.alphabet(), message.data_coding()),
        (Alphabet::Latin1, DataCoding(0))
    );
    assert_eq!(composer.compose("ş").unwrap().data_coding(), DataCoding(8));
}

#[test]
fn flash_and_payload() {
    let mut composer = Composer {
        class: Some(MessageClass::FLASH),
        ..Composer::default()
    };
    assert_eq!(
        composer.compose("now").unwrap().data_coding(),
        DataCoding(0xF0)
    );
    assert_eq!(
        composer.compose("ж").unwrap().data_coding(),
        DataCoding(0x18)
    );
    composer.limits.method = Method::Payload;
    let text = format!("ş{}", "x".repeat(170));
    let message = composer.compose(&text).unwrap();
    // One PDU, and still the tables that save a part on the radio.
    assert_eq!(message.parts(), 1);
    assert_eq!(message.reason(), Reason::SavesParts(1));
}

#[test]
fn too_long_is_too_long_in_every_alphabet() {
    let text = "x".repeat(255 * 153 + 1);
    assert!(Composer::default().compose(&text).is_err());
    // As long as the default alphabet can be, with 76 escapes to a part;
    // the Portuguese locking table has the character itself.
    let text = "€".repeat(255 * 76);
    let message = Composer::default().compose(&text).unwrap();
    assert_eq!(message.parts(), 131);
    assert_eq!(message.reason(), Reason::SavesParts(124));
}

#[test]
fn alphabet_without_a_data_coding_is_not_chosen() {
    let flash = Composer::new().with_class(Some(MessageClass::FLASH));
    // Latin-1 has no value of a class, and GSM 7-bit has one.
    let message = flash.with_latin1(Latin1::IfInGsm7).compose("é").unwrap();
    assert_eq!(
        (message.alphabet(), message.data_coding()),
        (Alphabet::GSM7, DataCoding(0xF0))
    );
    // The default alphabet of this peer has no value of a class, and UCS-2 has one.
    let latin1 = Peer::new().with_zero(Content::Text(Alphabet::Latin1));
    let message = flash.with_peer(latin1).compose("now").unwrap();
    assert_eq!(
        (message.alphabet(), message.data_coding()),
        (Alphabet::Utf16, DataCoding(0x18))
    );
    assert_eq!(message.reason(), Reason::NoDataCoding);
    // SMPP 3.4 specifies no UCS-2 of a class.
    let specified = Peer::new().with_groups(Groups::Specified);
    let error = flash.with_peer(specified).compose("ж").unwrap_err();
    assert_eq!(error.kind(), SplitErrorKind::NoDataCoding);
    assert!(error.to_string().contains("data_coding"), "{error}");
}
