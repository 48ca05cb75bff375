//! What stands in, on your own machine, for a deployment and for the provider that issues the tokens.

use std::fmt;
use std::fs::{self, OpenOptions};
use std::io::{ErrorKind, Write};
use std::path::PathBuf;
use std::time::{SystemTime, UNIX_EPOCH};

use jsonwebtoken::{EncodingKey, Header};
use serde::Serialize;
use tokio::net::TcpListener;

pub(crate) const ISSUER: &str = "https://id.example.com";
pub(crate) const AUDIENCE: &str = "notes";
/// In seconds: an hour.
const LIFETIME: u64 = 60 * 60;

/// The folder with what outlives the process, `quickstart-data` or what the environment names in `DATA`; and the key in it.
pub(crate) struct Local {
    folder: PathBuf,
    key: [u8; 32],
}

impl Local {
    /// Opens the folder. On the first start it makes it, with a key that only its owner can read.
    pub(crate) fn open() -> Result<Self, InWords> {
        let folder = PathBuf::from(std::env::var_os("DATA").unwrap_or_else(|| "quickstart-data".into()));
        let failed = |error| InWords(format!("{} cannot be used as the folder of the data: {error}", folder.display()));
        fs::create_dir_all(&folder).map_err(failed)?;
        let path = folder.join("token.key");
        if !path.try_exists().map_err(failed)? {
            let mut key = [0; 32];
            getrandom::fill(&mut key)?;
            let mut options = OpenOptions::new();
            options.write(true).create_new(true);
            #[cfg(unix)]
            std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
            options.open(&path).and_then(|mut file| file.write_all(&key)).map_err(failed)?;
            println!("Made {}, the key that tokens are signed with. Only you can read it.\n", path.display());
        }
        let key = fs::read(&path).map_err(failed)?;
        let key = key.try_into().map_err(|_| InWords(format!("{} is no key of 32 bytes: remove it", path.display())))?;
        Ok(Self { folder, key })
    }

    pub(crate) fn key(&self) -> &[u8] {
        &self.key
    }

    pub(crate) fn audit_file(&self) -> PathBuf {
        self.folder.join("audit.jsonl")
    }

    /// Takes the port 3000, or the one that the environment names in `PORT`.
    pub(crate) async fn listen(&self) -> Result<TcpListener, InWords> {
        let port = std::env::var("PORT").unwrap_or_else(|_| "3000".to_owned());
        let port: u16 = port.parse().map_err(|_| InWords(format!("PORT is `{port}`: write a number up to 65535")))?;
        TcpListener::bind(("127.0.0.1", port)).await.map_err(|error| match error.kind() {
            ErrorKind::AddrInUse => {
                let free = port.checked_add(1).unwrap_or(3000);
                InWords(format!("another program listens on port {port}: stop it, or choose another port, such as PORT={free}"))
            }
            _ => InWords(format!("cannot listen on port {port}: {error}")),
        })
    }

    pub(crate) fn print_what_to_try(&self, listener: &TcpListener) -> Result<(), InWords> {
        let notes = format!("http://{}/notes", listener.local_addr()?);
        let ada = r#"-H "Authorization: Bearer $ADA""#;
        println!("A token of Ada, who may write notes. It is good for an hour:\n");
        println!("  ADA={}\n", self.token("ada")?);
        println!("Allowed, five times a minute:\n");
        println!("  curl -s {notes} {ada} --json '{{\"text\":\"Buy milk\"}}'\n");
        println!("Refused, because nobody knows who is calling:\n");
        println!("  curl -s {notes} --json '{{\"text\":\"Buy milk\"}}'\n");
        println!("Invalid, and told every fault at once:\n");
        println!("  curl -s {notes} {ada} --json '{{\"text\":\"\",\"author\":\"eve\"}}'\n");
        println!("Each call is a line of {}.", self.audit_file().display());
        Ok(())
    }

    /// What an identity provider does.
    fn token(&self, subject: &str) -> Result<String, InWords> {
        #[derive(Serialize)]
        struct Claims<'a> {
            iss: &'a str,
            aud: &'a str,
            sub: &'a str,
            iat: u64,
            exp: u64,
            roles: [&'a str; 1],
        }
        let iat = SystemTime::now().duration_since(UNIX_EPOCH)?.as_secs();
        let claims = Claims { iss: ISSUER, aud: AUDIENCE, sub: subject, iat, exp: iat + LIFETIME, roles: ["user"] };
        Ok(jsonwebtoken::encode(&Header::default(), &claims, &EncodingKey::from_secret(&self.key))?)
    }
}

/// Why the program ends. `main` prints the `Debug` of an error, which is for developers of the program: here it is the text.
pub(crate) struct InWords(String);

impl fmt::Debug for InWords {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl<E: std::error::Error> From<E> for InWords {
    fn from(error: E) -> Self {
        Self(error.to_string())
    }
}
