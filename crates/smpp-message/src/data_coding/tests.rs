//! Values of the specifications, and every value there and back.

use super::*;

const UCS2: Content = Content::Text(Alphabet::Utf16);
const GSM7: Content = Content::Text(Alphabet::GSM7);

#[test]
fn every_value_has_a_meaning_that_leads_to_an_equal_value() {
    for groups in [Groups::Specified, Groups::Practised, Groups::All] {
        let peer = Peer {
            groups,
            ..Peer::default()
        };
        for value in 0..=0xFF {
            let meaning = Meaning::of(DataCoding(value), &peer);
            let back = meaning.data_coding(&peer).unwrap();
            assert_eq!(Meaning::of(back, &peer), meaning, "{value:#04x}");
        }
    }
}

#[test]
fn values_of_the_specification() {
    let peer = Peer::default();
    for (value, content) in [
        (0, GSM7),
        (1, Content::Text(Alphabet::Ia5)),
        (2, Content::Octets),
        (3, Content::Text(Alphabet::Latin1)),
        (4, Content::Octets),
        (5, Content::Foreign(DataCoding(5))),
        (6, Content::Text(Alphabet::Cyrillic)),
        (7, Content::Text(Alphabet::Hebrew)),
        (8, UCS2),
        (0x0B, Content::Reserved(DataCoding(0x0B))),
        (0x0F, Content::Reserved(DataCoding(0x0F))),
    ] {
        assert_eq!(Meaning::of(DataCoding(value), &peer), Meaning::new(content));
    }
    assert_eq!(Meaning::new(GSM7).data_coding(&peer), Some(DataCoding(0)));
    assert_eq!(
        Meaning::new(Content::Octets).data_coding(&peer),
        Some(DataCoding(4))
    );
    assert_eq!(Meaning::new(UCS2).data_coding(&peer), Some(DataCoding(8)));
    let utf8 = Meaning::new(Content::Text(Alphabet::Utf8));
    assert_eq!(utf8.data_coding(&peer), None);
}

#[test]
fn groups_of_3gpp() {
    let peer = Peer::default();
    let class = |content, class| Meaning {
        class: Some(MessageClass(class)),
        ..Meaning::new(content)
    };
    let waiting = |content, active, kind, store| Meaning {
        waiting: Some(Waiting {
            active,
            kind,
            store,
        }),
        ..Meaning::new(content)
    };
    for (value, meaning) in [
        (0x10, class(GSM7, 0)),
        (0x11, class(GSM7, 1)),
        (0x15, class(Content::Octets, 1)),
        (0x18, class(UCS2, 0)),
        (0xF0, class(GSM7, 0)),
        (0xF2, class(GSM7, 2)),
        (0xF5, class(Content::Octets, 1)),
        (0xC8, waiting(GSM7, true, 0, false)),
        (0xC0, waiting(GSM7, false, 0, false)),
        (0xD9, waiting(GSM7, true, 1, true)),
        (0xEA, waiting(UCS2, true, 2, true)),
        (0x80, Meaning::new(Content::Reserved(DataCoding(0x80)))),
        (0x1C, class(Content::Reserved(DataCoding(0x1C)), 0)),
    ] {
        assert_eq!(
            Meaning::of(DataCoding(value), &peer),
            meaning,
            "{value:#04x}"
        );
    }
    let compressed = Meaning::of(DataCoding(0x20), &peer);
    assert!(compressed.compressed && compressed.class.is_none());
    assert!(Meaning::of(DataCoding(0x48), &peer).delete_after_reading);
    // The classes that SMPP specifies are preferred to GSM's general group.
    assert_eq!(class(GSM7, 0).data_coding(&peer), Some(DataCoding(0xF0)));
    assert_eq!(class(UCS2, 0).data_coding(&peer), Some(DataCoding(0x18)));
    let mut strict = peer;
    strict.groups = Groups::Specified;
    assert_eq!(class(UCS2, 0).data_coding(&strict), None);
    assert_eq!(
        Meaning::of(DataCoding(0x18), &strict).content,
        Content::Reserved(DataCoding(0x18))
    );
    let mut old = peer;
    old.groups = Groups::All;
    assert_eq!(Meaning::of(DataCoding(0x03), &old).content, GSM7);
    assert_eq!(Meaning::of(DataCoding(0x04), &old).content, Content::Octets);
    assert_eq!(Meaning::of(DataCoding(0x08), &old).content, UCS2);
}
