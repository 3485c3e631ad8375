//! `broadcast_content_type`: the subject of a cell broadcast, SMPP 5.0.

use core::fmt;

open_enum! {
    /// The network that a [`BroadcastContentType`] belongs to.
    pub struct BroadcastNetwork(u8) {
        /// Any.
        GENERIC = 0, "generic";
        /// GSM.
        GSM = 1, "gsm";
        /// TDMA.
        TDMA = 2, "tdma";
        /// CDMA.
        CDMA = 3, "cdma";
    }
}

open_enum! {
    /// What a broadcast is about, the second and third octet of `broadcast_content_type`.
    ///
    /// Spec: SMPP 5.0 section 4.8.4.
    pub struct ContentType(u16) {
        /// Index.
        INDEX = 0x0000, "index";
        /// Emergency broadcasts.
        EMERGENCY_BROADCASTS = 0x0001, "emergency_broadcasts";
        /// IRDB download.
        IRDB_DOWNLOAD = 0x0002, "irdb_download";
        /// News flashes.
        NEWS_FLASHES = 0x0010, "news_flashes";
        /// News: general, local.
        NEWS_GENERAL_LOCAL = 0x0011, "news_general_local";
        /// News: general, regional.
        NEWS_GENERAL_REGIONAL = 0x0012, "news_general_regional";
        /// News: general, national.
        NEWS_GENERAL_NATIONAL = 0x0013, "news_general_national";
        /// News: general, international.
        NEWS_GENERAL_INTERNATIONAL = 0x0014, "news_general_international";
        /// News: business/financial, local.
        NEWS_FINANCIAL_LOCAL = 0x0015, "news_financial_local";
        /// News: business/financial, regional.
        NEWS_FINANCIAL_REGIONAL = 0x0016, "news_financial_regional";
        /// News: business/financial, national.
        NEWS_FINANCIAL_NATIONAL = 0x0017, "news_financial_national";
        /// News: business/financial, international.
        NEWS_FINANCIAL_INTERNATIONAL = 0x0018, "news_financial_international";
        /// News: sports, local.
        NEWS_SPORTS_LOCAL = 0x0019, "news_sports_local";
        /// News: sports, regional.
        NEWS_SPORTS_REGIONAL = 0x001a, "news_sports_regional";
        /// News: sports, national.
        NEWS_SPORTS_NATIONAL = 0x001b, "news_sports_national";
        /// News: sports, international.
        NEWS_SPORTS_INTERNATIONAL = 0x001c, "news_sports_international";
        /// News: entertainment, local.
        NEWS_ENTERTAINMENT_LOCAL = 0x001d, "news_entertainment_local";
        /// News: entertainment, regional.
        NEWS_ENTERTAINMENT_REGIONAL = 0x001e, "news_entertainment_regional";
        /// News: entertainment, national.
        NEWS_ENTERTAINMENT_NATIONAL = 0x001f, "news_entertainment_national";
        /// News: entertainment, international.
        NEWS_ENTERTAINMENT_INTERNATIONAL = 0x0020, "news_entertainment_international";
        /// Medical/health/hospitals.
        MEDICAL = 0x0021, "medical";
        /// Doctors.
        DOCTORS = 0x0022, "doctors";
        /// Pharmacy.
        PHARMACY = 0x0023, "pharmacy";
        /// Local traffic.
        LOCAL_TRAFFIC = 0x0030, "local_traffic";
        /// Long-distance traffic.
        LONG_DISTANCE_TRAFFIC = 0x0031, "long_distance_traffic";
        /// Taxis.
        TAXIS = 0x0032, "taxis";
        /// Weather.
        WEATHER = 0x0033, "weather";
        /// Local airport schedules.
        LOCAL_AIRPORT_SCHEDULES = 0x0034, "local_airport_schedules";
        /// Restaurants.
        RESTAURANTS = 0x0035, "restaurants";
        /// Lodgings.
        LODGINGS = 0x0036, "lodgings";
        /// Retail directory.
        RETAIL_DIRECTORY = 0x0037, "retail_directory";
        /// Advertisements.
        ADVERTISEMENTS = 0x0038, "advertisements";
        /// Stock quotes.
        STOCK_QUOTES = 0x0039, "stock_quotes";
        /// Employment.
        EMPLOYMENT = 0x0040, "employment";
        /// Technology news.
        TECHNOLOGY_NEWS = 0x0041, "technology_news";
        /// District (base station info).
        DISTRICT = 0x0070, "district";
        /// Network information.
        NETWORK_INFORMATION = 0x0071, "network_information";
        /// Operator services.
        OPERATOR_SERVICES = 0x0080, "operator_services";
        /// Directory enquiries, national.
        DIRECTORY_NATIONAL = 0x0081, "directory_national";
        /// Directory enquiries, international.
        DIRECTORY_INTERNATIONAL = 0x0082, "directory_international";
        /// Customer care, national.
        CUSTOMER_CARE_NATIONAL = 0x0083, "customer_care_national";
        /// Customer care, international.
        CUSTOMER_CARE_INTERNATIONAL = 0x0084, "customer_care_international";
        /// Local date/time/zone.
        LOCAL_TIME = 0x0085, "local_time";
        /// Multi category.
        MULTI_CATEGORY = 0x0100, "multi_category";
    }
}

/// `broadcast_content_type`: what a broadcast is about.
///
/// Layout (octets): network 1, content type 2. Mandatory in `broadcast_sm`.
///
/// Spec: SMPP 5.0 section 4.8.4.
///
/// ```
/// use smpp_codec::tlv::{self, Tlv, Tlvs};
/// use smpp_codec::values::{BroadcastContentType, BroadcastNetwork, ContentType};
///
/// let weather = BroadcastContentType { network: BroadcastNetwork::GSM, content: ContentType::WEATHER };
/// let list = [Tlv::new(tlv::BROADCAST_CONTENT_TYPE, weather)];
/// assert_eq!(Tlvs::from(&list).get(tlv::BROADCAST_CONTENT_TYPE), Ok(Some(weather)));
/// assert_eq!(weather.to_octets(), [1, 0, 0x33]);
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[allow(clippy::exhaustive_structs, reason = "the fields of the wire")]
pub struct BroadcastContentType {
    /// Whose type it is.
    pub network: BroadcastNetwork,
    /// The type.
    pub content: ContentType,
}

impl BroadcastContentType {
    /// From the octets of the wire.
    #[must_use]
    pub const fn from_octets([network, high, low]: [u8; 3]) -> Self {
        Self {
            network: BroadcastNetwork(network),
            content: ContentType(u16::from_be_bytes([high, low])),
        }
    }

    /// The octets of the wire.
    #[must_use]
    pub const fn to_octets(self) -> [u8; 3] {
        let [high, low] = self.content.0.to_be_bytes();
        [self.network.0, high, low]
    }
}

/// `gsm weather`.
impl fmt::Display for BroadcastContentType {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.network, self.content)
    }
}

octets_value!(BroadcastContentType, 3);
