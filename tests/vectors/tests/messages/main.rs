//! Every vector of message contents, against `smpp-message`, and against
//! the correlator of `smpp-session`.

mod correlation;
mod incoming;
mod outgoing;
mod values;

use std::collections::BTreeSet;

use smpp_vectors::{Item, ItemValue, Message};
use values::{Found, Given};

/// All that comes of a vector, in the order of the format.
fn run(message: &Message) -> Vec<Item> {
    let given = Given::new(message);
    let mut found = Found::default();
    match message.kind.as_str() {
        "encode" => outgoing::encode(&given, &mut found),
        "pack" => outgoing::pack(&given, &mut found),
        "meaning" => outgoing::meaning(&given, &mut found),
        "split" => outgoing::split(&given, &mut found),
        "parts" => outgoing::parts(&given, &mut found),
        "compose" => outgoing::compose(&given, &mut found),
        "format" => outgoing::format(&given, &mut found),
        "decode" => incoming::decode(&given, &mut found),
        "data_coding" => incoming::data_coding(&given, &mut found),
        "header" => incoming::header(&given, &mut found),
        "message" => incoming::message(&given, &mut found),
        "reassemble" => incoming::reassemble(&given, &mut found),
        "receipt" => incoming::receipt(&given, &mut found),
        "id" => incoming::id(&given, &mut found),
        "correlate" => correlation::correlate(&given, &mut found),
        kind => panic!("{}: no kind {kind}", message.id),
    }
    given.all_used();
    found.items
}

#[test]
fn every_vector_of_a_message_holds() {
    let messages = smpp_vectors::messages().unwrap();
    let mut wrong = 0;
    for message in &messages {
        let found = run(message);
        if found == message.expect {
            continue;
        }
        wrong += 1;
        if wrong <= 30 {
            eprintln!("{} ({})", message.id, message.file);
            let expected: Vec<_> = message
                .expect
                .iter()
                .filter(|i| !found.contains(i))
                .collect();
            let others: Vec<_> = found
                .iter()
                .filter(|i| !message.expect.contains(i))
                .collect();
            eprintln!("  vector: {expected:?}\n  found:  {others:?}");
        }
    }
    assert_eq!(wrong, 0, "{wrong} of {} do not hold", messages.len());
}

/// Checks the runner: each changed item of an expectation is reported.
#[test]
fn a_wrong_expectation_is_seen() {
    for message in smpp_vectors::messages().unwrap() {
        let found = run(&message);
        assert!(!message.expect.is_empty(), "{} expects nothing", message.id);
        for place in 0..message.expect.len() {
            let mut without = message.expect.clone();
            without.remove(place);
            assert_ne!(found, without, "{}: {place} left out", message.id);
            let mut other = message.expect.clone();
            match &mut other[place].value {
                ItemValue::Integer(integer) => *integer ^= 1,
                ItemValue::Octets(octets) => match octets.last_mut() {
                    Some(octet) => *octet ^= 1,
                    None => octets.push(0),
                },
                ItemValue::Text(text) => text.push('x'),
                ItemValue::Word(word) => word.push('x'),
            }
            assert_ne!(found, other, "{}: {place} changed", message.id);
        }
    }
}

/// Checks the runner: a changed input changes the result.
#[test]
fn a_wrong_input_is_seen() {
    let messages = smpp_vectors::messages().unwrap();
    for (id, name) in [
        ("gsm7-0-locking", "text"),
        ("pack-8_septets", "septets"),
        ("data_coding-0x18", "data_coding"),
        ("udh-0x00", "octets"),
        ("q51-hex_in_response", "id"),
        ("q51-correlate-by_number", "step[1].receipted"),
        ("receipt-appendix_b", "octets"),
    ] {
        let message = messages.iter().find(|message| message.id == id);
        let mut message = message.unwrap_or_else(|| panic!("no {id}")).clone();
        let item = message.given.iter_mut().find(|item| item.name == name);
        match &mut item.unwrap().value {
            ItemValue::Integer(integer) => *integer ^= 1,
            ItemValue::Octets(octets) => *octets.last_mut().unwrap() ^= 1,
            ItemValue::Text(text) => *text = text.replace('a', "b"),
            ItemValue::Word(word) => word.clear(),
        }
        assert_ne!(run(&message), message.expect, "{id}");
    }
}

#[test]
fn every_kind_and_every_quirk_of_messages_has_vectors() {
    let messages = smpp_vectors::messages().unwrap();
    assert!(messages.len() >= 150, "{} vectors", messages.len());
    let ids: BTreeSet<_> = messages.iter().map(|message| &message.id).collect();
    assert_eq!(ids.len(), messages.len(), "an id is used twice");
    let kinds: BTreeSet<_> = messages.iter().map(|message| &message.kind).collect();
    assert_eq!(kinds.len(), 15);
    // Q65 is of the sender's counter, not of any one message.
    for quirk in (51..=68).filter(|quirk| *quirk != 65) {
        let stem = format!("q{quirk}-");
        assert!(ids.iter().any(|id| id.starts_with(&stem)), "no {stem}");
    }
    for iei in smpp_message::udh::Iei::ALL {
        let id = format!("udh-0x{:02x}", iei.0);
        assert!(ids.contains(&id), "no {id}");
    }
    for language in smpp_message::gsm7::Language::ALL {
        let single = format!("gsm7-{}-single", language.0);
        assert!(ids.contains(&single), "no {single}");
        let locking = format!("gsm7-{}-locking", language.0);
        assert_eq!(
            ids.contains(&locking),
            language.has_locking_table(),
            "{locking}"
        );
    }
}
