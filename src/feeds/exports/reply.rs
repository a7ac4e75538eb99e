//! A mail as bytes to what the dialogues room takes: whose tokens it names, and what it says. Pure.

use crate::calendar::{self, Message, Method, Response, uid_of};
use crate::dialogues::{Answer, Content, Letter, Reply, Said, Verdict};

/// Tokens of one mail that are looked up.
const MOST_TOKENS: usize = 20;

/// The mail in `bytes` that came for `mailbox`; `digest` is its hash.
#[must_use]
pub fn letter(bytes: &[u8], digest: String, mailbox: &str) -> Letter {
    let mail = calendar::letter(bytes);
    let mut addresses = mail.recipients;
    let content = match mail.said {
        calendar::Said::Message(message) => {
            addresses.extend(message.responses.iter().map(|response| response.organizer.clone()));
            content(&message)
        }
        calendar::Said::Words => Content::Other(Verdict::Words),
        calendar::Said::Automatic => Content::Other(Verdict::Automatic),
        calendar::Said::Bounce => Content::Other(Verdict::Bounce),
        calendar::Said::Unreadable => Content::Other(Verdict::Unreadable),
        calendar::Said::Several => Content::Other(Verdict::Several),
        calendar::Said::TooLarge => Content::Other(Verdict::TooLarge),
    };
    let mut tokens: Vec<String> = addresses.iter().filter_map(|address| token(address, mailbox)).collect();
    tokens.sort_unstable();
    tokens.dedup();
    tokens.truncate(MOST_TOKENS);
    Letter { digest, sender: mail.sender, tokens, content }
}

fn content(message: &Message) -> Content {
    let replies = || message.responses.iter().map(reply).collect();
    match message.method {
        Method::Reply => Content::Replies(replies()),
        Method::Counter => Content::Counter(replies()),
        Method::Request | Method::Cancel | Method::Other => Content::Other(Verdict::NoAnswer),
    }
}

fn reply(response: &Response) -> Reply {
    Reply {
        subject: uid_of(&response.uid).and_then(|id| id.parse().ok()),
        occurrence: response.occurrence,
        sequence: response.sequence,
        stamped_at: response.stamped_at,
        attendees: response.attendees.iter().map(|(address, said)| (address.clone(), said_by(said))).collect(),
        comment: response.comment.clone(),
        starts_at: response.starts_at,
        ends_at: response.ends_at,
    }
}

fn said_by(partstat: &str) -> Said {
    match partstat {
        "ACCEPTED" => Said::Answer(Answer::Accepted),
        "DECLINED" => Said::Answer(Answer::Declined),
        "TENTATIVE" => Said::Answer(Answer::Tentative),
        "DELEGATED" => Said::Delegated,
        _ => Said::Nothing,
    }
}

/// What stands behind the plus of an address of our mailbox.
fn token(address: &str, mailbox: &str) -> Option<String> {
    let (user, host) = mailbox.rsplit_once('@')?;
    let (asked, at) = address.rsplit_once('@')?;
    let (name, token) = asked.split_once('+')?;
    let is_ours = at.eq_ignore_ascii_case(host) && name.eq_ignore_ascii_case(user);
    (is_ours && !token.is_empty() && token.bytes().all(|byte| byte.is_ascii_alphanumeric())).then(|| token.to_lowercase())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_stands_behind_the_plus_of_our_own_mailbox_only() {
        let of = |address| token(address, "lich@xa.example.vn");
        assert_eq!(of("Lich+ABC2@XA.example.vn").as_deref(), Some("abc2"));
        for address in [
            "lich@xa.example.vn",
            "lich+@xa.example.vn",
            "khac+abc@xa.example.vn",
            "lich+abc@xa.example.org",
            "lich+a b@xa.example.vn",
        ] {
            assert_eq!(of(address), None, "{address}");
        }
    }
}
