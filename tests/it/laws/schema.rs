//! The migrated schema is the one that the entities describe, column by column, on the database of this run; and the
//! database itself refuses to change the audit trail.

use std::collections::{BTreeMap, BTreeSet};

use doithoai::db::WriteTx;
use doithoai::kernel::Event;
use entity::{audit_entry, audit_head};
use sea_orm::{ConnectionTrait, DbBackend, EntityName, EntityTrait, Schema, Statement};

use super::code;
use crate::support::TestApp;

/// Table and column with type, whether it may be empty, and whether it is part of the key.
type Columns = BTreeSet<String>;

macro_rules! entities {
    ($($name:ident),+ $(,)?) => {
        /// Every entity: its module, its table, and the statement that would create it.
        fn entities(backend: DbBackend) -> Vec<(&'static str, String, Statement)> {
            let schema = Schema::new(backend);
            vec![$({
                let create = schema.create_table_from_entity(entity::$name::Entity);
                (stringify!($name), entity::$name::Entity.table_name().to_owned(), backend.build(&create))
            }),+]
        }
    };
}

entities!(
    absence,
    account,
    agenda,
    agenda_item,
    answer,
    answer_version,
    approval_remark,
    assignment,
    attachment,
    attachment_text,
    attendance,
    audit_entry,
    audit_head,
    body,
    busy_source,
    busy_time,
    calendar_change,
    calendar_day,
    calendar_edition,
    calendar_move,
    call,
    call_body,
    commitment,
    commitment_extension,
    commitment_pause,
    commitment_support,
    conclusion,
    conclusion_channel,
    conclusion_task,
    counter,
    denunciation_note,
    dialogue_session,
    feed,
    field,
    field_tree,
    former_name,
    handover,
    holding,
    invitation,
    invitation_answer,
    issue,
    issue_hold,
    issue_identity,
    issue_notice,
    issue_import,
    issue_import_part,
    job,
    mail_reply,
    membership,
    minutes,
    minutes_answer,
    minutes_clash,
    minutes_item,
    notice,
    occasion,
    outbox,
    person,
    post,
    progress,
    promise,
    reminder,
    report,
    report_comment,
    reorganisation,
    reorganisation_old,
    rule_draft,
    rule_set,
    search_progress,
    searchable,
    series,
    session_template,
    setting,
    sign_in,
    sign_in_failure,
    triage_act,
    unit,
    unit_rule_set,
    year_plan,
);

/// The columns of all tables that `conn` sees.
async fn columns(conn: &impl ConnectionTrait) -> BTreeMap<String, Columns> {
    let sqlite = "SELECT m.name AS t, c.name AS c, c.type AS k, c.\"notnull\" AS n FROM sqlite_master m, pragma_table_info(m.name) c WHERE m.type = 'table'";
    let postgres = "SELECT table_name::text AS t, column_name::text AS c, data_type::text AS k, (is_nullable = 'NO')::int AS n \
                    FROM information_schema.columns WHERE table_schema = current_schema()";
    let backend = conn.get_database_backend();
    let sql = if backend == DbBackend::Sqlite { sqlite } else { postgres };
    let mut tables: BTreeMap<String, Columns> = BTreeMap::new();
    for row in conn.query_all_raw(Statement::from_string(backend, sql)).await.unwrap() {
        let text = |name: &str| row.try_get::<String>("", name).unwrap();
        let (table, column, kind) = (text("t"), text("c"), same_type(&text("k")));
        let required = row.try_get::<i32>("", "n").unwrap() == 1;
        let needed = if required { "required" } else { "may be empty" };
        tables.entry(table).or_default().insert(format!("{column} {kind}, {needed}"));
    }
    // The index of words is made by the database in its own way: several tables on SQLite, one with a type of its own on PostgreSQL.
    let not_ours = ["seaql_", "sqlite_", "searchable_words"];
    tables.retain(|table, _| !not_ours.iter().any(|beginning| table.starts_with(beginning)));
    tables
}

/// Types that hold the same, under one name.
fn same_type(kind: &str) -> String {
    match kind.to_lowercase().as_str() {
        kind if kind.contains("varchar") || kind == "character varying" => "text".to_owned(),
        kind => kind.to_owned(),
    }
}

#[tokio::test]
async fn the_schema_is_what_the_entities_say() {
    let app = TestApp::new().await;
    let migrated = columns(app.read()).await;
    let tx = WriteTx::begin(app.app.db(), &app.ctx()).await.unwrap();
    let conn = tx.conn();
    // The entities' own tables, built beside the real ones and rolled back.
    if conn.get_database_backend() == DbBackend::Postgres {
        conn.execute_unprepared("CREATE SCHEMA shadow; SET LOCAL search_path TO shadow").await.unwrap();
    } else {
        for table in migrated.keys() {
            conn.execute_unprepared(&format!("ALTER TABLE \"{table}\" RENAME TO \"{table}~\"")).await.unwrap();
        }
    }
    let mut listed = BTreeSet::new();
    for (module, table, create) in entities(conn.get_database_backend()) {
        listed.insert(module.to_owned());
        assert!(migrated.contains_key(&table), "no migration makes {table}");
        conn.execute_raw(create).await.unwrap();
    }
    let mut described = columns(conn).await;
    described.retain(|table, _| !table.ends_with('~'));
    drop(tx);
    let modules = code::files("entity/src", ".rs").into_iter().map(|file| file.path);
    let modules: BTreeSet<String> = modules
        .map(|path| path.trim_start_matches("entity/src/").trim_end_matches(".rs").to_owned())
        .filter(|m| m != "lib")
        .collect();
    assert_eq!(listed, modules, "an entity is missing in the list above");

    for (table, columns) in &migrated {
        assert_eq!(described.get(table), Some(columns), "{table}: on the left what the entity says, on the right what there is");
    }
    assert_eq!(described.len(), migrated.len());
}

#[tokio::test]
async fn the_audit_trail_can_only_grow() {
    let app = TestApp::new().await;
    app.activate("03667").await;
    for change in
        ["UPDATE audit_entry SET actor = 'x' WHERE seq = 1", "DELETE FROM audit_entry WHERE seq = 1", "DELETE FROM audit_entry"]
    {
        let tx = WriteTx::begin(app.app.db(), &app.ctx()).await.unwrap();
        let error = tx.conn().execute_unprepared(change).await.unwrap_err().to_string();
        assert!(error.contains("audit_entry is append-only"), "{change}: {error}");
    }
    let head = audit_head::Entity::find().one(app.read()).await.unwrap().unwrap();
    // The official list, the rules and the calendar of the template, then the activation.
    assert_eq!(head.seq, 4);
    let last = audit_entry::Entity::find_by_id(head.seq).one(app.read()).await.unwrap().unwrap();
    assert_eq!((last.code.as_str(), last.unit_code.as_str()), ("unit.activated", "03667"));
}

#[tokio::test]
async fn a_transaction_that_is_dropped_leaves_nothing() {
    let app = TestApp::new().await;
    let before = app.audit_count(None).await;
    let tx = WriteTx::begin(app.app.db(), &app.ctx()).await.unwrap();
    tx.say(&Event::new("test.said", "test", 1, "")).await.unwrap();
    drop(tx);
    app.activate("03667").await;
    assert_eq!(app.audit_count(None).await, before + 1);
    assert_eq!(app.audit_count(Some("test.said")).await, 0);
}
