//! Target `receipt`: a delivery receipt that is written is read back.

use smpp_codec::tlv::Tlvs;
use smpp_codec::values::{DataCoding, EsmClass};
use smpp_message::receipt::{AppendixB, Date, Key, Receipt, ReceiptText, Recognition};
use smpp_message::{Message, TextError};

use crate::{TEXT_BUFFER, cut_text, failed};

/// Decodes any text as a receipt, and writes the receipt again.
///
/// The first octet selects how a receipt is recognised, `esm_class` and `data_coding`.
pub fn receipt(data: &[u8]) {
    receipt_by(data, |receipt, out| receipt.encode(out));
}

fn receipt_by(
    data: &[u8],
    encode: for<'b> fn(&AppendixB<'_>, &'b mut [u8]) -> Result<&'b [u8], TextError>,
) {
    let Some((&flags, octets)) = cut_text(data).split_first() else {
        return;
    };
    let mut problems = 0_usize;
    let fields = ReceiptText::decode(octets, flags & 1 != 0, &mut |problem| {
        assert!(problem.offset <= octets.len());
        problems = problems.saturating_add(1);
    });
    assert!(
        problems <= octets.len().saturating_add(1),
        "work is bounded"
    );
    let mut total = 0_usize;
    for key in Key::ALL {
        total = total.saturating_add(fields.field(key).map_or(0, <[u8]>::len));
    }
    assert!(total <= octets.len(), "fields do not overlap");

    let message = Message::new(
        EsmClass(flags & 0xFC),
        DataCoding(flags & 0x08),
        octets,
        Tlvs::EMPTY,
    );
    let mut recognition = Recognition::default();
    recognition.by_text = flags & 2 != 0;
    let mut scratch = [0; TEXT_BUFFER];
    let found = Receipt::decode_with(&message, recognition, &mut scratch, &mut |_| {});
    if let Some(found) = found {
        assert_eq!(found.id, found.text.id, "without TLVs the text is all");
        assert_eq!(found.state, found.text.state());
    }

    let word = |field: Option<&'_ [u8]>| field.is_some_and(|field| !field.is_empty());
    let (Some(date), true, true) = (fields.done_date(), word(fields.id), word(fields.err)) else {
        return;
    };
    let Some(date) = Date::new(
        date.year.clamp(1970, 2069),
        date.month,
        date.day,
        date.hour,
        0,
    ) else {
        return;
    };
    let written = AppendixB {
        id: fields.id.unwrap_or_default(),
        sub: 1,
        dlvrd: 0,
        submit_date: date,
        done_date: date,
        state: fields.state().unwrap_or_default(),
        err: fields.err.unwrap_or_default(),
        text: b"text",
    };
    let mut out = [0; TEXT_BUFFER];
    let octets = encode(&written, &mut out);
    let octets = octets.unwrap_or_else(|error| failed("a receipt", error));
    let mut told = false;
    let read = ReceiptText::decode(octets, false, &mut |_| told = true);
    assert!(!told, "what is written has no departure");
    let (found, expected) = ((read.id, read.err), (fields.id, fields.err));
    assert_eq!(found, expected, "the same id and err");
    assert_eq!(read.done_date(), Some(date));
    assert_eq!(read.text, Some(&b"text"[..]));
}

#[cfg(test)]
mod tests {
    use smpp_message::receipt::AppendixB;

    use super::{receipt, receipt_by};
    use crate::testing::caught;

    #[test]
    fn another_id_is_caught() {
        let text = b"\x04id:1 stat:DELIVRD done date:2302101454 err:0";
        receipt(text);
        caught("the same id and err", || {
            receipt_by(text, |receipt, out| {
                AppendixB {
                    id: b"2",
                    ..*receipt
                }
                .encode(out)
            });
        });
    }
}
