//! Short words for what every step says.

use sea_orm_migration::prelude::*;

/// A foreign key that refuses to lose its target.
pub fn references(
    table: &'static str,
    column: &'static str,
    to_table: &'static str,
    to_column: &'static str,
) -> ForeignKeyCreateStatement {
    ForeignKey::create()
        .name(format!("fk_{table}_{column}"))
        .from(table, column)
        .to(to_table, to_column)
        .on_delete(ForeignKeyAction::Restrict)
        .take()
}

/// A plain index, named by its columns.
pub fn index(table: &'static str, columns: &[&'static str]) -> IndexCreateStatement {
    named("ix", table, columns)
}

/// A unique index, named by its columns.
pub fn unique(table: &'static str, columns: &[&'static str]) -> IndexCreateStatement {
    named("ux", table, columns).unique().take()
}

fn named(prefix: &str, table: &'static str, columns: &[&'static str]) -> IndexCreateStatement {
    let mut statement = Index::create();
    statement.name(format!("{prefix}_{table}_{}", columns.join("_"))).table(table);
    for column in columns {
        statement.col(*column);
    }
    statement.take()
}
