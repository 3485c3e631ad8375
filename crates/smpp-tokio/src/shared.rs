//! What the handles of a connection and its driver share, under one short lock.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::Waker;

use bytes::{Bytes, BytesMut};
use smpp_codec::frame::{self, Frame, Split};
use smpp_codec::pdu::Body;
use smpp_codec::{CommandId, CommandStatus};
use smpp_session::{
    CloseReason, Event, FailReason, Instant, Refused, Responder, Session, Slot, TimedEvent,
};
use tokio::sync::mpsc::error::TrySendError;
use tokio::sync::{Notify, mpsc, oneshot, watch};

use crate::error::Error;
use crate::incoming::{Received, Request};
use crate::settings::{Direction, Settings};

/// What a request wants back.
pub(crate) type Token = oneshot::Sender<Result<Frame, FailReason>>;

/// How a bind of ours ended.
pub(crate) type Bound = oneshot::Sender<Result<Frame, CommandStatus>>;

/// One connection: the session, and the octets it wants sent.
pub(crate) struct Shared {
    inner: Mutex<Inner>,
    /// Tells those who wait for a place in the window, or in the outgoing buffer.
    pub(crate) room: Notify,
    start: tokio::time::Instant,
    settings: Settings,
}

pub(crate) struct Inner {
    pub(crate) session: Session<Token, Vec<Slot<Token>>>,
    /// What is to be sent, and has not been handed to the driver yet.
    pub(crate) out: BytesMut,
    /// How many octets the driver is still writing.
    pub(crate) writing: usize,
    /// The driver, if it sleeps.
    pub(crate) driver: Option<Waker>,
    /// Whom to tell how our bind ended.
    pub(crate) bound: Option<Bound>,
    /// Gone when the session is closed, so that the application sees the end.
    incoming: Option<mpsc::Sender<Received>>,
    closed: watch::Sender<Option<CloseReason>>,
}

impl Shared {
    pub(crate) fn new(
        settings: Settings,
        start: tokio::time::Instant,
        session: Session<Token, Vec<Slot<Token>>>,
        incoming: mpsc::Sender<Received>,
        closed: watch::Sender<Option<CloseReason>>,
    ) -> Self {
        Self {
            inner: Mutex::new(Inner {
                session,
                out: BytesMut::new(),
                writing: 0,
                driver: None,
                bound: None,
                incoming: Some(incoming),
                closed,
            }),
            room: Notify::new(),
            start,
            settings,
        }
    }

    pub(crate) fn now(&self) -> Instant {
        let micros = self.start.elapsed().as_micros();
        Instant::from_micros(u64::try_from(micros).unwrap_or(u64::MAX))
    }

    /// When `at` is, for the runtime's timer.
    pub(crate) fn deadline(&self, at: Instant) -> tokio::time::Instant {
        self.start + at.since(Instant::from_micros(0))
    }

    /// The session under the lock. A panic while it was held left the session whole: every call
    /// on it is.
    pub(crate) fn lock(&self) -> MutexGuard<'_, Inner> {
        self.inner.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Does something to the session, shows what that wrote, and wakes the driver to send it.
    pub(crate) fn act<R>(&self, act: impl FnOnce(&mut Inner, Instant) -> R) -> R {
        let now = self.now();
        let mut inner = self.lock();
        let before = inner.out.len();
        let result = act(&mut inner, now);
        self.show_sent(&inner, before);
        inner.settle(&self.room);
        let driver = inner.driver.take();
        drop(inner);
        if let Some(driver) = driver {
            driver.wake();
        }
        result
    }

    /// Shows the frames that were just appended.
    pub(crate) fn show_sent(&self, inner: &Inner, before: usize) {
        let Some(observer) = &self.settings.observer else {
            return;
        };
        let mut rest = inner.out.get(before..).unwrap_or(&[]);
        while let Ok(Split::Frame { frame, rest: after }) = frame::split(rest, usize::MAX) {
            observer.frame(Direction::Sent, frame);
            rest = after;
        }
    }

    /// Whether a request has to wait until something was sent.
    pub(crate) fn is_congested(&self, inner: &Inner) -> bool {
        inner.out.len() + inner.writing > self.settings.max_unsent_octets
    }

    /// Handles every whole frame of `buffer`. Work is bounded by what the buffer holds.
    pub(crate) fn receive(
        self: &Arc<Self>,
        inner: &mut Inner,
        now: Instant,
        buffer: &mut BytesMut,
    ) {
        loop {
            let before = inner.out.len();
            let Some(octets) = inner
                .session
                .next_frame(now, buffer, &mut inner.out)
                .map(<[u8]>::len)
            else {
                self.show_sent(inner, before);
                return;
            };
            let frame = buffer.split_to(octets).freeze();
            if let Some(observer) = &self.settings.observer {
                observer.frame(Direction::Received, &frame);
            }
            self.handle(inner, now, frame);
            self.show_sent(inner, before);
            if !inner.session.wants_input() {
                return;
            }
        }
    }

    fn handle(self: &Arc<Self>, inner: &mut Inner, now: Instant, octets: Bytes) {
        let dialect = inner.session.dialect();
        let event = inner.session.handle_frame(now, &octets, &mut inner.out);
        // The event borrows the frame, and the application is to own it: tell what it is, then
        // hand the frame over.
        enum To {
            Nobody,
            Token(Token),
            Bound(bool),
            Application(Option<Responder>),
            Unbind,
        }
        let to = match event {
            Ok(Event::Response { token, .. }) => To::Token(token),
            Ok(Event::Bound(_)) => To::Bound(true),
            Ok(Event::BindRefused(_)) => To::Bound(false),
            Ok(Event::Bind { responder, .. } | Event::Request { responder, .. }) => {
                To::Application(Some(responder))
            }
            Ok(Event::Notice(_)) => To::Application(None),
            Ok(Event::Unbind) => To::Unbind,
            Ok(_) => To::Nobody,
            Err(error) => {
                if let Some(observer) = &self.settings.observer {
                    observer.fault(&error);
                }
                To::Nobody
            }
        };
        let Ok(frame) = Frame::decode(octets, dialect) else {
            return;
        };
        match to {
            To::Nobody => {}
            To::Token(token) => {
                // Whoever asked may have gone; the place in the window is free either way.
                let _ = token.send(Ok(frame));
                self.room.notify_one();
            }
            To::Bound(accepted) => {
                let status = frame.header().command_status;
                if let Some(bound) = inner.bound.take() {
                    let _ = bound.send(accepted.then_some(frame).ok_or(status));
                }
            }
            To::Unbind => {
                inner.deliver(Received::Unbind);
            }
            To::Application(None) => {
                // A notice wants no answer: one too many is dropped.
                inner.deliver(Received::Notice(frame));
            }
            To::Application(Some(responder)) => {
                let request = Request::new(Arc::clone(self), frame, responder);
                if let Some(Received::Request(mut request)) =
                    inner.deliver(Received::Request(request))
                {
                    inner.give_up(now, request.take_responder());
                }
            }
        }
    }
}

impl Inner {
    /// Hands something to the application; gives it back if nobody wants it.
    fn deliver(&self, received: Received) -> Option<Received> {
        let Some(incoming) = &self.incoming else {
            return Some(received);
        };
        match incoming.try_send(received) {
            Ok(()) => None,
            Err(TrySendError::Full(received) | TrySendError::Closed(received)) => Some(received),
        }
    }

    /// Tells those who wait what time has brought.
    pub(crate) fn settle(&mut self, room: &Notify) {
        while let Some(event) = self.session.poll_event() {
            match event {
                TimedEvent::Failed { token, reason, .. } => {
                    let _ = token.send(Err(reason));
                    room.notify_one();
                }
                TimedEvent::Closed(reason) => {
                    self.bound = None;
                    self.incoming = None;
                    self.closed.send_replace(Some(reason));
                    room.notify_waiters();
                }
                _ => {}
            }
        }
    }

    /// Answers a request that nobody handles.
    pub(crate) fn give_up(&mut self, now: Instant, responder: Option<Responder>) {
        let Some(responder) = responder else { return };
        let status = match responder.command_id() {
            CommandId::DELIVER_SM | CommandId::DATA_SM => CommandStatus::ESME_RX_T_APPN,
            _ => CommandStatus::ESME_RSYSERR,
        };
        if let Err(Refused { returned, .. }) =
            self.session.refuse(now, responder, status, &mut self.out)
        {
            self.session.ignore(returned);
        }
    }

    /// Sends a request, unless there is no room for it.
    pub(crate) fn request(
        &mut self,
        now: Instant,
        body: Body<'_>,
    ) -> Result<oneshot::Receiver<Result<Frame, FailReason>>, Error> {
        let (token, response) = oneshot::channel();
        self.session
            .request(now, body, token, &mut self.out)
            .map_err(|refused| refused.error)?;
        Ok(response)
    }
}
