//! `smpp demo`.

use std::time::{Duration, Instant};

use crate::tool::smpp;

#[test]
fn it_shows_everything_in_a_few_seconds() {
    let start = Instant::now();
    let ran = smpp(&["demo"]);
    assert_eq!(ran.code, Some(0), "{ran:?}");
    assert_eq!(ran.stderr, "");
    assert!(start.elapsed() < Duration::from_secs(5));
    for expected in [
        "transmitter -> mc  bind_transmitter #1 system_id=\"shop\" password=<8 octets>",
        "receiver    <- mc  bind_receiver_resp #1 ESME_ROK",
        "transceiver <- mc  bind_transceiver_resp #1 ESME_ROK",
        "registered_delivery=0x01 text=\"Your order 4711 is on its way\"",
        "esm_class=0x04 receipted_message_id=",
        "transceiver -> mc  enquire_link #",
        "transceiver <- mc  enquire_link_resp #",
        "receiver    <- mc  enquire_link #",
        "receiver    -> mc  enquire_link_resp #",
        "transmitter <- mc  unbind_resp #",
        "receiver    <- mc  unbind #",
        "the GSM 7-bit text, GSM 7-bit, whole in 1 part: \"Your parcel is here.",
        "the Turkish text, GSM 7-bit, Turkish",
        "whole in 1 part: \"Sayın müşterimiz",
        "the emoji text, UCS-2, whole in 1 part: \"Parcel here 📦 come soon 😀👍🏽\"",
        "the five-part text, GSM 7-bit, whole in 5 parts: \"One: a message",
        "40 of 40 expectations met, 0 missing",
    ] {
        assert!(
            ran.stdout.contains(expected),
            "no {expected:?} in {}",
            ran.stdout
        );
    }
    assert!(!ran.stdout.contains("MISSING"), "{}", ran.stdout);
    assert!(!ran.stdout.contains("demo-pw"), "{}", ran.stdout);
}
