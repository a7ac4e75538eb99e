"""A real server that speaks S3 (moto) for one test: makes the bucket, prints its port, then answers each line on standard input with
what the bucket holds ({key: size}) until standard input ends. Unfinished multipart uploads count under their key with a trailing '?'."""

import json
import logging
import sys

import boto3
from moto.server import ThreadedMotoServer

logging.disable(logging.CRITICAL)
bucket = sys.argv[1]
server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
server.start()
host, port = server.get_host_and_port()
client = boto3.client(
    "s3",
    endpoint_url=f"http://{host}:{port}",
    region_name="us-east-1",
    aws_access_key_id="khoa-thu",
    aws_secret_access_key="bi-mat-thu",
)
client.create_bucket(Bucket=bucket)
print(port, flush=True)
for _ in sys.stdin:
    held = {one["Key"]: one["Size"] for one in client.list_objects_v2(Bucket=bucket).get("Contents", [])}
    held |= {one["Key"] + "?": 0 for one in client.list_multipart_uploads(Bucket=bucket).get("Uploads", [])}
    print(json.dumps(held), flush=True)
server.stop()
