//! A vendor's TLV, status and operation, which are encoded, decoded, and shown as tree and JSON.
//!
//! `cargo run -p smpp-codec --features serde --example vendor`

use smpp_codec::pdu::{Body, Unknown, Vendor};
use smpp_codec::tlv::{OctetString, Tlv, TlvKey, TlvTag, Tlvs};
use smpp_codec::vendor::{FieldEncoder, VendorFields};
use smpp_codec::visit::{FieldValue, Redacted, Visitor};
use smpp_codec::{CommandId, CommandStatus, DecodeError, Dialect, EncodeError, Field, Pdu};

/// A TLV of at most 5 octets, for any PDU.
const ROUTE: TlvKey<OctetString> = TlvKey::sized(TlvTag(0x1501), "acme_route", |n| n <= 5);
/// An operation, and a status that refuses it.
const BALANCE: CommandId = CommandId(0x0001_0200);
const NO_ACCOUNT: CommandStatus = CommandStatus(0x0000_0401);

static PLAN: Field = Field::new("plan", NO_ACCOUNT)
    .with_value_names(|plan| ["prepaid", "postpaid"].get(plan as usize).copied());
static ACCOUNT: Field = Field::new("account", NO_ACCOUNT).with_sensitive();

/// Layout (octets): `plan` 1, `account` C-octet 1 to 16, TLVs.
#[derive(Debug, PartialEq)]
struct Balance<'a> {
    plan: u8,
    account: &'a [u8],
    tlvs: Tlvs<'a>,
}

impl<'a> Balance<'a> {
    fn decode(body: &Unknown<'a>, dialect: Dialect) -> Result<Self, DecodeError> {
        body.decode(dialect, |fields| {
            Ok(Self {
                plan: fields.integer1(&PLAN)?,
                account: fields.c_octets(&ACCOUNT, 16)?,
                tlvs: fields.tlvs()?,
            })
        })
    }
}

impl VendorFields for Balance<'_> {
    fn name(&self) -> &'static str {
        "acme_balance"
    }

    fn encode(&self, fields: &mut FieldEncoder<'_>) -> Result<(), EncodeError> {
        fields.integer1(&PLAN, self.plan)?;
        fields.c_octets(&ACCOUNT, self.account, 16)
    }

    fn tlvs(&self) -> Tlvs<'_> {
        self.tlvs
    }
}

/// Writes each field on a line, sensitive ones by their length only.
struct Tree(String);

impl Visitor for Tree {
    fn field(&mut self, field: &'static Field, value: FieldValue<'_>, octets: usize) {
        let value = Redacted(field, value);
        self.0 += &format!("  {} ({octets}): {value}\n", field.name());
    }
}

fn show(pdu: &Pdu<'_>) -> String {
    let mut tree = Tree(format!("{}\n", pdu.body.name().unwrap_or("unknown")));
    pdu.body.visit(&mut tree);
    for tlv in &pdu.body.tlvs() {
        tree.0 += &format!("  {tlv:?}\n");
    }
    #[cfg(feature = "serde")]
    tree.0.push_str(&serde_json::to_string(pdu).expect("JSON"));
    tree.0 + "\n"
}

pub(crate) fn run() -> Result<String, Box<dyn std::error::Error>> {
    let (dialect, mut memory) = (Dialect::STRICT, [0; 128]);

    // The TLV goes with any PDU. The key's limit holds in both directions.
    let long = [Tlv::new(ROUTE, b"north-east")];
    let refused = Tlvs::from(&long).encoded_len(dialect).unwrap_err();
    let mut log = format!("{refused}\n");
    let list = [Tlv::new(ROUTE, b"north")];
    let tlvs = Tlvs::from(&list);

    // The operation is encoded, decoded and shown.
    let (plan, account) = (1, b"42");
    let balance = Balance {
        plan,
        account,
        tlvs,
    };
    let request = Pdu::new(2, Vendor::new(BALANCE, &balance));
    let octets = request.encode(dialect, &mut memory.as_mut_slice())?;
    let received = Pdu::decode(&memory[..octets], dialect)?;
    let Body::Unknown(body) = received.body else {
        return Err("a specification lists it".into());
    };
    let decoded = Balance::decode(&body, dialect)?;
    assert_eq!(decoded, balance);
    log += &show(&Pdu::new(2, Vendor::new(body.command_id, &decoded)));

    // A fault is located, and its status answers the request.
    let cut = Unknown {
        octets: &body.octets[..3],
        ..body
    };
    let error = Balance::decode(&cut, dialect).unwrap_err();
    let status = error.command_status();
    Ok(log + &format!("{error}; answer with {status}\n"))
}

fn main() {
    print!("{}", run().expect("the PDUs are valid"));
}
