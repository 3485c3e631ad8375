//! Every string and every message of every PDU.

use smpp_codec::CommandId;
use smpp_codec::pdu::{
    AlertNotification, Bind, BindResp, Body, BroadcastSm, BroadcastSmResp, CancelBroadcastSm,
    CancelSm, DataSm, DataSmResp, DeliverSm, DeliverSmResp, Destination, MessageDetailsFields,
    MessageIdEntry, Outbind, ParamRetrieve, ParamRetrieveResp, QueryBroadcastSm,
    QueryBroadcastSmResp, QueryLastMsgs, QueryLastMsgsResp, QueryMsgDetails, QueryMsgDetailsResp,
    QuerySm, QuerySmResp, ReplaceSm, SubmitMulti, SubmitMultiResp, SubmitSm, SubmitSmResp,
    UnsuccessSme,
};
use smpp_codec::tlv::{Tlv, Tlvs};
use smpp_codec::values::{Address, MessageState};

/// What a field may hold.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Holds {
    /// A C-octet string: the octets of the field by version, the NUL counted.
    String([usize; 3]),
    /// A time: nothing, or 16 characters.
    Time,
    /// The same, or 12 characters.
    Date,
    /// A message: so many octets, of any value.
    Message,
}

use Holds::{Date, Message, Time};

/// A message id.
const ID: Holds = Holds::String([9, 65, 65]);

const fn all(octets: usize) -> Holds {
    Holds::String([octets; 3])
}

/// One field, and a PDU in which it is the octets given.
pub(crate) struct Row {
    pub(crate) id: CommandId,
    pub(crate) name: &'static str,
    pub(crate) holds: Holds,
    pub(crate) body: Box<dyn Fn(&'static [u8]) -> Body<'static>>,
}

#[derive(Default)]
struct Table(Vec<Row>);

impl Table {
    fn row<B: Into<Body<'static>>>(
        &mut self,
        name: &'static str,
        holds: Holds,
        body: impl Fn(&'static [u8]) -> B + 'static,
    ) {
        let body = move |octets| body(octets).into();
        let id = body(b"").command_id();
        self.0.push(Row {
            id,
            name,
            holds,
            body: Box::new(body),
        });
    }

    /// A field that is octets by itself.
    fn address<B: Into<Body<'static>>>(
        &mut self,
        name: &'static str,
        octets: usize,
        body: impl Fn(Address<'static>) -> B + 'static,
    ) {
        self.row(name, all(octets), move |addr| {
            body(Address::international(addr))
        });
    }
}

/// Leaked, as a test may: a list has to stand somewhere.
pub(crate) fn one<T>(entry: T) -> &'static [T] {
    Box::leak(Box::new([entry]))
}

/// The TLVs that a PDU must have, each of a length that it may have.
pub(crate) fn mandatory(id: CommandId) -> Tlvs<'static> {
    let tlvs = id.mandatory_tlvs().iter().map(|tag| {
        let octets = (1..=3).find(|octets| tag.allows(*octets) == Some(true));
        Tlv::raw(*tag, &[0; 3][..octets.expect("one to three octets")])
    });
    Tlvs::from(tlvs.collect::<Vec<_>>().leak() as &[_])
}

/// Rows for fields of a type, the others from an expression.
macro_rules! rows {
    ($table:ident, $Type:ident from $base:expr; $($name:ident: $holds:expr),*) => {
        $($table.row(stringify!($name), $holds, |v| $Type { $name: v, ..$base });)*
    };
    ($table:ident, $Type:ident(Some) from $base:expr; $($name:ident: $holds:expr),*) => {
        $($table.row(stringify!($name), $holds, |v| $Type { $name: Some(v), ..$base });)*
    };
}

macro_rules! binds {
    ($table:ident: $($Request:ident $Response:ident)*) => {$(
        for (name, octets) in [("system_id", 16), ("password", 9), ("system_type", 13), ("address_range", 41)] {
            $table.row(name, all(octets), move |v| {
                let mut bind = Bind::default();
                *match name {
                    "system_id" => &mut bind.system_id,
                    "password" => &mut bind.password,
                    "system_type" => &mut bind.system_type,
                    _ => &mut bind.address_range,
                } = v;
                Body::$Request(bind)
            });
        }
        $table.row("system_id", all(16), |v| Body::$Response(BindResp::accepted(v)));
    )*};
}

fn sessions(table: &mut Table) {
    binds! {
        table:
        BindReceiver BindReceiverResp
        BindTransmitter BindTransmitterResp
        BindTransceiver BindTransceiverResp
    }
    rows!(table, Outbind from Outbind::default(); system_id: all(16), password: all(9));
    table.address("source_addr", 65, |v| {
        AlertNotification::new(v, Address::default())
    });
    table.address("esme_addr", 65, |v| {
        AlertNotification::new(Address::default(), v)
    });
}

fn messages(table: &mut Table) {
    rows!(
        table, SubmitSm from SubmitSm::default();
        service_type: all(6), schedule_delivery_time: Time, validity_period: Time,
        short_message: Message
    );
    table.address("source_addr", 21, |v| {
        SubmitSm::new(v, Address::default(), b"")
    });
    table.address("destination_addr", 21, |v| {
        SubmitSm::new(Address::default(), v, b"")
    });
    table.row("message_id", ID, SubmitSmResp::accepted);
    rows!(
        table, DeliverSm from DeliverSm::default();
        service_type: all(6), schedule_delivery_time: Time, validity_period: Time,
        short_message: Message
    );
    table.address("source_addr", 21, |v| {
        DeliverSm::new(v, Address::default(), b"")
    });
    table.address("destination_addr", 21, |v| {
        DeliverSm::new(Address::default(), v, b"")
    });
    rows!(table, DeliverSmResp(Some) from DeliverSmResp::accepted(); message_id: ID);
    rows!(table, DataSm from DataSm::default(); service_type: all(6));
    table.address("source_addr", 65, |v| {
        DataSm::new(v, Address::default(), Tlvs::EMPTY)
    });
    table.address("destination_addr", 65, |v| {
        DataSm::new(Address::default(), v, Tlvs::EMPTY)
    });
    table.row("message_id", ID, DataSmResp::accepted);

    fn multi(to: Destination<'static>) -> SubmitMulti<'static> {
        SubmitMulti::new(Address::default(), one(to), b"")
    }
    const LIST: Destination<'static> = Destination::DistributionList(b"all");
    rows!(
        table, SubmitMulti from multi(LIST);
        service_type: all(6), schedule_delivery_time: Time, validity_period: Time,
        short_message: Message
    );
    table.address("source_addr", 21, |v| SubmitMulti::new(v, one(LIST), b""));
    table.address("destination_addr", 21, |v| {
        multi(Destination::SmeAddress(v))
    });
    table.row("dl_name", all(21), |v| {
        multi(Destination::DistributionList(v))
    });
    table.row("message_id", ID, SubmitMultiResp::accepted);
    table.address("destination_addr", 21, |v| SubmitMultiResp {
        unsuccess_sme: one(UnsuccessSme {
            address: v,
            ..UnsuccessSme::default()
        })
        .into(),
        ..SubmitMultiResp::accepted(b"1")
    });
}

fn operations(table: &mut Table) {
    table.row("message_id", ID, |v| QuerySm::new(v, Address::default()));
    table.address("source_addr", 21, |v| QuerySm::new(b"", v));
    table.row("message_id", ID, |v| {
        QuerySmResp::new(v, b"", MessageState::ENROUTE)
    });
    table.row("final_date", Date, |v| {
        QuerySmResp::new(b"", v, MessageState::EXPIRED)
    });
    rows!(table, CancelSm from CancelSm::default(); service_type: all(6), message_id: ID);
    table.address("source_addr", 21, |v| CancelSm::all(v, Address::default()));
    table.address("destination_addr", 21, |v| {
        CancelSm::all(Address::default(), v)
    });
    rows!(
        table, ReplaceSm from ReplaceSm::default();
        message_id: ID, schedule_delivery_time: Time, validity_period: Time,
        short_message: Message
    );
    table.address("source_addr", 21, |v| ReplaceSm::new(b"", v, b""));
    rows!(
        table, BroadcastSm from BroadcastSm::new(Address::default(), mandatory(CommandId::BROADCAST_SM));
        service_type: all(6), message_id: ID, schedule_delivery_time: Time, validity_period: Time
    );
    table.address("source_addr", 21, |v| {
        BroadcastSm::new(v, mandatory(CommandId::BROADCAST_SM))
    });
    table.row("message_id", ID, BroadcastSmResp::accepted);
    table.row("message_id", ID, |v| {
        QueryBroadcastSm::new(v, Address::default())
    });
    table.address("source_addr", 21, |v| QueryBroadcastSm::new(b"", v));
    table.row("message_id", ID, |v| {
        QueryBroadcastSmResp::new(v, mandatory(CommandId::QUERY_BROADCAST_SM_RESP))
    });
    rows!(table, CancelBroadcastSm from CancelBroadcastSm::default(); service_type: all(6));
    table.row("message_id", ID, |v| {
        CancelBroadcastSm::new(v, Address::default())
    });
    table.address("source_addr", 21, |v| CancelBroadcastSm::new(b"", v));
}

fn version_3_3(table: &mut Table) {
    table.row("param_name", all(32), ParamRetrieve::new);
    table.row("param_value", all(101), ParamRetrieveResp::new);
    table.address("source_addr", 21, |v| QueryLastMsgs::new(v, 1));
    table.row("message_id", ID, |v| {
        QueryLastMsgsResp::new(one(MessageIdEntry(v)))
    });
    table.row("message_id", ID, |v| {
        QueryMsgDetails::new(v, Address::default(), 0)
    });
    table.address("source_addr", 21, |v| QueryMsgDetails::new(b"", v, 0));

    fn resp(fields: MessageDetailsFields<'static>) -> QueryMsgDetailsResp<'static> {
        QueryMsgDetailsResp {
            service_type: Some(b""),
            dest_address: one(Destination::DistributionList(b"all")).into(),
            details: (&one(fields)[0]).into(),
            ..QueryMsgDetailsResp::default()
        }
    }
    fn none() -> MessageDetailsFields<'static> {
        MessageDetailsFields::default()
    }
    rows!(table, QueryMsgDetailsResp(Some) from resp(none()); service_type: all(6));
    table.address("source_addr", 21, |v| QueryMsgDetailsResp {
        source_addr: v,
        ..resp(none())
    });
    for name in ["destination_addr", "dl_name"] {
        table.row(name, all(21), move |v| QueryMsgDetailsResp {
            dest_address: one(match name {
                "dl_name" => Destination::DistributionList(v),
                _ => Destination::SmeAddress(Address::international(v)),
            })
            .into(),
            ..resp(none())
        });
    }
    macro_rules! details {
        ($($name:ident: $holds:expr),*) => {
            $(table.row(stringify!($name), $holds, |v| {
                resp(MessageDetailsFields { $name: v, ..none() })
            });)*
        };
    }
    details!(
        schedule_delivery_time: Time, validity_period: Time, short_message: Message,
        message_id: ID, final_date: Date
    );
}

pub(crate) fn table() -> Vec<Row> {
    let mut table = Table::default();
    sessions(&mut table);
    messages(&mut table);
    operations(&mut table);
    version_3_3(&mut table);
    table.0
}
