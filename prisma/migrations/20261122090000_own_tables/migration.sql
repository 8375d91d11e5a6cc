CREATE TABLE "run" (
  "id" TEXT PRIMARY KEY,
  "environment" TEXT NOT NULL,
  "kind" TEXT NOT NULL,
  "state" TEXT NOT NULL,
  "open" BOOLEAN NOT NULL,
  "changes_database" BOOLEAN NOT NULL,
  "document" JSONB NOT NULL,
  "requested_by" TEXT NOT NULL,
  "requested_at" TIMESTAMPTZ(3) NOT NULL,
  "wake_at" TIMESTAMPTZ(3),
  "token" INTEGER,
  "worker" TEXT,
  "beat_at" TIMESTAMPTZ(3),
  "backup_taken_at" TIMESTAMPTZ(3),
  "version" INTEGER NOT NULL DEFAULT 1
);
CREATE INDEX "run_requested_at_idx" ON "run" ("requested_at" DESC);
CREATE INDEX "run_environment_requested_at_idx" ON "run" ("environment", "requested_at" DESC);
-- One open request that changes the database per environment, and one open backup beside it.
CREATE UNIQUE INDEX "run_one_open" ON "run" ("environment", "changes_database") WHERE "open";
CREATE INDEX "run_wake" ON "run" ("wake_at") WHERE "open" AND "wake_at" IS NOT NULL;
CREATE INDEX "run_running" ON "run" ("beat_at") WHERE "state" = 'running';
CREATE INDEX "run_backup" ON "run" ("environment", "backup_taken_at" DESC) WHERE "backup_taken_at" IS NOT NULL;

CREATE TABLE "log_chunk" (
  "run" TEXT NOT NULL,
  "step" TEXT NOT NULL,
  "offset" BIGINT NOT NULL,
  "bytes" BYTEA NOT NULL,
  "sequence" BIGSERIAL NOT NULL,
  PRIMARY KEY ("run", "step", "offset")
);

CREATE TABLE "inquiry" (
  "id" TEXT PRIMARY KEY,
  "document" JSONB NOT NULL,
  "asked_at" TIMESTAMPTZ(3) NOT NULL
);

CREATE TABLE "message" (
  "key" TEXT PRIMARY KEY,
  "subject" JSONB NOT NULL,
  "run" TEXT,
  "channel" TEXT,
  "ts" TEXT,
  "wanted" INTEGER NOT NULL DEFAULT 1,
  "shown" INTEGER NOT NULL DEFAULT 0,
  "posting_since" TIMESTAMPTZ(3),
  "refused" TEXT
);
CREATE INDEX "message_run_idx" ON "message" ("run");
CREATE INDEX "message_channel_ts_idx" ON "message" ("channel", "ts");
CREATE INDEX "message_stale" ON "message" ("key") WHERE "shown" < "wanted" AND "refused" IS NULL;

CREATE TABLE "outbox" (
  "sequence" BIGSERIAL PRIMARY KEY,
  "work" JSONB NOT NULL,
  "given_at" TIMESTAMPTZ(3),
  "offers" INTEGER NOT NULL DEFAULT 0
);
CREATE INDEX "outbox_not_given" ON "outbox" ("sequence") WHERE "given_at" IS NULL;

CREATE TABLE "delivery" (
  "key" TEXT PRIMARY KEY,
  "at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP
);

CREATE TABLE "freeze" (
  "environment" TEXT PRIMARY KEY,
  "reason" TEXT NOT NULL,
  "by" TEXT NOT NULL,
  "since" TIMESTAMPTZ(3) NOT NULL,
  "until" TIMESTAMPTZ(3)
);

CREATE TABLE "migration_sql" (
  "sha256" TEXT PRIMARY KEY,
  "text" TEXT NOT NULL
);

CREATE TABLE "slack_group" (
  "id" TEXT PRIMARY KEY,
  "members" TEXT[],
  "fetched_at" TIMESTAMPTZ(3) NOT NULL
);

CREATE TABLE "slack_person" (
  "id" TEXT PRIMARY KEY,
  "full_member" BOOLEAN NOT NULL,
  "zone" TEXT,
  "fetched_at" TIMESTAMPTZ(3) NOT NULL
);

CREATE TABLE "audit" (
  "sequence" BIGINT PRIMARY KEY,
  "at" TIMESTAMPTZ(3) NOT NULL,
  "actor" TEXT,
  "action" TEXT NOT NULL,
  "environment" TEXT,
  "run" TEXT,
  "detail" JSONB NOT NULL,
  "hash" TEXT NOT NULL
);
CREATE INDEX "audit_run_idx" ON "audit" ("run");

CREATE TABLE "audit_head" (
  "one" BOOLEAN PRIMARY KEY DEFAULT TRUE CHECK ("one"),
  "sequence" BIGINT NOT NULL,
  "hash" TEXT NOT NULL
);
INSERT INTO "audit_head" ("sequence", "hash") VALUES (0, '');

CREATE TABLE "instance" (
  "one" BOOLEAN PRIMARY KEY DEFAULT TRUE CHECK ("one"),
  "name" TEXT NOT NULL
);

-- Appends entries to the chain: each hash covers the one before and the entry's canonical JSON, which comes as text
-- beside its parts. The head's row lock makes writers queue up, and is held until they commit.
CREATE FUNCTION "append_audit"(entries JSONB) RETURNS INTEGER LANGUAGE plpgsql AS $$
DECLARE
  head "audit_head"%ROWTYPE;
  entry JSONB;
BEGIN
  IF jsonb_array_length(entries) = 0 THEN
    RETURN 0;
  END IF;
  SELECT * INTO STRICT head FROM "audit_head" FOR UPDATE;
  FOR entry IN SELECT value FROM jsonb_array_elements(entries) LOOP
    head."sequence" := head."sequence" + 1;
    head."hash" := encode(sha256(convert_to(head."hash" || (entry ->> 'canonical'), 'UTF8')), 'hex');
    INSERT INTO "audit" ("sequence", "at", "actor", "action", "environment", "run", "detail", "hash")
    VALUES (head."sequence", (entry ->> 'at')::timestamptz, entry ->> 'actor', entry ->> 'action',
            entry ->> 'environment', entry ->> 'run', entry -> 'detail', head."hash");
  END LOOP;
  UPDATE "audit_head" SET "sequence" = head."sequence", "hash" = head."hash";
  RETURN jsonb_array_length(entries);
END
$$;
