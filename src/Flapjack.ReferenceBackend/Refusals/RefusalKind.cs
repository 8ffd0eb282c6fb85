namespace Flapjack.ReferenceBackend.Refusals;

/// <summary>Why a request is refused, in words of the backend; the door gives each kind its status.</summary>
internal enum RefusalKind
{
    /// <summary>What was sent is malformed, or against a rule.</summary>
    Invalid,

    /// <summary>The caller is unknown.</summary>
    Unauthorized,

    /// <summary>The caller is known, and may not do this.</summary>
    Forbidden,

    /// <summary>There is no such thing.</summary>
    NotFound,

    /// <summary>The thing is there, but in a state that does not allow this now.</summary>
    NotReady,

    /// <summary>The thing was there, and is gone for good.</summary>
    Gone,

    /// <summary>The body is in a format that this backend does not read.</summary>
    UnsupportedFormat,

    /// <summary>The request is well-formed, but contradicts an earlier one.</summary>
    Contradiction,

    /// <summary>A limit is reached; the same request may be taken later.</summary>
    LimitReached,

    /// <summary>The backend failed.</summary>
    Failed,
}
