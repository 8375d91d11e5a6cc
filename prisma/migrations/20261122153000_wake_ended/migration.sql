-- An ended run may have to be looked at again: a deploy in an emergency, until somebody reviewed it.
CREATE INDEX "run_wake_any" ON "run" ("wake_at") WHERE "wake_at" IS NOT NULL;
DROP INDEX "run_wake";
