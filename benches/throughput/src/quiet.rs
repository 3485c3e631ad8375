//! Bare sessions that send nothing, and answer `enquire_link`.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Instant;

use smpp_codec::CommandId;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::runtime::Runtime;

use crate::Error;
use crate::bare_async::runtime;
use crate::load::{Client, Load, Tally};
use crate::message;

/// Any number of bound connections. A phase counts each `enquire_link` that was answered, and each
/// connection that the server has ended as refused.
#[derive(Debug)]
pub struct Quiet {
    runtime: Runtime,
    counts: Arc<Counts>,
}

#[derive(Debug, Default)]
struct Counts {
    answered: AtomicU64,
    ended: AtomicU64,
}

impl Quiet {
    /// Binds every connection.
    ///
    /// # Errors
    /// The connections'.
    pub fn connect(load: &Load) -> Result<Box<dyn Client>, Error> {
        let runtime = runtime()?;
        let counts = Arc::new(Counts::default());
        runtime.block_on(async {
            for _ in 0..load.connections {
                let mut stream = TcpStream::connect(load.address).await?;
                stream.write_all(&message::bind()?).await?;
                let bound = read_frame(&mut stream).await?;
                if message::command_status(&bound) != 0 {
                    return Err("not bound".into());
                }
                let counts = Arc::clone(&counts);
                tokio::spawn(async move {
                    let error = answer(stream, &counts).await;
                    counts.ended.fetch_add(1, Ordering::Relaxed);
                    error
                });
            }
            Ok::<_, Error>(())
        })?;
        Ok(Box::new(Self { runtime, counts }))
    }
}

impl Client for Quiet {
    fn phase(&mut self, tally: &Arc<Tally>) -> Result<(), Error> {
        self.counts.answered.store(0, Ordering::Relaxed);
        let end = tokio::time::Instant::from_std(tally.end());
        self.runtime
            .block_on(async { tokio::time::sleep_until(end).await });
        let now = Instant::now();
        for (count, accepted) in [(&self.counts.answered, true), (&self.counts.ended, false)] {
            let count = usize::try_from(count.load(Ordering::Relaxed))?;
            tally.answered(count, now, now, accepted);
        }
        Ok(())
    }
}

/// Until the server ends the connection.
async fn answer(mut stream: TcpStream, counts: &Counts) -> Result<(), Error> {
    let mut out = Vec::new();
    loop {
        let frame = read_frame(&mut stream).await?;
        message::answer(&frame, &mut out);
        stream.write_all(&out).await?;
        out.clear();
        if message::command_id(&frame) == CommandId::ENQUIRE_LINK {
            counts.answered.fetch_add(1, Ordering::Relaxed);
        }
    }
}

/// One frame at a time: there is never more than one.
async fn read_frame(stream: &mut TcpStream) -> Result<Vec<u8>, Error> {
    let mut frame = vec![0; 16];
    stream.read_exact(&mut frame).await?;
    let octets = message::command_length(&frame);
    if octets > 1000 {
        return Err("an unexpected frame".into());
    }
    frame.resize(octets.max(16), 0);
    stream.read_exact(&mut frame[16..]).await?;
    Ok(frame)
}
