    #[error("The interpreter at {} is externally managed, and indicates the following:\n\n{}", _0, _1)]
    ExternallyManaged(String, String),
    // error: The interpreter at `/usr` is externally managed
