//! The named items of a vector, and the items that a run produces.

use std::cell::RefCell;
use std::collections::BTreeSet;

use smpp_message::Alphabet;
use smpp_message::gsm7::{Gsm7, Language};
use smpp_message::udh::Udh;
use smpp_vectors::{Item, ItemValue, Message};

/// The items of `given`; each has to be asked for.
pub(crate) struct Given<'m> {
    message: &'m Message,
    used: RefCell<BTreeSet<String>>,
}

impl<'m> Given<'m> {
    pub(crate) fn new(message: &'m Message) -> Self {
        let used = RefCell::default();
        Self { message, used }
    }

    fn get(&self, name: &str) -> Option<&'m ItemValue> {
        self.used.borrow_mut().insert(name.into());
        let found = self.message.given.iter().find(|item| item.name == name);
        found.map(|item| &item.value)
    }

    pub(crate) fn all_used(&self) {
        for item in &self.message.given {
            let used = self.used.borrow().contains(&item.name);
            assert!(used, "{}: `{}` is not known", self.message.id, item.name);
        }
    }

    pub(crate) fn integer(&self, name: &str) -> Option<u32> {
        match self.get(name)? {
            ItemValue::Integer(integer) => Some(*integer),
            other => panic!("{}: {name} is {other:?}", self.message.id),
        }
    }

    pub(crate) fn octet(&self, name: &str) -> Option<u8> {
        self.integer(name)
            .map(|integer| u8::try_from(integer).unwrap())
    }

    pub(crate) fn octets(&self, name: &str) -> Option<&'m [u8]> {
        match self.get(name)? {
            ItemValue::Octets(octets) => Some(octets),
            other => panic!("{}: {name} is {other:?}", self.message.id),
        }
    }

    pub(crate) fn text(&self, name: &str) -> Option<&'m str> {
        match self.get(name)? {
            ItemValue::Text(text) => Some(text),
            other => panic!("{}: {name} is {other:?}", self.message.id),
        }
    }

    pub(crate) fn word(&self, name: &str) -> Option<&'m str> {
        match self.get(name)? {
            ItemValue::Word(word) => Some(word),
            other => panic!("{}: {name} is {other:?}", self.message.id),
        }
    }

    /// The alphabet under a name, with the tables `locking` and `single`.
    pub(crate) fn alphabet(&self, name: &str) -> Option<Alphabet> {
        let tables = Gsm7 {
            locking: Language(self.octet("locking").unwrap_or(0)),
            single: Language(self.octet("single").unwrap_or(0)),
        };
        Some(match self.word(name)? {
            "gsm7" => Alphabet::Gsm7(tables),
            "gsm7-packed" => Alphabet::Gsm7Packed(tables),
            "ia5" => Alphabet::Ia5,
            "latin1" => Alphabet::Latin1,
            "cyrillic" => Alphabet::Cyrillic,
            "hebrew" => Alphabet::Hebrew,
            "ucs2" => Alphabet::Ucs2,
            "utf16" => Alphabet::Utf16,
            "utf16le" => Alphabet::Utf16Le,
            "utf8" => Alphabet::Utf8,
            other => panic!("{}: no alphabet {other}", self.message.id),
        })
    }

    /// A header for every part, if one is given.
    pub(crate) fn header(&self) -> Option<Udh<'m>> {
        self.octets("header").map(|octets| {
            let (udh, rest) = Udh::split(octets).unwrap();
            assert!(rest.is_empty(), "{}", self.message.id);
            udh
        })
    }
}

/// The result of a vector.
#[derive(Default)]
pub(crate) struct Found {
    pub(crate) items: Vec<Item>,
}

impl Found {
    fn push(&mut self, name: &str, value: ItemValue) {
        let name = name.into();
        self.items.push(Item { name, value });
    }

    pub(crate) fn integer(&mut self, name: &str, value: impl TryInto<u32>) {
        let value = value.try_into().ok().expect("fits 32 bits");
        self.push(name, ItemValue::Integer(value));
    }

    /// 1 if it is so; nothing if it is not.
    pub(crate) fn flag(&mut self, name: &str, value: bool) {
        if value {
            self.integer(name, 1_u32);
        }
    }

    pub(crate) fn octets(&mut self, name: &str, value: &[u8]) {
        self.push(name, ItemValue::Octets(value.into()));
    }

    pub(crate) fn text(&mut self, name: &str, value: &str) {
        self.push(name, ItemValue::Text(value.into()));
    }

    pub(crate) fn word(&mut self, name: &str, value: &str) {
        self.push(name, ItemValue::Word(value.into()));
    }

    /// An alphabet, and its tables where they are not the default.
    pub(crate) fn alphabet(&mut self, name: &str, alphabet: Alphabet) {
        let (word, tables) = match alphabet {
            Alphabet::Gsm7(tables) => ("gsm7", tables),
            Alphabet::Gsm7Packed(tables) => ("gsm7-packed", tables),
            Alphabet::Ia5 => ("ia5", Gsm7::DEFAULT),
            Alphabet::Latin1 => ("latin1", Gsm7::DEFAULT),
            Alphabet::Cyrillic => ("cyrillic", Gsm7::DEFAULT),
            Alphabet::Hebrew => ("hebrew", Gsm7::DEFAULT),
            Alphabet::Ucs2 => ("ucs2", Gsm7::DEFAULT),
            Alphabet::Utf16 => ("utf16", Gsm7::DEFAULT),
            Alphabet::Utf16Le => ("utf16le", Gsm7::DEFAULT),
            Alphabet::Utf8 => ("utf8", Gsm7::DEFAULT),
            other => panic!("no word for {other:?}"),
        };
        self.word(name, word);
        for (name, language) in [("locking", tables.locking), ("single", tables.single)] {
            if language != Language::DEFAULT {
                self.integer(name, language.0);
            }
        }
    }
}

/// A variant's name as a word of the format: `LoneSurrogate` is `lone_surrogate`.
pub(crate) fn word_of(value: &impl std::fmt::Debug) -> String {
    let text = format!("{value:?}");
    let mut word = String::new();
    for c in text.chars().take_while(char::is_ascii_alphanumeric) {
        if c.is_ascii_uppercase() && !word.is_empty() {
            word.push('_');
        }
        word.push(c.to_ascii_lowercase());
    }
    word
}
