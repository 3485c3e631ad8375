//! The end of a session, and of a message centre.

use smpp_faults::LONG;
use smpp_session::CloseReason;
use smpp_tokio::{Acceptor, Esme, MessageCenter};

use crate::bound::Bound;
use crate::{WINDOW, breathe, polled, settings, sweep, until};

/// Polled once, the session ends, whoever waits for it: what is in flight is finished.
#[tokio::test]
async fn an_unbind() {
    sweep(async |times, turns| {
        let bound = Bound::new().await;
        bound.hold();
        let others = bound.others(WINDOW);
        breathe(50).await;
        let releasing = async {
            breathe(4).await;
            bound.release();
        };
        let (done, ()) = tokio::join!(polled(bound.esme.unbind(), times, turns), releasing);
        Bound::got(others).await;
        if times == 0 {
            bound.is_whole().await;
            bound.ends().await;
        } else {
            assert_eq!(bound.esme.closed().await, CloseReason::Unbound);
            assert_eq!(bound.center.closed().await, CloseReason::Unbound);
            bound.serving.await.unwrap();
        }
        done.is_some()
    })
    .await;
}

#[tokio::test]
async fn a_wait_for_the_end() {
    sweep(async |times, turns| {
        let bound = Bound::new().await;
        let others = bound.others(1);
        assert!(polled(bound.esme.closed(), times, turns).await.is_none());
        Bound::got(others).await;
        bound.is_whole().await;
        let closing = async {
            breathe(4).await;
            bound.esme.abort();
        };
        let (done, ()) = tokio::join!(polled(bound.esme.closed(), times, turns), closing);
        assert_eq!(bound.esme.closed().await, CloseReason::Local);
        done.is_some()
    })
    .await;
}

/// Polled once, every session ends, whoever waits for it: what is in flight is finished. Never
/// polled, none does.
#[tokio::test]
async fn a_shutdown() {
    sweep(async |times, turns| {
        let center = MessageCenter::listen("127.0.0.1:0").await.unwrap();
        let center = center.with_acceptor(Acceptor::new().with_settings(settings()));
        let esme = Esme::new("bank", "secret").with_settings(settings());
        let accepting = async {
            let (unbound, _) = center.accept().await.unwrap();
            unbound.bind_request().await.unwrap().accept(b"mc").unwrap()
        };
        let (near, far) = tokio::join!(esme.connect(center.local_addr().unwrap()), accepting);
        let bound = Bound::of([near.unwrap(), far]);
        bound.hold();
        let others = bound.others(WINDOW);
        until(|| bound.held() == WINDOW).await;
        let releasing = async {
            breathe(4).await;
            bound.release();
        };
        let (done, ()) = tokio::join!(polled(center.shutdown(LONG), times, turns), releasing);
        Bound::got(others).await;
        if times == 0 {
            bound.is_whole().await;
            bound.ends().await;
        } else {
            assert_eq!(bound.esme.closed().await, CloseReason::Unbound);
            assert_eq!(bound.center.closed().await, CloseReason::Unbound);
            bound.serving.await.unwrap();
        }
        assert!(done.unwrap_or(true), "all ended by themselves");
        done.is_some()
    })
    .await;
}
