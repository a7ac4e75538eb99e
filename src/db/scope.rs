//! Turns a [`Scope`] into conditions. Stores add their own for owners and assignments.

use entity::unit;
use sea_orm::sea_query::{Condition, ExprTrait, LikeExpr, Query, SimpleExpr};
use sea_orm::{ColumnTrait, IntoSimpleExpr};

use crate::kernel::Scope;

/// Rows whose `unit_code` column lies in the units or sub-trees of `scope`. An empty scope finds nothing.
pub fn in_units(scope: &Scope, unit_code: impl ColumnTrait) -> Condition {
    if scope.everything {
        return Condition::all();
    }
    let column: SimpleExpr = unit_code.into_simple_expr();
    let below = scope.subtrees.iter().map(|path| column.clone().in_subquery(codes_below(path)));
    let mut any = below.fold(Condition::any(), Condition::add);
    if !scope.units.is_empty() {
        any = any.add(column.clone().is_in(scope.units.clone()));
    }
    // No unit has the empty code. A constant would do as well, but beside other alternatives it makes SQLite read the whole table.
    if any.is_empty() { any.add(column.is_in([""])) } else { any }
}

/// Codes of the unit at `path` and of all units below it.
#[must_use]
pub fn codes_below(path: &str) -> sea_orm::sea_query::SelectStatement {
    Query::select().column(unit::Column::Code).from(unit::Entity).and_where(starts_with(unit::Column::Path, path)).take()
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
        assert!(sql(&below).starts_with(r#""issue"."unit_code" IN (SELECT "code" FROM "unit" WHERE "unit"."path" LIKE '31/%'"#));
    }
}
