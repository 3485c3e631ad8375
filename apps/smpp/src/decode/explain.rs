//! What the value of a field means, in words.

use std::fmt::{self, Write as _};

use smpp_codec::tlv::{SC_INTERFACE_VERSION, TlvTag};
use smpp_codec::values::{
    EsmClass, McReceipt, MessagingMode, PriorityFlag, ProtocolId, RegisteredDelivery, SmeAck,
};
use smpp_codec::{CommandId, CommandStatus, Field, Version};

/// An integer of a mandatory field: the number as the specifications write it, and its meaning.
pub(crate) fn integer(field: &Field, value: u32, version: Version) -> String {
    let octet = u8::try_from(value).unwrap_or(u8::MAX);
    match field.name() {
        "esm_class" => esm_class(EsmClass(octet)),
        "registered_delivery" => registered_delivery(RegisteredDelivery(octet)),
        "error_status_code" => status(CommandStatus(value), version),
        "protocol_id" => named(format_args!("{value:#04x}"), ProtocolId(octet).name()),
        "priority_flag" => named(value, PriorityFlag(octet).name()),
        "interface_version" | "data_coding" => {
            named(format_args!("{value:#04x}"), field.value_name(value))
        }
        _ => named(value, field.value_name(value)),
    }
}

/// An integer that is the value of a TLV.
pub(crate) fn tlv(tag: TlvTag, value: u32, name: Option<&str>) -> String {
    if tag == SC_INTERFACE_VERSION.tag() {
        named(format_args!("{value:#04x}"), name)
    } else {
        named(value, name)
    }
}

/// A number, and its name if it has one.
pub(crate) fn named(value: impl fmt::Display, name: Option<&str>) -> String {
    match name {
        Some(name) => format!("{value} {name}"),
        None => value.to_string(),
    }
}

/// A status under the name that `version` has for it.
pub(crate) fn status(status: CommandStatus, version: Version) -> String {
    let name = status.name_in(version).or(match status.0 {
        0x400..=0x4FF => Some("(a vendor's)"),
        _ => Some("(in no specification)"),
    });
    named(format_args!("{:#010x}", status.0), name)
}

/// An id, and what is known of it.
pub(crate) fn command_id(id: CommandId) -> String {
    let name = id.name().or(match id.0 & 0x7FFF_FFFF {
        0x0001_0200..=0x0001_02FF => Some("(a vendor's)"),
        _ => Some("(in no specification)"),
    });
    named(format_args!("{:#010x}", id.0), name)
}

fn esm_class(value: EsmClass) -> String {
    let mut text = format!("{:#04x} {} message", value.0, value.message_type());
    if value.messaging_mode() != MessagingMode::DEFAULT {
        push(&mut text, format_args!("{} mode", value.messaging_mode()));
    }
    if value.udhi() {
        push(&mut text, "user data header");
    }
    if value.reply_path() {
        push(&mut text, "reply path");
    }
    text
}

fn registered_delivery(value: RegisteredDelivery) -> String {
    let receipt = match value.receipt() {
        McReceipt::NONE => "no receipt",
        McReceipt::ON_SUCCESS_OR_FAILURE => "receipt on success or failure",
        McReceipt::ON_FAILURE => "receipt on failure",
        _ => "receipt on success",
    };
    let mut text = format!("{:#04x} {receipt}", value.0);
    match value.sme_ack() {
        SmeAck::NONE => {}
        SmeAck::DELIVERY => push(&mut text, "delivery acknowledgement"),
        SmeAck::USER => push(&mut text, "user acknowledgement"),
        _ => push(&mut text, "delivery and user acknowledgement"),
    }
    if value.intermediate() {
        push(&mut text, "intermediate notifications");
    }
    if value.0 & 0xE0 != 0 {
        push(
            &mut text,
            format_args!("reserved bits {:#04x}", value.0 & 0xE0),
        );
    }
    text
}

fn push(text: &mut String, more: impl fmt::Display) {
    // A `String` takes everything.
    let _ = write!(text, ", {more}");
}

#[cfg(test)]
mod tests {
    use super::{esm_class, registered_delivery, status};
    use smpp_codec::values::{EsmClass, RegisteredDelivery};
    use smpp_codec::{CommandStatus, Version};

    #[test]
    fn bit_fields_are_told_bit_by_bit() {
        assert_eq!(esm_class(EsmClass(0)), "0x00 normal message");
        assert_eq!(
            esm_class(EsmClass(0xC7)),
            "0xc7 mc_delivery_receipt message, store_and_forward mode, user data header, reply path"
        );
        assert_eq!(
            registered_delivery(RegisteredDelivery(0)),
            "0x00 no receipt"
        );
        assert_eq!(
            registered_delivery(RegisteredDelivery(0x9D)),
            "0x9d receipt on success or failure, delivery and user acknowledgement, \
             intermediate notifications, reserved bits 0x80"
        );
    }

    #[test]
    fn a_status_has_the_name_of_its_version() {
        let value = CommandStatus(0xC0);
        assert_eq!(
            status(value, Version::V5_0),
            "0x000000c0 ESME_RINVTLVSTREAM"
        );
        assert_eq!(
            status(value, Version::V3_4),
            "0x000000c0 ESME_RINVOPTPARSTREAM"
        );
        assert_eq!(
            status(CommandStatus(0x401), Version::V5_0),
            "0x00000401 (a vendor's)"
        );
    }
}
