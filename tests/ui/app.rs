use secure_action::{Application, policy};

policy! {
    resource note;
    resource user;
    role member { note: read, write; }
    role admin: member { user: delete; }
}

pub struct App;

impl Application for App {
    type State = ();
    type Policy = Policy;
}
