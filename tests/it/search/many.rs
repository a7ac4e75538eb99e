//! Among thousands of texts: other ways through the index, the same answers.

use chrono::NaiveDate;
use doithoai::db::texts::add;
use doithoai::db::{Seen, Text, TextKind, Unaudited, WriteTx};
use doithoai::issues::{Likely, similar_to};
use doithoai::kernel::IssueId;
use sea_orm::{ConnectionTrait, DbBackend, Statement};
use uuid::Uuid;

use super::found;
use crate::issues::Ward;
use crate::support::Person;

/// More than SQLite lists for things of one's own, and than are compared one by one.
const OTHERS: usize = 5_200;

/// Texts of the ward about drains, on the days before its issues.
async fn fill(ward: &Ward) {
    let text = |number: usize| Text {
        part: 0,
        kind: TextKind::Issue,
        seen: Seen::Shown,
        unit_code: "03667".into(),
        session: None,
        field: None,
        state: "accepted".into(),
        day: NaiveDate::from_ymd_opt(2024, 5, 6).unwrap(),
        title: String::new(),
        text: format!("Cống thứ {number}"),
    };
    let tx = WriteTx::begin(ward.app.app.db(), &ward.app.ctx()).await.unwrap();
    let things = (0..OTHERS).map(|number| (Uuid::from(IssueId::fresh()), vec![text(number)])).collect::<Vec<_>>();
    add(tx.conn(), &things).await.unwrap();
    tx.commit_unaudited(Unaudited::SearchIndex).await.unwrap();
}

#[tokio::test]
async fn among_thousands_each_finds_his_own_and_what_says_the_same() {
    let ward = Ward::new().await;
    let farmers = ward.submitter("Nông Văn Mẫu", "Hội Nông dân").await;
    let first = ward.hand_in(&ward.women, "Đề nghị nạo vét cống thoát nước đường Lê Hồng Phong, mưa là ngập").await;
    ward.hand_in(&farmers, "Cống bản Cá cần có nắp").await;
    fill(&ward).await;
    for (typed, number) in [("cống", 1), ("\"nạo vét\" cống", 1), ("cống nắp", 0)] {
        assert_eq!(found(&ward.app, &ward.women.ctx().await, typed).await.total, number, "{typed}");
    }
    assert_eq!(found(&ward.app, &ward.office.ctx().await, "nạo vét cống").await.total, 1);

    let likely = Likely { wording: "nao vet cong duong le hong phong dang ngap".into(), limit: 5, ..Likely::default() };
    let alike = async |who: &Person| {
        let found = similar_to(ward.app.read(), &who.ctx().await, &likely).await.unwrap();
        found.into_iter().map(|one| format!("/issues/{}", one.issue.id)).collect::<Vec<_>>()
    };
    assert_eq!(alike(&ward.office).await, std::slice::from_ref(&first));
    assert_eq!(alike(&ward.women).await, std::slice::from_ref(&first));
    assert!(alike(&farmers).await.is_empty());
}

#[tokio::test]
async fn postgresql_plans_each_question_for_what_it_asks() {
    let ward = Ward::new().await;
    let conn = ward.app.read();
    if conn.get_database_backend() == DbBackend::Postgres {
        let row = conn.query_one_raw(Statement::from_string(DbBackend::Postgres, "SHOW plan_cache_mode")).await.unwrap().unwrap();
        assert_eq!(row.try_get_by_index::<String>(0).unwrap(), "force_custom_plan");
    }
}
