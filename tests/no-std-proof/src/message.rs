//! A text cut into parts, sent, received, joined and read; a receipt written and read.

use core::hint::black_box;
use core::time::Duration;

use smpp_codec::pdu::DeliverSm;
use smpp_codec::values::{Address, EsmClass, MessageState};
use smpp_message::data_coding::Peer;
use smpp_message::gsm7::{
    Language, locking_char, locking_septet, packed, single_char, single_septet,
};
use smpp_message::reassemble::{Block, Fragment, Keep, Outcome, PartSlot, Reassembler};
use smpp_message::receipt::{AppendixB, Date, IdForm, Receipt, Recognition};
use smpp_message::split::{Limits, Method, Splitter};
use smpp_message::udh::{Concatenation, Element, Ports, Udh, UdhBuilder};
use smpp_message::{Alphabet, Composer, Instant, Message, References};

use crate::Step;
use crate::print::prints;

const LONG: &str = "A long message that does not fit in one SMS, whatever the alphabet, \
    because it is much longer than a hundred and sixty septets of seven bits each, which is all \
    that the radio has room for: it goes in parts. ";

pub fn run() -> Result<(), Step> {
    for method in [Method::Udh8, Method::Udh16, Method::Sar, Method::Payload] {
        let method = black_box(method);
        parts(black_box(LONG), method, Step(90))?;
        parts("\u{20ac} und \u{11e}\u{15f} \u{1f600}", method, Step(91))?;
    }
    joined()?;
    alphabets()?;
    septets()?;
    header()?;
    receipt()
}

/// Two parts, the second first; then a third that is nobody's.
fn joined() -> Result<(), Step> {
    let (mut slots, mut blocks) = ([PartSlot::EMPTY; 2], [Block::EMPTY; 8]);
    let mut reassembler = Reassembler::new(&mut slots, &mut blocks, Keep::default());
    let now = black_box(Instant::from_micros(1_000_000));
    let address = Address::international(b"447700900123");
    let mut text = [0; 16];
    for (octets, last) in [
        (b"\x05\x00\x03\x2a\x02\x02ld", false),
        (b"\x05\x00\x03\x2a\x02\x01wo", true),
        (b"\x05\x00\x03\x2b\x02\x01no", false),
    ] {
        let deliver = DeliverSm {
            esm_class: EsmClass::UDHI,
            ..DeliverSm::new(address, address, black_box(octets))
        };
        let data = Message::from(&deliver).user_data(&Peer::default());
        let data = data.map_err(|_| Step(105))?;
        prints(&(
            data,
            Message::from(&deliver).user_data_lossy(&Peer::default()),
        ));
        let fragment = Fragment::new(&address, &address, &data).ok_or(Step(106))?;
        let mut octets = [0; 16];
        let whole = match reassembler.push(now, &fragment, &mut |_| ()) {
            Outcome::Whole(message) => {
                let octets = message.copy_to(&mut octets).ok_or(Step(107))?;
                let alphabet = message.alphabet().ok_or(Step(108))?;
                alphabet.decode(octets, &mut text) == Ok("wold")
            }
            _ => false,
        };
        if whole != last {
            return Err(Step(109));
        }
    }
    let mut dropped = 0u32;
    let late = reassembler.poll_timeout().ok_or(Step(111))?;
    reassembler.expire(late, &mut |_| dropped += 1);
    if dropped == 1 && reassembler.waiting() == 0 {
        Ok(())
    } else {
        Err(Step(110))
    }
}

/// Compose, cut, put each part in a PDU, read it again, join.
fn parts(text: &str, method: Method, wrong: Step) -> Result<(), Step> {
    let mut composer = Composer::default();
    composer.limits.method = method;
    let composed = composer.compose(text).map_err(|_| wrong)?;
    let data_coding = composed.data_coding();
    let mut counters = [0; 4];
    let reference = References::new(&mut counters).next(b"1000", b"4477");

    let (mut slots, mut blocks) = ([PartSlot::EMPTY; 2], [Block::EMPTY; 16]);
    let mut reassembler = Reassembler::new(&mut slots, &mut blocks, Keep::default());
    let now = black_box(Instant::from_micros(1_000_000));
    let address = Address::international(b"447700900123");
    let mut whole = false;
    let mut joined = [0; 1024];
    for part in composed.with_reference(reference) {
        let mut octets = [0; 1024];
        let octets = part.encode(&mut octets).map_err(|_| wrong)?;
        let esm_class = EsmClass(if part.has_udh() { 0x40 } else { 0 });
        let deliver = DeliverSm {
            esm_class,
            data_coding,
            ..DeliverSm::new(address, address, octets)
        };
        let message = black_box(Message::from(&deliver));
        let mut data = message.user_data(&Peer::default()).map_err(|_| wrong)?;
        data.part = data.part.or(part.sar());
        prints(&(message, data, part));
        let Some(fragment) = Fragment::new(&address, &address, &data) else {
            // It is whole.
            let read = data.decode(&mut joined).and_then(Result::ok);
            whole = read == Some(text);
            continue;
        };
        if let Outcome::Whole(message) = reassembler.push(now, &fragment, &mut |_| ()) {
            let alphabet = message.alphabet().ok_or(wrong)?;
            let mut octets = [0; 1024];
            let octets = message.copy_to(&mut octets).ok_or(wrong)?;
            whole = alphabet.decode(octets, &mut joined) == Ok(text);
        }
    }
    reassembler.expire(now.saturating_add(Duration::from_secs(7200)), &mut |_| ());
    if whole && reassembler.waiting() == 0 {
        Ok(())
    } else {
        Err(wrong)
    }
}

/// Each alphabet there and back, and octets that none of them has.
fn alphabets() -> Result<(), Step> {
    for alphabet in [
        Alphabet::GSM7,
        Alphabet::Gsm7Packed(Default::default()),
        Alphabet::Ia5,
        Alphabet::Latin1,
        Alphabet::Cyrillic,
        Alphabet::Hebrew,
        Alphabet::Ucs2,
        Alphabet::Utf16,
        Alphabet::Utf16Le,
        Alphabet::Utf8,
    ] {
        let alphabet = black_box(alphabet);
        let (mut octets, mut text) = ([0; 64], [0; 64]);
        let octets = alphabet
            .encode(black_box("Hello 42"), &mut octets)
            .map_err(|_| Step(92))?;
        if alphabet.decode(octets, &mut text) != Ok("Hello 42") {
            return Err(Step(93));
        }
        let (mut octets, mut text) = ([0; 64], [0; 64]);
        let lossy = alphabet.encode_lossy(black_box("\u{2603}[\u{1f600}]"), &mut octets);
        prints(&lossy);
        let strange = black_box(b"\x1b\x1b\xd8\x3d\xff\x80\x1b");
        prints(&alphabet.decode(strange, &mut text).map(str::len));
        prints(&alphabet.decode_lossy(strange, &mut text).map(str::len));
        if black_box(alphabet.chars_lossy(strange)).count() == 0 {
            return Err(Step(94));
        }
    }
    Ok(())
}

/// Septets packed behind a header, and the tables by septet and by character.
fn septets() -> Result<(), Step> {
    let septets: &[u8] = black_box(b"hellohello\r");
    for fill_bits in 0..7 {
        let fill_bits = black_box(fill_bits);
        let (mut packed_octets, mut unpacked) = ([0; 16], [0; 32]);
        let octets = packed::pack(septets, fill_bits, &mut packed_octets).map_err(|_| Step(112))?;
        if octets.len() != packed::packed_len(septets.len(), fill_bits)
            || !packed::unpack(octets, fill_bits, &mut unpacked).starts_with(septets)
            || packed::septet(octets, fill_bits, 4) != Some(b'o')
        {
            return Err(Step(113));
        }
        let octets =
            packed::pack_padded(septets, fill_bits, &mut packed_octets).map_err(|_| Step(114))?;
        if octets.len() != packed::padded_len(septets, fill_bits)
            || packed::padded_septets(octets, fill_bits) < septets.len()
        {
            return Err(Step(115));
        }
    }
    let language = black_box(Language(1));
    for septet in 0..=black_box(255) {
        let there = locking_char(language, septet);
        let back = there.and_then(|char| locking_septet(language, char));
        let shifted = single_char(language, septet);
        let shifted_back = shifted.and_then(|char| single_septet(language, char));
        if there.is_some() != back.is_some() || shifted.is_some() != shifted_back.is_some() {
            return Err(Step(116));
        }
    }
    Ok(())
}

/// A user data header with two elements; then octets that are none.
fn header() -> Result<(), Step> {
    let part = Concatenation {
        reference: 0x2A,
        wide: false,
        total: 3,
        number: 2,
    };
    let mut buffer = [0; 32];
    let mut builder = UdhBuilder::new(&mut buffer);
    let pushed = builder
        .push(&black_box(Element::Ports(Ports::new(2948, 9200))))
        .and_then(|()| builder.push(&Element::Concatenation(part)));
    if pushed.is_err() {
        return Err(Step(95));
    }
    let (udh, rest) = Udh::split(black_box(builder.finish())).map_err(|_| Step(96))?;
    if udh.concatenation() != Some(part) || udh.ports().is_none() || !rest.is_empty() {
        return Err(Step(97));
    }
    let short: &[u8] = black_box(&[9, 0, 3, 1]);
    let (udh, _) = Udh::split_lossy(short);
    prints(&udh);
    if Udh::split(short).is_ok() || udh.elements().any(|element| element.is_ok()) {
        return Err(Step(98));
    }
    let mut limits = Limits::default();
    limits.octets = black_box(5);
    match Splitter::from_octets(black_box(&[0; 160]), &limits) {
        Err(error) => {
            prints(&error);
            Ok(())
        }
        Ok(_) => Err(Step(99)),
    }
}

fn receipt() -> Result<(), Step> {
    let date = Date::new(black_box(2023), 2, 10, 14, 54).ok_or(Step(100))?;
    let receipt = AppendixB {
        id: b"0123456789",
        sub: 1,
        dlvrd: 1,
        submit_date: date,
        done_date: date,
        state: MessageState::DELIVERED,
        err: b"000",
        text: b"hello",
    };
    let mut text = [0; 160];
    let text = receipt.encode(&mut text).map_err(|_| Step(101))?;
    let deliver = DeliverSm {
        esm_class: EsmClass::MC_DELIVERY_RECEIPT,
        ..DeliverSm::new(Address::default(), Address::default(), black_box(text))
    };
    let (mut scratch, mut id) = ([0; 256], [0; 65]);
    let message = Message::from(&deliver);
    let mut problems = 0u32;
    let read = Receipt::decode_with(&message, Recognition::default(), &mut scratch, &mut |_| {
        problems += 1;
    });
    let read = read.ok_or(Step(102))?;
    prints(&read);
    if read.state != Some(MessageState::DELIVERED) || problems != 0 {
        return Err(Step(103));
    }
    let form = black_box(IdForm::WithoutZeros);
    match read.id.and_then(|read| form.rewrite(read, &mut id)) {
        Some(b"123456789") => Ok(()),
        _ => Err(Step(104)),
    }
}
