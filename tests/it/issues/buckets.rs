//! Attached files in a bucket: the same acts as with a folder, and what people see when the server behind it fails.

use std::io::{Read, Write};
use std::net::{Shutdown, TcpListener};

use entity::attachment;
use sea_orm::EntityTrait;

use super::Ward;
use super::files::send;
use crate::support::s3::{BUCKET, S3Server};

/// A ward whose files lie in the bucket of the server at this port.
async fn with_bucket(port: u16) -> Ward {
    let endpoint = format!("http://127.0.0.1:{port}");
    let settings =
        [("s3_endpoint", endpoint.as_str()), ("s3_bucket", BUCKET), ("s3_key_id", "khoa-thu"), ("s3_secret", "bi-mat-thu")];
    Ward::with(&settings).await
}

/// A server that answers every request with `answer`, or with nothing; its port.
fn broken_server(answer: &'static str) -> u16 {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    std::thread::spawn(move || {
        for stream in listener.incoming() {
            let Ok(mut stream) = stream else { continue };
            let _ = stream.read(&mut [0; 1024]);
            let _ = stream.write_all(answer.as_bytes());
            let _ = stream.shutdown(Shutdown::Both);
        }
    });
    port
}

fn files_left(ward: &Ward, folder: &str) -> usize {
    std::fs::read_dir(ward.app.app.config().data.join(folder)).into_iter().flatten().count()
}

#[tokio::test]
async fn files_lie_in_the_bucket_and_come_back_as_they_were() {
    let mut server = S3Server::start();
    let ward = with_bucket(server.port).await;
    let mut large = b"%PDF-1.7\n".to_vec();
    large.extend((0..6_000_000_u32).flat_map(u32::to_le_bytes).take(11 << 20));
    for (wording, content) in [("Đề nghị sửa mương", b"%PDF-1.7 mau".as_slice()), ("Đề nghị sửa cầu", &large)] {
        let page = send(&ward, wording, content).await.is(303);
        let shown = ward.women.follow(page).await.is(200);
        let link = shown.links().into_iter().find(|link| link.href.contains("/files/")).unwrap();
        let got = ward.women.get(&link.href).await.is(200);
        assert!(got.body == content);
        assert_eq!(got.header("content-length"), Some(content.len().to_string().as_str()));
    }
    // The same file again is not stored again.
    send(&ward, "Đề nghị sửa đường", b"%PDF-1.7 mau").await.is(303);
    let rows = attachment::Entity::find().all(ward.app.read()).await.unwrap();
    let mut expected: Vec<(String, u64)> =
        rows.iter().map(|row| (format!("{}/{}", &row.sha256[..2], row.sha256), row.size_bytes as u64)).collect();
    expected.sort();
    expected.dedup();
    assert_eq!((rows.len(), expected.len()), (3, 2));
    assert_eq!(server.held().into_iter().collect::<Vec<_>>(), expected);
    assert_eq!((files_left(&ward, "files"), files_left(&ward, "uploads")), (0, 0));
}

#[tokio::test]
async fn a_server_that_fails_is_told_with_the_form_kept_and_nothing_half_saved() {
    let unavailable = "HTTP/1.1 503 Service Unavailable\r\nContent-Length: 0\r\nConnection: close\r\n\r\n";
    for answer in [unavailable, "", "HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\nabc"] {
        let ward = with_bucket(broken_server(answer)).await;
        let before = ward.app.audit_count(None).await;
        let page = send(&ward, "Đề nghị sửa mương", b"%PDF-1.7 mau").await.is(422).see("Đề nghị sửa mương");
        let said = page.error_at("files").unwrap();
        assert!(said.contains("Chưa lưu được tệp đơn.pdf"), "{answer}: {said}");
        assert!(attachment::Entity::find().all(ward.app.read()).await.unwrap().is_empty());
        assert_eq!(ward.app.audit_count(None).await, before);
        assert_eq!((files_left(&ward, "files"), files_left(&ward, "uploads")), (0, 0));
    }
}
