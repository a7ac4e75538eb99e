//! What the browser sends about moving issues to another session. Field names are those of the catalogue.

use crate::issues::actions::moving::Which;
use crate::kernel::{SessionId, Violations};
use crate::web::{Fields, Posted};

/// From which session, to which, and what.
///
/// # Errors
/// Every fault with its field.
pub fn moving(posted: &Posted) -> Result<(SessionId, SessionId, Which), Violations> {
    let mut fields = Fields::new(posted);
    let (from, to) = (fields.word("session"), fields.word("move_to"));
    let which = match posted.get("act") {
        Some("all") => Some(Which::All),
        _ => fields.words("pick").map(Which::These),
    };
    fields.finish(|| Some((from?, to?, which?)))
}

#[cfg(test)]
mod tests {
    use super::*;

    const A: &str = "01938f5e-0000-7000-8000-00000000000a";
    const B: &str = "01938f5e-0000-7000-8000-00000000000b";

    #[test]
    fn the_button_says_whether_all_or_the_ticked_ones_go() {
        let read = |fields: &[(&str, &str)]| moving(&Posted::of(fields));
        let both = [("session", A), ("move_to", B)];
        let all = read(&[both[0], both[1], ("act", "all"), ("pick", A)]).unwrap();
        assert_eq!(all, (A.parse().unwrap(), B.parse().unwrap(), Which::All));
        let some = read(&[both[0], both[1], ("act", "ticked"), ("pick", A)]).unwrap();
        assert_eq!(some.2, Which::These(vec![A.parse().unwrap()]));
        let refused = read(&[("session", A), ("act", "all")]).unwrap_err();
        assert_eq!((refused.0[0].field, refused.0[0].code), (Some("move_to"), "form.required"));
    }
}
