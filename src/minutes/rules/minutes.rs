//! The minutes of a session from the opening of the room to the lock: taking, signing, locked. Pure.
//!
//! Texts are written while the room is open and until the first signature; two signatures of two people lock them.

use chrono::{DateTime, Utc};
use serde_json::json;

use crate::alphabet;
use crate::kernel::{AccountId, Event, MinutesId, Refusal, SessionId, Violations};

alphabet! {
    /// The state's word in lists and addresses.
    pub enum MinutesWord {
        Taking = "taking",
        Signing = "signing",
        Locked = "locked",
    }
}

alphabet! {
    /// In which capacity somebody signs.
    pub enum Signer {
        Chair = "chair",
        Clerk = "clerk",
    }
}

/// A signature: whose and when. `by` holds name and title as they were then.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Signature {
    pub account: AccountId,
    pub by: String,
    pub at: DateTime<Utc>,
}

/// Where the minutes stand, with the facts that exist only there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum MinutesState {
    /// The room is open.
    Taking,
    /// The room has closed; `digest` is what the first signer signed.
    Signing { ended_at: DateTime<Utc>, number: i32, chair: Option<Signature>, clerk: Option<Signature>, digest: Option<String> },
    /// Nobody changes anything any more. `frozen` is the signed text, `digest` its SHA-256.
    Locked { ended_at: DateTime<Utc>, number: i32, chair: Signature, clerk: Signature, digest: String, frozen: String },
}

impl MinutesState {
    #[must_use]
    pub const fn word(&self) -> MinutesWord {
        match self {
            Self::Taking => MinutesWord::Taking,
            Self::Signing { .. } => MinutesWord::Signing,
            Self::Locked { .. } => MinutesWord::Locked,
        }
    }

    /// When the room closed, if it did.
    #[must_use]
    pub const fn ended_at(&self) -> Option<DateTime<Utc>> {
        match self {
            Self::Taking => None,
            Self::Signing { ended_at, .. } | Self::Locked { ended_at, .. } => Some(*ended_at),
        }
    }

    /// Number in the year's register, given when the room closed.
    #[must_use]
    pub const fn number(&self) -> Option<i32> {
        match self {
            Self::Taking => None,
            Self::Signing { number, .. } | Self::Locked { number, .. } => Some(*number),
        }
    }

    /// The signature given in this capacity.
    #[must_use]
    pub const fn signature(&self, signer: Signer) -> Option<&Signature> {
        match (self, signer) {
            (Self::Taking, _) => None,
            (Self::Signing { chair, .. }, Signer::Chair) => chair.as_ref(),
            (Self::Signing { clerk, .. }, Signer::Clerk) => clerk.as_ref(),
            (Self::Locked { chair, .. }, Signer::Chair) => Some(chair),
            (Self::Locked { clerk, .. }, Signer::Clerk) => Some(clerk),
        }
    }
}

/// The minutes of one session, without their lines.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Minutes {
    pub id: MinutesId,
    pub session: SessionId,
    pub unit_code: String,
    pub began_at: DateTime<Utc>,
    /// Citizens in the room.
    pub citizens: i32,
    /// What concerns the session as a whole.
    pub general: String,
    pub state: MinutesState,
    pub version: i32,
}

/// The text that is signed and its fingerprint.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sealed {
    pub text: String,
    /// SHA-256 of `text`, hexadecimal.
    pub digest: String,
}

impl Minutes {
    /// Minutes of a session whose room opens now.
    #[must_use]
    pub fn open(session: SessionId, unit_code: &str, now: DateTime<Utc>) -> (Self, Event) {
        let minutes = Self {
            id: MinutesId::fresh(),
            session,
            unit_code: unit_code.to_owned(),
            began_at: now,
            citizens: 0,
            general: String::new(),
            state: MinutesState::Taking,
            version: 1,
        };
        let event = minutes.event("minutes.opened");
        (minutes, event)
    }

    /// An event of these minutes.
    #[must_use]
    pub fn event(&self, code: &'static str) -> Event {
        Event::new(code, "minutes", self.id, &self.unit_code)
    }

    /// Whether texts may still be written.
    ///
    /// # Errors
    /// `minutes.signed` after the first signature, `minutes.locked` after the second.
    pub fn may_write(&self) -> Result<(), Violations> {
        let code = match &self.state {
            MinutesState::Locked { .. } => "minutes.locked",
            MinutesState::Signing { chair: None, clerk: None, .. } | MinutesState::Taking => return Ok(()),
            MinutesState::Signing { .. } => "minutes.signed",
        };
        Err(Refusal::new(code).into())
    }

    fn wrong_state(&self) -> Violations {
        Refusal::new("minutes.wrong-state").arg("state", self.state.word()).into()
    }

    /// How many citizens came and what concerns the session as a whole.
    ///
    /// # Errors
    /// Those of [`Self::may_write`].
    pub fn describe(mut self, citizens: i32, general: String) -> Result<(Self, Event), Violations> {
        self.may_write()?;
        let event = self.event("minutes.described").facts(json!({ "after": { "citizens": citizens } }));
        (self.citizens, self.general) = (citizens, general);
        Ok((self, event))
    }

    /// Closes the room under `number`. `undecided` names the lines without an outcome, `clashes` those with two texts.
    ///
    /// # Errors
    /// `minutes.wrong-state`; one `minutes.undecided` or `minutes.clash-open` for each such line.
    pub fn end(
        mut self,
        now: DateTime<Utc>,
        number: i32,
        undecided: &[String],
        clashes: &[String],
    ) -> Result<(Self, Event), Violations> {
        if self.state != MinutesState::Taking {
            return Err(self.wrong_state());
        }
        let mut violations = Violations::default();
        for line in undecided {
            violations.push(Refusal::new("minutes.undecided").arg("item", line));
        }
        for line in clashes {
            violations.push(Refusal::new("minutes.clash-open").arg("item", line));
        }
        violations.or(())?;
        self.state = MinutesState::Signing { ended_at: now, number, chair: None, clerk: None, digest: None };
        let event = self.event("minutes.ended").facts(json!({ "after": { "number": number } }));
        Ok((self, event))
    }

    /// Signs `sealed` in the capacity of `signer`; the second signature locks.
    ///
    /// # Errors
    /// `minutes.wrong-state`; `minutes.signed-already`; `minutes.same-signer` when one person would sign twice;
    /// `minutes.changed-since-signature` when the text is not what the first one signed.
    pub fn sign(mut self, signer: Signer, signature: Signature, sealed: &Sealed) -> Result<(Self, Event), Violations> {
        let MinutesState::Signing { ended_at, number, mut chair, mut clerk, digest } = self.state.clone() else {
            return Err(self.wrong_state());
        };
        let (own, other) = match signer {
            Signer::Chair => (&mut chair, &clerk),
            Signer::Clerk => (&mut clerk, &chair),
        };
        if own.is_some() {
            return Err(Refusal::new("minutes.signed-already").into());
        }
        if other.as_ref().is_some_and(|other| other.account == signature.account) {
            return Err(Refusal::new("minutes.same-signer").into());
        }
        if digest.is_some_and(|digest| digest != sealed.digest) {
            return Err(Refusal::new("minutes.changed-since-signature").into());
        }
        let facts = json!({ "as": signer, "digest": sealed.digest });
        *own = Some(signature);
        let digest = sealed.digest.clone();
        let (state, code) = match (chair, clerk) {
            (Some(chair), Some(clerk)) => {
                (MinutesState::Locked { ended_at, number, chair, clerk, digest, frozen: sealed.text.clone() }, "minutes.locked")
            }
            (chair, clerk) => (MinutesState::Signing { ended_at, number, chair, clerk, digest: Some(digest) }, "minutes.signed"),
        };
        self.state = state;
        let event = self.event(code).facts(facts);
        Ok((self, event))
    }

    /// Takes the signatures back, so that the text can be corrected.
    ///
    /// # Errors
    /// `minutes.wrong-state` unless one has signed and it is not locked.
    pub fn give_back(mut self, reason: &str) -> Result<(Self, Event), Violations> {
        let signed = self.state.signature(Signer::Chair).is_some() || self.state.signature(Signer::Clerk).is_some();
        let (true, MinutesState::Signing { ended_at, number, .. }) = (signed, &self.state) else {
            return Err(self.wrong_state());
        };
        self.state = MinutesState::Signing { ended_at: *ended_at, number: *number, chair: None, clerk: None, digest: None };
        let event = self.event("minutes.given-back").facts(json!({ "reason": reason }));
        Ok((self, event))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(minute: u32) -> DateTime<Utc> {
        format!("2025-08-28T04:{minute:02}:00Z").parse().unwrap()
    }

    fn signature(name: &str) -> Signature {
        Signature { account: AccountId::fresh(), by: name.into(), at: at(40) }
    }

    fn sealed(text: &str) -> Sealed {
        Sealed { text: text.into(), digest: format!("sha256 of {text}") }
    }

    fn ended() -> Minutes {
        Minutes::open(SessionId(uuid::Uuid::nil()), "11413", at(0)).0.end(at(30), 3, &[], &[]).unwrap().0
    }

    fn codes<T: std::fmt::Debug>(refused: Result<T, Violations>) -> Vec<&'static str> {
        refused.unwrap_err().0.into_iter().map(|refusal| refusal.code).collect()
    }

    #[test]
    fn b099_ending_is_refused_while_lines_are_undecided_and_names_them() {
        let open = Minutes::open(SessionId(uuid::Uuid::nil()), "11413", at(0)).0;
        let refused = open.end(at(30), 1, &["4. Đường ngập".into(), "5. Rác".into()], &["3. Đất".into()]).unwrap_err();
        let told: Vec<_> = refused.0.iter().map(|refusal| (refusal.code, refusal.args[0].1.as_str())).collect();
        assert_eq!(
            told,
            [("minutes.undecided", "4. Đường ngập"), ("minutes.undecided", "5. Rác"), ("minutes.clash-open", "3. Đất"),]
        );
    }

    #[test]
    fn chair_and_clerk_both_sign_in_either_order_and_then_it_is_locked() {
        for (first, second) in [(Signer::Chair, Signer::Clerk), (Signer::Clerk, Signer::Chair)] {
            let (half, event) = ended().sign(first, signature("Một"), &sealed("a")).unwrap();
            assert_eq!((event.code, half.state.word()), ("minutes.signed", MinutesWord::Signing));
            assert_eq!(codes(half.may_write()), ["minutes.signed"]);
            let (whole, event) = half.sign(second, signature("Hai"), &sealed("a")).unwrap();
            assert_eq!(event.code, "minutes.locked");
            let MinutesState::Locked { digest, frozen, number, .. } = &whole.state else { panic!() };
            assert_eq!((digest.as_str(), frozen.as_str(), *number), ("sha256 of a", "a", 3));
            assert_eq!(whole.state.signature(second).unwrap().by, "Hai");
        }
    }

    #[test]
    fn nobody_signs_twice_or_another_text() {
        let chair = signature("Một");
        let (half, _) = ended().sign(Signer::Chair, chair.clone(), &sealed("a")).unwrap();
        assert_eq!(codes(half.clone().sign(Signer::Chair, signature("Ba"), &sealed("a"))), ["minutes.signed-already"]);
        assert_eq!(codes(half.clone().sign(Signer::Clerk, chair, &sealed("a"))), ["minutes.same-signer"]);
        assert_eq!(codes(half.clone().sign(Signer::Clerk, signature("Hai"), &sealed("b"))), ["minutes.changed-since-signature"]);
        let (back, _) = half.give_back("Sai tên").unwrap();
        assert!(back.may_write().is_ok());
        assert!(back.sign(Signer::Clerk, signature("Hai"), &sealed("b")).is_ok());
    }

    #[test]
    fn b107_nothing_of_locked_minutes_changes() {
        let (half, _) = ended().sign(Signer::Chair, signature("Một"), &sealed("a")).unwrap();
        let (locked, _) = half.sign(Signer::Clerk, signature("Hai"), &sealed("a")).unwrap();
        assert_eq!(codes(locked.may_write()), ["minutes.locked"]);
        assert_eq!(codes(locked.clone().describe(5, String::new())), ["minutes.locked"]);
        assert_eq!(codes(locked.clone().give_back("x")), ["minutes.wrong-state"]);
        assert_eq!(codes(locked.clone().end(at(50), 4, &[], &[])), ["minutes.wrong-state"]);
        assert_eq!(codes(locked.sign(Signer::Chair, signature("Ba"), &sealed("a"))), ["minutes.wrong-state"]);
    }

    #[test]
    fn before_the_end_nobody_signs_or_gives_back() {
        let open = Minutes::open(SessionId(uuid::Uuid::nil()), "11413", at(0)).0;
        assert_eq!(codes(open.clone().sign(Signer::Chair, signature("Một"), &sealed("a"))), ["minutes.wrong-state"]);
        assert_eq!(codes(open.clone().give_back("x")), ["minutes.wrong-state"]);
        assert_eq!(codes(ended().give_back("x")), ["minutes.wrong-state"]);
        assert!(open.describe(63, "Hội trường đông".into()).is_ok());
    }
}
