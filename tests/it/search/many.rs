//! Among thousands of texts: other ways through the index, the same answers.

use chrono::{Days, NaiveDate};
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

/// `things` on as many days up to the end of 2023, the newest first, each with three texts that the office finds.
async fn fill_threefold(ward: &Ward, things: u64) {
    let text = |number: u64, part: u8, seen: Seen| Text {
        part,
        kind: TextKind::Issue,
        seen,
        unit_code: "03667".into(),
        session: None,
        field: None,
        state: "accepted".into(),
        day: NaiveDate::from_ymd_opt(2023, 12, 31).unwrap() - Days::new(number),
        title: String::new(),
        text: format!("Mương số {number}, bản {part}"),
    };
    let texts = |number| vec![text(number, 0, Seen::Shown), text(number, 1, Seen::Original), text(number, 2, Seen::Files)];
    let things = (0..things).map(|number| (Uuid::from(IssueId::fresh()), texts(number))).collect::<Vec<_>>();
    let tx = WriteTx::begin(ward.app.app.db(), &ward.app.ctx()).await.unwrap();
    add(tx.conn(), &things).await.unwrap();
    tx.commit_unaudited(Unaudited::SearchIndex).await.unwrap();
}

#[tokio::test]
async fn what_is_found_by_each_of_its_texts_counts_once_and_is_shown_by_the_first() {
    for (things, total, more) in [(150, 150, false), (200, 200, false), (201, 200, true)] {
        let ward = Ward::new().await;
        fill_threefold(&ward, things).await;
        let all = found(&ward.app, &ward.office.ctx().await, "mương").await;
        assert_eq!((all.total, all.more), (total, more), "{things}");
        let texts: Vec<String> = all.rows.into_iter().map(|row| row.text).collect();
        let newest: Vec<String> = (0..total).map(|number| format!("Mương số {number}, bản 0")).collect();
        assert_eq!(texts, newest, "{things}");
    }
}

#[tokio::test]
async fn postgresql_plans_each_question_for_what_it_asks() {
    let ward = Ward::new().await;
    let conn = ward.app.read();
    if conn.get_database_backend() == DbBackend::Postgres {
        for (setting, value) in
            [("plan_cache_mode", "force_custom_plan"), ("jit", "off"), ("max_parallel_workers_per_gather", "0")]
        {
            let asked = Statement::from_string(DbBackend::Postgres, format!("SHOW {setting}"));
            let row = conn.query_one_raw(asked).await.unwrap().unwrap();
            assert_eq!(row.try_get_by_index::<String>(0).unwrap(), value, "{setting}");
        }
    }
}
