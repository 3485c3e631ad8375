//! A bound pair in memory, and what must hold of it after something was dropped.

use std::sync::{Arc, Mutex};

use smpp_codec::pdu::Body;
use smpp_faults::{LONG, message};
use smpp_session::CloseReason;
use smpp_tokio::{Connection, Error, Esme, Incoming, MessageCenter, MessageId, Request};
use tokio::io::{DuplexStream, duplex};
use tokio::task::JoinHandle;
use tokio::time::timeout;

use crate::{WINDOW, breathe, settings, until};

/// A bound pair in memory. The message centre answers with the text as id, or holds requests back
/// while it is told to.
pub(crate) struct Bound {
    pub(crate) esme: Connection,
    pub(crate) incoming: Incoming,
    pub(crate) center: Connection,
    pub(crate) served: Arc<Mutex<Served>>,
    pub(crate) serving: JoinHandle<()>,
}

#[derive(Default)]
pub(crate) struct Served {
    pub(crate) texts: Vec<Vec<u8>>,
    pub(crate) held: Option<Vec<Request>>,
}

impl Served {
    pub(crate) fn hold(&mut self) {
        self.held.get_or_insert_default();
    }

    /// Answers what was held back, if its connection is there still.
    pub(crate) fn release(&mut self) {
        for request in self.held.take().into_iter().flatten() {
            let text = text_of(&request);
            drop(request.accept(&text));
        }
    }

    /// How often a request with this text has come.
    pub(crate) fn times(&self, text: &[u8]) -> usize {
        self.texts.iter().filter(|other| *other == text).count()
    }
}

pub(crate) fn text_of(request: &Request) -> Vec<u8> {
    match request.pdu().body {
        Body::SubmitSm(submit) => submit.short_message.to_vec(),
        Body::DeliverSm(deliver) => deliver.short_message.to_vec(),
        _ => Vec::new(),
    }
}

pub(crate) async fn serve(mut requests: Incoming, served: Arc<Mutex<Served>>) {
    while let Some(request) = requests.next_request().await {
        let text = text_of(&request);
        let mut served = served.lock().unwrap();
        served.texts.push(text.clone());
        match &mut served.held {
            Some(held) => held.push(request),
            None => drop(request.accept(&text)),
        }
    }
}

pub(crate) async fn bind(near: DuplexStream, far: DuplexStream) -> [(Connection, Incoming); 2] {
    let esme = Esme::new("bank", "secret").with_settings(settings());
    let center = async {
        let binding = MessageCenter::open(far, settings()).bind_request().await;
        binding.unwrap().accept(b"mc").unwrap()
    };
    let (bound, accepted) = tokio::join!(esme.bind(near), center);
    [bound.unwrap(), accepted]
}

impl Bound {
    pub(crate) async fn new() -> Self {
        let (near, far) = duplex(1 << 16);
        Self::of(bind(near, far).await)
    }

    /// The ESME's end and the message centre's.
    pub(crate) fn of([near, far]: [(Connection, Incoming); 2]) -> Self {
        let ((esme, incoming), (center, requests)) = (near, far);
        let served = Arc::<Mutex<Served>>::default();
        let serving = tokio::spawn(serve(requests, Arc::clone(&served)));
        Self {
            esme,
            incoming,
            center,
            served,
            serving,
        }
    }

    /// Somebody else's request.
    pub(crate) fn other(&self, text: String) -> JoinHandle<Result<MessageId, Error>> {
        let esme = self.esme.clone();
        tokio::spawn(async move { esme.submit_sm(message(text.as_bytes())).await })
    }

    pub(crate) fn others(&self, count: usize) -> Vec<JoinHandle<Result<MessageId, Error>>> {
        (0..count)
            .map(|number| self.other(format!("other {number}")))
            .collect()
    }

    pub(crate) fn hold(&self) {
        self.served.lock().unwrap().hold();
    }

    pub(crate) fn held(&self) -> usize {
        self.served
            .lock()
            .unwrap()
            .held
            .as_ref()
            .map_or(0, Vec::len)
    }

    pub(crate) fn release(&self) {
        self.served.lock().unwrap().release();
    }

    pub(crate) fn was_served(&self, text: &[u8]) -> bool {
        self.served.lock().unwrap().times(text) > 0
    }

    /// All that others have asked was answered, to whom asked it.
    pub(crate) async fn got(others: Vec<JoinHandle<Result<MessageId, Error>>>) {
        for (number, other) in others.into_iter().enumerate() {
            let id = timeout(LONG, other)
                .await
                .expect("another's response is lost");
            assert_eq!(*id.unwrap().unwrap(), *format!("other {number}").as_bytes());
        }
    }

    /// As many requests as the window has places fit, no more, and all are answered.
    pub(crate) async fn is_whole(&self) {
        self.release();
        until(|| self.esme.outstanding() == 0).await;
        self.hold();
        let others = self.others(WINDOW + 2);
        until(|| self.held() >= WINDOW).await;
        breathe(100).await;
        assert_eq!(self.held(), WINDOW);
        assert_eq!(self.esme.outstanding() as usize, WINDOW);
        self.release();
        Self::got(others).await;
    }

    pub(crate) async fn ends(self) {
        let ended = timeout(LONG, async {
            assert_eq!(self.esme.unbind().await.unwrap(), CloseReason::Unbound);
            self.center.closed().await;
            self.serving.await.unwrap();
        });
        ended.await.expect("the session never ended");
        drop(self.incoming);
    }
}
