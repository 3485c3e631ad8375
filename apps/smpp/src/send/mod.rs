//! `smpp send`: one message, and its receipts.

mod esme;
mod plan;
mod receipts;
mod submit;

use std::io;
use std::path::PathBuf;
use std::process::ExitCode;
use std::time::Duration;

use clap::ValueEnum;
use smpp_codec::Version;
use smpp_session::BindType;

use crate::address::OwnedAddress;
use crate::duration;
use crate::failure::Failure;
use crate::out::Out;
use crate::redaction::Secret;

/// Send a text
///
/// Chooses the cheapest alphabet that loses nothing, splits what does not fit in one message, and
/// prints what it did and the `message_id` of each part. With --receipt it waits until the message
/// centre has told what became of every part.
#[derive(clap::Args)]
#[command(after_long_help = include_str!("help.txt"))]
pub(crate) struct Args {
    /// The message centre
    #[arg(long, value_name = "HOST:PORT")]
    connect: String,

    /// Connect in TLS, to a message centre whose certificate this system trusts
    #[arg(long)]
    tls: bool,

    /// Connect in TLS, and trust the certificates of this PEM file instead
    #[arg(long, value_name = "FILE")]
    tls_roots: Option<PathBuf>,

    /// Who is sending
    #[arg(long, value_name = "ID")]
    system_id: String,

    /// The password; better given in the environment, where other users do not see it
    #[arg(long, env = "SMPP_PASSWORD", hide_env_values = true, value_name = "PW")]
    password: Secret,

    /// What kind of system this is, where the message centre wants to know
    #[arg(
        long,
        value_name = "TYPE",
        default_value = "",
        hide_default_value = true
    )]
    system_type: String,

    /// Bind as a transmitter or as a transceiver [default: trx with --receipt, else tx]
    #[arg(long, value_enum)]
    bind: Option<BindName>,

    /// Who the message is from
    #[arg(long, value_name = "ADDR")]
    from: OwnedAddress,

    /// Who it is to
    #[arg(long, value_name = "ADDR")]
    to: OwnedAddress,

    /// What it says
    #[arg(long)]
    text: String,

    /// Ask for a delivery receipt, and wait for it
    #[arg(long)]
    receipt: bool,

    /// How long to wait for receipts
    #[arg(long, value_name = "SECONDS", default_value = "30", value_parser = duration::parse)]
    wait: Duration,

    /// The `data_coding` to send with, instead of the one that fits best
    #[arg(long, value_name = "N", value_parser = octet)]
    data_coding: Option<u8>,

    /// The interface version to speak
    #[arg(long = "version", value_enum, default_value = "3.4")]
    version: VersionName,

    /// Print every PDU to standard error
    #[arg(long)]
    pdus: bool,
}

crate::redaction::opaque!(Args);

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum BindName {
    Tx,
    Trx,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum VersionName {
    #[value(name = "3.3")]
    V3_3,
    #[value(name = "3.4")]
    V3_4,
    #[value(name = "5.0")]
    V5_0,
}

/// An octet in decimal, or in hexadecimal behind `0x`.
fn octet(text: &str) -> Result<u8, String> {
    let octet = match text.strip_prefix("0x") {
        Some(digits) => u8::from_str_radix(digits, 16),
        None => text.parse(),
    };
    octet.map_err(|_| "a number from 0 to 255, or 0x00 to 0xff".into())
}

impl Args {
    fn version(&self) -> Version {
        match self.version {
            VersionName::V3_3 => Version::V3_3,
            VersionName::V3_4 => Version::V3_4,
            VersionName::V5_0 => Version::V5_0,
        }
    }

    /// How to bind, if what is asked for can be had that way.
    fn bind_type(&self) -> Result<BindType, Failure> {
        let trx = match self.bind {
            Some(bind) => bind == BindName::Trx,
            None => self.receipt,
        };
        if self.receipt && !trx {
            return Err(Failure::Usage(
                "--receipt needs --bind trx: a transmitter receives nothing".into(),
            ));
        }
        if trx && self.version() == Version::V3_3 {
            return Err(Failure::Usage(
                "SMPP 3.3 has no transceiver: use --version 3.4, or no --receipt".into(),
            ));
        }
        Ok(match trx {
            true => BindType::Transceiver,
            false => BindType::Transmitter,
        })
    }

    /// Fails if a field of the bind request is too long for it.
    fn check(&self) -> Result<(), Failure> {
        let lengths = [
            ("--system-id", self.system_id.as_str(), 15),
            ("--password", self.password.as_str(), 8),
            ("--system-type", self.system_type.as_str(), 12),
        ];
        for (option, value, most) in lengths {
            if value.len() > most {
                let why = format!("{option} is longer than the {most} octets that SMPP has for it");
                return Err(Failure::Usage(why));
            }
        }
        Ok(())
    }
}

/// Sends the message.
pub(crate) fn run(args: &Args) -> Result<ExitCode, Failure> {
    let bind_type = args.bind_type()?;
    args.check()?;
    let plan = plan::Plan::new(&args.text, args.data_coding, args.version())?;
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .map_err(|error| Failure::Io("the runtime", error))?;
    let (pdus, written) = args.pdus.then(|| Out::start(io::stderr())).unzip();
    let sent = runtime.block_on(submit::send(args, bind_type, &plan, pdus));
    // A name that is still being looked up is not waited for.
    runtime.shutdown_background();
    if let Some(written) = written {
        written.wait();
    }
    sent.map(|()| ExitCode::SUCCESS)
}
