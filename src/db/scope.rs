//! Turns a [`Scope`] into conditions. Stores add their own for owners and assignments.

use chrono::{DateTime, Utc};
use entity::unit;
use sea_orm::sea_query::{Condition, ExprTrait, LikeExpr, Query, SimpleExpr};
use sea_orm::{ColumnTrait, IntoSimpleExpr};

use crate::kernel::Scope;

/// Rows of units that take part, whose `unit_code` column lies in the units or sub-trees of `scope`. An empty scope finds
/// nothing.
pub fn in_units(scope: &Scope, unit_code: impl ColumnTrait) -> Condition {
    if scope.everything {
        return Condition::all();
    }
    let column: SimpleExpr = unit_code.into_simple_expr();
    let below = scope.subtrees.iter().map(|path| column.clone().in_subquery(taking_part_below(path)));
    let mut any = below.fold(Condition::any(), Condition::add);
    if !scope.units.is_empty() {
        any = any.add(column.clone().is_in(scope.units.clone()));
    }
    // No unit has the empty code. A constant would do as well, but beside other alternatives it makes SQLite read the whole table.
    if any.is_empty() { any.add(column.is_in([""])) } else { any }
}

/// Codes of the unit at `path` and of all below it, as far as they take part: others have no rows, and there are thousands.
/// "After the beginning of time" finds them by their index, which "not null" does not in SQLite.
fn taking_part_below(path: &str) -> sea_orm::sea_query::SelectStatement {
    Query::select()
        .column(unit::Column::Code)
        .from(unit::Entity)
        .and_where(unit::Column::ActivatedAt.gt(DateTime::<Utc>::UNIX_EPOCH))
        .and_where(starts_with(unit::Column::Path, path))
        .take()
}

/// Units of `scope` themselves, whether they take part or not.
pub fn units(scope: &Scope) -> Condition {
    let below = scope.subtrees.iter().map(|path| starts_with(unit::Column::Path, path));
    let any = below.fold(Condition::any(), Condition::add).add(unit::Column::Code.is_in(scope.units.clone()));
    if scope.everything { Condition::all() } else { any }
}

/// `column` begins with `prefix`, with the wildcards of LIKE taken literally.
pub fn starts_with(column: impl ColumnTrait, prefix: &str) -> SimpleExpr {
    column.into_simple_expr().like(LikeExpr::new(format!("{}%", escape_like(prefix))).escape('\\'))
}

/// `column` (a folded one) contains `folded`, with the wildcards of LIKE taken literally.
pub fn contains(column: impl ColumnTrait, folded: &str) -> SimpleExpr {
    column.into_simple_expr().like(LikeExpr::new(format!("%{}%", escape_like(folded))).escape('\\'))
}

fn escape_like(text: &str) -> String {
    text.replace('\\', "\\\\").replace('%', "\\%").replace('_', "\\_")
}

#[cfg(test)]
mod tests {
    use entity::issue;
    use sea_orm::{DbBackend, EntityTrait, QueryFilter, QueryTrait};

    use super::*;

    fn sql(scope: &Scope) -> String {
        let query = issue::Entity::find().filter(in_units(scope, issue::Column::UnitCode)).build(DbBackend::Sqlite).to_string();
        query.split_once(" WHERE ").map_or(String::new(), |(_, condition)| condition.to_owned())
    }

    #[test]
    fn an_empty_scope_finds_nothing_and_only_the_system_finds_everything() {
        assert_eq!(sql(&Scope::default()), r#""issue"."unit_code" IN ('')"#);
        assert_eq!(sql(&Scope { everything: true, ..Scope::default() }), "TRUE");
        let two = Scope { units: vec!["11413".into(), "03667".into()], ..Scope::default() };
        assert_eq!(sql(&two), r#""issue"."unit_code" IN ('11413', '03667')"#);
        let below = Scope { subtrees: vec!["31/".into()], ..Scope::default() };
        assert_eq!(
            sql(&below),
            r#""issue"."unit_code" IN (SELECT "code" FROM "unit" WHERE "unit"."activated_at" > '1970-01-01 00:00:00.000000 +00:00' AND "unit"."path" LIKE '31/%' ESCAPE '\')"#
        );
    }
}
