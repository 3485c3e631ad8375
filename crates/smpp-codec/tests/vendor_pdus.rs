//! The PDUs of a vendor: the example, and the laws of their primitives.

#[allow(dead_code, reason = "the example's `main`")]
#[path = "../examples/vendor.rs"]
mod vendor;

use proptest::prelude::*;
use smpp_codec::pdu::{Body, Unknown, Vendor};
use smpp_codec::tlv::{self, Tlv, Tlvs};
use smpp_codec::vendor::{FieldEncoder, VendorFields};
use smpp_codec::visit::{FieldValue, Visitor};
use smpp_codec::{
    CommandId, CommandStatus, DecodeError, Dialect, EncodeError, Field, Kind, Pdu, Sink,
};

const ID: CommandId = CommandId(0x0001_0200);
const STATUS: CommandStatus = CommandStatus(0x0000_0410);

static ONE: Field = Field::new("one", STATUS);
static TWO: Field = Field::new("two", STATUS);
static FOUR: Field = Field::new("four", STATUS);
static NAME: Field = Field::new("name", STATUS);
static LENGTH: Field = Field::new("length", STATUS);
static DATA: Field = Field::new("data", STATUS).with_sensitive();

/// One field of each kind: a string of at most 7 octets and a NUL, data of at most 200 octets.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Every<'a> {
    one: u8,
    two: u16,
    four: u32,
    name: &'a [u8],
    data: &'a [u8],
    tlvs: Tlvs<'a>,
}

const EMPTY: Every<'static> = Every {
    one: 0,
    two: 0,
    four: 0,
    name: b"",
    data: b"",
    tlvs: Tlvs::EMPTY,
};

impl<'a> Every<'a> {
    fn decode(body: &Unknown<'a>, dialect: Dialect) -> Result<Self, DecodeError> {
        body.decode(dialect, |fields| {
            let one = fields.integer1(&ONE)?;
            let two = fields.integer2(&TWO)?;
            let four = fields.integer4(&FOUR)?;
            let name = fields.c_octets(&NAME, 8)?;
            let length = fields.integer1(&LENGTH)?;
            let data = fields.octet_string(&DATA, usize::from(length))?;
            let tlvs = fields.tlvs()?;
            Ok(Self {
                one,
                two,
                four,
                name,
                data,
                tlvs,
            })
        })
    }
}

impl VendorFields for Every<'_> {
    fn name(&self) -> &'static str {
        "every"
    }

    fn encode(&self, fields: &mut FieldEncoder<'_>) -> Result<(), EncodeError> {
        fields.integer1(&ONE, self.one)?;
        fields.integer2(&TWO, self.two)?;
        fields.integer4(&FOUR, self.four)?;
        fields.c_octets(&NAME, self.name, 8)?;
        fields.integer1(&LENGTH, self.data.len() as u8)?;
        fields.octet_string(&DATA, self.data, 200)
    }

    fn tlvs(&self) -> Tlvs<'_> {
        self.tlvs
    }
}

fn encoded(every: &Every<'_>, dialect: Dialect) -> Result<Vec<u8>, EncodeError> {
    let pdu = Pdu::new(7, Vendor::new(ID, every));
    let mut memory = vec![0; 512];
    let octets = pdu.encode(dialect, &mut memory.as_mut_slice())?;
    assert_eq!(pdu.encoded_len(dialect), Ok(octets));
    memory.truncate(octets);
    Ok(memory)
}

fn unknown(frame: &[u8]) -> Unknown<'_> {
    match Pdu::decode(frame, Dialect::STRICT).unwrap().body {
        Body::Unknown(unknown) => unknown,
        body => panic!("{body:?}"),
    }
}

#[test]
fn vendor_example_prints_what_it_promises() {
    let log = vendor::run().unwrap();
    for line in [
        "acme_route 0x1501: 10 octets, a length that the field cannot have\n",
        "acme_balance\n  plan (1): postpaid\n  account (3): <2 octets>\n  0x1501: <5 octets>\n",
        "account at octet 17: no NUL before the end of the PDU; answer with ESME_RINVCMDLEN\n",
    ] {
        assert!(log.contains(line), "{log}");
    }
    #[cfg(feature = "serde")]
    assert!(log.contains(concat!(
        r#"{"command_id":"acme_balance","command_id_value":66048,"command_status":"ESME_ROK","#,
        r#""command_status_value":0,"sequence_number":2,"fields":{"plan":1,"account":"42"},"#,
        r#""tlvs":[{"tag":5377,"name":null,"hex":"6e6f727468","value":null}]}"#,
    )));
}

#[test]
fn vendor_example_is_shorter_than_118_lines() {
    assert!(include_str!("../examples/vendor.rs").lines().count() < 118);
}

#[test]
fn vendor_faults_are_located() {
    let list = [Tlv::new(tlv::DEST_PORT, 9)];
    let every = Every {
        name: b"name",
        data: b"data",
        tlvs: (&list).into(),
        ..EMPTY
    };
    let frame = encoded(&every, Dialect::STRICT).unwrap();
    let whole = unknown(&frame);
    // Every way to cut the PDU short.
    let (mut faults, end) = (Vec::new(), whole.octets.len());
    for length in 0..end {
        let cut = Unknown {
            octets: &whole.octets[..length],
            ..whole
        };
        match Every::decode(&cut, Dialect::STRICT) {
            Err(error) => faults.push((error.field(), error.offset(), error.kind())),
            Ok(shorter) => assert_eq!((length, shorter.tlvs), (17, Tlvs::EMPTY)),
        }
    }
    faults.dedup();
    assert_eq!(
        faults,
        [
            ("one", 16, Kind::Truncated),
            ("two", 17, Kind::Truncated),
            ("four", 19, Kind::Truncated),
            ("name", 23, Kind::Truncated),
            ("name", 23, Kind::Unterminated),
            ("length", 28, Kind::Truncated),
            ("data", 29, Kind::Overrun),
            ("tlvs", 33, Kind::Trailing),
            ("tlvs", 33, Kind::Overrun),
        ]
    );
    // A string over its maximum is refused by its status, or reported.
    let long = Every {
        name: b"12345678",
        ..EMPTY
    };
    let refused = encoded(&long, Dialect::STRICT).unwrap_err();
    assert_eq!((refused.kind(), refused.field()), (Kind::TooLong, "name"));
    let frame = encoded(&long, Dialect::TOLERANT).unwrap();
    let error = Every::decode(&unknown(&frame), Dialect::STRICT).unwrap_err();
    assert_eq!(
        (error.kind(), error.command_status()),
        (Kind::TooLong, STATUS)
    );
    assert_eq!(Every::decode(&unknown(&frame), Dialect::TOLERANT), Ok(long));
    let mut seen = Vec::new();
    let first = unknown(&frame).decode_with(Dialect::TOLERANT, &mut |it| seen.push(it), |fields| {
        fields.octet_string(&DATA, 7)?;
        let name = fields.c_octets(&NAME, 8)?;
        assert_eq!(fields.rest(), [0]);
        Ok(name)
    });
    let left = first.unwrap_err();
    assert_eq!(
        (left.kind(), left.field(), left.offset()),
        (Kind::Trailing, "body", 32)
    );
    assert_eq!(seen.len(), 1);
    assert_eq!((seen[0].field(), seen[0].offset()), ("name", 23));
}

#[test]
fn vendor_pdu_that_cannot_be_decoded_is_not_encoded() {
    struct Nowhere;
    impl Sink for Nowhere {
        fn claim(&mut self, octets: usize) -> Result<&mut [u8], EncodeError> {
            panic!("{octets} octets are asked for");
        }
    }
    let refusal = |id, every: &Every<'_>| {
        let pdu = Pdu::new(7, Vendor::new(id, every));
        let error = pdu.encode(Dialect::STRICT, &mut Nowhere).unwrap_err();
        (error.kind(), error.field())
    };
    let inside = Every {
        name: b"a\0b",
        ..EMPTY
    };
    assert_eq!(refusal(ID, &inside), (Kind::EmbeddedNul, "name"));
    let long = Every {
        data: &[1; 201],
        ..EMPTY
    };
    assert_eq!(refusal(ID, &long), (Kind::TooLong, "data"));
    let list = [Tlv::raw(tlv::DEST_PORT.tag(), &[1])];
    let wrong = Every {
        tlvs: (&list).into(),
        ..EMPTY
    };
    assert_eq!(refusal(ID, &wrong), (Kind::Length, "dest_port"));
    let known = refusal(CommandId::SUBMIT_SM, &EMPTY);
    assert_eq!(known, (Kind::Value, "command_id"));
}

/// Each field by its name, with its octets counted.
struct Names(Vec<&'static str>, usize);

impl Visitor for Names {
    fn field(&mut self, field: &'static Field, _: FieldValue<'_>, octets: usize) {
        self.0.push(field.name());
        self.1 += octets;
    }
}

proptest! {
    #[test]
    fn vendor_fields_survive_a_round_trip(
        (one, two, four) in any::<(u8, u16, u32)>(),
        name in prop::collection::vec(1u8.., 0..8),
        data in prop::collection::vec(any::<u8>(), 0..200),
        port in any::<u16>(),
        at in any::<prop::sample::Index>(),
    ) {
        let list = [Tlv::new(tlv::DEST_PORT, port)];
        let tlvs = (&list).into();
        let every = Every { one, two, four, name: &name, data: &data, tlvs };
        let frame = encoded(&every, Dialect::STRICT).unwrap();
        let decoded = Every::decode(&unknown(&frame), Dialect::STRICT);
        prop_assert_eq!(decoded, Ok(every));
        let decoded = decoded.unwrap();
        let (built, read) = (Vendor::new(ID, &every), Vendor::new(ID, &decoded));
        prop_assert_eq!(built, read);
        prop_assert_eq!(format!("{built:?}"), format!("{read:?}"));
        let mut names = Names(Vec::new(), 0);
        Body::from(built).visit(&mut names);
        prop_assert_eq!(names.0, ["one", "two", "four", "name", "length", "data"]);
        prop_assert_eq!(names.1 + 16 + tlvs.wire_len(), frame.len());
        // Any octet that differs makes another PDU.
        let mut other = frame.clone();
        let at = 16 + at.index(frame.len() - 16);
        other[at] = other[at].wrapping_add(1);
        if let Ok(decoded) = Every::decode(&unknown(&other), Dialect::TOLERANT) {
            prop_assert_ne!(Vendor::new(ID, &decoded), built);
        }
    }
}
