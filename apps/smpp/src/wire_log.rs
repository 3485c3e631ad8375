//! PDUs as they pass, one line each.

use std::fmt::{self, Write as _};
use std::sync::Arc;
use std::time::{Duration, Instant};

use smpp_codec::pdu::Body;
use smpp_codec::tlv::TlvView;
use smpp_codec::values::Address;
use smpp_codec::visit::{FieldValue, Visitor};
use smpp_codec::{CommandStatus, Dialect, Field, Pdu};
use smpp_message::Message;
use smpp_message::data_coding::Peer;
use smpp_tokio::{Direction, Link, Tap};

use crate::out::Out;
use crate::show::{Party, Text};

/// Writes what passes one connection.
#[derive(Debug)]
pub(crate) struct WireLog {
    pub(crate) out: Out,
    pub(crate) start: Instant,
    pub(crate) session: Arc<str>,
}

impl Tap for WireLog {
    fn frame(&self, _: &Link, direction: Direction, frame: &[u8]) {
        let arrow = match direction {
            Direction::Sent => "->",
            Direction::Received => "<-",
        };
        let (since, session) = (Since(self.start.elapsed()), &self.session);
        self.out
            .line(format_args!("{since} {session} {arrow} {}", OneLine(frame)));
    }
}

/// Seconds since the start.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Since(pub(crate) Duration);

impl fmt::Display for Since {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:>8.3}", self.0.as_secs_f64())
    }
}

/// A frame on one line: what it is, and every field that says something. Texts are decoded; of a
/// password only its length is shown.
#[derive(Clone, Copy)]
pub(crate) struct OneLine<'a>(pub(crate) &'a [u8]);

impl fmt::Display for OneLine<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match Pdu::decode(self.0, Dialect::TOLERANT) {
            Ok(pdu) => f.write_str(&line(&pdu)),
            Err(error) => write!(f, "{} octets that are no PDU: {error}", self.0.len()),
        }
    }
}

fn line(pdu: &Pdu<'_>) -> String {
    let mut text = format!("{} #{}", pdu.command_id(), pdu.sequence_number);
    if pdu.command_status != CommandStatus::ESME_ROK || pdu.command_id().is_response() {
        // A `String` takes everything.
        let _ = write!(text, " {}", pdu.command_status);
    }
    let mut fields = Fields {
        text,
        ton: 0,
        npi: 0,
        has_message: message(&pdu.body).is_some(),
    };
    pdu.body.visit(&mut fields);
    let mut text = fields.text;
    for tlv in &pdu.body.tlvs() {
        let name = tlv.tag();
        let _ = match tlv.view() {
            TlvView::Integer(_, Some(value)) => write!(text, " {name}={value}"),
            TlvView::Integer(value, None) => write!(text, " {name}={value}"),
            TlvView::CString(value) => write!(text, " {name}=\"{}\"", value.escape_ascii()),
            _ => write!(text, " {name}=<{} octets>", tlv.value_len()),
        };
    }
    if let Some(message) = message(&pdu.body) {
        push_message(&mut text, &message);
    }
    text
}

fn message<'a>(body: &Body<'a>) -> Option<Message<'a>> {
    Some(match body {
        Body::SubmitSm(pdu) => pdu.into(),
        Body::SubmitMulti(pdu) => pdu.into(),
        Body::DeliverSm(pdu) => pdu.into(),
        Body::DataSm(pdu) => pdu.into(),
        _ => return None,
    })
}

fn push_message(text: &mut String, message: &Message<'_>) {
    if message.octets.is_empty() {
        return;
    }
    let data = message.user_data_lossy(&Peer::default());
    if let Some(part) = data.part {
        let _ = write!(
            text,
            " part={}/{} ref={}",
            part.number, part.total, part.reference
        );
    }
    let _ = match data.chars_lossy() {
        Some(chars) => write!(text, " text={}", Text(&chars.collect::<String>())),
        None => write!(text, " <{} octets>", data.octets.len()),
    };
}

struct Fields {
    text: String,
    ton: u8,
    npi: u8,
    has_message: bool,
}

impl Visitor for Fields {
    fn field(&mut self, field: &'static Field, value: FieldValue<'_>, _: usize) {
        let name = field.name();
        let text = &mut self.text;
        let _ = match value {
            FieldValue::Integer(value) => {
                let octet = u8::try_from(value).unwrap_or(u8::MAX);
                match name {
                    // Part of the address behind it.
                    _ if name.ends_with("_addr_ton") => self.ton = octet,
                    _ if name.ends_with("_addr_npi") => self.npi = octet,
                    "sm_length" => {}
                    _ if value == 0 => {}
                    "esm_class" | "registered_delivery" | "data_coding" => {
                        let _ = write!(text, " {name}={value:#04x}");
                    }
                    _ => {
                        let _ = match field.value_name(value) {
                            Some(value) => write!(text, " {name}={value}"),
                            None => write!(text, " {name}={value}"),
                        };
                    }
                }
                Ok(())
            }
            FieldValue::COctets([]) | FieldValue::Octets([]) | FieldValue::Absent => Ok(()),
            FieldValue::COctets(value) if name == "password" => {
                write!(text, " {name}=<{} octets>", value.len())
            }
            FieldValue::COctets(addr) if name.ends_with("_addr") => {
                let address = Address::new(self.ton.into(), self.npi.into(), addr);
                write!(text, " {name}={}", Party(address))
            }
            FieldValue::COctets(value) => write!(text, " {name}=\"{}\"", value.escape_ascii()),
            FieldValue::Octets(_) if self.has_message => Ok(()),
            FieldValue::Octets(value) => write!(text, " {name}=<{} octets>", value.len()),
            _ => Ok(()),
        };
    }
}

#[cfg(test)]
mod tests {
    use super::line;
    use smpp_codec::Pdu;
    use smpp_codec::pdu::{Bind, Body, DeliverSmResp, SubmitSm};
    use smpp_codec::values::{Address, DataCoding, EsmClass, RegisteredDelivery};

    #[test]
    fn a_line_says_what_matters_and_no_password() {
        let bind = Bind {
            system_id: b"bank",
            password: b"hunter2",
            address_range: b"^44",
            ..Bind::default()
        };
        let bind = Pdu::new(1, Body::BindTransceiver(bind));
        assert_eq!(
            line(&bind),
            "bind_transceiver #1 system_id=\"bank\" password=<7 octets> address_range=\"^44\""
        );
        let submit = SubmitSm {
            registered_delivery: RegisteredDelivery::RECEIPT,
            data_coding: DataCoding::UCS2,
            esm_class: EsmClass::UDHI,
            short_message: &[5, 0, 3, 7, 2, 1, 0xD8, 0x3D, 0xDE, 0x00, 0, 0x1B],
            ..SubmitSm::new(
                Address::alphanumeric(b"BANK"),
                Address::international(b"44"),
                b"",
            )
        };
        assert_eq!(
            line(&Pdu::new(2, submit)),
            "submit_sm #2 source_addr=BANK destination_addr=+44 esm_class=0x40 \
             registered_delivery=0x01 data_coding=0x08 part=1/2 ref=7 text=\"😀\\u{1b}\""
        );
        let answer = Pdu::new(3, DeliverSmResp::accepted());
        assert_eq!(line(&answer), "deliver_sm_resp #3 ESME_ROK");
    }
}
