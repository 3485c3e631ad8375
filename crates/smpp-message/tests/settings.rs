//! Settings: usable in a `static`, equal to their defaults, and what a zero means.

use core::time::Duration;

use smpp_message::correlate::{Correlator, CorrelatorConfig, Discarded, Entry};
use smpp_message::data_coding::{Content, Groups, Peer};
use smpp_message::reassemble::Keep;
use smpp_message::receipt::Recognition;
use smpp_message::split::{Limits, Method, SplitErrorKind, Splitter};
use smpp_message::{Alphabet, Composer, Instant, Latin1, National};

static COMPOSER: Composer<'_> = Composer::new()
    .with_peer(Peer::new().with_zero(Content::Text(Alphabet::Latin1)))
    .with_limits(Limits::new().with_method(Method::Sar).with_octets(139))
    .with_national(National::Never)
    .with_latin1(Latin1::IfInGsm7);
static KEEP: Keep = Keep::new()
    .with_age(Duration::from_secs(60))
    .with_messages_per_source(Some(8));
static CORRELATOR: CorrelatorConfig = CorrelatorConfig::new().with_max_age(Duration::ZERO);
static RECOGNITION: Recognition = Recognition::new().with_by_tlvs(true);

#[test]
fn settings_can_be_statics() {
    assert_eq!(
        COMPOSER.compose("\u{e9}").unwrap().alphabet(),
        Alphabet::Latin1
    );
    assert_eq!(
        (COMPOSER.limits.octets, COMPOSER.national),
        (139, National::Never)
    );
    assert_eq!(
        (KEEP.age, KEEP.whole),
        (Duration::from_secs(60), Duration::from_secs(300))
    );
    assert_eq!(
        (CORRELATOR.max_age, CORRELATOR.numbers),
        (Duration::ZERO, true)
    );
    assert!(RECOGNITION.by_tlvs && !RECOGNITION.by_text);
}

#[test]
fn new_settings_are_the_defaults() {
    assert_eq!(Limits::new(), Limits::default());
    assert_eq!(Keep::new(), Keep::default());
    assert_eq!(CorrelatorConfig::new(), CorrelatorConfig::default());
    assert_eq!(Recognition::new(), Recognition::default());
    assert_eq!(Peer::new(), Peer::default());
    assert_eq!(Peer::new().groups, Groups::default());
    assert_eq!(Limits::new().method, Method::default());
    assert_eq!(Composer::new().national, National::default());
    assert_eq!(Composer::new().latin1, Latin1::default());
}

#[test]
fn parts_of_no_octets_have_no_room() {
    let limits = Limits::new().with_octets(0);
    let error = Splitter::from_text("x", Alphabet::GSM7, &limits).unwrap_err();
    assert_eq!(error.kind(), SplitErrorKind::NoRoom);
}

#[test]
fn age_of_zero_discards_everything() {
    let now = Instant::ORIGIN;
    let mut correlator = Correlator::<_, (), _>::new(CORRELATOR, [Entry::EMPTY; 2]);
    assert_eq!(correlator.submitted(now, b"1", b"2", 'm'), None);
    assert_eq!(
        correlator.poll_discarded(now),
        Some(Discarded::Message('m'))
    );
}
