//! The mandatory parameters by name: what an error points at, and how it is answered.

use crate::command_id::CommandId;
use crate::command_status::CommandStatus;
use crate::tlv::TlvTag;
use crate::values::{
    DataCoding, DestFlag, EsmClass, InterfaceVersion, MessageState, Npi, ReplaceIfPresentFlag, Ton,
};

/// One field of a PDU, as a [`Visitor`](crate::visit::Visitor) meets it.
///
/// A vendor's PDU has fields of its own, each in a `static`: see [`vendor`](crate::vendor).
///
/// ```
/// use smpp_codec::{CommandStatus, Field};
///
/// static PIN: Field = Field::new("pin", CommandStatus(0x0000_0401)).with_sensitive();
/// assert!(PIN.is_sensitive());
/// ```
pub struct Field {
    name: &'static str,
    status: CommandStatus,
    sensitive: bool,
    tag: Option<TlvTag>,
    value_name: fn(u32) -> Option<&'static str>,
    entries: Option<&'static str>,
}

impl Field {
    /// A field with this name; `status` answers a bad value of it, and is at most `0xFFFF`.
    #[must_use]
    pub const fn new(name: &'static str, status: CommandStatus) -> Self {
        Self {
            name,
            status,
            sensitive: false,
            tag: None,
            value_name: |_| None,
            entries: None,
        }
    }

    pub(crate) const fn tlv(name: &'static str, tag: TlvTag) -> Self {
        let mut field = Self::new(name, CommandStatus::ESME_RINVTLVVAL);
        field.tag = Some(tag);
        field
    }

    /// The same field with a value that no log should show.
    #[must_use]
    pub const fn with_sensitive(mut self) -> Self {
        self.sensitive = true;
        self
    }

    /// The same field with names for its values.
    #[must_use]
    pub const fn with_value_names(mut self, value_name: fn(u32) -> Option<&'static str>) -> Self {
        self.value_name = value_name;
        self
    }

    const fn counts(mut self, entries: &'static str) -> Self {
        self.entries = Some(entries);
        self
    }

    /// The name in the specification: `"registered_delivery"`.
    #[must_use]
    pub const fn name(&self) -> &'static str {
        self.name
    }

    /// The status that answers a bad value of this field.
    #[must_use]
    pub const fn command_status(&self) -> CommandStatus {
        self.status
    }

    /// Whether the value is a password, an address or message text, which no log should show.
    #[must_use]
    pub const fn is_sensitive(&self) -> bool {
        self.sensitive
    }

    /// The name of one of its values, where the specification has one.
    #[must_use]
    pub fn value_name(&self, value: u32) -> Option<&'static str> {
        (self.value_name)(value)
    }

    /// For a field that counts the entries of a list, the list's name in the specification:
    /// `"dest_address"` for `number_of_dests`.
    #[must_use]
    pub const fn entries(&self) -> Option<&'static str> {
        self.entries
    }

    /// The tag of a TLV; 0, which is reserved, for all TLVs that no specification lists.
    pub(crate) const fn tag(&self) -> Option<TlvTag> {
        self.tag
    }
}

/// The name in the specification.
impl core::fmt::Display for Field {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.pad(self.name)
    }
}

impl core::fmt::Debug for Field {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.write_str(self.name)
    }
}

/// The three fields of an address.
#[derive(Debug)]
pub(crate) struct AddressFields {
    pub(crate) ton: &'static Field,
    pub(crate) npi: &'static Field,
    pub(crate) addr: &'static Field,
}

macro_rules! fields {
    ($($CONST:ident = $name:literal, $status:ident $(, $with:ident($($with_arg:expr)?))?;)*) => {
        $(pub(crate) static $CONST: Field =
            Field::new($name, CommandStatus::$status)$(.$with($($with_arg)?))?;)*
    };
}

/// The name of a value one octet wide.
macro_rules! octet_names {
    ($Type:ident) => {
        |value| {
            u8::try_from(value)
                .ok()
                .and_then(|value| $Type(value).name())
        }
    };
}

fields! {
    COMMAND_LENGTH = "command_length", ESME_RINVCMDLEN;
    COMMAND_ID = "command_id", ESME_RINVCMDID, with_value_names(|value| CommandId(value).name());
    COMMAND_STATUS = "command_status", ESME_RUNKNOWNERR,
        with_value_names(|value| CommandStatus(value).name());
    SEQUENCE_NUMBER = "sequence_number", ESME_RUNKNOWNERR;
    BODY = "body", ESME_RINVCMDLEN;
    TLVS = "tlvs", ESME_RINVTLVSTREAM;

    SYSTEM_ID = "system_id", ESME_RINVSYSID;
    PASSWORD = "password", ESME_RINVPASWD, with_sensitive();
    SYSTEM_TYPE = "system_type", ESME_RINVSYSTYP;
    INTERFACE_VERSION = "interface_version", ESME_RBINDFAIL, with_value_names(octet_names!(InterfaceVersion));
    ADDR_TON = "addr_ton", ESME_RBINDFAIL, with_value_names(octet_names!(Ton));
    ADDR_NPI = "addr_npi", ESME_RBINDFAIL, with_value_names(octet_names!(Npi));
    ADDRESS_RANGE = "address_range", ESME_RBINDFAIL, with_sensitive();

    SERVICE_TYPE = "service_type", ESME_RINVSERTYP;
    SOURCE_ADDR_TON = "source_addr_ton", ESME_RINVSRCTON, with_value_names(octet_names!(Ton));
    SOURCE_ADDR_NPI = "source_addr_npi", ESME_RINVSRCNPI, with_value_names(octet_names!(Npi));
    SOURCE_ADDR_ADDR = "source_addr", ESME_RINVSRCADR, with_sensitive();
    DEST_ADDR_TON = "dest_addr_ton", ESME_RINVDSTTON, with_value_names(octet_names!(Ton));
    DEST_ADDR_NPI = "dest_addr_npi", ESME_RINVDSTNPI, with_value_names(octet_names!(Npi));
    DESTINATION_ADDR_ADDR = "destination_addr", ESME_RINVDSTADR, with_sensitive();
    ESME_ADDR_TON = "esme_addr_ton", ESME_RINVDSTTON, with_value_names(octet_names!(Ton));
    ESME_ADDR_NPI = "esme_addr_npi", ESME_RINVDSTNPI, with_value_names(octet_names!(Npi));
    ESME_ADDR_ADDR = "esme_addr", ESME_RINVDSTADR, with_sensitive();
    NUMBER_OF_DESTS = "number_of_dests", ESME_RINVNUMDESTS, counts("dest_address");
    DEST_FLAG = "dest_flag", ESME_RINVDESTFLAG, with_value_names(octet_names!(DestFlag));
    DL_NAME = "dl_name", ESME_RINVDLNAME, with_sensitive();
    NO_UNSUCCESS = "no_unsuccess", ESME_RINVNUMDESTS, counts("unsuccess_sme");
    ERROR_STATUS_CODE = "error_status_code", ESME_RUNKNOWNERR,
        with_value_names(|value| CommandStatus(value).name());
    ESM_CLASS = "esm_class", ESME_RINVESMCLASS, with_value_names(octet_names!(EsmClass));
    PROTOCOL_ID = "protocol_id", ESME_RSUBMITFAIL;
    PRIORITY_FLAG = "priority_flag", ESME_RINVPRTFLG;
    SCHEDULE_DELIVERY_TIME = "schedule_delivery_time", ESME_RINVSCHED;
    VALIDITY_PERIOD = "validity_period", ESME_RINVEXPIRY;
    REGISTERED_DELIVERY = "registered_delivery", ESME_RINVREGDLVFLG;
    REPLACE_IF_PRESENT_FLAG = "replace_if_present_flag", ESME_RINVREPFLAG, with_value_names(octet_names!(ReplaceIfPresentFlag));
    DATA_CODING = "data_coding", ESME_RINVDCS, with_value_names(octet_names!(DataCoding));
    SM_DEFAULT_MSG_ID = "sm_default_msg_id", ESME_RINVDFTMSGID;
    SM_LENGTH = "sm_length", ESME_RINVMSGLEN;
    SHORT_MESSAGE = "short_message", ESME_RINVMSGLEN, with_sensitive();
    MESSAGE_ID = "message_id", ESME_RINVMSGID;
    FINAL_DATE = "final_date", ESME_RQUERYFAIL;
    MESSAGE_STATE = "message_state", ESME_RQUERYFAIL, with_value_names(octet_names!(MessageState));
    ERROR_CODE = "error_code", ESME_RQUERYFAIL;

    PARAM_NAME = "param_name", ESME_EINVPARAMLEN;
    PARAM_VALUE = "param_value", ESME_RCNTRETRPARAM;
    NUM_MESSAGES = "num_messages", ESME_RINVNUMMSGS;
    NUMBER_MSGS = "number_msgs", ESME_RINVNUMMSGS, counts("message_details");
}

pub(crate) static SOURCE_ADDR: AddressFields = AddressFields {
    ton: &SOURCE_ADDR_TON,
    npi: &SOURCE_ADDR_NPI,
    addr: &SOURCE_ADDR_ADDR,
};

pub(crate) static DESTINATION_ADDR: AddressFields = AddressFields {
    ton: &DEST_ADDR_TON,
    npi: &DEST_ADDR_NPI,
    addr: &DESTINATION_ADDR_ADDR,
};

pub(crate) static ESME_ADDR: AddressFields = AddressFields {
    ton: &ESME_ADDR_TON,
    npi: &ESME_ADDR_NPI,
    addr: &ESME_ADDR_ADDR,
};
