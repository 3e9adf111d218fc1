BEGIN TRANSACTION;
CREATE TABLE agent_version (
	version_num VARCHAR(32) NOT NULL, 
	CONSTRAINT agent_version_pkc PRIMARY KEY (version_num)
);
INSERT INTO "agent_version" VALUES('0001');
CREATE TABLE conversations (
	id VARCHAR(64) NOT NULL, 
	learner VARCHAR(64) NOT NULL, 
	created_at DATETIME NOT NULL, 
	title TEXT NOT NULL, 
	PRIMARY KEY (id), 
	FOREIGN KEY(learner) REFERENCES learners (id) ON DELETE CASCADE
);
INSERT INTO "conversations" VALUES('7f2440ddcb5a4330ac22eebe82bb6c87','ada','2026-11-30 07:03:22.147662','What is an index?');
INSERT INTO "conversations" VALUES('c4b7b487e7814fe2910e6121fd8f011b','eve','2026-11-30 07:03:22.191708','Grüße, 你好');
CREATE TABLE index_entry (
	"index" TEXT NOT NULL, 
	passage TEXT NOT NULL, 
	PRIMARY KEY ("index", passage)
);
CREATE TABLE knowledge_state (
	id INTEGER NOT NULL, 
	revision INTEGER NOT NULL, 
	identity VARCHAR(12) NOT NULL, 
	PRIMARY KEY (id)
);
INSERT INTO "knowledge_state" VALUES(1,2,'e768e134f0eb');
CREATE TABLE knowledge_version (
	version_num VARCHAR(32) NOT NULL, 
	CONSTRAINT knowledge_version_pkc PRIMARY KEY (version_num)
);
INSERT INTO "knowledge_version" VALUES('0001');
CREATE TABLE learners (
	id VARCHAR(64) NOT NULL, 
	created_at DATETIME NOT NULL, 
	profile JSON NOT NULL, 
	PRIMARY KEY (id)
);
INSERT INTO "learners" VALUES('ada','2026-11-30 07:03:22.147662','{"goal": "first job", "hours_per_week": 10}');
INSERT INTO "learners" VALUES('eve','2026-11-30 07:03:22.191708','{}');
CREATE TABLE ledger (
	number INTEGER NOT NULL, 
	learner VARCHAR(64) NOT NULL, 
	at DATETIME NOT NULL, 
	event JSON NOT NULL, 
	PRIMARY KEY (number), 
	FOREIGN KEY(learner) REFERENCES learners (id) ON DELETE CASCADE
);
INSERT INTO "ledger" VALUES(1,'ada','2026-11-30 07:03:22.223602','{"kind": "done", "id": "foundations.git", "at": "2026-11-24T10:00:00+00:00"}');
INSERT INTO "ledger" VALUES(2,'ada','2026-11-30 07:03:22.223602','{"kind": "undone", "id": "foundations.git", "at": "2026-11-25T10:00:00+00:00"}');
CREATE TABLE passage (
	id TEXT NOT NULL, 
	source TEXT NOT NULL, 
	document TEXT NOT NULL, 
	heading JSON NOT NULL, 
	text TEXT NOT NULL, 
	start INTEGER NOT NULL, 
	"end" INTEGER NOT NULL, 
	url TEXT, 
	digest VARCHAR(64) NOT NULL, 
	PRIMARY KEY (id), 
	FOREIGN KEY(source) REFERENCES source (id) ON DELETE CASCADE
);
INSERT INTO "passage" VALUES('data.indexes:1','data.indexes','T','["T"]','An index is a sorted copy.',0,26,NULL,'8171a6d5e48f00309f98de083156b3d8705e07819c629939184fdcb3c0b1f3b0');
INSERT INTO "passage" VALUES('note-1234abcd:1','note-1234abcd','T','["T"]','Zorblatt tokens.',0,16,NULL,'d80b4ebe993ae838adab14ded5b12bc3609a31d05affe3b5a4df2f7a6e18c944');
CREATE TABLE plans (
	learner VARCHAR(64) NOT NULL, 
	version INTEGER NOT NULL, 
	made_at DATETIME NOT NULL, 
	"plan" JSON NOT NULL, 
	PRIMARY KEY (learner, version), 
	FOREIGN KEY(learner) REFERENCES learners (id) ON DELETE CASCADE
);
INSERT INTO "plans" VALUES('ada',1,'2026-11-30 07:03:22.199551','{"path": "python", "weeks": [], "version": 1}');
INSERT INTO "plans" VALUES('ada',2,'2026-11-30 07:03:22.210619','{"path": "python", "weeks": [], "version": 2}');
CREATE TABLE source (
	id TEXT NOT NULL, 
	title TEXT NOT NULL, 
	origin TEXT NOT NULL, 
	location TEXT NOT NULL, 
	sha256 VARCHAR(64) NOT NULL, 
	text TEXT NOT NULL, 
	media_type TEXT NOT NULL, 
	read_at DATETIME NOT NULL, 
	chunking TEXT NOT NULL, 
	licence TEXT, 
	url TEXT, 
	PRIMARY KEY (id)
);
INSERT INTO "source" VALUES('data.indexes','T','curriculum','data.indexes','0000000000000000000000000000000000000000000000000000000000000000','An index is a sorted copy.','text/markdown','2026-11-24 00:00:00.000000','1',NULL,NULL);
INSERT INTO "source" VALUES('note-1234abcd','T','document','note-1234abcd','0000000000000000000000000000000000000000000000000000000000000000','Zorblatt tokens.','text/markdown','2026-11-24 00:00:00.000000','1',NULL,NULL);
CREATE TABLE turns (
	id VARCHAR(64) NOT NULL, 
	conversation VARCHAR(64) NOT NULL, 
	number INTEGER NOT NULL, 
	message TEXT NOT NULL, 
	question TEXT, 
	answer JSON, 
	asked_at DATETIME NOT NULL, 
	PRIMARY KEY (id), 
	UNIQUE (conversation, number), 
	FOREIGN KEY(conversation) REFERENCES conversations (id) ON DELETE CASCADE
);
INSERT INTO "turns" VALUES('e7122e13275b4476866b1bf14072a027','7f2440ddcb5a4330ac22eebe82bb6c87',1,'What is an index?','What is an index?','{"kind": "answered", "answer": "A sorted copy of a column. [1]"}','2026-11-30 07:03:22.147662');
INSERT INTO "turns" VALUES('08e7c1af30444683a1782516fa5aafe6','7f2440ddcb5a4330ac22eebe82bb6c87',2,'and when does it hurt?',NULL,NULL,'2026-11-30 07:03:22.179636');
INSERT INTO "turns" VALUES('75547c779709410c93790e01bb7b1136','c4b7b487e7814fe2910e6121fd8f011b',1,'Grüße, 你好',NULL,NULL,'2026-11-30 07:03:22.191708');
CREATE TABLE vector (
	digest VARCHAR(64) NOT NULL, 
	embedding TEXT NOT NULL, 
	"values" BLOB NOT NULL, 
	PRIMARY KEY (digest, embedding)
);
INSERT INTO "vector" VALUES('8171a6d5e48f00309f98de083156b3d8705e07819c629939184fdcb3c0b1f3b0','e',X'000000000000803F0000004000004040');
INSERT INTO "vector" VALUES('d80b4ebe993ae838adab14ded5b12bc3609a31d05affe3b5a4df2f7a6e18c944','e',X'000000000000803F0000004000004040');
CREATE INDEX ix_conversations_learner ON conversations (learner);
CREATE INDEX ix_ledger_learner ON ledger (learner);
CREATE INDEX ix_passage_digest ON passage (digest);
CREATE INDEX ix_passage_source ON passage (source);
COMMIT;
