//! Bulk: what is sent, and the answers.

use smpp_codec::CommandStatus;
use smpp_codec::frame::Frame;
use smpp_faults::message;
use smpp_tokio::{Answer, Answers, BulkSender};

use crate::bound::Bound;
use crate::{WINDOW, breathe, polled, sweep, until};

/// Sends five more in bulk, and takes all answers: that to what is tagged 99, if it was sent, and
/// each other's once.
async fn works_on(bound: &Bound, sender: &mut BulkSender, answers: &mut Answers, sent: usize) {
    bound.release();
    let mut tags = Vec::new();
    let mut take = |answer: Answer| {
        assert_eq!(
            answer.result.unwrap().header().command_status,
            CommandStatus::ESME_ROK
        );
        tags.push(answer.tag);
    };
    for tag in 0..5 {
        sender.send(tag, message(b"bulk")).await.unwrap();
        while let Some(answer) = answers.try_next() {
            take(answer);
        }
    }
    until(|| answers.outstanding() == 0).await;
    while let Some(answer) = answers.try_next() {
        take(answer);
    }
    tags.sort_unstable();
    assert_eq!(tags, [0, 1, 2, 3, 4, 99][..5 + sent]);
    assert_eq!(answers.outstanding(), 0);
}

/// A message that another connection has received.
async fn received() -> Frame {
    let bound = Bound::new().await;
    bound.hold();
    let sent = polled(bound.esme.submit_sm(message(b"dropped")), 2, 20).await;
    assert!(sent.is_none());
    let served = bound.served.lock().unwrap();
    served.held.as_ref().unwrap()[0].frame().clone()
}

#[tokio::test]
async fn a_bulk_send_with_room_and_without() {
    let frame = received().await;
    for (full, forwarded) in [(false, false), (true, false), (false, true), (true, true)] {
        sweep(async |times, turns| {
            let bound = Bound::new().await;
            let mut others = Vec::new();
            if full {
                bound.hold();
                others = bound.others(WINDOW + 1);
                breathe(20).await;
            }
            let (mut sender, mut answers) = bound.esme.bulk();
            let releasing = async {
                breathe(4).await;
                bound.release();
            };
            let sending = async {
                match forwarded {
                    true => polled(sender.forward(99, &frame), times, turns).await,
                    false => polled(sender.send(99, message(b"dropped")), times, turns).await,
                }
            };
            let (done, ()) = tokio::join!(sending, releasing);
            let sent = usize::from(done.is_some());
            works_on(&bound, &mut sender, &mut answers, sent).await;
            assert_eq!(
                bound.was_served(b"dropped"),
                sent == 1,
                "not ready, and yet sent"
            );
            drop((sender, answers));
            Bound::got(others).await;
            bound.is_whole().await;
            bound.ends().await;
            sent == 1
        })
        .await;
    }
}

#[tokio::test]
async fn the_next_answer() {
    sweep(async |times, turns| {
        let bound = Bound::new().await;
        let (mut sender, mut answers) = bound.esme.bulk();
        bound.hold();
        sender.send(99, message(b"first")).await.unwrap();
        let releasing = async {
            breathe(4).await;
            bound.release();
        };
        let (done, ()) = tokio::join!(polled(answers.next(), times, turns), releasing);
        let taken = usize::from(done.is_some());
        works_on(&bound, &mut sender, &mut answers, 1 - taken).await;
        drop(sender);
        assert!(answers.next().await.is_none());
        bound.is_whole().await;
        bound.ends().await;
        taken == 1
    })
    .await;
}
