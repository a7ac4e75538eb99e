//! `doithoai issues import`: the built program on the test's database does what the desk does.

use std::process::{Command, Output};

use doithoai::dialogues;
use serde_json::Value;

use super::Ward;
use super::sheets::foreign;

impl Ward {
    /// The program with these arguments behind `issues import FILE --session … --body …`.
    pub(super) async fn command(&self, file: &str, bytes: &[u8], arguments: &[&str]) -> Output {
        let code = dialogues::of_unit(self.app.read(), "03667", &dialogues::Filter::default()).await.unwrap()[0].code.clone();
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join(file), bytes).unwrap();
        Command::new(env!("CARGO_BIN_EXE_doithoai"))
            .args(["--data", "data", "issues", "import", file, "--session", &code, "--body", "Hội Phụ nữ"])
            .args(arguments)
            .current_dir(folder.path())
            .env_clear()
            .env("DATABASE_URL", self.app.database_url())
            .output()
            .unwrap()
    }
}

pub(super) fn json(output: &Output) -> Value {
    serde_json::from_slice(&output.stdout).unwrap_or_else(|error| panic!("{error}: {output:?}"))
}

#[tokio::test]
async fn b117_a_script_imports_as_the_desk_does() {
    let ward = Ward::new().await;
    let good = foreign("good", None);
    let looked = ward.command("y-kien.xlsx", &good, &["--dry-run", "--json"]).await;
    assert_eq!(looked.status.code(), Some(0), "{looked:?}");
    let told = json(&looked);
    assert_eq!(
        (told["rows"]["new"].as_u64(), told["written"].as_u64(), told["read_as"].as_str()),
        (Some(2), Some(0), Some("XLSX"))
    );
    assert!(ward.wordings().await.is_empty());
    let written = ward.command("y-kien.xlsx", &good, &["--json"]).await;
    assert_eq!((written.status.code(), json(&written)["written"].as_u64()), (Some(0), Some(2)), "{written:?}");
    assert_eq!(ward.wordings().await.len(), 2);
    let again = json(&ward.command("y-kien.xlsx", &good, &["--json"]).await);
    assert_eq!((again["rows"]["same"].as_u64(), again["written"].as_u64()), (Some(2), Some(0)));
    assert_eq!(ward.wordings().await.len(), 2);
}

#[tokio::test]
async fn b117_faulty_rows_are_told_with_row_and_column_and_their_own_exit_code() {
    let ward = Ward::new().await;
    let bad = foreign("half-bad", None);
    let none = ward.command("x.xlsx", &bad, &["--json"]).await;
    assert_eq!(none.status.code(), Some(3), "{none:?}");
    let told = json(&none);
    assert_eq!((told["rows"]["faulty"].as_u64(), told["written"].as_u64()), (Some(4), Some(0)));
    let first = &told["faults"][0];
    assert_eq!(
        (first["row"].as_u64(), first["column"].as_str(), first["code"].as_str()),
        (Some(4), Some("B"), Some("form.choice"))
    );
    assert!(ward.wordings().await.is_empty());
    let some = ward.command("x.xlsx", &bad, &["--good-rows"]).await;
    assert_eq!(some.status.code(), Some(3), "{some:?}");
    let text = String::from_utf8(some.stdout).unwrap();
    assert!(text.contains("row 5, column A: ") && text.ends_with("2 written.\n"), "{text}");
    assert_eq!(ward.wordings().await.len(), 2);
    for (file, bytes) in [("x.csv", &b"Ma;Tuoi\n1;2\n"[..]), ("x.xlsx", b"PK\x03\x04x")] {
        let refused = ward.command(file, bytes, &[]).await;
        assert_eq!((refused.status.code(), refused.stdout.len()), (Some(1), 0), "{refused:?}");
    }
}
