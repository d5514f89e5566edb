-- A role that may only read, made before maqal publish makes the tables: to serve, no more is needed.
\getenv password READER_PASSWORD
CREATE ROLE reader LOGIN PASSWORD :'password';
CREATE SCHEMA IF NOT EXISTS maqal;
GRANT USAGE ON SCHEMA maqal TO reader;
ALTER DEFAULT PRIVILEGES IN SCHEMA maqal GRANT SELECT ON TABLES TO reader;
