//! Which body of the heir goes on with the work of which old body.

use crate::kernel::BodyId;

/// A body of the heir, or one that is made with it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Seat {
    /// None before it is made.
    pub id: Option<BodyId>,
    pub kind: String,
    pub name: String,
    pub short_name: String,
}

/// The place in `seats` of the body that goes on with the work of one of this kind and short name: that of the same short name,
/// or the only one of its kind. None where it goes on by itself under the heir, as villages do.
#[must_use]
pub fn seat_of(seats: &[Seat], kind: &str, short_name: &str) -> Option<usize> {
    let of_kind: Vec<usize> = seats.iter().enumerate().filter(|(_, seat)| seat.kind == kind).map(|(at, _)| at).collect();
    let same = of_kind.iter().copied().find(|at| seats.get(*at).is_some_and(|seat| seat.short_name == short_name));
    match (same, of_kind.as_slice()) {
        (Some(at), _) => Some(at),
        // Villages are told apart by their names alone.
        (None, [at]) if kind != "village" => Some(*at),
        _ => None,
    }
}

/// The name of a body that comes under another unit, or whose unit gets another name; `before` and `after` are the units' names
/// inside a sentence.
#[must_use]
pub fn name_under(name: &str, before: &str, after: &str) -> String {
    match name.strip_suffix(before) {
        Some(own) if own.ends_with(' ') => format!("{own}{after}"),
        _ => name.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn seat(kind: &str, short_name: &str) -> Seat {
        Seat { id: None, kind: kind.into(), name: format!("{short_name} xã Mới"), short_name: short_name.into() }
    }

    #[test]
    fn the_like_goes_on_and_villages_stay_themselves() {
        let seats = [
            seat("people_committee", "UBND"),
            seat("department", "Phòng Kinh tế"),
            seat("department", "Phòng Văn hóa - Xã hội"),
            seat("village", "Bản Cá"),
        ];
        assert_eq!(seat_of(&seats, "department", "Phòng Văn hóa - Xã hội"), Some(2));
        assert_eq!(seat_of(&seats, "people_committee", "Ủy ban"), Some(0));
        assert_eq!(seat_of(&seats, "department", "Trạm Khuyến nông"), None);
        assert_eq!(seat_of(&seats, "village", "Bản Hìn"), None);
        assert_eq!(seat_of(&seats, "village", "Bản Cá"), Some(3));
    }

    #[test]
    fn names_follow_their_unit() {
        assert_eq!(name_under("Đảng ủy xã Cũ", "xã Cũ", "xã Mới"), "Đảng ủy xã Mới");
        assert_eq!(name_under("Bản Hìn", "xã Cũ", "xã Mới"), "Bản Hìn");
        assert_eq!(name_under("Hội Cựu chiến binh xã Cũ Mới", "xã Cũ", "xã Mới"), "Hội Cựu chiến binh xã Cũ Mới");
    }
}
