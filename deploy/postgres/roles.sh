#!/bin/sh
# Run once, on an empty cluster: the owner that migrates, and the role of web and worker that owns nothing.
set -eu

psql --no-psqlrc --quiet --set ON_ERROR_STOP=1 --username "${POSTGRES_USER:-postgres}" --dbname postgres \
  --set owner_password="$HUB_OWNER_PASSWORD" --set web_password="$HUB_WEB_PASSWORD" <<'SQL'
CREATE ROLE hub_owner LOGIN PASSWORD :'owner_password';
CREATE ROLE hub_web LOGIN PASSWORD :'web_password';
CREATE DATABASE hub OWNER hub_owner;
REVOKE CONNECT, TEMPORARY ON DATABASE hub FROM PUBLIC;
GRANT CONNECT ON DATABASE hub TO hub_web;
SQL
