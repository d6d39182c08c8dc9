#!/bin/sh
# Runs once, when the database is made: the owner of the data, the two roles that it may take, and Prefect's own database.
set -eu
psql --username postgres --set ON_ERROR_STOP=1 --set password="$POSTGRES_PASSWORD" <<'SQL'
CREATE ROLE tepat LOGIN PASSWORD :'password';
CREATE ROLE tepat_service NOLOGIN;
CREATE ROLE tepat_person NOLOGIN;
GRANT tepat_service, tepat_person TO tepat;
CREATE DATABASE tepat OWNER tepat;
CREATE ROLE prefect LOGIN PASSWORD :'password';
CREATE DATABASE prefect OWNER prefect;
\connect tepat
CREATE EXTENSION vector;
\connect prefect
CREATE EXTENSION pg_trgm;
SQL
