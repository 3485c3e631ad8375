//! What the handles of a connection and its reader share, under one short lock.

use std::collections::VecDeque;
use std::io::{self, Write};
use std::net::{Shutdown, TcpStream};
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time;

use bytes::{Bytes, BytesMut};
use smpp_codec::frame::{self, Frame, Split};
use smpp_codec::pdu::Body;
use smpp_codec::{CommandId, CommandStatus};
use smpp_session::{
    CloseReason, Event, FailReason, Instant, Refused, Responder, Session, Slot, TimedEvent,
};

use crate::error::Error;
use crate::incoming::{Received, Request};
use crate::settings::{Direction, Settings};

/// What a request wants back.
pub(crate) type Token = SyncSender<Result<Frame, FailReason>>;

/// One connection: the session, and the octets it wants sent.
pub(crate) struct Shared {
    inner: Mutex<Inner>,
    /// Tells those who wait for a place in the window, for a request of the peer, for the bind to
    /// be answered, or for the end.
    pub(crate) changed: Condvar,
    /// Whoever holds this is writing; what others add meanwhile goes with the next write.
    writer: Mutex<TcpStream>,
    start: time::Instant,
    settings: Settings,
}

pub(crate) struct Inner {
    pub(crate) session: Session<Token, Vec<Slot<Token>>>,
    pub(crate) out: BytesMut,
    /// How a bind of ours ended.
    pub(crate) bound: Option<Result<Frame, CommandStatus>>,
    /// What the application has not taken yet; `None` when it wants nothing.
    pub(crate) incoming: Option<VecDeque<Received>>,
    pub(crate) closed: Option<CloseReason>,
}

impl Shared {
    pub(crate) fn new(
        settings: Settings,
        stream: TcpStream,
        session: Session<Token, Vec<Slot<Token>>>,
    ) -> Self {
        Self {
            inner: Mutex::new(Inner {
                session,
                out: BytesMut::new(),
                bound: None,
                incoming: Some(VecDeque::new()),
                closed: None,
            }),
            changed: Condvar::new(),
            writer: Mutex::new(stream),
            start: time::Instant::now(),
            settings,
        }
    }

    pub(crate) fn now(&self) -> Instant {
        let micros = self.start.elapsed().as_micros();
        Instant::from_micros(u64::try_from(micros).unwrap_or(u64::MAX))
    }

    /// The session under the lock. A panic while it was held left the session whole: every call
    /// on it is.
    pub(crate) fn lock(&self) -> MutexGuard<'_, Inner> {
        self.inner.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Waits until something has changed, or for so long.
    pub(crate) fn wait<'g>(
        &self,
        inner: MutexGuard<'g, Inner>,
        until: Option<time::Instant>,
    ) -> MutexGuard<'g, Inner> {
        match until {
            None => self
                .changed
                .wait(inner)
                .unwrap_or_else(PoisonError::into_inner),
            Some(until) => {
                let left = until.saturating_duration_since(time::Instant::now());
                let waited = self.changed.wait_timeout(inner, left);
                waited.unwrap_or_else(PoisonError::into_inner).0
            }
        }
    }

    /// Does something to the session, and sends what that wrote.
    pub(crate) fn act<R>(&self, act: impl FnOnce(&mut Inner, Instant) -> R) -> R {
        let mut inner = self.lock();
        let now = self.now();
        let before = inner.out.len();
        let result = act(&mut inner, now);
        self.show_sent(&inner, before);
        inner.settle();
        let to_send = !inner.out.is_empty();
        drop(inner);
        self.changed.notify_all();
        if to_send {
            self.send();
        }
        result
    }

    /// Writes what waits to be written, in the order it was added.
    fn send(&self) {
        let mut stream = self.writer.lock().unwrap_or_else(PoisonError::into_inner);
        loop {
            let octets = self.lock().out.split();
            if octets.is_empty() {
                return;
            }
            if stream.write_all(&octets).is_err() {
                // The reader finds out why, and ends the session.
                let _ = stream.shutdown(Shutdown::Both);
                return;
            }
        }
    }

    /// Ends both directions, once everything has been written.
    pub(crate) fn shut_down(&self) {
        self.send();
        let stream = self.writer.lock().unwrap_or_else(PoisonError::into_inner);
        let _: io::Result<()> = stream.shutdown(Shutdown::Both);
    }

    fn show_sent(&self, inner: &Inner, before: usize) {
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
        inner.out.len() > self.settings.max_unsent_octets
    }

    /// Handles every whole frame of `buffer`.
    pub(crate) fn receive(self: &Arc<Self>, buffer: &mut BytesMut) {
        self.act(|inner, now| {
            while inner.session.wants_input() {
                let found = inner.session.next_frame(now, buffer, &mut inner.out);
                let Some(octets) = found.map(<[u8]>::len) else {
                    return;
                };
                let frame = buffer.split_to(octets).freeze();
                if let Some(observer) = &self.settings.observer {
                    observer.frame(Direction::Received, &frame);
                }
                self.handle(inner, now, frame);
            }
        });
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
                let _ = token.try_send(Ok(frame));
            }
            To::Bound(accepted) => {
                let status = frame.header().command_status;
                inner.bound = Some(accepted.then_some(frame).ok_or(status));
            }
            To::Unbind => {
                inner.deliver(Received::Unbind);
            }
            To::Application(None) => {
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

/// How many notices may wait besides the requests, which the session limits.
const NOTICES: usize = 16;

impl Inner {
    /// Hands something to the application; gives it back if nobody wants it.
    fn deliver(&mut self, received: Received) -> Option<Received> {
        let most = NOTICES.saturating_add(self.session.unanswered() as usize);
        match &mut self.incoming {
            Some(incoming) if incoming.len() < most => {
                incoming.push_back(received);
                None
            }
            _ => Some(received),
        }
    }

    /// Tells those who wait what time has brought.
    fn settle(&mut self) {
        while let Some(event) = self.session.poll_event() {
            match event {
                TimedEvent::Failed { token, reason, .. } => {
                    let _ = token.try_send(Err(reason));
                }
                TimedEvent::Closed(reason) => self.closed = Some(reason),
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
    ) -> Result<Receiver<Result<Frame, FailReason>>, Error> {
        let (token, response) = sync_channel(1);
        self.session
            .request(now, body, token, &mut self.out)
            .map_err(|refused| refused.error)?;
        Ok(response)
    }
}
