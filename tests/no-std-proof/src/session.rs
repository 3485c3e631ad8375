//! Both roles of a session, joined by two buffers of fixed size, on slots that are lent.

use core::hint::black_box;
use core::time::Duration;

use smpp_codec::pdu::{
    AlertNotification, Bind, DeliverSm, DeliverSmResp, Outbind, SubmitSm, SubmitSmResp,
};
use smpp_codec::values::Address;
use smpp_codec::{CommandStatus, Pdu};
use smpp_session::{
    BindType, CloseReason, Config, Event, FailReason, Instant, Session, State, TimedEvent,
    WindowSlot,
};

use crate::Step;
use crate::print::prints;
use crate::wire::Wire;

/// Tokens are numbers here; the window is lent.
type Side<'s> = Session<u32, &'s mut [WindowSlot<u32>]>;

const FROM: Address<'static> = Address::unknown(b"1000");
const TO: Address<'static> = Address::unknown(b"447700900123");

pub fn run() -> Result<(), Step> {
    for bind_type in [
        BindType::Transmitter,
        BindType::Receiver,
        BindType::Transceiver,
    ] {
        conversation(black_box(bind_type))?;
    }
    outbind_refused()?;
    timers()?;
    not_smpp()
}

/// What one side has seen.
#[derive(Default)]
struct Seen {
    bound: bool,
    refused: bool,
    unbound: bool,
    notice: bool,
    errors: u32,
    /// The token of the last response, and whether it was the one expected.
    answered: Option<u32>,
}

/// Handles everything on `wire`, and answers the way an application would.
fn handle(
    side: &mut Side<'_>,
    now: Instant,
    wire: &mut Wire,
    out: &mut Wire,
    accept: bool,
) -> Seen {
    let mut seen = Seen::default();
    let mut rest = black_box(wire.octets());
    while let Some(frame) = side.next_frame(now, rest, out) {
        rest = rest.get(frame.len()..).unwrap_or(&[]);
        match side.handle_frame(now, frame, out) {
            Ok(Event::Bind { responder, .. }) if accept => {
                if side.accept_bind(now, responder, b"mc", out).is_err() {
                    seen.errors += 1;
                }
            }
            Ok(Event::Bind { responder, .. }) => {
                let status = CommandStatus::ESME_RINVPASWD;
                if side.refuse(now, responder, status, out).is_err() {
                    seen.errors += 1;
                }
            }
            Ok(Event::Request { pdu, responder }) => {
                if let Err(refused) = answer(side, now, &pdu, responder, out) {
                    side.ignore(refused);
                    seen.errors += 1;
                }
            }
            Ok(Event::Bound(_)) => seen.bound = true,
            Ok(Event::BindRefused(_)) => seen.refused = true,
            Ok(Event::Notice(_)) => seen.notice = true,
            Ok(Event::Response { token, .. }) => seen.answered = Some(token),
            Ok(Event::Unbound) => seen.unbound = true,
            Ok(_) => {}
            Err(error) => {
                prints(&format_args!("{error} {error:?}"));
                seen.errors += 1;
            }
        }
    }
    wire.clear();
    seen
}

fn answer(
    side: &mut Side<'_>,
    now: Instant,
    request: &Pdu<'_>,
    responder: smpp_session::Responder,
    out: &mut Wire,
) -> Result<(), smpp_session::Responder> {
    let status = CommandStatus::ESME_ROK;
    let done = match request.command_id() {
        smpp_codec::CommandId::SUBMIT_SM => {
            side.respond(now, responder, status, SubmitSmResp::accepted(b"42"), out)
        }
        smpp_codec::CommandId::DELIVER_SM => {
            side.respond(now, responder, status, DeliverSmResp::accepted(), out)
        }
        _ => side.refuse(now, responder, CommandStatus::ESME_RSYSERR, out),
    };
    done.map_err(|refused| refused.returned)
}

/// Bind, a message in the direction that the bind allows, a link check, unbind.
fn conversation(bind_type: BindType) -> Result<(), Step> {
    let (mut slots, mut other) = ([WindowSlot::EMPTY; 4], [WindowSlot::EMPTY; 4]);
    let (mut to_mc, mut to_esme) = (Wire::new(), Wire::new());
    let now = black_box(Instant::from_micros(0));
    let mut esme = Side::esme(Config::default(), &mut slots, now);
    let mut mc = Side::message_center(Config::default(), &mut other, now);

    let bind = Bind {
        system_id: b"bank",
        password: b"secret",
        ..Bind::default()
    };
    esme.bind(now, bind_type, bind, &mut to_mc)
        .map_err(|_| Step(20))?;
    handle(&mut mc, now, &mut to_mc, &mut to_esme, true);
    let seen = handle(&mut esme, now, &mut to_esme, &mut to_mc, true);
    if !seen.bound || esme.state() != bind_type.state() || mc.state() != bind_type.state() {
        return Err(Step(21));
    }

    if bind_type != BindType::Receiver {
        let message = SubmitSm::new(FROM, TO, b"hello");
        esme.request(now, message, 5, &mut to_mc)
            .map_err(|_| Step(22))?;
        handle(&mut mc, now, &mut to_mc, &mut to_esme, true);
        let seen = handle(&mut esme, now, &mut to_esme, &mut to_mc, true);
        if seen.answered != Some(5) || seen.errors != 0 {
            return Err(Step(23));
        }
    }
    if bind_type != BindType::Transmitter {
        let message = DeliverSm::new(TO, FROM, b"hello to you");
        mc.request(now, message, 6, &mut to_esme)
            .map_err(|_| Step(24))?;
        handle(&mut esme, now, &mut to_esme, &mut to_mc, true);
        let seen = handle(&mut mc, now, &mut to_mc, &mut to_esme, true);
        if seen.answered != Some(6) || seen.errors != 0 {
            return Err(Step(25));
        }
    }

    let alert = AlertNotification {
        source_addr: TO,
        esme_addr: FROM,
        ..AlertNotification::default()
    };
    let alerted = mc.notify(now, alert, &mut to_esme).is_ok();
    esme.enquire_link(now, &mut to_mc);
    if alerted != (bind_type != BindType::Transmitter) || !mc.wants_input() {
        return Err(Step(32));
    }
    let seen = handle(&mut esme, now, &mut to_esme, &mut to_mc, true);
    if seen.notice != alerted || seen.errors != 0 {
        return Err(Step(33));
    }
    handle(&mut mc, now, &mut to_mc, &mut to_esme, true);
    handle(&mut esme, now, &mut to_esme, &mut to_mc, true);

    // Nothing passes for half a minute: both sides ask whether the other is there.
    let Some(now) = esme.poll_timeout() else {
        return Err(Step(26));
    };
    esme.handle_timeout(now, &mut to_mc);
    mc.handle_timeout(now, &mut to_esme);
    if to_mc.octets().len() != 16 || to_esme.octets().len() != 16 {
        return Err(Step(27));
    }
    let errors = handle(&mut mc, now, &mut to_mc, &mut to_esme, true).errors
        + handle(&mut esme, now, &mut to_esme, &mut to_mc, true).errors
        + handle(&mut mc, now, &mut to_mc, &mut to_esme, true).errors;
    if errors != 0 {
        return Err(Step(28));
    }

    esme.unbind(now, &mut to_mc).map_err(|_| Step(29))?;
    handle(&mut mc, now, &mut to_mc, &mut to_esme, true);
    let seen = handle(&mut esme, now, &mut to_esme, &mut to_mc, true);
    if !seen.unbound || mc.state() != State::Unbound {
        return Err(Step(30));
    }
    mc.handle_eof(now);
    for side in [&mut esme, &mut mc] {
        if !prints(side)
            || side.poll_event() != Some(TimedEvent::Closed(CloseReason::Unbound))
            || side.poll_event().is_some()
        {
            return Err(Step(31));
        }
    }
    Ok(())
}

/// The message centre connects and asks to be bound to; then the password is wrong.
fn outbind_refused() -> Result<(), Step> {
    let (mut slots, mut other) = ([WindowSlot::EMPTY; 1], [WindowSlot::EMPTY; 1]);
    let (mut to_mc, mut to_esme) = (Wire::new(), Wire::new());
    let now = black_box(Instant::from_micros(0));
    let mut esme = Side::esme_awaiting_outbind(Config::default(), &mut slots, now);
    let mut mc = Side::message_center(Config::default(), &mut other, now);

    let outbind = Outbind {
        system_id: b"mc",
        ..Outbind::default()
    };
    mc.outbind(now, outbind, &mut to_esme)
        .map_err(|_| Step(40))?;
    if !handle(&mut esme, now, &mut to_esme, &mut to_mc, false).notice {
        return Err(Step(41));
    }
    esme.bind(now, BindType::Receiver, Bind::default(), &mut to_mc)
        .map_err(|_| Step(42))?;
    handle(&mut mc, now, &mut to_mc, &mut to_esme, false);
    if !handle(&mut esme, now, &mut to_esme, &mut to_mc, false).refused {
        return Err(Step(43));
    }
    esme.abort(now);
    if esme.close_reason() != Some(CloseReason::Local) || esme.into_slots().len() != 1 {
        return Err(Step(44));
    }
    Ok(())
}

/// A request that is never answered expires, once.
fn timers() -> Result<(), Step> {
    let (mut slots, mut other) = ([WindowSlot::EMPTY; 1], [WindowSlot::EMPTY; 1]);
    let (mut to_mc, mut to_esme) = (Wire::new(), Wire::new());
    let now = black_box(Instant::from_micros(0));
    let config = Config::new().with_enquire_link_interval(None);
    let mut esme = Side::esme(config, &mut slots, now);
    let mut mc = Side::message_center(config, &mut other, now);
    esme.bind(now, BindType::Transmitter, Bind::default(), &mut to_mc)
        .map_err(|_| Step(50))?;
    handle(&mut mc, now, &mut to_mc, &mut to_esme, true);
    handle(&mut esme, now, &mut to_esme, &mut to_mc, true);

    let message = SubmitSm::new(FROM, TO, b"lost");
    let lost = esme.request(now, message, 9, &mut to_mc);
    if lost.is_err() || esme.request(now, message, 10, &mut to_mc).is_ok() {
        return Err(Step(51));
    }
    let late = now + Duration::from_secs(60);
    if esme.poll_timeout() != Some(late) {
        return Err(Step(52));
    }
    esme.handle_timeout(late, &mut to_mc);
    match esme.poll_event() {
        Some(TimedEvent::Failed {
            token: 9,
            reason: FailReason::Expired,
            ..
        }) => Ok(()),
        _ => Err(Step(53)),
    }
}

/// A peer that does not speak SMPP is answered and left.
fn not_smpp() -> Result<(), Step> {
    let mut slots = [WindowSlot::EMPTY; 1];
    let mut out = Wire::new();
    let now = black_box(Instant::from_micros(0));
    let mut mc = Side::message_center(Config::default(), &mut slots, now);
    let frame = mc.next_frame(now, black_box(b"GET / HTTP/1.1\r\n"), &mut out);
    let told = matches!(
        mc.poll_event(),
        Some(TimedEvent::Closed(CloseReason::Frame(_)))
    );
    if frame.is_some() || out.octets().len() != 16 || !told {
        return Err(Step(60));
    }
    Ok(())
}
