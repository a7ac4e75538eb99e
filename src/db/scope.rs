//! Turns a [`Scope`] into conditions. Stores add their own for owners and assignments.

use entity::unit;
use sea_orm::sea_query::{Condition, Expr, ExprTrait, LikeExpr, Query, SimpleExpr};
use sea_orm::{ColumnTrait, IntoSimpleExpr};

use crate::kernel::Scope;

/// Rows whose `unit_code` column lies in the units or sub-trees of `scope`. An empty scope finds nothing.
pub fn in_units(scope: &Scope, unit_code: impl ColumnTrait) -> Condition {
    if scope.everything {
        return Condition::all();
    }
    let column: SimpleExpr = unit_code.into_simple_expr();
    let mut any = Condition::any().add(Expr::val(0).eq(1));
    if !scope.units.is_empty() {
        any = any.add(column.clone().is_in(scope.units.clone()));
    }
    for path in &scope.subtrees {
        any = any.add(column.clone().in_subquery(codes_below(path)));
    }
    any
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
