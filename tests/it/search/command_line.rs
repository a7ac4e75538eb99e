//! `doithoai search` and `doithoai issues similar`, as a script calls them.

use std::process::{Command, Output};

use serde_json::Value;

use crate::issues::Ward;
use crate::support::TestApp;

async fn run(app: &TestApp, arguments: &[&str]) -> Output {
    let mut program = Command::new(env!("CARGO_BIN_EXE_doithoai"));
    program
        .args(arguments)
        .env_clear()
        .env("DATABASE_URL", app.database_url())
        .env("DOITHOAI_DATA", app.app.config().data.clone());
    tokio::task::spawn_blocking(move || program.output().unwrap()).await.unwrap()
}

async fn answer(app: &TestApp, arguments: &[&str]) -> String {
    let output = run(app, arguments).await;
    assert!(output.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

#[tokio::test]
async fn scripts_find_what_a_person_may_see_and_what_says_the_same() {
    let ward = Ward::new().await;
    let issue = ward.hand_in(&ward.women, "Đề nghị nạo vét cống bản Cá").await;
    let id = issue.trim_start_matches("/issues/");
    let farmers = ward.submitter("Nông Văn Mẫu", "Hội Nông dân").await;
    let found = answer(&ward.app, &["search", "nao vet", "--as", &ward.office.login, "--json"]).await;
    let found: Value = serde_json::from_str(&found).unwrap();
    assert_eq!((&found["total"], &found["more"]), (&1.into(), &false.into()));
    assert_eq!((&found["results"][0]["id"], &found["results"][0]["kind"]), (&id.into(), &"issue".into()));
    assert_eq!(found["results"][0]["snippet"], "Đề nghị nạo vét cống bản Cá");
    assert_eq!(answer(&ward.app, &["search", "nao vet", "--as", &farmers.login]).await, "0 found.\n");
    let nobody = run(&ward.app, &["search", "nao vet", "--as", "nobody"]).await;
    assert!(!nobody.status.success() && String::from_utf8_lossy(&nobody.stderr).contains("nobody signs in"));

    let like = answer(&ward.app, &["issues", "similar", "cống bản Cá tắc, cần nạo vét", "--unit", "03667", "--json"]).await;
    let like: Value = serde_json::from_str(like.trim()).unwrap();
    assert_eq!((&like["id"], &like["wording"]), (&id.into(), &"Đề nghị nạo vét cống bản Cá".into()));
    assert!(like["score"].as_f64().unwrap() > 0.4);
    assert_eq!(answer(&ward.app, &["issues", "similar", "trồng cây xanh", "--unit", "03667"]).await, "");
    assert!(!run(&ward.app, &["issues", "similar", "x", "--unit", "nowhere"]).await.status.success());
}
