//! Whose matter an issue is: farmers, women, youth, workers, veterans, or the people. Issues that are there get the group of the
//! organisation that handed them in; parts and twins that of the issue they come from.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::*;
use sea_orm_migration::sea_orm::ExprTrait;
use sea_orm_migration::sea_orm::prelude::Uuid;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// Ids in one statement: both databases bound how many values one has.
const AT_ONCE: usize = 500;

#[derive(Debug, DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let group = text("counterpart_group").default("people").take();
        manager.alter_table(Table::alter().table("issue").add_column(group).take()).await?;
        let conn = manager.get_connection();
        let submitters = Query::select().distinct().column("submitter_id").from("issue").take();
        let bodies =
            Query::select().columns(["id", "name"]).from("body").and_where(Expr::col("id").in_subquery(submitters)).take();
        let mut by_group: Vec<(&str, Vec<Uuid>)> = Vec::new();
        for row in conn.query_all(&bodies).await? {
            let (id, name): (Uuid, String) = (row.try_get("", "id")?, row.try_get("", "name")?);
            let group = group_of(&name);
            match by_group.iter_mut().find(|(of, _)| *of == group) {
                Some((_, ids)) => ids.push(id),
                None => by_group.push((group, vec![id])),
            }
        }
        for (group, ids) in by_group.iter().filter(|(group, _)| *group != "people") {
            for some in ids.chunks(AT_ONCE) {
                let fill = Query::update()
                    .table("issue")
                    .value("counterpart_group", *group)
                    .and_where(Expr::col("submitter_id").is_in(some.iter().copied()))
                    .take();
                conn.execute(&fill).await?;
            }
        }
        // A twin may be sent on and taken apart again: once more until nobody has anything left to take over.
        while conn.execute_unprepared(FROM_ORIGIN).await?.rows_affected() > 0 {}
        Ok(())
    }
}

/// What nobody here handed in gets the group of the issue that it is a part or a twin of.
const FROM_ORIGIN: &str = "UPDATE issue SET counterpart_group = (SELECT origin.counterpart_group FROM issue AS origin \
    WHERE origin.id = COALESCE(issue.split_from, issue.forwarded_from)) \
    WHERE submitter_id IS NULL AND counterpart_group = 'people' AND EXISTS (SELECT 1 FROM issue AS origin \
    WHERE origin.id = COALESCE(issue.split_from, issue.forwarded_from) AND origin.counterpart_group <> 'people')";

/// The group that a body of this name speaks for, as the program told it on the day of this step: what the program learns later
/// changes no issue that was filled here.
fn group_of(name: &str) -> &'static str {
    let letters = name.nfd().filter(|c| !is_combining_mark(*c)).flat_map(char::to_lowercase);
    let folded: String =
        letters.map(|c| if c == 'đ' { 'd' } else { c }).map(|c| if c.is_alphanumeric() { c } else { ' ' }).collect();
    let name = format!(" {} ", folded.split_whitespace().collect::<Vec<_>>().join(" "));
    let has = |phrase: &str| name.contains(&format!(" {phrase} "));
    let begins = |phrase: &str| name.starts_with(&format!(" {phrase} "));
    if has("phu nu") || has("lhpn") {
        "women"
    } else if has("nong dan") {
        "farmers"
    } else if has("cuu chien binh") || has("ccb") {
        "veterans"
    } else if ["cong doan", "lien doan lao dong", "ldld", "nguoi lao dong"].into_iter().any(has) {
        "workers"
    } else if has("cuu thanh nien") {
        "people"
    } else if ["thanh nien", "doan tncs", "doan tn", "sinh vien"].into_iter().any(has)
        || ["tinh doan", "thanh doan", "xa doan", "phuong doan", "doan xa", "doan phuong", "doan dac khu"].into_iter().any(begins)
    {
        "youth"
    } else {
        "people"
    }
}
