//! Who may bind.

use std::sync::Arc;

use smpp_codec::pdu::Bind;
use smpp_tokio::same_password;
use tokio::sync::Semaphore;

use super::texts::Texts;
use crate::failure::Failure;
use crate::redaction::Secret;

/// The most octets of a `system_id` and of a password, the NUL left out.
const SYSTEM_ID: usize = 15;
const PASSWORD: usize = 8;

/// Somebody who may bind.
#[derive(Debug)]
pub(crate) struct User {
    pub(crate) system_id: String,
    password: Secret,
    /// Places for messages that are not done with: nobody takes those of another.
    pub(crate) places: Arc<Semaphore>,
    /// Places for receipts that nobody is bound to take yet.
    pub(crate) waiting_receipts: Arc<Semaphore>,
    /// Parts of long messages, to show them whole.
    pub(crate) texts: Texts,
}

/// Everybody who may bind.
#[derive(Debug)]
pub(crate) struct Users(Vec<Arc<User>>);

impl Users {
    /// Reads each `ID:PASSWORD`. No error shows what was typed.
    pub(crate) fn new(given: &[Secret], max_messages: usize) -> Result<Self, Failure> {
        let mut users = Vec::new();
        let places = (max_messages / given.len().max(1)).clamp(1, Semaphore::MAX_PERMITS);
        for (number, user) in (1..).zip(given) {
            let wrong = |why: &str| Failure::Usage(format!("--user number {number}: {why}"));
            let (system_id, password) = user
                .as_str()
                .split_once(':')
                .ok_or_else(|| wrong("write ID:PASSWORD"))?;
            let fits =
                |text: &str, most| text.len() <= most && text.bytes().all(|octet| octet != 0);
            if !fits(system_id, SYSTEM_ID) || system_id.is_empty() {
                return Err(wrong("the ID has 1 to 15 characters"));
            }
            if !fits(password, PASSWORD) {
                return Err(wrong("the password has at most 8 characters"));
            }
            if users
                .iter()
                .any(|user: &Arc<User>| user.system_id == system_id)
            {
                return Err(wrong("that ID is there twice"));
            }
            users.push(Arc::new(User {
                system_id: system_id.into(),
                password: password.parse().unwrap_or_default(),
                places: Arc::new(Semaphore::new(places)),
                waiting_receipts: Arc::new(Semaphore::new(places.min(100))),
                texts: Texts::default(),
            }));
        }
        Ok(Self(users))
    }

    /// The user that a bind request names, if the password is right.
    ///
    /// Takes as long whoever it is and whatever is wrong, so that nobody learns which ids exist.
    pub(crate) fn find(&self, bind: &Bind<'_>) -> Option<Arc<User>> {
        let mut found = None;
        for user in &self.0 {
            let known = same_password(bind.system_id, user.system_id.as_bytes());
            let right = same_password(bind.password, user.password.as_str().as_bytes());
            if known & right {
                found = Some(user);
            }
        }
        found.map(Arc::clone)
    }
}

#[cfg(test)]
mod tests {
    use super::Users;
    use crate::redaction::Secret;
    use smpp_codec::pdu::Bind;

    fn users(given: &[&str]) -> Result<Users, String> {
        let given: Vec<Secret> = given.iter().map(|user| user.parse().unwrap()).collect();
        Users::new(&given, 100).map_err(|failure| failure.to_string())
    }

    #[test]
    fn the_right_password_of_the_right_user() {
        let users = users(&["bank:secret", "shop:", "x:a:b"]).unwrap();
        let find = |system_id, password| {
            let bind = Bind {
                system_id,
                password,
                ..Bind::default()
            };
            users.find(&bind).map(|user| user.system_id.clone())
        };
        assert_eq!(find(b"bank", b"secret"), Some("bank".into()));
        assert_eq!(find(b"shop", b""), Some("shop".into()));
        assert_eq!(find(b"x", b"a:b"), Some("x".into()));
        for (system_id, password) in [
            ("bank", ""),
            ("bank", "Secret"),
            ("shop", "secret"),
            ("", ""),
        ] {
            assert_eq!(find(system_id.as_bytes(), password.as_bytes()), None);
        }
    }

    #[test]
    fn an_error_shows_no_password() {
        for bad in [
            &["hunter2"][..],
            &[":hunter2"],
            &["bank:hunter2hunter2"],
            &["a:hunter2", "a:x"],
        ] {
            let error = users(bad).unwrap_err();
            assert!(!error.contains("hunter2"), "{error}");
            assert!(error.starts_with("--user number "), "{error}");
        }
    }
}
