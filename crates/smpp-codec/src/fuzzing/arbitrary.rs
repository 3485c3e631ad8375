//! Any PDU, built by hand from octets the way an application builds one.
//!
//! Written out rather than derived: a derived `Arbitrary` needs `std`, and spends its octets on
//! values that no encoder accepts.

use crate::command_id::CommandId;
use crate::command_status::CommandStatus;
use crate::pdu::{
    AlertNotification, Bind, BindResp, Body, BroadcastSm, CancelBroadcastSm, CancelSm, DataSm,
    DataSmResp, DeliverSm, DeliverSmResp, Destination, MessageDetailsFields, MessageIdEntry,
    Outbind, ParamRetrieve, ParamRetrieveResp, Pdu, QueryBroadcastSm, QueryBroadcastSmResp,
    QueryLastMsgs, QueryLastMsgsResp, QueryMsgDetails, QueryMsgDetailsResp, QuerySm, QuerySmResp,
    ReplaceSm, SubmitMulti, SubmitMultiResp, SubmitSm, SubmitSmResp, Unknown, UnsuccessSme,
};
use crate::pdu::{
    BroadcastSmResp, CancelBroadcastSmResp, CancelSmResp, EnquireLink, EnquireLinkResp,
    GenericNack, ReplaceSmResp, Unbind, UnbindResp,
};
use crate::tlv::{self, Tlv, TlvTag, Tlvs};
use crate::values::{
    AddrSubunit, Address, DataCoding, EsmClass, InterfaceVersion, MessageState, Npi, PriorityFlag,
    ProtocolId, RegisteredDelivery, ReplaceIfPresentFlag, Ton,
};

/// Values out of octets; zeros when these have run out.
pub(super) struct Source<'a>(pub(super) &'a [u8]);

impl<'a> Source<'a> {
    fn octet(&mut self) -> u8 {
        let Some((octet, rest)) = self.0.split_first() else {
            return 0;
        };
        self.0 = rest;
        *octet
    }

    fn integer2(&mut self) -> u16 {
        u16::from_be_bytes([self.octet(), self.octet()])
    }

    fn integer4(&mut self) -> u32 {
        u32::from(self.integer2()) << 16 | u32::from(self.integer2())
    }

    fn yes(&mut self) -> bool {
        self.octet() & 1 == 1
    }

    /// As many octets as the next one says, at most `most`.
    fn octets(&mut self, most: u8) -> &'a [u8] {
        let octets = usize::from(self.octet().min(most)).min(self.0.len());
        let (taken, rest) = self.0.split_at_checked(octets).unwrap_or((&[], self.0));
        self.0 = rest;
        taken
    }

    /// A string for a field of `most` octets with its NUL: seldom one that is too long, or that
    /// has a NUL inside.
    fn string(&mut self, most: u8) -> &'a [u8] {
        let strange = self.octet();
        let octets = self.octets(most.saturating_sub(u8::from(strange < 0xF8)));
        if strange == 0xFF {
            return octets;
        }
        octets.split(|octet| *octet == 0).next().unwrap_or(octets)
    }

    fn time(&mut self) -> &'a [u8] {
        match self.octet() {
            0..0x80 => &[],
            0x80..0xF0 => b"261123161500000+",
            _ => self.string(17),
        }
    }

    fn address(&mut self, most: u8) -> Address<'a> {
        let (ton, npi) = (Ton(self.octet()), Npi(self.octet()));
        Address::new(ton, npi, self.string(most))
    }

    /// The first few of a list, and how many.
    fn fill<T, const N: usize>(
        &mut self,
        mut list: [T; N],
        entry: fn(&mut Self) -> T,
    ) -> ([T; N], usize) {
        let count = usize::from(self.octet() >> 6).min(N);
        for place in list.iter_mut().take(count) {
            *place = entry(self);
        }
        (list, count)
    }

    fn status(&mut self) -> CommandStatus {
        CommandStatus(match self.octet() {
            0..0x80 => 0,
            octet => u32::from(octet),
        })
    }

    fn tlv(&mut self) -> Tlv<'a> {
        let kind = self.octet();
        match kind & 15 {
            0 => Tlv::new(tlv::DEST_ADDR_SUBUNIT, AddrSubunit(self.octet())),
            1 => Tlv::new(tlv::SAR_MSG_REF_NUM, self.integer2()),
            2 => Tlv::new(tlv::QOS_TIME_TO_LIVE, self.integer4()),
            3 => Tlv::new(tlv::MESSAGE_STATE, MessageState(self.octet())),
            4 => Tlv::new(tlv::SC_INTERFACE_VERSION, InterfaceVersion(self.octet())),
            5 | 6 => Tlv::new(tlv::RECEIPTED_MESSAGE_ID, self.string(65)),
            7 => Tlv::new(tlv::ALERT_ON_MESSAGE_DELIVERY, None),
            8 | 9 => Tlv::new(tlv::MESSAGE_PAYLOAD, self.octets(255)),
            10 => {
                let known = TlvTag::KNOWN;
                let at = usize::from(self.octet()).checked_rem(known.len());
                let tag = at.and_then(|at| known.get(at)).copied();
                Tlv::raw(tag.unwrap_or_default(), self.octets(20))
            }
            _ => Tlv::raw(TlvTag(self.integer2()), self.octets(20)),
        }
    }
}

/// Builds one PDU and hands it over. Its lists stand on this stack.
pub(super) fn with_pdu(data: &[u8], with: &mut dyn FnMut(&Pdu<'_>)) {
    let source = &mut Source(data);
    let (group, kind) = (source.octet(), source.octet());
    let status = source.status();
    let sequence_number = match source.octet() {
        0xFF => source.integer4(),
        octet => u32::from(octet).saturating_add(1),
    };
    let list = [(); 4].map(|()| Tlv::raw(TlvTag(0), &[]));
    let list = source.fill(list, Source::tlv);
    let destinations = [Destination::DistributionList(&[]); 4];
    let destinations = source.fill(destinations, |source| match source.yes() {
        true => Destination::SmeAddress(source.address(21)),
        false => Destination::DistributionList(source.string(21)),
    });
    let unsuccessful = source.fill([UnsuccessSme::default(); 4], |source| UnsuccessSme {
        address: source.address(21),
        error_status_code: source.status(),
    });
    let ids = source.fill([MessageIdEntry::default(); 4], |source| {
        MessageIdEntry(source.string(9))
    });
    let details = MessageDetailsFields {
        protocol_id: ProtocolId(source.octet()),
        priority_flag: PriorityFlag(source.octet()),
        schedule_delivery_time: source.time(),
        validity_period: source.time(),
        registered_delivery: RegisteredDelivery(source.octet()),
        data_coding: DataCoding(source.octet()),
        short_message: source.octets(161),
        message_id: source.string(9),
        final_date: source.time(),
        message_state: MessageState(source.octet()),
        error_code: source.octet(),
    };
    let lists = Lists {
        destinations: destinations.0.get(..destinations.1).unwrap_or_default(),
        unsuccessful: unsuccessful.0.get(..unsuccessful.1).unwrap_or_default(),
        ids: ids.0.get(..ids.1).unwrap_or_default(),
        details: &details,
    };
    let tlvs = Tlvs::from(list.0.get(..list.1).unwrap_or_default());
    let body = match group % 4 {
        0 => session(kind, source, tlvs),
        1 => message(kind, source, tlvs, &lists),
        2 => operation(kind, source, tlvs),
        _ => version_3_3(kind, source, tlvs, &lists),
    };
    let pdu = Pdu::new(sequence_number, body);
    with(&pdu.with_status(status));
}

struct Lists<'a> {
    destinations: &'a [Destination<'a>],
    unsuccessful: &'a [UnsuccessSme<'a>],
    ids: &'a [MessageIdEntry<'a>],
    details: &'a MessageDetailsFields<'a>,
}

fn session<'a>(kind: u8, source: &mut Source<'a>, tlvs: Tlvs<'a>) -> Body<'a> {
    let bind = Bind {
        system_id: source.string(16),
        password: source.string(9),
        system_type: source.string(13),
        interface_version: InterfaceVersion(source.octet()),
        addr_ton: Ton(source.octet()),
        addr_npi: Npi(source.octet()),
        address_range: source.string(41),
        tlvs,
    };
    let resp = BindResp {
        system_id: source.yes().then_some(bind.system_id),
        tlvs,
    };
    match kind % 13 {
        0 => Body::BindReceiver(bind),
        1 => Body::BindReceiverResp(resp),
        2 => Body::BindTransmitter(bind),
        3 => Body::BindTransmitterResp(resp),
        4 => Body::BindTransceiver(bind),
        5 => Body::BindTransceiverResp(resp),
        6 => Outbind {
            system_id: bind.system_id,
            password: bind.password,
            tlvs,
        }
        .into(),
        7 => Unbind { tlvs }.into(),
        8 => UnbindResp { tlvs }.into(),
        9 => EnquireLink { tlvs }.into(),
        10 => EnquireLinkResp { tlvs }.into(),
        11 => GenericNack { tlvs }.into(),
        _ => Unknown {
            command_id: CommandId(source.integer4()),
            octets: source.octets(255),
        }
        .into(),
    }
}

fn message<'a>(kind: u8, source: &mut Source<'a>, tlvs: Tlvs<'a>, lists: &Lists<'a>) -> Body<'a> {
    let message_id = source.yes().then(|| source.string(65));
    let submit = SubmitSm {
        service_type: source.string(6),
        source_addr: source.address(21),
        destination_addr: source.address(21),
        esm_class: EsmClass(source.octet()),
        protocol_id: ProtocolId(source.octet()),
        priority_flag: PriorityFlag(source.octet()),
        schedule_delivery_time: source.time(),
        validity_period: source.time(),
        registered_delivery: RegisteredDelivery(source.octet()),
        replace_if_present_flag: ReplaceIfPresentFlag(source.octet()),
        data_coding: DataCoding(source.octet()),
        sm_default_msg_id: source.octet(),
        short_message: source.octets(255),
        tlvs,
    };
    let SubmitSm {
        service_type,
        source_addr,
        destination_addr,
        esm_class,
        protocol_id,
        priority_flag,
        schedule_delivery_time,
        validity_period,
        registered_delivery,
        replace_if_present_flag,
        data_coding,
        sm_default_msg_id,
        short_message,
        ..
    } = submit;
    match kind % 10 {
        0 => submit.into(),
        1 => SubmitSmResp { message_id, tlvs }.into(),
        2 => DeliverSm {
            service_type,
            source_addr,
            destination_addr,
            esm_class,
            protocol_id,
            priority_flag,
            schedule_delivery_time,
            validity_period,
            registered_delivery,
            replace_if_present_flag,
            data_coding,
            sm_default_msg_id,
            short_message,
            tlvs,
        }
        .into(),
        3 => DeliverSmResp { message_id, tlvs }.into(),
        4 => DataSm {
            service_type,
            source_addr: source.address(65),
            destination_addr: source.address(65),
            esm_class,
            registered_delivery,
            data_coding,
            tlvs,
        }
        .into(),
        5 => DataSmResp { message_id, tlvs }.into(),
        6 => SubmitMulti {
            service_type,
            source_addr,
            dest_address: lists.destinations.into(),
            esm_class,
            protocol_id,
            priority_flag,
            schedule_delivery_time,
            validity_period,
            registered_delivery,
            replace_if_present_flag,
            data_coding,
            sm_default_msg_id,
            short_message,
            tlvs,
        }
        .into(),
        7 => SubmitMultiResp {
            message_id,
            unsuccess_sme: match message_id {
                Some(_) => lists.unsuccessful.into(),
                None => Default::default(),
            },
            tlvs,
        }
        .into(),
        8 => ReplaceSm {
            message_id: message_id.unwrap_or_default(),
            source_addr,
            schedule_delivery_time,
            validity_period,
            registered_delivery,
            sm_default_msg_id,
            short_message,
            tlvs,
        }
        .into(),
        _ => ReplaceSmResp { tlvs }.into(),
    }
}

fn operation<'a>(kind: u8, source: &mut Source<'a>, tlvs: Tlvs<'a>) -> Body<'a> {
    let service_type = source.string(6);
    let source_addr = source.address(21);
    let message_id = source.string(65);
    let present = source.yes().then_some(message_id);
    match kind % 11 {
        0 => QuerySm {
            message_id,
            source_addr,
            tlvs,
        }
        .into(),
        1 => match present {
            Some(_) => QuerySmResp {
                message_id: present,
                final_date: source.time(),
                message_state: MessageState(source.octet()),
                error_code: source.octet(),
                tlvs,
            }
            .into(),
            None => QuerySmResp {
                tlvs,
                ..QuerySmResp::default()
            }
            .into(),
        },
        2 => CancelSm {
            service_type,
            message_id,
            source_addr,
            destination_addr: source.address(21),
            tlvs,
        }
        .into(),
        3 => CancelSmResp { tlvs }.into(),
        4 => AlertNotification {
            source_addr: source.address(65),
            esme_addr: source.address(65),
            tlvs,
        }
        .into(),
        5 => BroadcastSm {
            service_type,
            source_addr,
            message_id,
            priority_flag: PriorityFlag(source.octet()),
            schedule_delivery_time: source.time(),
            validity_period: source.time(),
            replace_if_present_flag: ReplaceIfPresentFlag(source.octet()),
            data_coding: DataCoding(source.octet()),
            sm_default_msg_id: source.octet(),
            tlvs,
        }
        .into(),
        6 => BroadcastSmResp {
            message_id: present,
            tlvs,
        }
        .into(),
        7 => QueryBroadcastSm {
            message_id,
            source_addr,
            tlvs,
        }
        .into(),
        8 => QueryBroadcastSmResp {
            message_id: present,
            tlvs,
        }
        .into(),
        9 => CancelBroadcastSm {
            service_type,
            message_id,
            source_addr,
            tlvs,
        }
        .into(),
        _ => CancelBroadcastSmResp { tlvs }.into(),
    }
}

fn version_3_3<'a>(
    kind: u8,
    source: &mut Source<'a>,
    tlvs: Tlvs<'a>,
    lists: &Lists<'a>,
) -> Body<'a> {
    let source_addr = source.address(21);
    let present = source.yes();
    match kind % 6 {
        0 => ParamRetrieve {
            param_name: source.string(32),
            tlvs,
        }
        .into(),
        1 => ParamRetrieveResp {
            param_value: present.then(|| source.string(101)),
            tlvs,
        }
        .into(),
        2 => QueryLastMsgs {
            source_addr,
            num_messages: source.octet(),
            tlvs,
        }
        .into(),
        3 => QueryLastMsgsResp {
            message_ids: present.then(|| lists.ids.into()),
            tlvs,
        }
        .into(),
        4 => QueryMsgDetails {
            message_id: source.string(9),
            source_addr,
            sm_length: source.octet(),
            tlvs,
        }
        .into(),
        _ => match present {
            true => QueryMsgDetailsResp {
                service_type: Some(source.string(6)),
                source_addr,
                dest_address: lists.destinations.into(),
                details: lists.details.into(),
                tlvs,
            }
            .into(),
            false => QueryMsgDetailsResp {
                tlvs,
                ..QueryMsgDetailsResp::default()
            }
            .into(),
        },
    }
}
