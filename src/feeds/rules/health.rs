//! How a subscription fares: which program fetches it, what that program does, and what to tell its owner. Pure.
//!
//! What programs do was observed or is told by their makers; nobody promises it, so the words on the page say "usually".

use chrono::{DateTime, TimeDelta, Utc};

use super::Subscription;
use crate::alphabet;

alphabet! {
    /// The calendar program, as far as it says who it is.
    pub enum Client {
        Google = "google",
        /// Microsoft 365, Exchange and Outlook on the web: a server of Microsoft fetches.
        OutlookWeb = "outlook-web",
        /// The program on a computer.
        Outlook = "outlook",
        Apple = "apple",
        Thunderbird = "thunderbird",
        Davx5 = "davx5",
        Icsx5 = "icsx5",
        Nextcloud = "nextcloud",
        Other = "other",
    }
}

/// Parts of a user agent in small letters. The first that is found decides, so the narrow ones stand first.
const SIGNS: &[(&str, Client)] = &[
    ("google", Client::Google),
    ("icsx5", Client::Icsx5),
    ("davx5", Client::Davx5),
    ("davdroid", Client::Davx5),
    ("nextcloud", Client::Nextcloud),
    ("thunderbird", Client::Thunderbird),
    ("microsoft office", Client::Outlook),
    ("microsoft outlook", Client::Outlook),
    ("exchange", Client::OutlookWeb),
    ("outlook", Client::OutlookWeb),
    ("calendaragent", Client::Apple),
    ("dataaccessd", Client::Apple),
    ("calendarfoundation", Client::Apple),
    ("ios/", Client::Apple),
    ("macos/", Client::Apple),
];

impl Client {
    /// The program behind a user agent.
    #[must_use]
    pub fn of(agent: &str) -> Self {
        let agent = agent.to_lowercase();
        SIGNS.iter().find(|(sign, _)| agent.contains(sign)).map_or(Self::Other, |(_, client)| *client)
    }

    /// The longest that it usually lets pass between two fetches.
    #[must_use]
    pub const fn comes_within(self) -> TimeDelta {
        match self {
            Self::Google | Self::OutlookWeb | Self::Outlook | Self::Thunderbird | Self::Davx5 | Self::Icsx5 => TimeDelta::days(1),
            Self::Apple | Self::Nextcloud | Self::Other => TimeDelta::days(7),
        }
    }
}

/// The calendar as it would go out now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Build {
    /// Its owner may no longer sign in, or has no right to it any more.
    Closed,
    Made {
        entries: usize,
        /// Breaches of the standard, in technical words.
        faults: Vec<String>,
    },
}

alphabet! {
    /// What its owner should know first.
    pub enum Health {
        Revoked = "revoked",
        Closed = "closed",
        Broken = "broken",
        New = "new",
        Late = "late",
        Fine = "fine",
    }
}

impl Health {
    #[must_use]
    pub fn of(subscription: &Subscription, build: &Build, now: DateTime<Utc>) -> Self {
        match build {
            _ if subscription.revoked_at.is_some() => Self::Revoked,
            Build::Closed => Self::Closed,
            Build::Made { faults, .. } if !faults.is_empty() => Self::Broken,
            Build::Made { .. } => match next_fetch(subscription) {
                None => Self::New,
                Some(by) if by < now => Self::Late,
                Some(_) => Self::Fine,
            },
        }
    }

    #[must_use]
    pub const fn tone(self) -> &'static str {
        match self {
            Self::Revoked | Self::New => "grey",
            Self::Closed | Self::Broken => "red",
            Self::Late => "orange",
            Self::Fine => "green",
        }
    }
}

/// By when its program usually comes again; none before the first fetch.
#[must_use]
pub fn next_fetch(subscription: &Subscription) -> Option<DateTime<Utc>> {
    Some(subscription.last_fetched_at? + Client::of(&subscription.last_client).comes_within())
}

#[cfg(test)]
mod tests {
    use super::super::Owner;
    use super::*;
    use crate::kernel::{FeedId, PersonId};

    #[test]
    fn programs_are_known_by_what_they_call_themselves() {
        let cases = [
            ("Google-Calendar-Importer", Client::Google),
            ("Mozilla/5.0 (compatible; Google-Calendar-Importer; +http://www.google.com)", Client::Google),
            ("Microsoft.Exchange/15.20", Client::OutlookWeb),
            ("Microsoft Office/16.0 (Windows NT 10.0; Microsoft Outlook 16.0.17328; Pro)", Client::Outlook),
            ("macOS/15.1 (24B83) CalendarAgent/1137", Client::Apple),
            ("iOS/18.1 (22B83) dataaccessd/1.0", Client::Apple),
            ("Mozilla/5.0 (X11; Linux x86_64; rv:153.0) Gecko/20100101 Thunderbird/153.0", Client::Thunderbird),
            ("DAVx5/4.5.4-ose (2026/03/01; dav4jvm; okhttp/5.0.0) Android/16", Client::Davx5),
            ("ICSx5/2.3 (ical4android/ical4j) Android/16", Client::Icsx5),
            ("Nextcloud Webcal Service", Client::Nextcloud),
            ("curl/8.5.0", Client::Other),
            ("", Client::Other),
        ];
        for (agent, client) in cases {
            assert_eq!(Client::of(agent), client, "{agent}");
        }
    }

    #[test]
    fn what_must_be_known_first_is_told_first() {
        let now = DateTime::UNIX_EPOCH + TimeDelta::days(20_000);
        let fetched = |hours: i64| Some(now - TimeDelta::hours(hours));
        let sound = Build::Made { entries: 3, faults: Vec::new() };
        let broken = Build::Made { entries: 3, faults: vec!["line 1".into()] };
        let with = |last_fetched_at, revoked_at| Subscription {
            id: FeedId::fresh(),
            owner: Owner::Person(PersonId::fresh()),
            name: "Điện thoại".into(),
            created_by: None,
            created_at: now - TimeDelta::days(90),
            revoked_at,
            last_fetched_at,
            last_client: "Google-Calendar-Importer".into(),
        };
        // Google comes once a day: 23 hours are nothing, 25 are late.
        assert_eq!(Health::of(&with(fetched(23), None), &sound, now), Health::Fine);
        assert_eq!(Health::of(&with(fetched(25), None), &sound, now), Health::Late);
        assert_eq!(Health::of(&with(None, None), &sound, now), Health::New);
        assert_eq!(Health::of(&with(None, None), &broken, now), Health::Broken);
        assert_eq!(Health::of(&with(fetched(25), None), &Build::Closed, now), Health::Closed);
        assert_eq!(Health::of(&with(fetched(1), Some(now)), &broken, now), Health::Revoked);
    }
}
