//! Settings: usable in a `static`, equal to their defaults, and what a zero means.

use core::time::Duration;

use smpp_codec::pdu::{Bind, Body, SubmitSm};
use smpp_codec::{CommandStatus, Dialect, Pdu, Version};
use smpp_session::{
    BindType, CloseReason, Config, Event, Instant, Pacer, PacerConfig, Reconnect, ReconnectConfig,
    RemoteFault, Session, SessionEnd, WhenFull, WindowSlot,
};

const NOW: Instant = Instant::ORIGIN;

static CONFIG: Config = Config::new()
    .with_version(Version::V3_4)
    .with_inactivity_timeout(Some(Duration::from_secs(600)))
    .with_max_bind_attempts(0)
    .with_max_unanswered(0);
static PACER: PacerConfig = PacerConfig::new()
    .with_messages_per_second(10)
    .with_burst(0)
    .with_least_per_second(0)
    .with_throttled_pause(Duration::ZERO);
static RECONNECT: ReconnectConfig = ReconnectConfig::new().with_first(Duration::ZERO);

fn frame<'a>(number: u32, body: impl Into<Body<'a>>) -> Vec<u8> {
    let mut frame = Vec::new();
    Pdu::new(number, body)
        .encode(Dialect::TOLERANT, &mut frame)
        .unwrap();
    frame
}

#[test]
fn new_settings_are_the_defaults() {
    assert_eq!(Config::new(), Config::default());
    assert_eq!(PacerConfig::new(), PacerConfig::default());
    assert_eq!(ReconnectConfig::new(), ReconnectConfig::default());
    assert_eq!(Config::new().when_full, WhenFull::default());
}

#[test]
fn no_bind_attempts_counts_as_one() {
    let mut out = Vec::new();
    let mut session = Session::message_center(CONFIG, [WindowSlot::<()>::EMPTY; 1], NOW);
    let bind = frame(1, BindType::Transceiver.request(Bind::default()));
    let Ok(Event::Bind { responder, .. }) = session.handle_frame(NOW, &bind, &mut out) else {
        panic!("a bind")
    };
    let status = CommandStatus::ESME_RINVPASWD;
    session.refuse(NOW, responder, status, &mut out).unwrap();
    assert_eq!(session.close_reason(), Some(CloseReason::TooManyBinds));
}

#[test]
fn no_unanswered_requests_throttles_each() {
    let mut out = Vec::new();
    let mut session = Session::message_center(CONFIG, [WindowSlot::<()>::EMPTY; 1], NOW);
    let bind = frame(1, BindType::Transceiver.request(Bind::default()));
    let Ok(Event::Bind { responder, .. }) = session.handle_frame(NOW, &bind, &mut out) else {
        panic!("a bind")
    };
    session
        .accept_bind(NOW, responder, b"mc", &mut out)
        .unwrap();
    let submit = frame(2, SubmitSm::default());
    let error = session.handle_frame(NOW, &submit, &mut out).unwrap_err();
    assert_eq!(error.fault(), &RemoteFault::Throttled);
    assert_eq!(error.answer(), Some(CommandStatus::ESME_RTHROTTLED));
}

#[test]
fn burst_and_least_rate_of_zero_count_as_one() {
    let mut pacer = Pacer::new(PACER, NOW);
    assert_eq!(pacer.ready_at(NOW), NOW);
    pacer.sent(NOW);
    assert_eq!(pacer.ready_at(NOW), NOW + Duration::from_millis(100));
    for _ in 0..10 {
        pacer.answered(NOW, CommandStatus::ESME_RTHROTTLED, None);
    }
    assert_eq!(pacer.rate(), 1);
}

#[test]
fn first_wait_of_zero_is_no_wait() {
    let mut reconnect = Reconnect::new(RECONNECT);
    for _ in 0..4 {
        let wait = reconnect.after(SessionEnd::Lost, Duration::ZERO, u32::MAX);
        assert_eq!(wait, Duration::ZERO);
    }
}
