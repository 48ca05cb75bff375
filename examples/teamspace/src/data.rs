//! The data folder: an SQLite file with users and posts, the signing key, the audit trail.

use std::error::Error;
use std::fmt;
use std::fs::OpenOptions;
use std::io::{Read, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use sqlx::SqlitePool;
use sqlx::sqlite::{SqliteConnectOptions, SqlitePoolOptions};

/// The folder with everything that outlives the process.
#[derive(Clone)]
pub struct Data {
    folder: PathBuf,
    database: SqlitePool,
    key: Arc<[u8; 32]>,
}

const SCHEMA: &str = "
    CREATE TABLE users (
        id TEXT PRIMARY KEY,
        email TEXT NOT NULL UNIQUE,
        name TEXT NOT NULL,
        about TEXT NOT NULL DEFAULT '',
        role TEXT NOT NULL DEFAULT 'member',
        tokens_valid_from INTEGER NOT NULL DEFAULT 0
    ) STRICT;
    CREATE TABLE posts (
        id INTEGER PRIMARY KEY,
        author TEXT NOT NULL REFERENCES users (id),
        title TEXT NOT NULL,
        body TEXT NOT NULL,
        draft INTEGER NOT NULL DEFAULT 0
    ) STRICT;
    INSERT INTO users (id, email, name, role) VALUES
        ('ada', 'ada@example.com', 'Ada', 'admin'),
        ('mo', 'mo@example.com', 'Mo', 'moderator'),
        ('uma', 'uma@example.com', 'Uma', 'member');
    INSERT INTO posts (author, title, body) VALUES
        ('ada', 'Welcome', 'This is our team space.'),
        ('uma', 'Lunch', 'Soup on Thursday, 100 % home-made.');
    INSERT INTO posts (author, title, body, draft) VALUES
        ('ada', 'Plans', 'Not yet for everybody.', 1),
        ('uma', 'Cake', 'A recipe in the making.', 1);
";

impl Data {
    /// Opens the folder; creates and fills it on the first start.
    ///
    /// # Errors
    /// If the folder cannot be written, or the database cannot be opened.
    pub async fn open(folder: impl Into<PathBuf>) -> Result<Self, Box<dyn Error>> {
        Self::open_with(folder, SqlitePoolOptions::new()).await
    }

    /// The same with another pool of connections.
    ///
    /// # Errors
    /// As [`open`](Self::open).
    pub async fn open_with(folder: impl Into<PathBuf>, pool: SqlitePoolOptions) -> Result<Self, Box<dyn Error>> {
        let folder = folder.into();
        std::fs::create_dir_all(&folder)?;
        let options =
            SqliteConnectOptions::new().filename(folder.join("teamspace.sqlite")).create_if_missing(true).foreign_keys(true);
        let database = pool.connect_with(options).await?;
        let (tables,): (i64,) = sqlx::query_as("SELECT count(*) FROM sqlite_schema").fetch_one(&database).await?;
        if tables == 0 {
            sqlx::raw_sql(SCHEMA).execute(&database).await?;
        }
        let key = Arc::new(key(&folder.join("token.key"))?);
        Ok(Self { folder, database, key })
    }

    /// The users and posts.
    #[must_use]
    pub fn database(&self) -> &SqlitePool {
        &self.database
    }

    /// The file of the audit trail.
    #[must_use]
    pub fn audit_file(&self) -> PathBuf {
        self.folder.join("audit.jsonl")
    }

    pub(crate) fn key(&self) -> &[u8; 32] {
        &self.key
    }
}

/// The key that signs tokens, made on the first start and readable by the owner only.
fn key(path: &Path) -> Result<[u8; 32], Box<dyn Error>> {
    let mut key = [0; 32];
    if path.exists() {
        OpenOptions::new().read(true).open(path)?.read_exact(&mut key)?;
        return Ok(key);
    }
    getrandom::fill(&mut key)?;
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path)?.write_all(&key)?;
    Ok(key)
}

impl fmt::Debug for Data {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Data").field("folder", &self.folder).finish_non_exhaustive()
    }
}
