namespace Shared.Hosting.Refusals;

/// <summary>Why a request is refused. The error envelope gives each kind its HTTP status.</summary>
internal enum RefusalKind
{
    /// <summary>The request is malformed, or breaks a rule.</summary>
    Invalid,

    /// <summary>The body is not JSON in UTF-8.</summary>
    NotJson,

    /// <summary>The body is JSON, but not an object.</summary>
    NotAnObject,

    /// <summary>
    /// The server refused the request before a resource saw it: no route has that method, for example, or the request is too large. Only the status of
    /// the answer says why.
    /// </summary>
    Protocol,

    /// <summary>The caller is unknown.</summary>
    Unauthorized,

    /// <summary>The caller is known, and may not do this.</summary>
    Forbidden,

    /// <summary>The thing that the request names does not exist.</summary>
    NotFound,

    /// <summary>The thing exists, but its state does not allow this now.</summary>
    NotReady,

    /// <summary>The thing existed, and is gone for good.</summary>
    Gone,

    /// <summary>The body is in a format that this backend does not read.</summary>
    UnsupportedFormat,

    /// <summary>The request holds more than this backend takes.</summary>
    TooLarge,

    /// <summary>The request is well-formed, but contradicts an earlier request.</summary>
    Contradiction,

    /// <summary>A limit is reached. The same request may be accepted later.</summary>
    LimitReached,

    /// <summary>The backend failed.</summary>
    Failed,

    /// <summary>The backend is shutting down.</summary>
    ShuttingDown,

    /// <summary>The disk of the backend is full.</summary>
    NoRoom,
}
