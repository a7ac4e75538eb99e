//! Which issues one wording may answer together: the same matter first, then the same field, then the same session. Pure.

use std::cmp::Ordering;

use super::Issue;
use super::similar::{SAME, Wording};

/// Why another issue is offered, the nearest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Near {
    Itself,
    Alike,
    Field,
    Session,
}

impl Near {
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Itself => "itself",
            Self::Alike => "alike",
            Self::Field => "field",
            Self::Session => "session",
        }
    }
}

/// The issues of the same unit that are near to `issue`, how near, and how alike (0 to 1); `issue` itself comes first.
#[must_use]
pub fn near<'a>(issue: &Issue, all: &'a [Issue]) -> Vec<(Near, f64, &'a Issue)> {
    let wording = |one: &Issue| Wording::read(&format!("{} · {}", one.content.wording, one.content.village));
    let own = wording(issue);
    let of = |one: &'a Issue| {
        if one.id == issue.id {
            return Some((Near::Itself, 1.0, one));
        }
        if one.unit_code != issue.unit_code {
            return None;
        }
        let score = own.likeness(&wording(one)).score;
        let near = if score >= SAME {
            Near::Alike
        } else if one.content.field.is_some() && one.content.field == issue.content.field {
            Near::Field
        } else if one.session == issue.session {
            Near::Session
        } else {
            return None;
        };
        Some((near, score, one))
    };
    let mut found: Vec<_> = all.iter().filter_map(of).collect();
    found.sort_by(|one, other| one.0.cmp(&other.0).then(other.1.partial_cmp(&one.1).unwrap_or(Ordering::Equal)));
    found
}

#[cfg(test)]
mod tests {
    use super::super::IssueState;
    use super::super::issue::fixture;
    use super::*;
    use crate::kernel::SessionId;

    #[test]
    fn the_same_matter_comes_first_then_the_field_then_the_session() {
        let (here, there) = (SessionId::fresh(), SessionId::fresh());
        let issue = |wording: &str, field: Option<&str>, session| {
            let mut one = fixture(IssueState::Accepted);
            one.session = session;
            wording.clone_into(&mut one.content.wording);
            one.content.field = field.map(str::to_owned);
            one
        };
        let asked = issue("Đề nghị nạo vét cống đường Lê Hồng Phong", Some("drainage"), here);
        let elsewhere = Issue {
            unit_code: "03670".into(),
            ..issue("Đề nghị nạo vét cống đường Lê Hồng Phong", Some("drainage"), here)
        };
        let all = [
            issue("Lắp đèn chiếu sáng bản Cá", Some("energy"), here),
            issue("Mở lớp dạy bơi cho thiếu nhi", Some("drainage"), there),
            issue("Cống đường Lê Hồng Phong tắc, đề nghị nạo vét", None, there),
            asked.clone(),
            issue("Hỗ trợ cây giống", None, there),
            elsewhere,
        ];
        let found: Vec<_> = near(&asked, &all).into_iter().map(|(near, _, one)| (near.as_str(), one.id)).collect();
        assert_eq!(found, [("itself", asked.id), ("alike", all[2].id), ("field", all[1].id), ("session", all[0].id)]);
    }
}
