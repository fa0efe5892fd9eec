-- CreateTable
CREATE TABLE "SearchEntry" (
    "id" INTEGER NOT NULL PRIMARY KEY,
    "conversationId" TEXT NOT NULL,
    "messageId" TEXT,
    "kind" TEXT NOT NULL,
    "model" TEXT,
    "createdAt" DATETIME NOT NULL,
    CONSTRAINT "SearchEntry_conversationId_fkey" FOREIGN KEY ("conversationId") REFERENCES "Conversation" ("id") ON DELETE CASCADE ON UPDATE CASCADE,
    CONSTRAINT "SearchEntry_messageId_fkey" FOREIGN KEY ("messageId") REFERENCES "Message" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);

-- CreateIndex
CREATE INDEX "SearchEntry_conversationId_idx" ON "SearchEntry"("conversationId");

-- CreateIndex
CREATE INDEX "SearchEntry_messageId_idx" ON "SearchEntry"("messageId");

-- Full text, and what it is read from ------------------------------------------------------------------------------------

-- Words by spaces, case and Latin diacritics folded; beginnings of three characters have a list of their own.
CREATE VIRTUAL TABLE "SearchIndex" USING fts5("text", content='', contentless_delete=1, prefix='3', tokenize="unicode61 remove_diacritics 2");

-- A row for each kind of text that a message holds.
CREATE VIEW "SearchText" AS
SELECT "id" AS "messageId", "conversationId", CASE "role" WHEN 'user' THEN 'question' ELSE 'answer' END AS "kind",
  json_extract("settings", '$.model') AS "model", "createdAt",
  (SELECT group_concat(COALESCE("value" ->> '$.text', "value" ->> '$.filename'), char(10)) FROM json_each("parts")
    WHERE "value" ->> '$.type' IN ('text', 'file')) AS "text"
FROM "Message"
UNION ALL
SELECT "id", "conversationId", 'thought', json_extract("settings", '$.model'), "createdAt",
  (SELECT group_concat("value" ->> '$.text', char(10)) FROM json_each("parts") WHERE "value" ->> '$.type' = 'reasoning')
FROM "Message" WHERE "role" = 'assistant'
UNION ALL
SELECT "id", "conversationId", 'tool', json_extract("settings", '$.model'), "createdAt",
  (SELECT group_concat(concat_ws(char(10), "value" ->> '$.toolName', "value" ->> '$.input', "value" ->> '$.output', "value" ->> '$.errorText'), char(10))
    FROM json_each("parts") WHERE "value" ->> '$.type' = 'dynamic-tool')
FROM "Message" WHERE "role" = 'assistant';

-- Scripts that are written without spaces become pairs: 検索する is 検索, 索す, する, る. In chunks, or the time would be the square of the length.
CREATE TRIGGER "SearchEntry_insert" AFTER INSERT ON "SearchEntry" BEGIN
  INSERT INTO "SearchIndex" (rowid, "text")
  WITH RECURSIVE "source"("text") AS MATERIALIZED (
      SELECT CASE WHEN NEW."messageId" IS NULL
        THEN (SELECT "title" FROM "Conversation" WHERE "id" = NEW."conversationId")
        ELSE (SELECT "text" FROM "SearchText" WHERE "messageId" = NEW."messageId" AND "kind" = NEW."kind") END
    ),
    "chunk"("at", "text") AS (
      SELECT 1, substr("text", 1, 257) FROM "source" WHERE octet_length("text") > length("text") AND "text" GLOB '*[฀-႟ក-៿⺀-힣豈-﫿ｦ-ﾝ𠀀-𲎯]*'
      UNION ALL SELECT "chunk"."at" + 256, substr("source"."text", "chunk"."at" + 256, 257) FROM "chunk", "source" WHERE length("chunk"."text") = 257
    ),
    "place"("at") AS (SELECT 1 UNION ALL SELECT "at" + 1 FROM "place" WHERE "at" < 256)
  SELECT NEW."id", COALESCE((
    SELECT group_concat(
      CASE WHEN substr("chunk"."text", "place"."at", 1) NOT GLOB '[฀-႟ក-៿⺀-힣豈-﫿ｦ-ﾝ𠀀-𲎯]' THEN substr("chunk"."text", "place"."at", 1)
        WHEN substr("chunk"."text", "place"."at" + 1, 1) GLOB '[฀-႟ក-៿⺀-힣豈-﫿ｦ-ﾝ𠀀-𲎯]' THEN ' ' || substr("chunk"."text", "place"."at", 2) || ' '
        ELSE ' ' || substr("chunk"."text", "place"."at", 1) || ' ' END, '')
    FROM "chunk" CROSS JOIN "place" WHERE "place"."at" <= length("chunk"."text")
  ), "text") FROM "source";
END;
CREATE TRIGGER "SearchEntry_delete" AFTER DELETE ON "SearchEntry" BEGIN
  DELETE FROM "SearchIndex" WHERE rowid = OLD."id";
END;

-- A question is found as soon as it is asked, an answer when its turn has ended: nothing is written while tokens come.
CREATE TRIGGER "SearchEntry_message" AFTER INSERT ON "Message" WHEN NEW."status" <> 'streaming' BEGIN
  INSERT INTO "SearchEntry" ("conversationId", "messageId", "kind", "model", "createdAt")
  SELECT "conversationId", "messageId", "kind", "model", "createdAt" FROM "SearchText" WHERE "messageId" = NEW."id" AND "text" <> '';
END;
CREATE TRIGGER "SearchEntry_end" AFTER UPDATE OF "parts" ON "Message" WHEN NEW."status" <> 'streaming' BEGIN
  DELETE FROM "SearchEntry" WHERE "messageId" = NEW."id";
  INSERT INTO "SearchEntry" ("conversationId", "messageId", "kind", "model", "createdAt")
  SELECT "conversationId", "messageId", "kind", "model", "createdAt" FROM "SearchText" WHERE "messageId" = NEW."id" AND "text" <> '';
END;
CREATE TRIGGER "SearchEntry_title" AFTER INSERT ON "Conversation" WHEN NEW."title" <> '' BEGIN
  INSERT INTO "SearchEntry" ("conversationId", "kind", "createdAt") VALUES (NEW."id", 'title', NEW."createdAt");
END;
CREATE TRIGGER "SearchEntry_rename" AFTER UPDATE OF "title" ON "Conversation" WHEN NEW."title" <> OLD."title" BEGIN
  DELETE FROM "SearchEntry" WHERE "conversationId" = NEW."id" AND "messageId" IS NULL;
  INSERT INTO "SearchEntry" ("conversationId", "kind", "createdAt") SELECT NEW."id", 'title', NEW."createdAt" WHERE NEW."title" <> '';
END;

-- What is there already.
INSERT INTO "SearchEntry" ("conversationId", "messageId", "kind", "model", "createdAt")
SELECT "SearchText"."conversationId", "messageId", "kind", "model", "SearchText"."createdAt"
FROM "Message" JOIN "SearchText" ON "SearchText"."messageId" = "Message"."id"
WHERE "Message"."status" <> 'streaming' AND "text" <> '' ORDER BY "Message"."createdAt";
INSERT INTO "SearchEntry" ("conversationId", "kind", "createdAt")
SELECT "id", 'title', "createdAt" FROM "Conversation" WHERE "title" <> '' ORDER BY "createdAt";
