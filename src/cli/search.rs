//! `doithoai search "TEXT" --as LOGIN [--json]`: what this person would find, newest first.

use clap::Args;
use serde_json::json;

use crate::cli::{Failure, open, say};
use crate::config::Config;
use crate::i18n::{self, Locale};
use crate::kernel::{Ctx, PageRequest};
use crate::search::rules::{Piece, Question, snippet};
use crate::search::store::find::{self, COUNTED, Wanted};

#[derive(Debug, Args)]
pub struct SearchArgs {
    /// Words to look for; diacritics are not needed, "words in a row" stand in quotes.
    text: String,
    /// Login of the person for whom is searched: only what this person may see is found.
    #[arg(long = "as", value_name = "LOGIN")]
    login: String,
    /// One JSON object with `total`, `more` and `results`.
    #[arg(long)]
    json: bool,
}

pub async fn run(config: Config, args: SearchArgs) -> Result<(), Failure> {
    let app = open::app(config).await?;
    let conn = app.db().read();
    let ctx = open::person(&app, &Ctx::system(app.clock().now(), "search"), &args.login).await?;
    let wanted = Wanted { question: Question::read(&args.text), ..Wanted::default() };
    let page = PageRequest { number: 1, size: COUNTED };
    let found = find::find(conn, &ctx, &wanted, page).await.map_err(say)?;
    let plain = |text: &str| snippet(text, &wanted.question).into_iter().map(|piece: Piece| piece.text).collect::<String>();
    if args.json {
        let results: Vec<_> = found
            .rows
            .iter()
            .map(|one| {
                json!({
                    "kind": one.kind, "id": one.thing, "session": one.session, "unit": one.unit_code, "day": one.day,
                    "state": one.state, "title": one.title, "snippet": plain(&one.text),
                })
            })
            .collect();
        println!("{}", json!({ "total": found.total, "more": found.more, "results": results }));
        return Ok(());
    }
    for one in &found.rows {
        let kind = i18n::text(Locale::Vi, &format!("search-kind-{}", one.kind), &[]);
        let title = if one.title.is_empty() { String::new() } else { format!("{}: ", one.title) };
        println!("{}  {kind}  {}  {title}{}", one.day, one.unit_code, plain(&one.text));
    }
    println!("{}{} found.", if found.more { "more than " } else { "" }, found.total);
    Ok(())
}
